import { fulfilmentOperations } from '../../contracts/fulfilment.js';
import { notFound } from '../../contracts/problems.js';
import type { Actor } from '../kernel/actor.js';
import { pageOf } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import { listTraded } from '../ordering/lists.js';
import { isVisible, readOrder } from '../ordering/policy.js';
import { mountAccess } from './access-routes.js';
import { createCounting } from './counting.js';
import { sendFile } from './downloads.js';
import { entitlementSubject } from './subjects.js';
import { type Entitlement, Entitlements } from './tables.js';
import { deliveryOfOrder, entitlementViews } from './views.js';
import { sendZip } from './zips.js';

/** Mounts the operations of this room. */
export function mountFulfilment(api: Api, kernel: Kernel): void {
  mountAccess(api, kernel);
  const { db } = kernel;
  const count = createCounting(db);
  const op = fulfilmentOperations;
  api.route(op.listEntitlements, async ({ actor, query }) => {
    const rows = await listTraded(db.read, Entitlements, actor, { ...query, side: query.role });
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await entitlementViews(db.read, page.items, actor) };
  });
  api.route(op.getEntitlement, async ({ actor, params }) => {
    const row = await db.read.findOneBy(Entitlements, { id: params.id });
    if (!row || !isVisible(row, actor)) throw notFound(entitlementSubject.lifecycle.name);
    return await oneView(db.read, row, actor);
  });
  api.route(op.transitionEntitlement, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const row = await advance(tx, entitlementSubject, params.id, body.action, actor, { reason: body.reason });
      return await oneView(tx, row, actor);
    }),
  );
  api.stream(op.downloadFile, ({ actor, params, query, req }, res) =>
    sendFile(kernel, count, actor, { ...params, ...query }, req, res),
  );
  api.stream(op.downloadAll, ({ actor, params, query, req }, res) =>
    sendZip(kernel, actor, { ...params, revision: query.revision }, req, res),
  );
  api.route(op.getDelivery, async ({ actor, params }) => {
    await readOrder(db.read, actor, params.id);
    return await deliveryOfOrder(db.read, params.id);
  });
}

async function oneView(tx: Tx, row: Entitlement, actor: Actor) {
  const [view] = await entitlementViews(tx, [row], actor);
  if (!view) throw new Error(`${row.id} has no view.`);
  return view;
}
