import { harvestOperations as op } from '../../contracts/harvest.js';
import { pageOf } from '../kernel/cursor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import type { Reach } from '../webhooks/addresses.js';
import { harvestPortal } from './harvesting.js';
import { addPortal, askReading, editPortal, listMirrored, listPortals, listRuns, portalViews } from './portals.js';

/** Mounts the operations of this room. `reach`: which hosts may be read. */
export function mountHarvest(api: Api, { db }: Kernel, reach: Reach): void {
  const only = <V>([view]: readonly V[]) => view as V;
  api.open(op.listMirrored, async ({ query }) =>
    pageOf(
      await listMirrored(db.read, query),
      query.limit,
      (row) => [row.id],
      (row) => ({ ...row, harvestedAt: row.harvestedAt.toISOString() }),
    ),
  );
  api.route(op.listPortals, async ({ query }) => {
    const rows = await listPortals(db.read, query);
    const views = new Map((await portalViews(db.read, rows)).map((view) => [view.id, view]));
    return pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => views.get(row.id) as NonNullable<ReturnType<typeof views.get>>,
    );
  });
  api.route(op.listPortalRuns, async ({ params, query }) =>
    pageOf(
      await listRuns(db.read, params.id, query),
      query.limit,
      (row) => [row.id],
      ({ id, at, outcome }) => ({ id, at: at.toISOString(), ...outcome }),
    ),
  );
  api.route(op.addPortal, ({ actor, body }) =>
    db.transaction(async (tx) => only(await portalViews(tx, [await addPortal(tx, actor, body, reach)]))),
  );
  api.route(op.editPortal, ({ actor, params, body }) =>
    db.transaction(async (tx) => only(await portalViews(tx, [await editPortal(tx, actor, params.id, body, reach)]))),
  );
  api.route(op.readPortal, ({ params }) =>
    db.transaction(async (tx) => only(await portalViews(tx, [await askReading(tx, params.id)]))),
  );
}

export function harvestJobs({ db }: Kernel, reach: Reach): Pick<Handlers, 'harvest-portal'> {
  return { 'harvest-portal': ({ id }) => harvestPortal(db, reach, id) };
}
