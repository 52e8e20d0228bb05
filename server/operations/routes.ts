import { operationsOperations } from '../../contracts/operations.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { Outbox } from '../kernel/tables.js';
import { openOrderFile } from './order-file.js';

/** Mounts the operations of this room. */
export function mountOperations(api: Api, { db, queue, clocks }: Kernel): void {
  const op = operationsOperations;
  api.route(op.getOrderFile, ({ actor, params }) =>
    db.transaction((tx) => openOrderFile(tx, actor, params.id, clocks)),
  );
  api.route(op.getQueue, async () => ({ outbox: await db.read.count(Outbox), ...(await queue.counts()) }));
}
