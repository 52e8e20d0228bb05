import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Answer, Arguments } from '../../contracts/calls.js';
import { day, hour, shiftClock } from '../../server/kernel/clock.js';
import type { Person } from '../person.js';
import { delivered, deliveredOrder, download, listedDataset, page, weather, withVat } from '../stories.js';
import { openWorld, password, type World } from '../world.js';

type Event = Answer<'listEvents'>['items'][number];
const priceVnd = 750_000;
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

describe('The record', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let regulator: Person;
  let dataset: Answer<'getDataset'>;
  let offer: Answer<'makeOffer'>;
  let made: Awaited<ReturnType<typeof deliveredOrder>>;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    operator = await world.organisation('operator');
    regulator = await world.organisation('regulator');
    ({ dataset, offer } = await listedDataset(world, provider, { priceVnd }));
    made = await deliveredOrder(world, provider, buyer, offer);
    await download(buyer, made.entitlementId, delivered);
    await buyer.call('transitionOrder', { params: { id: made.orderId }, body: { action: 'accept' } });
    await world.settle();
  });
  after(() => world.close());
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  type Query = NonNullable<Arguments<'listEvents'>['query']>;
  /** Every event that matches, oldest first, through all pages. */
  async function events(query: Query, limit = 100): Promise<Event[]> {
    const all: Event[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const next = await regulator.call('listEvents', { query: { ...query, limit, ...(cursor ? { cursor } : {}) } });
      all.push(...next.items);
      cursor = next.nextCursor;
    }
    return all.reverse();
  }
  const refused = (sql: string, message: RegExp) => assert.rejects(world.sql(sql), message, sql);

  /** Everything on the request, the agreement and the order, oldest first. */
  async function story(): Promise<Event[]> {
    const found = new Map<string, Event>();
    for (const about of [made.requestId, made.agreementId, made.orderId]) {
      for (const event of await events({ about })) found.set(event.id, event);
    }
    return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  it('tells every step of a purchase in its order, and who did it in which role', async () => {
    const steps = (await story()).filter((event) => event.type !== 'audit.file-opened');
    const tell = ({ type, actor }: Event) => `${type} ${actor.organisation?.id ?? actor.kind} ${actor.role ?? '-'}`;
    const by = (person: Person) => `${person.organisationId} admin`;
    assert.deepEqual(steps.slice(0, 18).map(tell), [
      ...[`request.draft ${by(buyer)}`, `request.submit ${by(buyer)}`, `request.approve ${by(provider)}`],
      ...[`agreement.propose ${by(provider)}`, `agreement.signed ${by(provider)}`],
      ...[`agreement.seal ${by(buyer)}`, `agreement.signed ${by(buyer)}`, `order.place ${by(buyer)}`],
      ...[`checkout.started ${by(buyer)}`, 'payment.received system -', 'order.pay system -'],
      'invoice.issued system -',
      ...['order.fulfil system -', 'entitlement.grant system -', 'delivery.made system -', 'order.deliver system -'],
      ...[`file.downloaded ${by(buyer)}`, `order.accept ${by(buyer)}`],
    ]);
    // The receipt and the money are two jobs: either may come first.
    assert.deepEqual(
      steps.slice(18).map(tell).sort(),
      ['funds.released', 'order.settle', 'receipt.issued'].map((type) => `${type} system -`),
    );
    const received = steps.find((event) => event.type === 'payment.received');
    assert.equal(received?.data.amountVnd, withVat(priceVnd));
    assert.match(received?.sentence.vi ?? '', /825\.000 ₫/);
  });

  it('names a person by a salted commitment alone, the same for all that one person did', async () => {
    const people = new Set((await story()).filter((one) => one.actor.kind === 'member').map((one) => one.actor.person));
    assert.equal(people.size, 2);
    for (const person of people) {
      const [row] = await world.sql<{ salt: string; member_id: string }>(
        'select salt, member_id from audit_people where commitment = $1',
        [person],
      );
      assert.equal(person, sha256(`${row?.salt}:${row?.member_id}`));
    }
  });

  it('holds no e-mail, name or password of anybody, in any event', async () => {
    const someone = { displayName: 'Trần Thị Thử Nghiệm', email: 'thu.nghiem@example.vn', password };
    const taxCode = '9900262597';
    const organisation = {
      ...{ nameVi: 'Công ty Mẫu', nameEn: 'Sample company', legalForm: 'company' as const, taxCode },
      ...{ provinceCode: '48' as const, address: 'Số 2 đường Mẫu', capabilities: ['buyer' as const] },
    };
    const nobody = await world.anonymous();
    await nobody.call('signUp', { body: { organisation, member: someone, acceptTerms: true } });
    const wrong = { email: someone.email, password: 'một mật khẩu rất sai' };
    await nobody.refused('signIn', { body: wrong }, 'wrong-credentials');
    const invited = { displayName: 'Lê Văn Được Mời', email: 'duoc.moi@example.vn', role: 'member' as const };
    await provider.call('inviteMember', { body: invited });
    await world.settle();
    const members = await world.sql<{ email: string; display_name: string; password_hash: string | null }>(
      'select email, display_name, password_hash from members',
    );
    assert.ok(members.length >= 7);
    const secrets = members.flatMap((one) => [one.email, one.display_name, one.password_hash ?? one.email]);
    const [all] = await world.sql<{ text: string }>('select string_agg(e::text, chr(10)) as text from audit_events e');
    for (const secret of [...secrets, password, wrong.password]) assert.ok(!all?.text.includes(secret), secret);
  });

  describe('is kept by the database', () => {
    for (const table of ['audit_events', 'postings', 'signatures', 'receipts', 'webhook_events']) {
      it(`${table}: no row is changed, deleted or truncated`, async () => {
        const rows = await world.count(table);
        assert.ok(rows > 0);
        const refusal = new RegExp(`rows of ${table} are written once and never changed`);
        await refused(`update ${table} set id = id`, refusal);
        await refused(`delete from ${table}`, refusal);
        await refused(`truncate ${table}`, refusal);
        assert.equal(await world.count(table), rows);
      });
    }

    it('agreements: the document, its hash and its parties stay; nothing is deleted or truncated', async () => {
      const refusal = /the document of an agreement never changes/;
      const columns = [
        `document = '{}'`,
        `sha256 = repeat('0', 64)`,
        'provider_id = buyer_id',
        'buyer_id = provider_id',
      ];
      for (const change of columns) await refused(`update agreements set ${change}`, refusal);
      await refused('delete from agreements', refusal);
      await refused('truncate agreements cascade', /written once and never changed/);
    });
  });

  describe('is read by the regulator', () => {
    it('by type, by subject and by organisation', async () => {
      const types = await events({ type: 'agreement.signed' });
      assert.deepEqual(
        types.map((event) => [event.type, event.data.party]),
        [
          ['agreement.signed', 'provider'],
          ['agreement.signed', 'buyer'],
        ],
      );
      const ofOrder = await events({ subject: made.orderId });
      assert.ok(ofOrder.length > 5 && ofOrder.every((event) => event.subject.id === made.orderId));
      const buyers = await events({ organisation: buyer.organisationId });
      assert.ok(buyers.some((event) => event.type === 'session.opened'));
      assert.ok(
        buyers.some((event) => event.type === 'request.approve'),
        'also what others did to its business',
      );
      const involved = ({ actor, about }: Event) =>
        actor.organisation?.id === buyer.organisationId || about.includes(buyer.organisationId);
      assert.ok(buyers.every(involved));
      assert.deepEqual(await events({ type: 'order.refund' }), []);
    });

    it('by days of Viet Nam', async () => {
      const today = new Date(Date.now() + 7 * hour).toISOString().slice(0, 10);
      const midnight = Date.parse(`${today}T00:00:00+07:00`) + 3 * day;
      const ids: string[] = [];
      for (const moment of [midnight - hour / 2, midnight + hour / 2]) {
        shiftClock(moment - Date.now());
        ids.push((await provider.call('createDataset', { body: page })).id);
      }
      shiftClock(0);
      const on = async (days: number) => {
        const date = new Date(midnight + days * day + 7 * hour).toISOString().slice(0, 10);
        return (await events({ type: 'dataset.create', from: date, to: date })).map((event) => event.subject.id);
      };
      assert.deepEqual(await Promise.all([on(-1), on(0), on(1)]), [[ids[0]], [ids[1]], []]);
    });

    it('page by page, without gap or repeat, also while more happens', async () => {
      const ids = async () =>
        (await world.sql<{ id: string }>('select id from audit_events order by id desc')).map((one) => one.id);
      const before = await ids();
      const seen: string[] = [];
      for (let next: string | null = '/api/v1/audit/events?limit=17'; next !== null; ) {
        const reply = await regulator.agent.get(next);
        assert.equal(reply.status, 200, reply.text);
        seen.push(...(reply.body.items as Event[]).map((one) => one.id));
        next = /^<([^>]+)>; rel="next"$/.exec(reply.get('Link') ?? '')?.[1] ?? null;
        await provider.call('createDataset', { body: page });
      }
      assert.ok(before.length > 3 * 17);
      assert.deepEqual(seen, before);
    });

    it('and each look is in it', async () => {
      await events({ type: 'order.pay', organisation: buyer.organisationId });
      await regulator.call('openTransactionFile', { params: { id: made.orderId } });
      const [opened] = await events({ type: 'audit.file-opened', subject: made.orderId });
      assert.equal(opened?.actor.organisation?.id, regulator.organisationId);
      const searches = await events({ type: 'audit.searched' });
      assert.ok(
        searches.some(({ data }) => {
          const filters = data.filters as Record<string, string>;
          return filters.type === 'order.pay' && filters.organisation === buyer.organisationId;
        }),
      );
      const told = (await buyer.call('getOrder', { params: { id: made.orderId } })).timeline;
      assert.ok(!told.some((entry) => entry.type.startsWith('audit.')), 'the parties do not hear of it');
    });

    it('and the operator’s file of an order holds all its parts', async () => {
      const file = await operator.call('getOrderFile', { params: { id: made.orderId } });
      assert.deepEqual(
        [file.order.id, file.order.state, file.request.id, file.agreement.id],
        [made.orderId, 'settled', made.requestId, made.agreementId],
      );
      assert.deepEqual([file.provider.id, file.buyer.id], [provider.organisationId, buyer.organisationId]);
      assert.deepEqual(
        file.agreement.signatures.map((one) => one.party),
        ['provider', 'buyer'],
      );
      assert.deepEqual(
        file.money.payments.map((one) => [one.state, one.amountVnd]),
        [['succeeded', withVat(priceVnd)]],
      );
      assert.equal(file.delivery.receipt?.manifestSha256, file.delivery.delivery?.manifestSha256);
      assert.deepEqual([file.entitlement?.id, file.entitlement?.downloads], [made.entitlementId, 1]);
      const steps = (await story()).filter((event) => !event.type.startsWith('audit.'));
      const held = new Set(file.events.map((event) => event.id));
      assert.deepEqual(
        steps.filter((event) => !held.has(event.id)),
        [],
      );
    });

    it('and by nobody else', async () => {
      for (const person of [provider, buyer, operator]) await person.refused('listEvents', {}, 'role-required');
      const params = { id: made.orderId };
      for (const person of [provider, buyer, regulator]) {
        await person.refused('getOrderFile', { params }, 'role-required');
      }
      await (await world.anonymous()).refused('listEvents', {}, 'sign-in-required');
      await (await world.applicant('regulator')).refused('listEvents', {}, 'not-verified');
    });
  });

  describe('of an agreement', () => {
    const fetched = async (person: Person) => {
      const reply = await person.agent
        .get(`/api/v1/agreements/${made.agreementId}/document`)
        .buffer(true)
        .parse((res, done) => {
          const parts: Buffer[] = [];
          res.on('data', (part: Buffer) => parts.push(part));
          res.on('end', () => done(null, Buffer.concat(parts)));
        });
      assert.equal(reply.status, 200);
      return { bytes: reply.body as Buffer, etag: reply.get('ETag') };
    };
    const view = (person: Person) => person.call('getAgreement', { params: { id: made.agreementId } });

    it('both parties get the same canonical bytes, whose hash both have signed', async () => {
      const { bytes, etag } = await fetched(buyer);
      assert.deepEqual((await fetched(provider)).bytes, bytes);
      assert.deepEqual((await fetched(regulator)).bytes, bytes);
      const document: unknown = JSON.parse(bytes.toString());
      assert.equal(canonical(document), bytes.toString());
      const { sha256: told, signatures } = await view(buyer);
      assert.deepEqual([told, etag], [sha256(bytes), `"${told}"`]);
      assert.deepEqual(
        signatures.map((one) => [one.party, one.organisation.id, one.sha256]),
        [
          ['provider', provider.organisationId, told],
          ['buyer', buyer.organisationId, told],
        ],
      );
    });

    it('it freezes offer, price, licence text, policy, hashes and parties, whatever is edited afterwards', async () => {
      const { bytes } = await fetched(buyer);
      const seen = await view(buyer);
      const document = JSON.parse(bytes.toString());
      const files = dataset.currentRevision?.files.map(({ name, sha256 }) => [name, sha256]);
      assert.deepEqual(
        document.revision.files.map((one: { name: string; sha256: string }) => [one.name, one.sha256]),
        files,
      );
      assert.deepEqual(document.offer, { id: offer.id, number: 1, priceVnd, months: 12 });
      const { money } = document;
      assert.deepEqual([money.price.vatClass, money.price.vatVnd, money.feeTerms.version], ['10', priceVnd / 10, 0]);
      assert.equal(money.payoutVnd, withVat(priceVnd));
      assert.deepEqual(document.licence.policy, offer.licence.policy);
      assert.deepEqual([document.provider.id, document.buyer.id], [provider.organisationId, buyer.organisationId]);
      const party = await provider.call('getOwnOrganisation', {});
      for (const part of [party.nameVi, party.taxCode, page.titleVi, '750.000 ₫', '12 tháng']) {
        assert.ok(document.licence.text.vi.includes(part), `the text names ${part}`);
      }
      assert.doesNotMatch(document.licence.text.vi + document.licence.text.en, /\{\{/);

      const params = { id: dataset.id };
      const columns = [{ name: 'wind', description: { vi: 'Gió', en: 'Wind' }, unit: 'm/s' }];
      await provider.call('describeColumns', { params, body: { columns } });
      await provider.call('transitionOffer', { params: { id: offer.id }, body: { action: 'close' } });
      const body = { licence: 'commercial-internal' as const, priceVnd: 9_000_000, months: 1 };
      await provider.call('makeOffer', { params, body });
      const revision = await provider.call('openRevision', { params });
      const path = `/api/v1/revisions/${revision.id}/files`;
      const shorter = (await readFile(weather, 'utf8')).split('\n').slice(0, 500).join('\n');
      await provider.agent.post(path).attach('file', Buffer.from(shorter), 'seattle-weather.csv');
      await provider.call('transitionRevision', { params: { id: revision.id }, body: { action: 'finalise' } });
      await world.settle();
      await operator.call('transitionRevision', { params: { id: revision.id }, body: { action: 'publish' } });
      await world.sql(`update datasets set title_vi = 'Khác hẳn', title_en = 'Quite another'`);
      await world.sql(`update organisations set name_vi = 'Tên mới', address = 'Nơi khác', version = version + 1`);
      await world.sql('update offers set price_vnd = 1, months = 99 where id = $1', [offer.id]);

      assert.deepEqual((await fetched(buyer)).bytes, bytes);
      const now = await view(buyer);
      const frozen = ({ text, priceVnd, money, months, licence, files, sha256, revisionNumber }: typeof now) => {
        return { text, priceVnd, money, months, licence, files, sha256, revisionNumber };
      };
      assert.deepEqual(frozen(now), frozen(seen));
      const { bytes: data } = await download(buyer, made.entitlementId, delivered);
      assert.equal(sha256(data), document.revision.files[0].sha256, 'what was bought is what is given');
    });
  });
});

/** RFC 8785 for the values a document holds: members sorted by UTF-16 code units, no space. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`)}}`;
}
