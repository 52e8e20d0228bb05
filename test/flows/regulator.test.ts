import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { api, type OperationId } from '../../contracts/api.js';
import { exampleOf, openApiDocument } from '../../contracts/openapi.js';
import type { AnyOperation } from '../../contracts/operation.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, preparedDataset, proposal, purchase, request } from '../stories.js';
import { openWorld, type World } from '../world.js';

/** Acts of supervision: all that a regulator may change, by operation, with its actions where it has several. */
const acts: Partial<Record<OperationId, true | readonly string[]>> = {
  placeHold: true,
  liftHold: true,
  askQuestion: true,
  askAgain: true,
  transitionQuestion: ['close'],
  requestTakedown: true,
  transitionTakedown: ['withdraw'],
  openIncident: true,
  transitionIncident: ['close'],
  transitionOrganisation: ['suspend', 'reinstate'],
  transitionDataset: ['suspend', 'reinstate'],
  transitionEntitlement: ['suspend', 'resume'],
  transitionEvaluation: ['stop'],
  unmaskPerson: true,
  transitionFlag: true,
  writeInDispute: true,
  decideDispute: true,
};
/** What everybody does with an account of their own, and what the desk keeps for itself. */
const own: readonly OperationId[] = [
  ...(['requestBundle', 'saveSearch', 'renameSearch', 'removeSearch', 'followDataset'] as const),
  ...(['signIn', 'signOut', 'signUp', 'verifyEmail', 'resendVerification', 'requestPasswordReset'] as const),
  ...(['resetPassword', 'inviteMember', 'editMember', 'createToken', 'revokeToken'] as const),
  ...(['readNotification', 'readAllNotifications', 'setNotificationSettings'] as const),
  ...(['addWebhook', 'editWebhook', 'removeWebhook', 'rotateWebhook', 'testWebhook', 'replayWebhook'] as const),
  'replayDelivery',
];
/** What a look or a refusal may leave behind: the record of it, and the house's own bookkeeping. */
const bookkeeping =
  /^(audit_|log_|sessions$|rate_limits$|idempotency_keys$|api_tokens$|outbox$|kept_mails$|migrations$|notification|dataset_followers$|feed_|webhook_(endpoints|deliveries)$)/;
const supervised =
  /^(bundles|flags|saved_searches|holds|waiting_jobs|questions|answers|takedowns|incidents|incident_notices|disputes|dispute_messages)$/;

type Document = { paths: Record<string, Record<string, { operationId: string; requestBody?: Body }>> };
type Body = { content: Record<string, { example?: unknown }> };

const document = JSON.parse(JSON.stringify(openApiDocument(api, '1'))) as Document;
const operations = Object.entries(api) as [OperationId, AnyOperation][];
const writes = operations.filter(([, op]) => op.method !== 'GET');

describe('A regulator', () => {
  let world: World;
  let regulator: Person;
  let secret: string;
  let nobody: Person;
  let ids: Record<string, string>;
  before(async () => {
    world = await openWorld();
    regulator = await world.organisation('regulator');
    nobody = await world.anonymous();
    const [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    const { offer, dataset } = await listedDataset(world, provider, { priceVnd: 200_000 });
    const done = await deliveredOrder(world, provider, buyer, offer);
    const second = await world.organisation('buyer');
    await second.call('submitRequest', { body: { offerId: offer.id, ...request } });
    await proposal(provider, await world.organisation('buyer'), offer.id);
    await purchase(provider, await world.organisation('buyer'), offer.id);
    const draft = await preparedDataset(world, provider);
    const { token } = await provider.call('createToken', {
      body: { name: 'Máy', scopes: ['read'], expiresInDays: 5 },
    });
    const report = (exampleBody('openIncident') as { report: object }).report as never;
    const incident = await provider.call('openIncident', {
      body: { datasetId: dataset.id, detectedAt: new Date().toISOString(), report },
    });
    const takedown = await regulator.call('requestTakedown', {
      body: { datasetId: dataset.id, ground: 'KHAC', statement: 'Kiểm tra nguồn gốc dữ liệu.' },
    });
    const question = await regulator.call('askQuestion', {
      body: { subjectId: done.orderId, organisationId: buyer.organisationId, text: 'Mục đích là gì?', dueAt: soon() },
    });
    const hold = await regulator.call('placeHold', {
      body: { subjectId: draft.dataset.id, ground: 'KHAC', reason: 'Kiểm tra nguồn gốc' },
    });
    const file = dataset.currentRevision?.files[0];
    ids = {
      ...{ org: provider.organisationId, ds: dataset.id, rev: draft.revisionId, off: offer.id, req: done.requestId },
      ...{ agr: done.agreementId, ord: done.orderId, ent: done.entitlementId, tok: token.id, file: file?.id ?? '' },
      ...{ hold: hold.id, qst: question.id, tkd: takedown.id, inc: incident.id },
    };
    const made = await regulator.call('createToken', {
      body: { name: 'Máy của cơ quan', scopes: ['read', 'write', 'download'], expiresInDays: 5 },
    });
    secret = made.secret;
    await world.settle();
  });
  after(() => world.close());

  const soon = () => new Date(Date.now() + 86_400_000).toISOString();

  /** A hash of every table's rows, by its name. */
  async function contents(skip: RegExp): Promise<Record<string, string | null>> {
    await world.settle();
    const names = await world.sql<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    );
    const kept = names.map((row) => row.name).filter((name) => !bookkeeping.test(name) && !skip.test(name));
    const columns = kept.map(
      (name) => `(select md5(string_agg(t::text, '|' order by t::text)) from ${name} t) as ${name}`,
    );
    assert.ok(kept.length > 15, `${kept}`);
    const [row] = await world.sql<Record<string, string | null>>(`select ${columns}`);
    return row ?? {};
  }

  function exampleBody(id: OperationId): unknown {
    for (const methods of Object.values(document.paths)) {
      for (const one of Object.values(methods)) {
        if (one.operationId === id) return one.requestBody?.content['application/json']?.example ?? {};
      }
    }
    throw new Error(`${id} is not in the document.`);
  }

  /** Examples name ids that do not exist; here they become those of real things. */
  function real<V>(value: V): V {
    const text = JSON.stringify(value).replace(/"([a-z]+)_[0-9a-hjkmnp-tv-z]{26}"/g, (whole, prefix: string) =>
      ids[prefix] ? `"${ids[prefix]}"` : whole,
    );
    return JSON.parse(text) as V;
  }

  function paramsOf(op: AnyOperation): Record<string, string> {
    const names = [...op.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
    return real(Object.fromEntries(names.map((name) => [name, exampleOf(jsonOf(op.params.shape[name])) as string])));
  }

  function argumentsOf(id: OperationId, op: AnyOperation): { params: Record<string, string>; body: unknown }[] {
    const params = paramsOf(op);
    const body = real(exampleBody(id)) as Record<string, unknown>;
    const actions: string[] | undefined = op.body?.shape?.action?.options;
    if (!actions) return [{ params, body }];
    const allowed = acts[id];
    return actions
      .filter((action) => !(Array.isArray(allowed) && allowed.includes(action)))
      .map((action) => ({ params, body: { ...body, action, reason: 'Một lý do đủ dài' } }));
  }

  function jsonOf(schema: { toJSONSchema(options: object): object }): Record<string, unknown> {
    return schema.toJSONSchema({ io: 'input' }) as Record<string, unknown>;
  }

  const forbidden = writes.filter(([id]) => acts[id] !== true && !own.includes(id));

  it('is refused every operation but the acts of supervision, in a session and with a token; nothing changes', async () => {
    const before = await contents(/^$/);
    const { version } = await regulator.call('getOwnOrganisation', {});
    const strange: string[] = [];
    let tried = 0;
    for (const [id, op] of forbidden) {
      for (const given of argumentsOf(id, op)) {
        for (const [who, token] of [[regulator], [nobody, secret]] as const) {
          const extra = { key: randomUUID(), ifMatch: `"${version}.0"`, ...(token ? { token } : {}) };
          const reply = await who.send(id, given as never, extra);
          tried += 1;
          const refused = [403, 404, 409].includes(reply.status);
          if (!refused) strange.push(`${id} ${JSON.stringify(given)}: ${reply.status} ${reply.text.slice(0, 200)}`);
        }
      }
    }
    assert.deepEqual(strange, []);
    assert.ok(tried > 60, `${tried} tried`);
    assert.deepEqual(await contents(/^$/), before);
  });

  it('looks at everything and changes nothing by looking', async () => {
    const before = await contents(/^$/);
    for (const [id, op] of operations.filter(([, one]) => one.method === 'GET' && one.kind !== 'events')) {
      for (const given of argumentsOf(id, op)) {
        const reply = await regulator.send(id, given as never);
        assert.ok(reply.status < 500, `${id}: ${reply.status} ${reply.text}`);
      }
    }
    assert.deepEqual(await contents(/^$/), before);
  });

  it('changes by its acts nothing but the registers of supervision', async () => {
    const before = await contents(supervised);
    const reason = 'Kiểm tra theo kế hoạch năm';
    const hold = await regulator.call('placeHold', { body: { subjectId: ids.ord ?? '', ground: 'ND314_5', reason } });
    await regulator.call('liftHold', { params: { id: hold.id }, body: { reason } });
    await regulator.call('transitionQuestion', { params: { id: ids.qst ?? '' }, body: { action: 'close' } });
    await regulator.call('transitionTakedown', { params: { id: ids.tkd ?? '' }, body: { action: 'withdraw', reason } });
    const report = (exampleBody('openIncident') as { report: object }).report as never;
    const detectedAt = new Date().toISOString();
    await regulator.call('openIncident', { body: { datasetId: ids.ds ?? '', detectedAt, report } });
    assert.deepEqual(await contents(supervised), before);
  });

  it('acts in a browser session: its token, whatever its scopes, may not', async () => {
    const before = await contents(/^$/);
    for (const [id, op] of writes.filter(([one]) => acts[one])) {
      const body = real(exampleBody(id)) as Record<string, unknown>;
      const allowed = acts[id];
      const params = paramsOf(op);
      for (const action of Array.isArray(allowed) ? allowed : [null]) {
        const given = { params, body: action === null ? body : { ...body, action, reason: 'Một lý do đủ dài' } };
        const reply = await nobody.send(id, given as never, { token: secret });
        // Of a step that is not possible at all just now, the state is what is told.
        assert.ok(['scope-required', 'transition-refused'].includes(reply.body.code), `${id}: ${reply.text}`);
      }
    }
    assert.deepEqual(await contents(/^$/), before);
  });
});
