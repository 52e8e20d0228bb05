import { jobs } from '../jobs.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers, LastResorts } from '../kernel/queue.js';
import { endAccess, fulfilOrder, issueReceipt, stickOrder } from './deliveries.js';
import { followRevisions } from './following.js';

type Mine = 'fulfil-order' | 'end-access' | 'issue-receipt' | 'follow-revisions';

export function fulfilmentJobs(kernel: Kernel): Pick<Handlers, Mine> {
  return {
    'follow-revisions': ({ id }) => followRevisions(kernel, id),
    'fulfil-order': ({ id }) => fulfilOrder(kernel, id),
    'end-access': ({ id }) => endAccess(kernel.db, id),
    'issue-receipt': ({ id }) => issueReceipt(kernel.db, id),
  };
}

export function fulfilmentLastResorts({ db }: Kernel): LastResorts {
  return { 'fulfil-order': ({ id }, error) => stickOrder(db, id, jobs['fulfil-order'].attempts, error) };
}
