import { lifecycle } from '../lifecycle.js';

/** An offer is never edited: a change closes it and opens the next version. */
export const offerLifecycle = lifecycle({
  subject: 'offer',
  name: { vi: 'Chào bán', en: 'offer' },
  partyColumns: { provider: 'providerId' },
  states: { open: { vi: 'Đang mở', en: 'Open' }, closed: { vi: 'Đã đóng', en: 'Closed' } },
  transitions: [
    { action: 'make', from: [], to: 'open', by: ['provider'], label: { vi: 'Chào bán', en: 'Make' }, guided: true },
    {
      action: 'close',
      from: ['open'],
      to: 'closed',
      by: ['provider', 'operator'],
      label: { vi: 'Đóng chào bán', en: 'Close offer' },
      reason: 'optional',
      tone: 'danger',
    },
    {
      action: 'expire',
      from: ['open'],
      to: 'closed',
      by: ['system'],
      label: { vi: 'Hết thời hạn chào bán', en: 'Validity ended' },
      at: { column: 'validUntil' },
    },
  ],
});
