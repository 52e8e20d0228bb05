import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as ask, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../server/kernel/project.js';
import type { Person } from '../person.js';
import { delivered, deliveredOrder, listedDataset, logged, page, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

type Ended = { code: number | null; out: string; err: string };

describe('The command datasan', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let entitlementId: string;
  let token: string;
  let folder: string;
  let way: Way;
  before(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), 'datasan-command-'));
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    const { offer } = await listedDataset(world, provider);
    ({ entitlementId } = await deliveredOrder(world, provider, buyer, offer));
    const scopes = ['read', 'write', 'download'] as const;
    ({ secret: token } = await buyer.call('createToken', {
      body: { name: 'Máy', scopes: [...scopes], expiresInDays: 5 },
    }));
    way = await openWay(world.url);
  });
  after(async () => {
    await way.close();
    await world.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => world.assertClean());

  function start(args: readonly string[], env: Record<string, string> = {}, input = ''): ChildProcess {
    const child = spawn(process.execPath, [join(projectRoot, 'dist/server/cli/datasan.js'), ...args], {
      env: { PATH: process.env.PATH, XDG_CONFIG_HOME: folder, LANG: 'en_US.UTF-8', ...env },
    });
    child.stdin?.end(input);
    return child;
  }
  async function run(
    args: readonly string[],
    env: Record<string, string> = { DATASAN_TOKEN: token, DATASAN_URL: way.url },
    input = '',
  ): Promise<Ended> {
    const child = start(args, env, input);
    const said = { out: '', err: '' };
    child.stdout?.on('data', (part) => (said.out += part));
    child.stderr?.on('data', (part) => (said.err += part));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, ...said };
  }

  it('keeps a token for its owner alone, sends it to no other exchange, and says in both languages how it is used', async () => {
    const signedIn = await run(['sign-in', '--url', world.url], {}, `${token}\n`);
    assert.equal(signedIn.code, 0, signedIn.err);
    const file = join(folder, 'datasan', 'account.json');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((signedIn.out + signedIn.err).includes(token), false);
    const listed = await run(['entitlements', '--json'], {});
    assert.equal(JSON.parse(listed.out).items[0].id, entitlementId, listed.err);
    way.seen.length = 0;
    assert.equal((await run(['entitlements'], { DATASAN_URL: way.url })).code, 3, 'nobody, elsewhere');
    assert.equal(way.seen[0]?.headers.authorization, undefined);
    assert.equal((await run(['sign-in', '--url', world.url], {}, 'dst_wrong\n')).code, 3);
    assert.equal((await run(['sign-out'], {})).code, 0);
    assert.match((await run(['entitlements'], {})).err, /Say which exchange/);
    assert.match((await run(['--help'], { LANG: 'vi_VN.UTF-8' })).out, /sàn dữ liệu trên dòng lệnh/);
    assert.match((await run(['--help', '--lang', 'vi'])).out, /Kết thúc với 0/);
    const sign = await run(['sign', 'agr_x']);
    assert.deepEqual([sign.code, /browser/.test(sign.err)], [2, true]);
  }).timeout(180_000);

  it('finds, shows and asks for data; what is refused is said with its field, as JSON to programs', async () => {
    const found = JSON.parse((await run(['search', 'thoi', 'tiet', '--json'])).out);
    const { id } = found.items[0];
    assert.match((await run(['show', id, '--lang', 'vi'])).out, /Chào bán[\s\S]*research-only/);
    const { offers } = JSON.parse((await run(['show', id, '--json'])).out);
    const bad = await run([
      'request',
      offers[0].id,
      '--purpose',
      'research',
      '--statement',
      'ngắn',
      '--project',
      'Dự án',
      '--json',
    ]);
    assert.equal(bad.code, 3);
    assert.equal(JSON.parse(bad.err).problem.errors[0].pointer, '/statement');
    const statement = 'So sánh mùa mưa giữa các thành phố ven biển trong luận văn.';
    const made = await run([
      'request',
      offers[0].id,
      '--purpose',
      'research',
      '--statement',
      statement,
      '--project',
      'Dự án',
    ]);
    assert.equal(made.code, 0, made.err);
    const listed = await run(['requests']);
    assert.ok(listed.out.includes(made.out.split(' ')[0] ?? '?'), listed.out);
  }).timeout(180_000);

  it('a pull that was killed goes on where it broke off; every file is checked and the receipt countersigned', async () => {
    const to = join(folder, 'pulled');
    let stuck = false;
    way.through = (name, from) =>
      name === delivered && from === 0 ? { stopAfter: 20_000, stopped: () => (stuck = true) } : {};
    const child = start(['pull', entitlementId, '--to', to], { DATASAN_TOKEN: token, DATASAN_URL: way.url });
    const part = join(to, `${delivered}.part`);
    await until(
      'a part has come',
      async () => stuck && (await stat(part).catch(() => ({ size: 0 }))).size >= 20_000,
      90_000,
    );
    child.kill('SIGKILL');
    await once(child, 'close');
    const { size } = await stat(part);
    way.seen.length = 0;
    const again = await run(['pull', entitlementId, '--to', to, '--json']);
    assert.equal(again.code, 0, again.err);
    const asked = way.seen.find((one) => one.url?.includes(encodeURIComponent(delivered)));
    assert.equal(asked?.headers.range, `bytes=${size}-`, 'no byte is fetched twice');
    const said = JSON.parse(again.out);
    assert.ok(
      said.files.length > 4 && said.files.every((one: { sha256: string; found: string }) => one.sha256 === one.found),
    );
    const { confirmations } = await buyer.call('getAccess', { params: { id: entitlementId } });
    assert.deepEqual(
      confirmations.map((one) => [one.id, one.matching]),
      [[said.confirmation.id, true]],
    );
    assert.equal((await stat(part).catch(() => null)) === null, true);
    const typed = join(folder, 'typed');
    const parquet = await run(['pull', entitlementId, '--to', typed, '--format', 'parquet', '--json']);
    assert.equal(parquet.code, 0, parquet.err);
    assert.equal((await readFile(join(typed, `${delivered}.parquet`))).subarray(0, 4).toString(), 'PAR1');
    assert.equal(JSON.parse(parquet.out).confirmation, null, 'only the files of the manifest are countersigned');
    assert.equal((await stat(join(typed, delivered)).catch(() => null)) === null, true);
  }).timeout(180_000);

  it('a byte that changed on the disk is found and mended; one that changed on the way is found, told and not kept', async () => {
    const to = join(folder, 'spoilt');
    const path = join(to, delivered);
    const flags = ['--to', to, '--no-confirm'];
    way.through = (name) => (name === delivered ? { spoil: 1000 } : {});
    const spoilt = await run(['pull', entitlementId, ...flags]);
    assert.equal(spoilt.code, 1, spoilt.err);
    assert.match(spoilt.out, new RegExp(`${delivered}: DOES NOT MATCH`));
    assert.equal(await stat(path).catch(() => null), null);
    way.through = () => ({});
    assert.equal((await run(['pull', entitlementId, ...flags])).code, 0);
    const whole = await readFile(path);
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(5) ^ 1, 5);
    await writeFile(path, changed);
    const mended = await run(['pull', entitlementId, ...flags]);
    assert.deepEqual([mended.code, /corrupted on the disk/.test(mended.out)], [0, true], mended.out);
    assert.deepEqual(await readFile(path), whole);
    way.through = (name) => (name === 'manifest.json' ? { spoil: 30 } : {});
    const forged = await run(['pull', entitlementId, '--to', join(folder, 'forged')]);
    assert.deepEqual([forged.code, /DOES NOT HOLD: manifest\.json/.test(forged.err)], [1, true], forged.err);
    way.through = () => ({});
  }).timeout(180_000);

  it('follows the events of the own organisation as they happen', async () => {
    await logged(world);
    const sold = await provider.call('createToken', { body: { name: 'Máy', scopes: ['read'], expiresInDays: 5 } });
    const child = start(['events', '--follow', '--json'], { DATASAN_TOKEN: sold.secret, DATASAN_URL: way.url });
    let out = '';
    child.stdout?.on('data', (part) => (out += part));
    try {
      way.seen.length = 0;
      await until('it waits', async () => way.seen.some((one) => one.url?.includes('wait=25')), 90_000);
      const { id } = await provider.call('createDataset', { body: page });
      await until('the event comes', async () => out.includes(id));
      const lines = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.ok(lines.some((one) => one.type === 'dataset.create' && one.subject.id === id));
    } finally {
      child.kill('SIGINT');
    }
    assert.deepEqual(await once(child, 'close'), [130, null]);
  }).timeout(180_000);
});

type Through = { stopAfter?: number; stopped?: () => void; spoil?: number };
type Way = {
  url: string;
  seen: IncomingMessage[];
  through: (name: string, from: number) => Through;
  close(): Promise<void>;
};

/** A bad line between a client and the exchange: it can hold an answer up in the middle, or change one byte of it. */
async function openWay(to: string): Promise<Way> {
  const way: Way = {
    url: '',
    seen: [],
    through: () => ({}),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  const pass = (req: IncomingMessage, res: ServerResponse) => {
    way.seen.push(req);
    const name = decodeURIComponent(/\/files\/([^?]+)/.exec(req.url ?? '')?.[1] ?? '');
    const from = Number(/bytes=(\d+)-/.exec(req.headers.range ?? '')?.[1] ?? 0);
    const { stopAfter = Number.POSITIVE_INFINITY, stopped, spoil } = way.through(name, from);
    const on = ask(`${to}${req.url}`, { method: req.method, headers: req.headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      let sent = 0;
      answer.on('data', (chunk: Buffer) => {
        const part = Buffer.from(chunk.subarray(0, Math.max(0, stopAfter - sent)));
        if (spoil !== undefined && spoil >= sent && spoil < sent + part.length) {
          part.writeUInt8(part.readUInt8(spoil - sent) ^ 1, spoil - sent);
        }
        sent += chunk.length;
        if (part.length > 0) res.write(part);
        if (sent >= stopAfter) stopped?.();
      });
      answer.on('end', () => (sent >= stopAfter ? null : res.end()));
    });
    on.on('error', () => res.destroy());
    req.pipe(on);
    res.on('close', () => on.destroy());
  };
  const server: Server = createServer(pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  way.url = `http://127.0.0.1:${address.port}`;
  return way;
}
