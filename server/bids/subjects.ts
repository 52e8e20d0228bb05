import { bidLifecycle } from '../../contracts/lifecycles/bid.js';
import { subject } from '../lifecycle/advance.js';
import { Bids } from './tables.js';

export const bidSubject = subject(bidLifecycle, Bids, (row) => [row.id, row.buyerId]);
