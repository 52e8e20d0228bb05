import assert from 'node:assert/strict';
import type { Answer } from '../../contracts/calls.js';
import { sha256 } from '../../server/kernel/hash.js';
import type { Person } from '../person.js';
import { delivered, deliveredOrder, download, listedDataset, request } from '../stories.js';
import { openWorld, type World } from '../world.js';

const priceVnd = 1_250_000;
/** With 10 % VAT. */
const paidVnd = 1_375_000;
const reason = 'Xác minh khiếu nại số 12/2026 của bên mua.';

describe('The regulator’s file of a transaction', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let supervisor: Person;
  let inspector: Person;
  let colleague: Person;
  let made: Awaited<ReturnType<typeof deliveredOrder>>;
  let other: Awaited<ReturnType<typeof deliveredOrder>>;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    operator = await world.organisation('operator');
    supervisor = await world.organisation('regulator');
    inspector = await world.colleague(supervisor, 'member');
    colleague = await world.colleague(supervisor, 'member');
    const { offer } = await listedDataset(world, provider, { priceVnd });
    made = await deliveredOrder(world, provider, buyer, offer);
    await download(buyer, made.entitlementId, delivered);
    await download(buyer, made.entitlementId, delivered, { Range: 'bytes=0-99' });
    await download(buyer, made.entitlementId, delivered);
    await buyer.call('transitionOrder', { params: { id: made.orderId }, body: { action: 'accept' } });
    const third = await world.organisation('buyer');
    const second = await listedDataset(world, provider);
    other = await deliveredOrder(world, provider, third, second.offer);
    await world.settle();
  });
  after(() => world.close());
  afterEach(() => world.assertClean());

  const open = (person = inspector, id = made.orderId) => person.call('openTransactionFile', { params: { id } });
  const lookUps = async (person: Person, query = {}) =>
    (await person.call('listLookUps', { query: { limit: 100, ...query } })).items;
  const byId = async (id: string) =>
    (
      await world.sql<{ type: string; data: Record<string, unknown> }>(
        'select type, data from audit_events where id = $1',
        [id],
      )
    )[0];
  const personWho = (file: Answer<'openTransactionFile'>, did: 'signed' | 'requested', of: Person) => {
    const found = file.people.find((one) => one.did.includes(did) && one.organisation.id === of.organisationId);
    assert.ok(found);
    return found;
  };

  describe('holds', () => {
    it('listing, request, negotiation, money, delivery, receipt', async () => {
      const file = await open();
      assert.deepEqual([file.order.id, file.order.state, file.order.priceVnd], [made.orderId, 'settled', priceVnd]);
      const { revision, files } = file.listing;
      assert.equal(revision.number, 1);
      assert.deepEqual(
        files.map((one) => one.asAgreed),
        [true],
      );
      assert.equal(file.delivery?.files.find((one) => one.role === 'data')?.sha256, files[0]?.sha256);
      assert.deepEqual([file.request.statement, file.request.purpose], [request.statement, request.purpose]);
      assert.deepEqual(
        file.negotiation.map((one) => one.type),
        ['request.draft', 'request.submit', 'request.approve'],
      );
      assert.deepEqual(
        file.payments.map((one) => [one.state, one.amountVnd]),
        [['succeeded', paidVnd]],
      );
      assert.deepEqual(file.refunds, []);
      assert.equal(file.receipt?.manifestSha256, file.delivery?.manifestSha256);
      assert.deepEqual([file.entitlement?.id, file.entitlement?.state], [made.entitlementId, 'active']);
    });

    it('the ledger line by line, with what each account took in and gave out', async () => {
      const { ledger } = await open();
      assert.ok(ledger.balanced);
      const of = Object.fromEntries(ledger.accounts.map((one) => [one.account, one]));
      assert.deepEqual(of['outside:card'], {
        account: 'outside:card',
        inVnd: 0,
        outVnd: paidVnd,
        balanceVnd: -paidVnd,
      });
      assert.deepEqual(of[`held:${made.orderId}`]?.balanceVnd, 0);
      assert.equal(
        ledger.accounts.reduce((sum, one) => sum + one.balanceVnd, 0),
        0,
      );
      assert.equal(ledger.postings.length, 2);
    });

    it('an event for each part, that tells of exactly this part', async () => {
      const file = await open();
      const { payments, delivery, receipt, agreement } = file;
      const parts: [string | null | undefined, string, string, unknown][] = [
        [payments[0]?.eventId, 'payment.received', 'paymentId', payments[0]?.id],
        [delivery?.eventId, 'delivery.made', 'deliveryId', delivery?.id],
        [receipt?.eventId, 'receipt.issued', 'receiptId', receipt?.id],
        [agreement.eventId, 'agreement.seal', 'to', 'sealed'],
        [agreement.signatures[0]?.eventId, 'agreement.signed', 'party', 'provider'],
        [agreement.signatures[1]?.eventId, 'agreement.signed', 'party', 'buyer'],
      ];
      for (const [eventId, type, field, value] of parts) {
        const event = await byId(eventId ?? '');
        assert.deepEqual([event?.type, event?.data[field]], [type, value]);
      }
      const whole = file.downloads.items.map(({ fromByte, bytes }) => [fromByte, bytes]);
      assert.equal(file.downloads.total, 3);
      assert.deepEqual(whole[1], [0, 100]);
      assert.equal(
        file.downloads.bytes,
        whole.reduce((sum, [, bytes]) => sum + (bytes ?? 0), 0),
      );
      const events = file.downloads.items.map((one) => one.eventId);
      assert.equal(new Set(events).size, 3, 'each download has its own');
      const part = await byId(events[1] ?? '');
      assert.deepEqual([part?.type, part?.data.bytes], ['file.downloaded', 100]);
    });

    it('every event with its place in the log, where its proof is', async () => {
      let file = await open();
      for (let tries = 0; tries < 100 && file.events.slice(0, 20).some((one) => one.index === null); tries += 1) {
        file = await open(inspector);
      }
      const steps = file.events.filter((one) => !one.type.startsWith('audit.'));
      assert.ok(steps.length > 20);
      assert.deepEqual(
        [...steps].map((one) => one.id).sort(),
        steps.map((one) => one.id),
      );
      const [paid] = steps.filter((one) => one.type === 'payment.received');
      assert.ok(paid?.index !== null && paid?.eventId === paid?.id);
      const proof = await inspector.agent.get(`/api/v1/events/${paid?.eventId}/proof`);
      assert.match(proof.text, new RegExp(`^index ${paid?.index}$`, 'm'));
    });

    it('the parties as they were then, with what is another today marked', async () => {
      const earlier = await open();
      assert.deepEqual([earlier.parties.provider.changed, earlier.parties.buyer.changed], [[], []]);
      const { nameVi, address } = earlier.parties.buyer.today;
      await world.sql(`update organisations set name_vi = 'Tên mới', address = 'Nơi khác' where id = $1`, [
        buyer.organisationId,
      ]);
      const later = (await open()).parties.buyer;
      await world.sql('update organisations set name_vi = $2, address = $3 where id = $1', [
        ...[buyer.organisationId, nameVi, address],
      ]);
      assert.deepEqual([later.agreed?.nameVi, later.today.nameVi], [nameVi, 'Tên mới']);
      assert.deepEqual(later.changed, ['nameVi', 'address']);
    });

    it('an agreement that was tampered with, as a mismatch', async () => {
      const { agreement } = await open();
      assert.deepEqual([agreement.matches, agreement.recomputed], [true, agreement.sha256]);
      const [kept] = await world.sql<{ document: string }>('select document from agreements where id = $1', [
        agreement.id,
      ]);
      const write = async (document: string, hash: string) => {
        await world.sql('alter table agreements disable trigger agreements_kept');
        await world.sql('update agreements set document = $2, sha256 = $3 where id = $1', [
          agreement.id,
          document,
          hash,
        ]);
        await world.sql('alter table agreements enable trigger agreements_kept');
      };
      const document = kept?.document ?? '';
      const forged = document.replace(String(priceVnd), '9');
      assert.notEqual(forged, document);
      const loose = document.replace('{', '{ ');
      const cases: [string, string, string][] = [
        ['another price', forged, agreement.sha256],
        ['another price under its own hash: the signatures stand under another', forged, sha256(forged)],
        ['the same in another form', loose, sha256(loose)],
        ['nothing that can be read', 'x', agreement.sha256],
      ];
      for (const [name, text, hash] of cases) {
        await write(text, hash);
        const seen = await open();
        assert.equal(seen.agreement.matches, false, name);
        assert.equal(seen.agreement.recomputed, sha256(text), name);
      }
      await write(document, agreement.sha256);
      assert.ok((await open()).agreement.matches);
    });
  });

  describe('masks people', () => {
    it('in every answer a regulator gets', async () => {
      const secrets = await world.sql<{ email: string; display_name: string }>(
        'select email, display_name from members where organisation_id <> $1',
        [supervisor.organisationId],
      );
      assert.ok(secrets.length >= 5);
      const params = { id: made.orderId };
      const { agreementId, requestId, entitlementId } = made;
      const answers: unknown[] = [
        await open(),
        await inspector.call('searchTransactions', {}),
        await inspector.call('listEvents', { query: { limit: 100 } }),
        await inspector.call('getAgreement', { params: { id: agreementId } }),
        await inspector.call('getRequest', { params: { id: requestId } }),
        await inspector.call('getOrder', { params }),
        await inspector.call('getDelivery', { params }),
        await inspector.call('getOrderPayments', { params }),
        await inspector.call('getEntitlement', { params: { id: entitlementId } }),
        await inspector.call('listOrders', {}),
        await inspector.call('listOrganisations', {}),
        await inspector.call('getOrganisation', { params: { id: buyer.organisationId } }),
        await inspector.call('getDataset', { params: { id: (await open()).listing.dataset.id } }),
        await supervisor.call('listLookUps', {}),
        (await inspector.agent.get(`/api/v1/agreements/${agreementId}/document`)).text,
        (await inspector.send('exportTransactions', {})).text,
      ];
      for (const answer of answers) {
        const text = JSON.stringify(answer);
        for (const { email, display_name } of secrets) {
          assert.ok(!text.includes(email), `${email}: ${text.slice(0, 80)}`);
          assert.ok(!text.includes(`"${display_name}"`), `${display_name}: ${text.slice(0, 80)}`);
        }
      }
      const file = await open();
      const who = personWho(file, 'requested', buyer);
      assert.deepEqual([who.name, who.email], ['C.B.2.', 'b***@…']);
      assert.match(who.memberId, /^mem_…[0-9a-z]{4}$/);
      assert.deepEqual(who.did, ['requested', 'signed', 'downloaded']);
      assert.ok(!/mem_[0-9a-z]{26}/.test(JSON.stringify(file)), 'no whole member id');
      assert.ok(
        file.people.some((one) => one.did.includes('signed') && one.organisation.id === provider.organisationId),
      );
      // The parties themselves read each other's signatures in clear.
      const signed = await buyer.call('getAgreement', { params: { id: agreementId } });
      assert.ok(signed.signatures.every((one) => one.signer?.startsWith('Cán bộ')));
    });

    it('until one of one file is asked for with a reason, which is recorded', async () => {
      const who = personWho(await open(), 'signed', provider);
      const params = { id: made.orderId, person: who.person };
      const short = await inspector.refused('unmaskPerson', { params, body: { reason: 'tò mò  ' } }, 'invalid-input');
      assert.equal(short.errors?.[0]?.pointer, '/reason');
      assert.deepEqual(await lookUps(inspector, { type: 'audit.unmasked' }), []);
      const reply = await inspector.send('unmaskPerson', { params, body: { reason } });
      assert.equal(reply.status, 200, reply.text);
      assert.equal(reply.get('Cache-Control'), 'private, no-store');
      assert.deepEqual([reply.body.email, reply.body.person], [provider.email, who.person]);
      assert.match(reply.body.name, /^Cán bộ \d+$/);
      // Asked again, the file is masked as before.
      assert.equal(personWho(await open(), 'signed', provider).email, 'p***@…');
      const [entry] = await lookUps(inspector, { type: 'audit.unmasked' });
      assert.deepEqual([entry?.reason, entry?.subject.id, entry?.mine], [reason, made.orderId, true]);
      const [row] = await world.sql<{ data: object; about: string[] }>(
        `select data, about from audit_events where type = 'audit.unmasked'`,
      );
      assert.deepEqual(row?.data, { person: who.person, reason });
      assert.ok(row?.about.includes(made.orderId));
    });

    it('but nobody of another file, and not for a viewer, a party or the operator', async () => {
      const stranger = (await open(inspector, other.orderId)).people.find((one) => one.did.includes('requested'));
      assert.ok(stranger);
      const body = { reason };
      const elsewhere = { id: made.orderId, person: stranger.person };
      await inspector.refused('unmaskPerson', { params: elsewhere, body }, 'not-found');
      const params = { id: made.orderId, person: personWho(await open(), 'requested', buyer).person };
      const viewer = await world.colleague(supervisor, 'viewer');
      for (const person of [viewer, buyer, provider, operator]) {
        await person.refused('unmaskPerson', { params, body }, 'role-required');
      }
      assert.equal((await lookUps(supervisor, { type: 'audit.unmasked' })).length, 1);
    });

    it('and not without end: after twenty an hour it waits', async () => {
      const params = { id: made.orderId, person: personWho(await open(), 'requested', buyer).person };
      for (let time = 0; time < 20; time += 1) await colleague.call('unmaskPerson', { params, body: { reason } });
      const { retryAfter } = await colleague.refused('unmaskPerson', { params, body: { reason } }, 'too-many-requests');
      assert.ok(Number(retryAfter) > 0);
      assert.equal((await lookUps(colleague, { type: 'audit.unmasked' })).length, 20);
    });
  });

  describe('and every look', () => {
    it('is an event, whichever way it was taken', async () => {
      const before = await lookUps(inspector);
      await inspector.call('searchTransactions', { query: { party: 'nai', minVnd: 5, limit: 3 } });
      await open();
      await inspector.send('exportTransactions', { query: { state: 'settled' } });
      await inspector.call('listEvents', { query: { type: 'order.pay' } });
      await inspector.call('getOrder', { params: { id: made.orderId } });
      await inspector.call('listOrganisations', { query: { q: 'thử' } });
      await inspector.agent.get(`/api/v1/agreements/${made.agreementId}/document`);
      await inspector.refused('getOrder', { params: { id: made.orderId.replace(/.$/, '0') } }, 'not-found');
      const after = await lookUps(inspector);
      const told = after.slice(0, after.length - before.length).map(({ type, filters }) => [type, filters]);
      assert.deepEqual(told.reverse(), [
        ['audit.transactions-searched', { party: 'nai', minVnd: '5' }],
        ['audit.file-opened', {}],
        ['audit.exported', { state: 'settled' }],
        ['audit.searched', { type: 'order.pay' }],
        ['audit.read', { id: made.orderId }],
        ['audit.read', { q: 'thử' }],
        ['audit.read', { id: made.agreementId }],
        ['audit.read', { id: made.orderId.replace(/.$/, '0') }],
      ]);
    });

    it('is seen by who took it and by the supervisor, and by no colleague and no other regulator', async () => {
      await open(inspector);
      await open(colleague);
      const opened = { type: 'audit.file-opened' };
      const mine = await lookUps(inspector, opened);
      assert.ok(mine.length > 0 && mine.every((one) => one.mine && one.by !== null));
      const whole = await lookUps(supervisor, opened);
      assert.ok(whole.length > mine.length && new Set(whole.map((one) => one.by)).size >= 2);
      const others = await world.organisation('regulator');
      assert.deepEqual(await lookUps(others, opened), []);
      // The same where all events are listed, and in the file itself.
      const query = { about: made.orderId, limit: 100, type: 'audit.file-opened' };
      const listed = async (person: Person) => (await person.call('listEvents', { query })).items.length;
      assert.equal(await listed(inspector), mine.filter((one) => one.subject.id === made.orderId).length);
      assert.equal(await listed(others), 0);
      assert.ok((await listed(supervisor)) > (await listed(inspector)));
      const inFile = async (person: Person) =>
        (await open(person)).events.filter((one) => one.type.startsWith('audit.')).map((one) => one.actor.person);
      assert.equal(new Set(await inFile(inspector)).size, 1);
      assert.ok(new Set(await inFile(supervisor)).size > 1);
    });

    it('is a number for the operator, by day, and nothing more', async () => {
      const { days } = await operator.call('countLookUps', {});
      assert.equal(days.length, 1);
      const counts = await world.sql<{ type: string; n: number }>(
        `select type, count(*)::int as n from audit_events where type like 'audit.%' and actor_organisation_id <> $1 group by 1`,
        [operator.organisationId],
      );
      const of = (type: string) => counts.find((one) => one.type === type)?.n ?? 0;
      const [{ day, ...told } = { day: '' }] = days;
      assert.match(day, /^\d{4}-\d\d-\d\d$/);
      assert.deepEqual(told, {
        searches: of('audit.searched') + of('audit.transactions-searched'),
        ...{ files: of('audit.file-opened'), exports: of('audit.exported') },
        ...{ unmaskings: of('audit.unmasked'), others: of('audit.read') },
      });
      assert.ok(told.files > 3 && told.unmaskings > 20);
      const text = JSON.stringify(days);
      for (const secret of [made.orderId, reason, supervisor.organisationId]) assert.ok(!text.includes(secret));
      for (const person of [buyer, provider, inspector]) await person.refused('countLookUps', {}, 'role-required');
    });

    it('is not in the operator’s own file of the order, nor in what the parties read', async () => {
      await operator.call('getOrderFile', { params: { id: made.orderId } });
      const file = await operator.call('getOrderFile', { params: { id: made.orderId } });
      const looks = file.events.filter((one) => one.type.startsWith('audit.'));
      assert.deepEqual([...new Set(looks.map((one) => one.actor.organisation?.id))], [operator.organisationId]);
      const text = JSON.stringify(await buyer.call('getOrder', { params: { id: made.orderId } }));
      assert.ok(!text.includes('audit.'));
    });

    it('stands in the public log without its content', async () => {
      const rows = await world.sql<{ id: string }>(`select id from audit_events where type = 'audit.unmasked' limit 1`);
      await world.settle();
      const proof = await supervisor.agent.get(`/api/v1/events/${rows[0]?.id}/proof`);
      assert.equal(proof.status, 200, proof.text);
      const extra = /^extra (.+)$/m.exec(proof.text)?.[1] ?? '';
      const leaf = Buffer.from(extra, 'base64').toString();
      assert.match(leaf, /"type":"audit\.unmasked"/);
      for (const secret of [made.orderId, reason, '"data"', '"about"', '"subject"'])
        assert.ok(!leaf.includes(secret), secret);
    });
  });
});
