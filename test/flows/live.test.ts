import assert from 'node:assert/strict';
import { streamsPerWatcher } from '../../server/kernel/stream-limit.js';
import type { Person } from '../person.js';
import { listedDataset, purchase, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('A live stream', () => {
  let world: World;
  let provider: Person;
  let admin: Person;
  let orderId: string;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    admin = await world.organisation('buyer');
    const { offer } = await listedDataset(world, provider, { priceVnd: 90_000 });
    ({ orderId } = await purchase(provider, admin, offer.id));
    await world.settle();
  });
  after(() => world.close());

  const path = () => `/api/v1/orders/${orderId}/progress`;
  const tokenOf = async (person: Person) =>
    await person.call('createToken', { body: { name: 'Theo dõi', scopes: ['read'], expiresInDays: 1 } });
  const cookieOf = (person: Person) => {
    const at = { domain: new URL(world.url).hostname, path: '/', secure: false, script: false };
    return `datasan_session=${person.agent.jar.getCookie('datasan_session', at)?.value}`;
  };

  /** Opens the order's stream and waits for its first snapshot. */
  async function watching(headers: Record<string, string>) {
    const cut = new AbortController();
    const reply = await fetch(`${world.url}${path()}`, { headers, signal: cut.signal });
    assert.equal(reply.status, 200, 'it opens');
    let heard = '';
    let over = false;
    const read = async () => {
      for await (const part of reply.body ?? []) heard += Buffer.from(part as Uint8Array).toString();
    };
    // Broken off or ended: either way nothing more comes.
    const ended = read()
      .catch(() => {})
      .then(() => {
        over = true;
      });
    await until('the first snapshot', async () => heard.includes('data: '));
    return { heard: () => heard, over: () => over, ended, close: () => cut.abort() };
  }

  /** Something happens to the order that its watchers are shown. */
  let turn = 0;
  async function something(): Promise<string> {
    turn += 1;
    const step = `bước ${turn}`;
    await world.sql(
      `insert into progress (subject_id, fraction, step, at) values ($1, 0.5, $2, now())
       on conflict (subject_id) do update set step = excluded.step`,
      [orderId, step],
    );
    await world.sql(`select pg_notify('datasan_notice', $1)`, [orderId]);
    return step;
  }

  const ends: Record<string, (member: Person, token: { id: string }) => Promise<unknown>> = {
    'the token is revoked': (member, { id }) => member.call('revokeToken', { params: { id } }),
    'the member is switched off': async (member) => {
      const id = (await member.call('getSession', {})).member?.id ?? '';
      await admin.call('editMember', { params: { id }, body: { active: false } });
    },
    'the member signs out': (member) => member.call('signOut', {}),
    'the organisation is closed': async () =>
      await world.sql(`update organisations set state = 'closed' where id = $1`, [admin.organisationId]),
  };
  const streams: [string, 'token' | 'session'][] = [
    ['the token is revoked', 'token'],
    ['the member is switched off', 'token'],
    ['the member is switched off', 'session'],
    ['the member signs out', 'session'],
    ['the organisation is closed', 'session'],
  ];
  for (const [what, by] of streams) {
    it(`opened by ${by} shows nothing more once ${what}`, async () => {
      const member = await world.colleague(admin, 'member');
      const { token, secret } = await tokenOf(member);
      const headers = { token: { Authorization: `Bearer ${secret}` }, session: { Cookie: cookieOf(member) } }[by];
      const stream = await watching(headers as Record<string, string>);
      const seen = await something();
      await until('what happened is shown', async () => stream.heard().includes(seen));
      await ends[what]?.(member, token);
      try {
        const unseen = await something();
        await until('it has ended', async () => stream.over());
        assert.ok(!stream.heard().includes(unseen));
      } finally {
        await world.sql(`update organisations set state = 'verified' where id = $1`, [admin.organisationId]);
        stream.close();
      }
    });
  }

  it(`a member has ${streamsPerWatcher} at once, and may open another when one has ended`, async () => {
    const { secret } = await tokenOf(admin);
    const headers = { Authorization: `Bearer ${secret}` };
    const open = await Promise.all(Array.from({ length: streamsPerWatcher }, () => watching(headers)));
    const refused = await fetch(`${world.url}${path()}`, { headers });
    assert.equal(refused.status, 429);
    assert.equal(((await refused.json()) as { code: string }).code, 'too-many-requests');
    assert.ok(Number(refused.headers.get('Retry-After')) > 0);
    const other = { Authorization: `Bearer ${(await tokenOf(provider)).secret}` };
    const theirs = await watching(other);
    theirs.close();
    open.pop()?.close();
    let again: Response | null = null;
    const cut = new AbortController();
    await until('a place is free', async () => {
      again = await fetch(`${world.url}${path()}`, { headers, signal: cut.signal });
      return again.status === 200;
    });
    assert.equal((await fetch(`${world.url}${path()}`, { headers })).status, 429);
    cut.abort();
    for (const one of open) one.close();
    await until('all places are free', async () => {
      const streams = await Promise.allSettled(
        Array.from({ length: streamsPerWatcher }, async () => {
          const signal = AbortSignal.timeout(5_000);
          const reply = await fetch(`${world.url}${path()}`, { headers, signal });
          return { status: reply.status, cancel: () => reply.body?.cancel() };
        }),
      );
      const replies = streams.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      for (const reply of replies) await reply.cancel();
      return replies.length === streamsPerWatcher && replies.every((reply) => reply.status === 200);
    });
  });

  it('a refused one is not counted', async () => {
    const stranger = await world.organisation('buyer');
    const { secret } = await tokenOf(stranger);
    const headers = { Authorization: `Bearer ${secret}` };
    for (let n = 0; n <= streamsPerWatcher; n += 1) {
      const reply = await fetch(`${world.url}${path()}`, { headers });
      assert.equal(reply.status, 404);
    }
  });
});
