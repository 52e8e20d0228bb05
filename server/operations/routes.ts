import { operationsOperations } from '../../contracts/operations.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { openOrderFile } from './order-file.js';
import { readQueue } from './queue.js';

/** Mounts the operations of this room. */
export function mountOperations(api: Api, kernel: Kernel): void {
  const { db, clocks } = kernel;
  const op = operationsOperations;
  api.route(op.getOrderFile, ({ actor, params }) =>
    db.transaction((tx) => openOrderFile(tx, actor, params.id, clocks)),
  );
  api.route(op.getQueue, () => readQueue(kernel));
}
