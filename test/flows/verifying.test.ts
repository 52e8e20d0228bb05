import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { projectRoot } from '../../server/kernel/project.js';
import { fetchBundle, unzip } from '../bundles.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

type Ended = { code: number; said: string };

describe('The command that verifies', () => {
  let world: World;
  let folder: string;
  let vkey: string;
  let size: number;
  let regulator: Person;
  let orderId: string;
  before(async () => {
    world = await openWorld();
    folder = await mkdtemp(join(tmpdir(), 'datasan-verify-'));
    const [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    regulator = await world.organisation('regulator');
    const { offer } = await listedDataset(world, provider);
    orderId = (await deliveredOrder(world, provider, buyer, offer)).orderId;
    await until('every event has its place', async () => (await world.count('log_pending')) === 0);
    const text = async (path: string) => await (await fetch(`${world.url}/log/${path}`)).text();
    vkey = (await text('vkey')).trim();
    size = Number((await text('checkpoint')).split('\n')[1]);
    await mkdir(join(folder, 'log'));
    for (const path of ['checkpoint', `tile/0/000.p/${size}`, `tile/entries/000.p/${size}`]) {
      const bytes = await (await fetch(`${world.url}/log/${path}`)).arrayBuffer();
      await mkdir(dirname(join(folder, 'log', path)), { recursive: true });
      await writeFile(join(folder, 'log', path), Buffer.from(bytes));
    }
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => world.assertClean());

  /** Runs the program as a person does. */
  async function run(...args: string[]): Promise<Ended> {
    const program = join(projectRoot, 'dist/server/cli/datasan.js');
    return await new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: out + err });
      });
    });
  }

  async function zipped(name: string, files: ReadonlyMap<string, Buffer>): Promise<string> {
    const zip = new yazl.ZipFile();
    for (const [path, content] of files) zip.addBuffer(content, path);
    zip.end();
    const path = join(folder, name);
    await writeFile(path, await buffer(zip.outputStream as unknown as NodeJS.ReadableStream));
    return path;
  }

  /** A file of the kept log with one byte changed, as it was afterwards. */
  async function spoilt(path: string, at: number, look: () => Promise<Ended>): Promise<Ended> {
    const file = join(folder, 'log', path);
    const whole = await readFile(file);
    const changed = Buffer.from(whole);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    await writeFile(file, changed);
    const ended = await look();
    await writeFile(file, whole);
    return ended;
  }

  it('accepts the running log, a folder of its files and a .zip of them', async () => {
    const online = await run('verify-log', '--url', `${world.url}/log/`, '--vkey', vkey);
    assert.equal(online.code, 0, online.said);
    assert.match(online.said, /\/log: \d+ entries verified/);
    const key = join(folder, 'vkey');
    await writeFile(key, `${vkey}\n`);
    const inFolder = await run('verify-log', '--path', join(folder, 'log'), '--vkey', key);
    assert.deepEqual([inFolder.code, inFolder.said.includes(`${size} entries`)], [0, true], inFolder.said);
    const files = new Map<string, Buffer>();
    for (const path of ['checkpoint', `tile/0/000.p/${size}`, `tile/entries/000.p/${size}`]) {
      files.set(path, await readFile(join(folder, 'log', path)));
    }
    const zip = await zipped('log.zip', files);
    assert.equal((await run('verify-log', '--path', zip, '--vkey', vkey)).code, 0);
  });

  it('names the first leaf, tile or signature that does not hold, and ends with 1', async () => {
    const look = () => run('verify-log', '--path', join(folder, 'log'), '--vkey', vkey);
    const entry = await spoilt(`tile/entries/000.p/${size}`, 20, look);
    assert.equal(entry.code, 1);
    assert.match(entry.said, /^DOES NOT HOLD: The leaf 0 does not fit its entry/);
    const tile = await spoilt(`tile/0/000.p/${size}`, 32 * 3 + 5, look);
    assert.deepEqual([tile.code, /The leaf 3 does not fit/.test(tile.said)], [1, true], tile.said);
    const note = await spoilt('checkpoint', 4, look);
    assert.deepEqual([note.code, /signature|signed|origin/i.test(note.said)], [1, true], note.said);
    assert.equal((await look()).code, 0);
  });

  it('ends with 2 for what it cannot look at, and says how it is used', async () => {
    const cases: string[][] = [
      [],
      ['verify-log', '--vkey', vkey],
      ['verify-log', '--url', `${world.url}/nowhere`, '--vkey', vkey],
      ['verify-log', '--path', join(folder, 'missing'), '--vkey', vkey],
      ['verify', join(folder, 'vkey'), '--vkey', vkey],
      ['verify-log', '--url', `${world.url}/log`],
      ['fly', '--vkey', vkey],
      ['verify-log', '--colour'],
    ];
    for (const args of cases) assert.equal((await run(...args)).code, 2, args.join(' '));
    assert.match((await run('--help')).said, /verify-log --url/);
    assert.match((await run()).said, /Name a command/);
  });

  it('checks an evidence bundle offline, and refuses it after one byte', async () => {
    const { id } = await regulator.call('requestBundle', { body: { kind: 'order', id: orderId } });
    await world.settle();
    const bytes = await fetchBundle(regulator, id);
    const path = join(folder, 'bundle.zip');
    await writeFile(path, bytes);
    const good = await run('verify', path, '--vkey', vkey);
    assert.equal(good.code, 0, good.said);
    assert.match(good.said, new RegExp(`^order ${orderId}: \\d+ events and \\d+ documents verified`));
    const files = await unzip(bytes);
    for (const name of [...files.keys()].filter((one) => /summary|checkpoint|documents|events/.test(one)).slice(0, 6)) {
      const content = Buffer.from(files.get(name) ?? '');
      content.writeUInt8(content.readUInt8(30) ^ 1, 30);
      const spoiltZip = await zipped('spoilt.zip', new Map([...files, [name, content]]));
      const bad = await run('verify', spoiltZip, '--vkey', vkey);
      assert.deepEqual([bad.code, bad.said.includes(name)], [1, true], bad.said);
    }
    const more = await zipped('more.zip', new Map([...files, ['documents/forged.json', Buffer.from('{}')]]));
    assert.match((await run('verify', more, '--vkey', vkey)).said, /forged\.json is not in the manifest/);
  });
});
