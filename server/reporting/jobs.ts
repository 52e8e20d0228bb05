import { setTimeout as pause } from 'node:timers/promises';
import { system } from '../kernel/actor.js';
import { day, now, second } from '../kernel/clock.js';
import { type Database, lockRow } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import { clearProgress, progressOf } from '../kernel/progress.js';
import type { Handlers, LastResorts } from '../kernel/queue.js';
import { zipOf } from '../kernel/zip.js';
import { advance } from '../lifecycle/advance.js';
import { requestDisputePack } from './bundles.js';
import { bundleFiles, headOf, placedEvents } from './evidence.js';
import { bundleSubject } from './subjects.js';
import { type Bundle, Bundles } from './tables.js';

/** How long a bundle can be fetched. */
export const bundleDays = 7;
const maxBytes = 20 * 1024 ** 3;

export function reportingJobs(kernel: Kernel): Pick<Handlers, 'build-bundle' | 'drop-bundle' | 'build-dispute-pack'> {
  return {
    'build-dispute-pack': ({ id }) => kernel.db.transaction((tx) => requestDisputePack(tx, id)),
    'build-bundle': ({ id }) => buildBundle(kernel, id),
    'drop-bundle': ({ id }) => dropBundle(kernel, id),
  };
}

/** A bundle that could not be built in any attempt says so; another can be asked for. */
export function reportingLastResorts({ db }: Kernel): LastResorts {
  return {
    'build-bundle': ({ id }) =>
      db.transaction(async (tx) => {
        const bundle = await lockRow(tx, Bundles, id);
        if (bundle?.state !== 'queued') return;
        await clearProgress(tx, id);
        await advance(tx, bundleSubject, id, 'fail', system);
      }),
  };
}

/**
 * Builds a bundle outside any transaction, keeps it whole or not at all, and then says that it is ready. A second run, or one
 * after a crash, builds anew or finds that it is done; only one result is ever attached.
 */
async function buildBundle({ db, storage }: Kernel, id: string): Promise<void> {
  const bundle = await db.read.findOneBy(Bundles, { id });
  if (bundle?.state !== 'queued') return;
  const placed = await whenPlaced(db, bundle);
  const head = await headOf(db.read);
  const tell = progressOf(db, id, async (tx) => (await lockRow(tx, Bundles, id))?.state === 'queued');
  const files = bundleFiles(db.read, bundle, head, placed, async (fraction, step) => tell(fraction, step));
  const stored = storage.keepStream(zipOf(files, bundle.createdAt), maxBytes);
  const { sha256, bytes } = await stored.finally(() => tell.done());
  const attached = await db.transaction(async (tx) => {
    const locked = await lockRow(tx, Bundles, id);
    if (locked?.state !== 'queued') return locked?.sha256 === sha256;
    await clearProgress(tx, id);
    const events = placed.filter((one) => one.index < head.size).length;
    const expiresAt = new Date(now().getTime() + bundleDays * day);
    await advance(tx, bundleSubject, id, 'finish', system, { set: { sha256, bytes, events, expiresAt } });
    return true;
  });
  if (!attached) await storage.remove(sha256);
}

/** The sequencer needs a moment; an event that was there at the request must not be missing from the bundle. */
async function whenPlaced(db: Database, bundle: Bundle) {
  const begun = now();
  for (const deadline = Date.now() + 20 * second; ; await pause(200)) {
    const placed = await placedEvents(db.read, bundle, begun);
    if (placed) return placed;
    if (Date.now() > deadline) throw new Error('Events of the bundle still wait for their place in the log.');
  }
}

/** Forgets the bytes of a bundle that has expired; that it was made, and its hash, stay known. */
async function dropBundle({ db, storage }: Kernel, id: string): Promise<void> {
  const bundle = await db.read.findOneBy(Bundles, { id });
  if (bundle?.state === 'expired' && bundle.sha256 !== null) await storage.remove(bundle.sha256);
}
