import { createHash, hash } from 'node:crypto';
import { tilePath, utf8 } from '../contracts/proofs.js';
import { entriesIn, readHead, readIdentity } from '../server/audit/log.js';
import { tileAt } from '../server/audit/log-files.js';
import { sequence } from '../server/audit/sequencer.js';
import { verifyLog } from '../server/audit/verify.js';
import { assertPlaced, writeLoad } from '../test/log-load.js';
import { startScript } from '../test/programs.js';
import { logged } from '../test/stories.js';
import type { World } from '../test/world.js';
import { median } from './median.js';

const writers = 4;
const events = 100_000;
const rounds = 5;

/** Each event in a transaction of its own, as the exchange writes them, until all have their place, against plain INSERTs. */
export async function logAppending(world: World): Promise<string[]> {
  await world.stopWork();
  const { databaseUrl = '', dataDir, publicUrl } = world.context.config;
  await world.sql('create table plain_rows (like audit_events including defaults)');
  await world.sql('alter table plain_rows add primary key (id)');
  const load = { databaseUrl, writers, events, batch: 1 };
  const plain = await timed(() => writeLoad(load, 'plain_rows'));
  const sequencer = startScript('dist/test/sequencing-process.js', {
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    PUBLIC_URL: publicUrl,
  });
  const logging = await timed(async () => {
    await writeLoad({ ...load, rollBackEvery: 50 });
    await logged(world);
  });
  await sequencer.end('SIGTERM');
  const placed = await assertPlaced(world.sql);
  const rate = (ms: number) => `${Math.round(events / (ms / 1000)).toLocaleString('en')}/s`;
  return [
    `log, ${placed.toLocaleString('en')} events by ${writers} writers, appended and integrated: ${rate(logging)}, plain INSERTs ${rate(plain)};`,
    `  ratio of rates ${(plain / logging).toFixed(2)} (goal: at least 0.5)`,
  ];
}

/** The whole log from its files, in memory, against one SHA-256 of each entry and pair of hashes in them and nothing else. */
export async function logVerifying(world: World): Promise<string[]> {
  const { db } = world.context.kernel;
  await world.stopWork();
  await fill(world)(events);
  const [head, identity] = [await readHead(db.read), await readIdentity(db.read)];
  if (!head || !identity) throw new Error('There is no log to verify.');
  const files = new Map<string, Uint8Array<ArrayBuffer>>([['checkpoint', utf8(head.note)]]);
  const read = async (path: string) => {
    const known = files.get(path) ?? new Uint8Array((await tileAt(db.read, path)) ?? []);
    files.set(path, known);
    return new Uint8Array(known);
  };
  const verify = () => verifyLog(read, identity.vkey);
  await verify();
  const entries: Uint8Array[] = [];
  for (let n = 0; n * 256 < head.size; n += 1) {
    entries.push(...entriesIn(await read(tilePath('entries', n, Math.min(256, head.size - n * 256)))));
  }
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  const pair = new Uint8Array(65);
  const times = { verify: [] as number[], pieces: [] as number[], stream: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    times.pieces.push(
      await timed(async () => {
        for (const entry of entries) hash('sha256', entry);
        for (let node = 1; node < entries.length; node += 1) hash('sha256', pair);
      }),
    );
    times.stream.push(
      await timed(async () => {
        const digest = createHash('sha256');
        for (const file of files.values()) digest.update(file);
        digest.digest();
      }),
    );
    times.verify.push(await timed(verify));
  }
  const [ours, pieces, stream] = [median(times.verify), median(times.pieces), median(times.stream)];
  return [
    `log, verifying ${head.size.toLocaleString('en')} entries (${(bytes / 1e6).toFixed(0)} MB): ${ours.toFixed(0)} ms, plain SHA-256 of every entry and pair ${pieces.toFixed(0)} ms;`,
    `  ratio of times ${(ours / pieces).toFixed(2)} (goal: at most 2; median of ${rounds}); one SHA-256 of all files in a row takes ${stream.toFixed(0)} ms`,
  ];
}

const round = 5_000;
const sizes = [10_000, 1_000_000];

/** What an event costs, appended and integrated, behind ten thousand others and behind a million. */
export async function logGrowing(world: World): Promise<string[]> {
  await world.stopWork();
  const grow = fill(world);
  const costs: number[] = [];
  let size = 0;
  for (const wanted of sizes) {
    for (; size < wanted; size += Math.min(20_000, wanted - size)) await grow(Math.min(20_000, wanted - size));
    for (const table of ['audit_events', 'log_pending', 'log_entries']) await world.sql(`vacuum analyze ${table}`);
    await world.sql('checkpoint');
    const measured: number[] = [];
    for (let one = 0; one < rounds; one += 1, size += round) measured.push((await timed(() => grow(round))) / round);
    costs.push(median(measured) * 1000);
  }
  await assertPlaced(world.sql);
  const [few = Number.NaN, many = Number.NaN] = costs;
  return [
    `log, cost of an event behind ${sizes.map((one) => one.toLocaleString('en')).join(' and ')} others: ${few.toFixed(0)} µs and ${many.toFixed(0)} µs;`,
    `  ratio of costs ${(many / few).toFixed(2)} (goal: at most 1.3; median of ${rounds} rounds of ${round.toLocaleString('en')})`,
  ];
}

/** Appends events in large transactions and integrates them, in this process. */
function fill(world: World): (count: number) => Promise<void> {
  const { databaseUrl = '' } = world.context.config;
  const signer = world.context.logSigner;
  if (!signer) throw new Error('There is no key to sign with.');
  return async (count) => {
    await writeLoad({ databaseUrl, writers, events: count, batch: 100 });
    while ((await sequence(world.context.kernel.db, signer)) > 0);
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
