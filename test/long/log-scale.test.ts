import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { openCheckpoint, parseVerifierKey, verifyConsistency } from '../../contracts/proofs.js';
import { proverOf } from '../../server/audit/log.js';
import { ed25519 } from '../../server/audit/signer.js';
import { hashOf } from '../../server/audit/tree.js';
import { assertPlaced, prepareLoad, writeLoad } from '../log-load.js';
import { endPrograms, startScript } from '../programs.js';
import { logged, until } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('The log under load', () => {
  let world: World;
  let env: Record<string, string>;
  let databaseUrl: string;
  /** Every checkpoint that somebody outside has seen. */
  const seen = new Set<string>();
  before(async () => {
    world = await openWorld({ worker: false });
    const { config } = world.context;
    databaseUrl = config.databaseUrl ?? '';
    env = { DATABASE_URL: databaseUrl, DATA_DIR: config.dataDir, PUBLIC_URL: config.publicUrl };
    await prepareLoad(world.sql);
  });
  after(async () => {
    await endPrograms();
    await world.close();
  });
  afterEach(async () => {
    await endPrograms();
    await world.assertClean();
  });

  const sequencer = () => startScript('dist/test/sequencing-process.js', env);

  /** Looks at the published checkpoint again and again until `work` is done. */
  async function watched<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const watching = (async () => {
      while (!done) {
        const reply = await fetch(`${world.url}/log/checkpoint`);
        if (reply.ok) seen.add(await reply.text());
        await pause(10);
      }
    })();
    try {
      return await work;
    } finally {
      done = true;
      await watching;
    }
  }

  /** The log as it is now continues every checkpoint that was seen. */
  async function contradictsNothing(): Promise<void> {
    const verifier = await parseVerifierKey(hashOf, await (await fetch(`${world.url}/log/vkey`)).text());
    const now = await openCheckpoint(ed25519, await (await fetch(`${world.url}/log/checkpoint`)).text(), verifier);
    const prover = proverOf(world.context.kernel.db.read, now.size);
    for (const note of seen) {
      const { size, root } = await openCheckpoint(ed25519, note, verifier);
      const proof = await prover.consistency(size);
      await verifyConsistency(hashOf, { from: size, fromRoot: root, to: now.size, toRoot: now.root, proof });
    }
  }

  /** Whether somebody holds the lock of the sequencer. */
  async function sequencing(): Promise<boolean> {
    const rows = await world.sql(
      `select 1 from pg_locks where locktype = 'advisory' and objid = 83142028
          and database = (select oid from pg_database where datname = current_database())`,
    );
    return rows.length > 0;
  }

  it('of four writers, with rolled-back transactions among them, is placed by two processes: each event once', async () => {
    const processes = [sequencer(), sequencer()];
    const events = 20_000;
    await watched(
      (async () => {
        await writeLoad({ databaseUrl, writers: 4, events, batch: 25, rollBackEvery: 9, contended: true });
        await logged(world);
      })(),
    );
    assert.ok(processes.every((one) => one.alive()));
    assert.equal(await assertPlaced(world.sql), events);
    await contradictsNothing();
  });

  it('of a process that is killed at any moment loses nothing and contradicts nothing that was signed', async () => {
    const before = await world.count('audit_events');
    const kills = 5;
    const size = () => world.count('log_entries');
    let killing = true;
    const writing = (async () => {
      while (killing) {
        await writeLoad({ databaseUrl, writers: 2, events: 160, batch: 8, rollBackEvery: 5, contended: true });
        await pause(40);
      }
    })();
    await watched(
      (async () => {
        for (let kill = 0; kill < kills; kill += 1) {
          const from = await size();
          const program = sequencer();
          await until('it sequences', async () => (await size()) > from);
          if (kill % 2 === 0) await pause(Math.random() * 400);
          else await until('it is in the middle of a batch', sequencing);
          await program.end('SIGKILL');
        }
        killing = false;
        await writing;
        sequencer();
        await logged(world);
      })(),
    );
    assert.ok((await assertPlaced(world.sql)) > before + 400);
    assert.ok(seen.size > kills);
    await contradictsNothing();
  });
});
