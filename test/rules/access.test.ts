import assert from 'node:assert/strict';
import type { Quota } from '../../contracts/access.js';
import { toOdrl } from '../../contracts/licences/odrl.js';
import { licencePolicySchema } from '../../contracts/licences/policy.js';
import { licenceTemplates } from '../../contracts/licences/templates.js';
import { readsAs } from '../../server/fulfilment/following.js';
import { type AccessFacts, decideAccess } from '../../server/fulfilment/rulings.js';
import { isSmaller } from '../../server/fulfilment/seats.js';
import { monthOf } from '../../server/fulfilment/uses.js';

const at = new Date('2026-11-27T08:00:00.000Z');
const research = licenceTemplates.find((one) => one.id === 'research-only');
const frame = { target: 'ds_1', assigner: 'org_1' };
const odrl = research && toOdrl(licencePolicySchema.parse(research.policy), frame);
const agreement = (policy: unknown, purpose: unknown = 'research', terms: unknown = odrl) =>
  JSON.stringify({ licence: { policy, odrl: terms }, purpose });

const inForce: AccessFacts = {
  at,
  entitlement: {
    ...{ state: 'active', stateReason: null, seats: null, quota: null },
    expiresAt: new Date('2027-01-01T00:00:00Z'),
  },
  frozen: false,
  halted: null,
  agreement: agreement(research?.policy),
  seated: null,
  used: { calls: 0, bytes: 0, resetsAt: null },
  needs: { calls: 1, bytes: 10 },
};
const entitled = (more: Partial<AccessFacts['entitlement']>) => ({ entitlement: { ...inForce.entitlement, ...more } });
const policy = { ...research?.policy };

/** What is different, and which rule refuses; null = none. */
const cases: [string, Partial<AccessFacts>, string | null][] = [
  ['everything as agreed', {}, null],
  ['no end', entitled({ expiresAt: null }), null],
  ['a warning that it ends', entitled({ state: 'expiring' }), null],
  ['a freeze', { frozen: true }, 'freeze'],
  ['a freeze of what was revoked', { frozen: true, ...entitled({ state: 'revoked' }) }, 'freeze'],
  ['a revocation', entitled({ state: 'revoked', stateReason: 'Hoàn tiền' }), 'revocation'],
  ['a suspension', entitled({ state: 'suspended' }), 'suspension'],
  ['the end, before the timer has run', entitled({ expiresAt: at }), 'term'],
  ['grace', entitled({ state: 'grace' }), 'term'],
  ['expiry', entitled({ state: 'expired' }), 'term'],
  ['a suspended party', { halted: { vi: 'Bên bán bị đình chỉ.', en: 'The provider is suspended.' } }, 'trade'],
  ['no agreement', { agreement: '' }, 'policy'],
  ['an agreement that is no JSON', { agreement: '{' }, 'policy'],
  ['an agreement of another shape', { agreement: '[]' }, 'policy'],
  ['no policy', { agreement: agreement(null) }, 'policy'],
  ['JSON-LD that says something else', { agreement: agreement({ ...policy, territory: 'VN' }) }, 'policy'],
  ['no JSON-LD', { agreement: JSON.stringify({ licence: { policy }, purpose: 'research' }) }, 'policy'],
  ['an unknown rule', { agreement: agreement({ ...policy, mayEverything: true }) }, 'policy'],
  ['a rule with an unknown value', { agreement: agreement({ ...policy, territory: 'moon' }) }, 'policy'],
  ['a rule left out', { agreement: agreement({ ...policy, territory: undefined }) }, 'policy'],
  [
    'a policy that is not what its JSON-LD says',
    { agreement: agreement({ ...policy, aiTraining: 'permitted' }) },
    'policy',
  ],
  ['JSON-LD of another profile', { agreement: agreement(policy, 'research', { ...odrl, profile: 'urn:x' }) }, 'policy'],
  ['no JSON-LD', { agreement: agreement(policy, 'research', null) }, 'policy'],
  ['an unknown purpose', { agreement: agreement(research?.policy, 'anything') }, 'policy'],
  ['a purpose the licence does not permit', { agreement: agreement(research?.policy, 'ai_training') }, 'purpose'],
  ['a member with a seat', { ...entitled({ seats: 1 }), seated: true }, null],
  ['a member without one', { ...entitled({ seats: 1 }), seated: false }, 'seat'],
  ['the last call', { ...entitled({ quota: { per: 'month', calls: 3 } }), used: used(2, 0) }, null],
  ['one call more', { ...entitled({ quota: { per: 'month', calls: 3 } }), used: used(3, 0) }, 'quota'],
  ['the last byte', { ...entitled({ quota: { per: 'term', bytes: 10 } }), used: used(9, 0) }, null],
  ['one byte more', { ...entitled({ quota: { per: 'term', bytes: 10 } }), used: used(0, 1) }, 'quota'],
  [
    'a used-up quota, where nothing more is read',
    { ...entitled({ quota: { per: 'term', bytes: 1 } }), needs: null },
    null,
  ],
];

function used(calls: number, bytes: number): AccessFacts['used'] {
  return { calls, bytes, resetsAt: null };
}

const quotas: [Quota | null, Quota | null, boolean][] = [
  [null, null, false],
  [null, { per: 'month', calls: 1 }, false],
  [{ per: 'month', calls: 1 }, null, true],
  [{ per: 'month', calls: 2 }, { per: 'month', calls: 1 }, false],
  [{ per: 'month', calls: 1 }, { per: 'month', calls: 2 }, true],
  [{ per: 'month' }, { per: 'month', calls: 2 }, false],
  [{ per: 'month', calls: 2, bytes: 1 }, { per: 'month', calls: 2 }, true],
  [{ per: 'term', calls: 9 }, { per: 'month', calls: 2 }, true],
];

describe('Access', () => {
  for (const [what, facts, refusing] of cases) {
    it(`${refusing === null ? 'is given' : `is refused by the rule ${refusing}`}: ${what}`, () => {
      const decision = decideAccess({ ...inForce, ...facts });
      assert.deepEqual([decision.allowed, decision.rule], [refusing === null, refusing ?? 'term']);
      for (const { sentence } of decision.rulings) {
        for (const text of Object.values(sentence)) assert.match(text, /^\p{Lu}.{8,}[.”]?$/u);
      }
    });
  }

  it('counts a month by the calendar of Viet Nam', () => {
    assert.deepEqual(monthOf(new Date('2026-11-30T16:59:59Z')), {
      from: '2026-11-01',
      next: new Date('2026-11-30T17:00:00Z'),
    });
    assert.equal(monthOf(new Date('2026-11-30T17:00:00Z')).from, '2026-12-01');
  });

  it('has limits that only grow', () => {
    for (const [next, before, smaller] of quotas) {
      assert.equal(isSmaller(next, before), smaller, JSON.stringify([next, before]));
    }
  });

  it('follows a revision only when programs for the earlier one read it', () => {
    const shape = (name: string, ...columns: string[]) => ({
      name,
      profile: {
        columns: columns.map((column) => ({ name: column.split(' ')[0], type: column.split(' ')[1] })),
      },
    });
    type Shapes = Parameters<typeof readsAs>[0];
    const before = [shape('a.csv', 'x BIGINT', 'y VARCHAR')] as unknown as Shapes;
    const reads = (...after: ReturnType<typeof shape>[]) => readsAs(before, after as unknown as Shapes);
    assert.ok(reads(shape('a.csv', 'x BIGINT', 'y VARCHAR')));
    assert.ok(reads(shape('a.csv', 'y VARCHAR', 'x BIGINT', 'z DATE'), shape('b.csv', 'q DATE')));
    assert.ok(!reads(shape('a.csv', 'x BIGINT')));
    assert.ok(!reads(shape('a.csv', 'x VARCHAR', 'y VARCHAR')));
    assert.ok(!reads(shape('b.csv', 'x BIGINT', 'y VARCHAR')));
  });
});
