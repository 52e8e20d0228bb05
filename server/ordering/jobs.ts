import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { endAgreedAccess } from './ending.js';

export function orderingJobs({ db }: Kernel): Pick<Handlers, 'end-agreed-access'> {
  return { 'end-agreed-access': ({ id }) => db.transaction((tx) => endAgreedAccess(tx, id)) };
}
