import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCosignature } from '../../contracts/cosignatures.js';
import { openCheckpoint, parseTlogProof, parseVerifierKey } from '../../contracts/proofs.js';
import { record } from '../../server/audit/record.js';
import { ed25519 } from '../../server/audit/signer.js';
import { hashOf } from '../../server/audit/tree.js';
import { verifyLog } from '../../server/audit/verify.js';
import { anonymous } from '../../server/kernel/actor.js';
import { projectRoot } from '../../server/kernel/project.js';
import { filesOf } from '../clean-log.js';
import type { Person } from '../person.js';
import { logged, until } from '../stories.js';
import { startWitness, type WitnessServer } from '../witness.js';
import { openWorld, type World } from '../world.js';

describe('Witnesses of the log', () => {
  let world: World;
  let operator: Person;
  let [near, far]: WitnessServer[] = [];
  const [first, second] = ['near.example/witness', 'far.example/witness'];
  before(async () => {
    [near, far] = [await startWitness(first), await startWitness(second)];
    world = await openWorld({ env: { LOG_WITNESSES: `${near.url}/ ${near.vkey}, ${far.url} ${far.vkey}` } });
    const key = await vkey();
    await near.trust(key);
    await far.trust(key);
    operator = await world.organisation('operator');
    await calm();
  });
  after(async () => {
    await world.close();
    await near?.close();
    await far?.close();
  });
  afterEach(() => world.assertClean());

  const witness = (which: WitnessServer | undefined) => {
    assert.ok(which);
    return which;
  };
  const db = () => world.context.kernel.db;
  const vkey = async () => (await (await fetch(`${world.url}/log/vkey`)).text()).trim();
  const checkpoint = async () => await (await fetch(`${world.url}/log/checkpoint`)).text();
  const open = async (note: string) =>
    await openCheckpoint(ed25519, note, await parseVerifierKey(hashOf, await vkey()));
  const found = async (note: string, by: WitnessServer) =>
    await findCosignature(ed25519, note, await parseVerifierKey(hashOf, by.vkey, 'cosignature'));
  const standing = async (name: string) => {
    const { log } = await operator.call('getQueue', {});
    const one = log.witnesses.find((each) => each.name === name);
    assert.ok(one);
    return one;
  };
  /** One event, in the log. */
  async function grow(): Promise<void> {
    const about = { kind: 'organisation', id: 'org_x' } as const;
    await db().transaction((tx) => record(tx, anonymous, { type: 'session.opened', data: {} }, about));
    await logged(world);
  }
  /** Until the published checkpoint has the cosignature of each. */
  const cosigned = (...by: WitnessServer[]) =>
    until('the cosignatures', async () => {
      const note = await checkpoint();
      return (await Promise.all(by.map((one) => found(note, one)))).every((one) => one !== null);
    });
  const calm = async () => {
    await logged(world);
    await cosigned(witness(near), witness(far));
  };
  /** Forgets the waits between attempts. */
  const hurry = () => world.sql('update log_witnesses set next_at = clock_timestamp()');
  async function verifyLogSays(...args: string[]): Promise<{ code: number; said: string }> {
    const program = join(projectRoot, 'dist/server/cli/datasan.js');
    const all = [program, 'verify-log', '--url', `${world.url}/log`, '--vkey', await vkey(), ...args];
    return await new Promise((resolve) => {
      execFile(process.execPath, all, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, said: out + err }),
      );
    });
  }

  it('cosign what grows: their lines stand under the published checkpoint, in proofs, and plain verifiers read on', async () => {
    const before = (await open(await checkpoint())).size;
    await grow();
    await calm();
    const note = await checkpoint();
    const { size, origin } = await open(note);
    assert.ok(size > before);
    assert.equal(witness(near).sizes.get(origin), size);
    const { time } = (await found(note, witness(far))) ?? { time: 0 };
    assert.ok(Math.abs(time - Date.now() / 1000) < 30);
    const { checkpoint: viewed } = await (await world.anonymous()).call('getLog', {});
    assert.ok(viewed && (await found(viewed, witness(near))));
    const [event] = await world.sql<{ event_id: string }>(
      'select event_id from log_entries order by index desc limit 1',
    );
    const proof = await operator.agent.get(`/api/v1/events/${event?.event_id}/proof`);
    assert.ok(await found(parseTlogProof(proof.text).checkpoint, witness(far)));
    assert.equal((await verifyLog(filesOf(db().read), await vkey())).size, size);
  });

  it('verify-log demands those it is told of, and tells when they cosigned', async () => {
    await calm();
    const both = await verifyLogSays('--witness', witness(near).vkey, '--witness', witness(far).vkey);
    assert.equal(both.code, 0, both.said);
    assert.match(both.said, /entries verified.*\ncosigned by near\.example\/witness at 20.*\ncosigned by far\.example/);
    const stranger = await startWitness('stranger.example/witness');
    await stranger.close();
    const folder = await mkdtemp(join(tmpdir(), 'datasan-cosigned-'));
    await writeFile(join(folder, 'checkpoint'), await checkpoint());
    const { code, said } = await verifyLogSays('--witness', stranger.vkey, '--url', folder);
    await rm(folder, { recursive: true });
    assert.deepEqual([code, /not cosigned by stranger\.example/.test(said)], [1, true], said);
  });

  it('that know another size are asked from there', async () => {
    await calm();
    await world.sql(`update log_witnesses set size = 1 where name = $1`, [first]);
    const asked = witness(near).answered.length;
    await grow();
    await calm();
    assert.deepEqual(witness(near).answered.slice(asked, asked + 2), [409, 200]);
  });

  it('that are down hold up neither the log nor the other; afterwards they catch up', async () => {
    const { url } = witness(near);
    witness(near).misbehave(() => ({ status: 503, body: 'closed today\n' }));
    await grow();
    await cosigned(witness(far));
    await until('the failure', async () => (await standing(first)).failures > 0);
    const down = await standing(first);
    assert.match(down.error ?? '', /it answers 503: closed today/);
    assert.deepEqual([down.url, (await standing(second)).error], [url, null]);
    assert.equal(await found(await checkpoint(), witness(near)), null);
    const metrics = await (await fetch(`${world.url}/metrics`)).text();
    assert.match(metrics, new RegExp(`^datasan_log_witness_behind\\{witness="${first}"\\} [1-9]`, 'm'));
    assert.match(metrics, new RegExp(`^datasan_log_witness_failures\\{witness="${first}"\\} [1-9]`, 'm'));
    assert.match(metrics, new RegExp(`^datasan_log_witness_failures\\{witness="${second}"\\} 0$`, 'm'));
    await grow();
    assert.equal((await fetch(`${world.url}/readyz`)).status, 200);
    witness(near).misbehave(null);
    await hurry();
    await calm();
    assert.deepEqual([(await standing(first)).failures, (await standing(first)).error], [0, null]);
  });

  it('that answer something else than their cosignature have nothing stored', async () => {
    await calm();
    const other = await startWitness(first);
    await other.close();
    const answers: [(note: string) => string, RegExp][] = [
      [(note) => other.cosign(note), /no cosignature of its key/],
      [(note) => witness(near).cosign(note.replace(/\n\d+\n/, '\n1\n')), /cosignature of .* is not valid/],
      [(note) => witness(near).cosign(note, Math.floor(Date.now() / 1000) + 7200), /from the future/],
      [() => '', /no signatures/],
      [() => 'x'.repeat(100_000), /too long/],
    ];
    for (const [body, says] of answers) {
      witness(near).misbehave((_honest, note) => ({ status: 200, body: body(note) }));
      await grow();
      await hurry();
      await until(String(says), async () => says.test((await standing(first)).error ?? ''));
      const { size } = await open(await checkpoint());
      const kept = await world.sql('select 1 from log_cosignatures where size = $1 and vkey = $2', [
        size,
        witness(near).vkey,
      ]);
      assert.equal(kept.length, 0);
    }
    witness(near).misbehave(null);
    await hurry();
    await calm();
  });

  it('refuse a fork: a log that grew from another tree, has another tree of one size, or has shrunk', async () => {
    await calm();
    const { origin, size, root } = await open(await checkpoint());
    const forks: [number, string][] = [
      [size - 1, 'it answers 422'],
      [size + 2, `it has cosigned another history of ${size + 2} entries`],
      [size + 90, `it has cosigned ${size + 90} entries of this log, which has ${size + 3}`],
    ];
    for (const [known, says] of forks) {
      witness(near).pretend(origin, known, hashOf(Uint8Array.of(7)));
      await grow();
      await hurry();
      await until(says, async () => ((await standing(first)).error ?? '').includes(says));
      assert.equal(await found(await checkpoint(), witness(near)), null);
    }
    witness(near).pretend(origin, size, root);
    await hurry();
    await calm();
  });

  it('are asked by one process at a time', async () => {
    await calm();
    const asked = witness(near).answered.length;
    await world.sql(`update log_witnesses set next_at = clock_timestamp() + interval '1 minute' where name = $1`, [
      first,
    ]);
    await grow();
    await cosigned(witness(far));
    assert.equal(witness(near).answered.length, asked, 'another process is at it');
    await hurry();
    await calm();
  });

  it('have what they cosigned kept for good', async () => {
    await assert.rejects(world.sql('delete from log_cosignatures'));
    await assert.rejects(world.sql(`update log_cosignatures set line = ''`));
    await assert.rejects(world.sql('truncate log_cosignatures'));
  });
});
