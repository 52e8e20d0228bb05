import assert from 'node:assert/strict';
import type { Capability } from '../../contracts/common.js';
import type { OrganisationView } from '../../contracts/identity.js';
import { Problem } from '../../contracts/problems.js';
import { memberActor } from '../../server/identity/members.js';
import { advance } from '../../server/lifecycle/advance.js';
import { subjects } from '../../server/worker.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, page } from '../stories.js';
import { openWorld, type World } from '../world.js';

const reason = 'Đang được thanh tra';

describe('Those who run and who watch the exchange', () => {
  let world: World;
  let operator: Person;
  let regulator: Person;
  let provider: Person;
  let datasetId: string;
  let orderId: string;
  let entitlementId: string;
  before(async () => {
    world = await openWorld();
    operator = await world.organisation('operator');
    regulator = await world.organisation('regulator');
    provider = await world.organisation('provider');
    const { dataset, offer } = await listedDataset(world, provider);
    datasetId = dataset.id;
    const buyer = await world.organisation('buyer');
    ({ orderId, entitlementId } = await deliveredOrder(world, provider, buyer, offer));
  });
  after(() => world.close());

  const memberId = async (person: Person) => (await person.call('getSession', {})).member?.id ?? '';
  type Move = 'suspend' | 'reinstate' | 'close' | 'verify';
  const organisation = ({ organisationId: id }: Person, action: Move) => ({ params: { id }, body: { action, reason } });
  const dataset = (action: 'suspend' | 'reinstate' | 'delist') => ({
    params: { id: datasetId },
    body: { action, reason },
  });
  const stateOf = async ({ organisationId: id }: Person): Promise<OrganisationView['state']> =>
    (await operator.call('getOrganisation', { params: { id } })).state;

  /** Every transition that the operator has, on some row of each kind; gives what each was refused with. */
  async function everyTransition(person: Person): Promise<[string, string][]> {
    const { db } = world.context.kernel;
    const actor = await memberActor(db.read, await memberId(person));
    assert.ok(actor);
    const refusals: [string, string][] = [];
    for (const of of subjects) {
      const [row] = await db.read.find(of.table, { take: 1, order: { id: 'ASC' } });
      const actions = of.lifecycle.transitions.filter((one) => one.by.includes('operator')).map((one) => one.action);
      for (const action of row ? new Set(actions) : []) {
        const tried = db.transaction(async (tx) => {
          await advance(tx, of, row?.id ?? '', action, actor, { reason });
          throw new Error('It was carried out.');
        });
        const error = await tried.catch((found: unknown) => found);
        const code = error instanceof Problem ? error.code : String(error);
        refusals.push([`${of.lifecycle.subject} ${action}`, code]);
      }
    }
    return refusals;
  }

  it('a viewer of the operator may move nothing, and is shown no button', async () => {
    const viewer = await world.colleague(operator, 'viewer');
    const refusals = await everyTransition(viewer);
    assert.ok(refusals.length >= 20, String(refusals.length));
    assert.deepEqual(
      refusals.filter(([, code]) => code !== 'role-required'),
      [],
    );
    const allowed = (await everyTransition(operator)).filter(([, code]) => code === 'Error: It was carried out.');
    assert.ok(allowed.length >= 5, 'who is no viewer may');
    await viewer.refused('transitionOrganisation', organisation(provider, 'suspend'), 'role-required');
    const { actions } = await viewer.call('getOrganisation', { params: { id: provider.organisationId } });
    assert.deepEqual(actions, []);
  });

  it('what the regulator suspended the operator neither reinstates nor closes nor delists, nor does the provider', async () => {
    await regulator.call('transitionOrganisation', organisation(provider, 'suspend'));
    await operator.refused('transitionOrganisation', organisation(provider, 'reinstate'), 'role-required');
    await operator.refused('transitionOrganisation', organisation(provider, 'close'), 'role-required');
    assert.equal(await stateOf(provider), 'suspended');
    await regulator.call('transitionOrganisation', organisation(provider, 'reinstate'));

    await regulator.call('transitionDataset', dataset('suspend'));
    await operator.refused('transitionDataset', dataset('reinstate'), 'role-required');
    await operator.refused('transitionDataset', dataset('delist'), 'role-required');
    await provider.refused('transitionDataset', dataset('delist'), 'role-required');
    await regulator.call('transitionDataset', dataset('reinstate'));

    const entitlement = (action: 'suspend' | 'resume') => ({
      params: { id: entitlementId },
      body: { action, reason },
    });
    await regulator.call('transitionEntitlement', entitlement('suspend'));
    await operator.refused('transitionEntitlement', entitlement('resume'), 'role-required');
    await regulator.call('transitionEntitlement', entitlement('resume'));
  });

  it('what the operator suspended the regulator does not lift; another of the same organisation does', async () => {
    await operator.call('transitionOrganisation', organisation(provider, 'suspend'));
    await regulator.refused('transitionOrganisation', organisation(provider, 'reinstate'), 'role-required');
    const colleague = await world.colleague(operator, 'member');
    await colleague.call('transitionOrganisation', organisation(provider, 'reinstate'));
    assert.equal(await stateOf(provider), 'verified');
  });

  it('what the regulator suspended once and lifted, the operator may close, or suspend and lift again', async () => {
    const [other, closed] = [await world.organisation('buyer'), await world.organisation('buyer')];
    await regulator.call('transitionOrganisation', organisation(closed, 'suspend'));
    await regulator.call('transitionOrganisation', organisation(closed, 'reinstate'));
    await operator.call('transitionOrganisation', organisation(closed, 'close'));
    await regulator.call('transitionOrganisation', organisation(other, 'suspend'));
    await regulator.call('transitionOrganisation', organisation(other, 'reinstate'));
    await operator.call('transitionOrganisation', organisation(other, 'suspend'));
    await operator.call('transitionOrganisation', organisation(other, 'reinstate'));
  });

  it('nobody moves a regulator: no operator, no other regulator, not itself', async () => {
    const applicant = await world.applicant('regulator');
    await world.sql(`update organisations set state = 'submitted' where id = $1`, [applicant.organisationId]);
    const another = await world.organisation('regulator');
    for (const person of [operator, another, regulator]) {
      for (const action of ['suspend', 'close'] as const)
        await person.refused('transitionOrganisation', organisation(regulator, action), 'role-required');
    }
    await operator.refused('transitionOrganisation', organisation(applicant, 'verify'), 'role-required');
    assert.equal(await stateOf(regulator), 'verified');
  });

  it('a token decides nothing of an office: that needs a person in a browser', async () => {
    const token = async (person: Person) => {
      const body = { name: 'Kịch bản', scopes: ['read' as const, 'write' as const], expiresInDays: 1 };
      return (await person.call('createToken', { body })).secret;
    };
    const both = await world.organisation('operator', 'provider');
    for (const [person, capability] of [
      [operator, 'operator'],
      [regulator, 'regulator'],
      [both, 'operator'],
    ] as [Person, Capability][]) {
      const extra = { token: await token(person) };
      await person.refused('transitionDataset', dataset('suspend'), 'scope-required', extra);
      const entitlement = { params: { id: entitlementId }, body: { action: 'suspend' as const, reason } };
      await person.refused('transitionEntitlement', entitlement, 'scope-required', extra);
      await person.refused('transitionOrganisation', organisation(provider, 'suspend'), 'scope-required', extra);
      if (capability === 'regulator') continue;
      const refund = { params: { id: orderId }, body: { action: 'refund' as const, reason } };
      await person.refused('transitionOrder', refund, 'scope-required', extra);
    }
    const own = await both.call('createDataset', { body: page });
    const withdraw = { params: { id: own.id }, body: { action: 'withdraw' as const, reason } };
    await both.call('transitionDataset', withdraw, { token: await token(both) });
  });
});
