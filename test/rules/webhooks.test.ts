import assert from 'node:assert/strict';
import { wants } from '../../contracts/webhooks.js';
import { day, hour, minute, now, second } from '../../server/kernel/clock.js';
import { createSealer } from '../../server/kernel/sealing.js';
import { faultOf, isPublic, pinned } from '../../server/webhooks/addresses.js';
import { nextAttempt, retryAfter, verdictOn, waits } from '../../server/webhooks/schedule.js';
import { newWebhookSecret } from '../../server/webhooks/secrets.js';

describe('Addresses that messages may go to', () => {
  const closed = [
    ...['127.0.0.1', '127.8.9.10', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
    ...['100.64.0.1', '100.100.100.200', '0.0.0.0', '192.0.0.192', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ...['::1', '::', '[::1]', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1'],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '::ffff:a9fe:a9fe', '[::ffff:10.0.0.1]'],
    ...['64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:7f00:1::', '::127.0.0.1', '0:0:0:0:0:ffff:c0a8:1', 'name', ''],
  ];
  for (const address of closed)
    it(`${address || 'nothing'} is not public`, () => assert.equal(isPublic(address), false));
  for (const address of ['1.1.1.1', '172.32.0.1', '203.119.8.1', '2606:4700::1111', '::ffff:8.8.8.8', '100.128.0.1']) {
    it(`${address} is public`, () => assert.equal(isPublic(address), true));
  }

  const refused = [
    ...[
      'http://nhan.example.vn/',
      'https://localhost/',
      'https://a.localhost/',
      'https://127.1/',
      'https://2130706433/',
    ],
    ...['https://0x7f.1/', 'https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://0/', 'https://intranet/'],
    ...['https://metadata.google.internal/', 'https://user:pass@nhan.example.vn/', 'https://nhan.example.vn/#a'],
    ...['https://printer.local/', 'https://router.lan/', 'https://017700000001/'],
  ];
  for (const url of refused) it(`${url} is refused before any look-up`, () => assert.ok(faultOf(url, 'public')));
  it('others are not; for trying out, nearly all are taken', () => {
    assert.equal(faultOf('https://nhan.example.vn:8443/a?b=c', 'public'), null);
    assert.equal(faultOf('https://1.1.1.1/', 'public'), null);
    assert.equal(faultOf('http://127.0.0.1:9/', 'local'), null);
    assert.ok(faultOf('http://u:p@127.0.0.1/', 'local'));
  });

  it('a name is looked up once, and refused when one of its addresses is not public', async () => {
    let asked = 0;
    const resolve = (addresses: string[]) => async () => {
      asked += 1;
      return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    };
    assert.deepEqual(await pinned('a.example', 'public', resolve(['1.1.1.1'])), { address: '1.1.1.1', family: 4 });
    assert.equal(asked, 1);
    for (const bad of [['127.0.0.1'], ['1.1.1.1', '10.0.0.1'], ['::ffff:127.0.0.1'], ['169.254.169.254']]) {
      await assert.rejects(pinned('a.example', 'public', resolve(bad)), /not public/);
    }
    await assert.rejects(pinned('a.example', 'public', resolve([])), /no address/);
    await assert.rejects(pinned('127.0.0.1', 'public', resolve([])), /not public/);
    assert.equal((await pinned('a.example', 'local', resolve(['127.0.0.1']))).address, '127.0.0.1');
  });
});

describe('The schedule of messages', () => {
  it('is that of Standard Webhooks, with up to a tenth by chance; the tenth attempt is the last', () => {
    const from = now().getTime();
    const due = (tried: number, asked: number | null, chance: number) =>
      (nextAttempt(tried, asked, chance)?.getTime() ?? 0) - from;
    const near = (value: number, expected: number) =>
      assert.ok(Math.abs(value - expected) < 200, `${value} ${expected}`);
    assert.deepEqual(waits, [0, 5_000, 300_000, 1_800_000, 7_200_000, 18e6, 36e6, 50_400_000, 72e6, 86_400_000]);
    near(due(1, null, 0), 5 * second);
    near(due(2, null, 1), 5.5 * minute);
    near(due(9, null, 0), day);
    assert.equal(nextAttempt(10, null), null);
    near(due(1, hour, 0), hour);
    near(due(1, 40 * day, 0), day);
    near(due(4, 1_000, 0), 2 * hour);
  });

  it('reads Retry-After as seconds or as a date', () => {
    assert.equal(retryAfter('120'), 120_000);
    assert.equal(retryAfter(undefined), null);
    assert.equal(retryAfter('soon'), null);
    const date = retryAfter(new Date(now().getTime() + 60_000).toUTCString()) ?? 0;
    assert.ok(date > 58_000 && date <= 60_000);
    assert.equal(retryAfter('Thu, 01 Jan 2015 00:00:00 GMT'), 0);
  });

  it('takes 2xx alone for taken; a redirect is a refusal; 410 is the end', () => {
    const rows = [200, 204, 299, 199, 301, 302, 307, 400, 410, 429, 500, null];
    const verdicts = rows.map(verdictOn);
    assert.deepEqual(verdicts.slice(0, 3), ['taken', 'taken', 'taken']);
    assert.deepEqual(new Set(verdicts.filter((_, n) => n > 2 && rows[n] !== 410)), new Set(['refused']));
    assert.equal(verdictOn(410), 'gone');
  });
});

describe('Secrets of webhooks', () => {
  it('are opened only under the same secret of the exchange and for the same endpoint', () => {
    const sealer = createSealer('một bí mật rất dài của sàn dữ liệu này', 'webhooks');
    const secret = newWebhookSecret();
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    const sealed = sealer.seal(secret, 'whk_1');
    assert.equal(sealed.includes(secret.slice(6, 20)), false);
    assert.equal(sealer.open(sealed, 'whk_1'), secret);
    assert.notEqual(sealer.seal(secret, 'whk_1'), sealed);
    assert.throws(() => sealer.open(sealed, 'whk_2'));
    assert.throws(() => createSealer('một bí mật khác', 'webhooks').open(sealed, 'whk_1'));
    assert.throws(() => createSealer('một bí mật rất dài của sàn dữ liệu này', 'marking').open(sealed, 'whk_1'));
  });
});

describe('What an endpoint wants', () => {
  it('is a type, all of one subject, or everything', () => {
    assert.ok(wants(['order.pay'], 'order.pay') && wants(['order.*'], 'order.pay') && wants(['*'], 'order.pay'));
    assert.ok(!wants(['order.pay'], 'order.place') && !wants(['order.*'], 'orders.pay') && !wants([], 'order.pay'));
  });
});
