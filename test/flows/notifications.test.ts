import assert from 'node:assert/strict';
import { day, shiftClock } from '../../server/kernel/clock.js';
import { enqueue } from '../../server/kernel/outbox.js';
import { forgetNotifications } from '../../server/notifications/notifications.js';
import { tell } from '../../server/notifications/telling.js';
import { handlersOf } from '../../server/worker.js';
import type { Person } from '../person.js';
import { listedDataset, purchase, request } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('Notifications', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let offerId: string;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    offerId = (await listedDataset(world, provider, { priceVnd: 90_000 })).offer.id;
    await world.settle();
  });
  after(() => world.close());
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  const list = async (person: Person, state: 'all' | 'unread' = 'unread') =>
    (await person.call('listNotifications', { query: { state, limit: 100 } })).items;
  const mails = (person: Person) =>
    world.sql<{ subject: string; text: string }>(
      'select subject, text from kept_mails where "to" = $1 order by sent_at, id',
      [person.email],
    );
  const say = (words: string) => ({
    title: { vi: words, en: `${words} (en)` },
    text: { vi: words, en: `${words} in English` },
    path: '/library',
  });
  const told = (input: Parameters<typeof tell>[1]) =>
    world.context.kernel.db.transaction((tx) => tell(tx, input)).then(() => world.settle());

  it('every step of a purchase is told to its parties in the list and by mail, with the page to look at', async () => {
    const { orderId, requestId } = await purchase(provider, buyer, offerId);
    await world.settle();
    const own = await list(buyer);
    assert.ok(own.some((one) => one.kind === 'request' && one.path === `/requests/${requestId}`));
    assert.ok(own.every((one) => one.title.vi !== one.title.en && one.readAt === null));
    const { unread } = await buyer.call('countUnread', {});
    assert.equal(unread, own.length);
    const asked = (await list(provider)).find((one) => one.subject?.id === requestId);
    assert.match(asked?.text.en ?? '', /is now: /);
    const mail = (await mails(provider)).find((one) => one.text.includes(`/requests/${requestId}`));
    assert.match(
      mail?.text ?? '',
      /Yêu cầu truy cập “.*(\n.*)*The access request “/,
      'both languages while none is chosen',
    );
    assert.ok(orderId);
  });

  it('a job that runs twice tells nobody twice', async () => {
    const { id } = await buyer.call('submitRequest', { body: { offerId, ...request } });
    await world.settle();
    const before = [(await list(provider)).length, (await mails(provider)).length];
    await handlersOf(world.context)['notify-request']({ id }, { attempt: 2, attempts: 5 });
    await world.settle();
    assert.deepEqual([(await list(provider)).length, (await mails(provider)).length], before);
  });

  it('is marked as read by its member alone; what comes while one reads stays unread', async () => {
    const [first, second] = await list(buyer);
    assert.ok(first && second);
    await provider.refused('readNotification', { params: { id: second.id } }, 'not-found');
    assert.ok((await buyer.call('readNotification', { params: { id: second.id } })).readAt);
    await told({
      memberIds: [],
      organisationIds: [buyer.organisationId],
      kind: 'order',
      subject: null,
      note: say('Sau đó'),
    });
    assert.deepEqual(await buyer.call('readAllNotifications', { body: { upTo: first.id } }), { unread: 1 });
    assert.deepEqual(
      (await list(buyer)).map((one) => one.title.vi),
      ['Sau đó'],
    );
    assert.ok((await list(buyer, 'all')).length > 2);
  });

  it('goes where the member wants it: mail, list, nowhere; in the language they chose', async () => {
    const colleague = await world.colleague(buyer, 'member');
    const all = async () => {
      const before = [(await list(colleague)).length, (await mails(colleague)).length] as const;
      await told({
        organisationIds: [buyer.organisationId],
        kind: 'follow',
        subject: null,
        note: say('Phiên bản mới'),
      });
      return [(await list(colleague)).length - before[0], (await mails(colleague)).length - before[1]];
    };
    const choose = (channel: 'mail' | 'in-app' | 'none') =>
      colleague.call('setNotificationSettings', { body: { kinds: [{ kind: 'follow', channel }] } });
    assert.deepEqual(await all(), [1, 1]);
    await choose('in-app');
    assert.deepEqual(await all(), [1, 0]);
    await choose('none');
    assert.deepEqual(await all(), [0, 0]);
    await choose('mail');
    await colleague.call('setNotificationSettings', { body: { language: 'en', kinds: [] } });
    assert.deepEqual(await all(), [1, 1]);
    const mail = (await mails(colleague)).at(-1);
    assert.equal(mail?.subject, 'Phiên bản mới (en)');
    assert.match(mail?.text ?? '', /^Phiên bản mới in English\n\nhttp.*\/library\n/);
    const settings = await colleague.call('getNotificationSettings', {});
    assert.equal(settings.language, 'en');
    assert.equal((await buyer.call('getNotificationSettings', {})).language, null, 'everybody has their own');
  });

  it('security, supervision and disputes cannot be silenced; a refused choice writes nothing', async () => {
    const kinds = [{ kind: 'order', channel: 'none' } as const, { kind: 'dispute', channel: 'none' } as const];
    const problem = await buyer.refused('setNotificationSettings', { body: { kinds } }, 'rule-broken');
    assert.equal(problem.errors?.[0]?.pointer, '/kinds/1/channel');
    const { kinds: kept } = await buyer.call('getNotificationSettings', {});
    assert.equal(kept.find((one) => one.kind === 'order')?.channel, 'mail');
    assert.deepEqual(
      kept.filter((one) => one.mandatory).map((one) => one.kind),
      ['security', 'supervision', 'dispute'],
    );
    await world.sql(`insert into notification_preferences select id, 'dispute', 'none' from members where email = $1`, [
      buyer.email,
    ]);
    const before = (await mails(buyer)).length;
    await told({ organisationIds: [buyer.organisationId], kind: 'dispute', subject: null, note: say('Tranh chấp') });
    assert.equal((await mails(buyer)).length, before + 1);
  });

  it('viewers and those who were switched off are told nothing; an address that nobody verified gets no mail', async () => {
    const firm = await world.organisation('buyer');
    const viewer = await world.colleague(firm, 'viewer');
    const off = await world.colleague(firm, 'member');
    const unverified = await world.colleague(firm, 'member');
    await world.sql('update members set active = false where email = $1', [off.email]);
    await world.sql('update members set email_verified_at = null where email = $1', [unverified.email]);
    await told({ organisationIds: [firm.organisationId], kind: 'order', subject: null, note: say('Mới') });
    const rows = await world.sql<{ email: string }>(
      `select email from notifications join members on members.id = member_id where organisation_id = $1`,
      [firm.organisationId],
    );
    assert.deepEqual(rows.map((row) => row.email).sort(), [firm.email, unverified.email].sort());
    assert.deepEqual([(await mails(viewer)).length, (await mails(unverified)).length], [0, 0]);
    await told({
      organisationIds: [firm.organisationId],
      audience: 'admins',
      kind: 'order',
      subject: null,
      note: say('Hai'),
    });
    assert.deepEqual([(await list(firm)).length, (await list(unverified)).length], [2, 1]);
  });

  it('rooms below ask by the job `tell`, which commits with their change', async () => {
    const { db } = world.context.kernel;
    const payload = {
      organisationIds: [provider.organisationId],
      kind: 'bid' as const,
      subject: null,
      note: say('Chào mua mới'),
    };
    await assert.rejects(
      db.transaction(async (tx) => {
        await enqueue(tx, 'tell', payload as never);
        throw new Error('undone');
      }),
    );
    await world.settle();
    const bids = async () => (await list(provider)).filter((one) => one.kind === 'bid').length;
    assert.equal(await bids(), 0);
    await db.transaction((tx) => enqueue(tx, 'tell', payload as never));
    await world.settle();
    assert.equal(await bids(), 1);
  });

  it('old ones are forgotten: read ones after 90 days, all after 400', async () => {
    const [one] = await list(provider);
    await provider.call('readNotification', { params: { id: one?.id ?? '' } });
    const { read } = world.context.kernel.db;
    const before = (await list(provider, 'all')).length;
    shiftClock(89 * day);
    await forgetNotifications(read);
    assert.equal(await world.count(`notifications where id = '${one?.id}'`), 1);
    shiftClock(91 * day);
    await forgetNotifications(read);
    assert.equal(await world.count(`notifications where id = '${one?.id}'`), 0);
    assert.ok(before > 1 && (await world.count('notifications')) > 0);
    shiftClock(401 * day);
    await forgetNotifications(read);
    assert.equal(await world.count('notifications'), 0);
  });
});
