import { convertRevision } from '../catalogue/conversion.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';

export function sharingJobs(kernel: Kernel): Pick<Handlers, 'prepare-tables'> {
  return { 'prepare-tables': ({ id }) => convertRevision(kernel, id) };
}
