import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatasetView } from '../../contracts/catalogue.js';
import type { Context } from '../context.js';
import { minute, now } from '../kernel/clock.js';
import { heartbeatDataset, heartbeatFile } from './heartbeat-page.js';
import { listDataset } from './listing.js';
import { organisations } from './participants.js';
import { type Cast, demoPassword } from './registering.js';
import { until } from './until.js';
import { newVisitor, type Visitor } from './visitor.js';

/** How old the newest revision becomes before the next. */
export const beatEvery = 15 * minute;
/** Rows of a revision: a day. */
const rowsKept = 96;
/** Revisions that stay recommended: an hour. Those before are deprecated; who has them keeps them. */
const revisionsKept = 4;
const head = 'at,log_size,log_root,listed_datasets';

/**
 * The Heartbeat dataset: a free, tiny table of the exchange’s own public figures with a new revision every quarter of an hour,
 * to learn the API by. It is published by the ordinary use cases over HTTP: the provider’s member finalises a revision, a
 * member of the operator publishes it. Both are accounts of the demo whose password is public; no rule knows the dataset.
 */
export type Beating = { context: Context; origin: string };

/** Lists the dataset where there is none, or publishes the next revision where that is due. Says what it did. */
export async function beat({ context, origin }: Beating, cast?: Cast): Promise<'listed' | 'published' | 'early'> {
  const { publicUrl } = context.kernel.settings;
  const folder = join(context.config.dataDir, 'heartbeat');
  const dataset = heartbeatDataset(publicUrl);
  const known = await listedHeartbeat(newVisitor(origin), dataset.titleVi);
  if (known?.publishedAt && now().getTime() - known.publishedAt.getTime() < beatEvery) return 'early';
  const people = cast ?? (await signedIn(origin, [dataset.provider, 'operator']));
  const [provider, operator] = [people.get(dataset.provider), people.get('operator')];
  if (!provider || !operator) throw new Error('Nobody gives the heartbeat.');
  await writeFigures(provider, folder);
  if (!known) {
    await listDataset(people, dataset, folder);
    return 'listed';
  }
  await publishNext(provider, operator, known.id, join(folder, heartbeatFile));
  await deprecateOld(provider, known.id);
  return 'published';
}

async function signedIn(origin: string, keys: readonly string[]): Promise<Cast> {
  const cast = new Map<string, Visitor>();
  for (const key of keys) {
    const organisation = organisations.find((one) => one.key === key);
    if (!organisation) throw new Error(`There is no ${key} in the demo.`);
    const visitor = newVisitor(origin);
    await visitor.call('signIn', { body: { email: organisation.members[0].email, password: demoPassword } });
    cast.set(key, visitor);
  }
  return cast;
}

type Known = { id: string; publishedAt: Date | null };

async function listedHeartbeat(guest: Visitor, titleVi: string): Promise<Known | null> {
  const { items } = await guest.call('browseDatasets', { query: { q: titleVi, limit: 10 } });
  const found = items.find((one) => one.titleVi === titleVi);
  if (!found) return null;
  const { currentRevision } = await guest.call('getDataset', { params: { id: found.id } });
  const at = currentRevision?.publishedAt;
  return { id: found.id, publishedAt: at ? new Date(at) : null };
}

/** One more row of what anybody can read: time, size and root of the log, listed datasets. */
async function writeFigures(visitor: Visitor, folder: string): Promise<void> {
  const { size, checkpoint } = await visitor.call('getLog', {});
  const { total } = await visitor.call('browseDatasets', { query: { limit: 1 } });
  const root = checkpoint?.split('\n')[2] ?? '';
  const path = join(folder, heartbeatFile);
  const before = await readFile(path, 'utf8').catch(() => '');
  const rows = before.split('\n').filter((line) => line !== '' && line !== head);
  const row = `${now().toISOString()},${size},${root},${total}`;
  await mkdir(folder, { recursive: true });
  await writeFile(path, `${[head, ...rows.slice(1 - rowsKept), row].join('\n')}\n`);
}

/** Takes up what an earlier beat left half-way. */
async function publishNext(provider: Visitor, operator: Visitor, id: string, path: string): Promise<void> {
  const newest = async () => revisionsOf(await provider.call('getDataset', { params: { id } })).at(-1);
  const left = await newest();
  if (!left || ['published', 'deprecated', 'revoked', 'draft', 'failed'].includes(left.state)) {
    if (left?.state === 'failed') {
      await provider.call('transitionRevision', { params: { id: left.id }, body: { action: 'reopen' } });
    }
    const draft = await provider.call('openRevision', { params: { id } });
    for (const file of draft.files) {
      await provider.call('removeFile', { params: { id: draft.id, fileId: file.id } });
    }
    await provider.upload(draft.id, path);
    await provider.call('transitionRevision', { params: { id: draft.id }, body: { action: 'finalise' } });
  }
  const ready = await until('the profile of the heartbeat', async () => {
    const revision = await newest();
    if (revision?.state === 'failed')
      throw new Error(`Revision ${revision.number} of the heartbeat cannot be profiled.`);
    return revision?.state === 'ready' ? revision : null;
  });
  await operator.call('transitionRevision', { params: { id: ready.id }, body: { action: 'publish' } });
}

async function deprecateOld(provider: Visitor, id: string): Promise<void> {
  const revisions = revisionsOf(await provider.call('getDataset', { params: { id } }));
  const reason = 'Nhịp sàn đã có bản mới hơn. A newer beat has been published.';
  for (const old of revisions.filter((one) => one.state === 'published').slice(0, -revisionsKept)) {
    await provider.call('transitionRevision', { params: { id: old.id }, body: { action: 'deprecate', reason } });
  }
}

function revisionsOf({ revisions }: DatasetView): DatasetView['revisions'] {
  return [...revisions].sort((a, b) => a.number - b.number);
}

/** Looks every minute whether a beat is due. A beat that fails is told and tried again; stopping does not wait for one. */
export function startHeartbeat(of: Beating, everyMs = minute): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const again = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      beat(of)
        .catch((error) => {
          if (!stopped) of.context.kernel.log.warn({ err: error }, 'A heartbeat failed; the next one tries again.');
        })
        .finally(again);
    }, everyMs);
  };
  again();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
