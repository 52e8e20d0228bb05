import { lifecycle } from '../lifecycle.js';

/** A report of a listing by anybody (scheme, D2): triaged by the operator. */
export const listingReportLifecycle = lifecycle({
  subject: 'listing-report',
  name: { vi: 'Báo vi phạm', en: 'report of a listing' },
  partyColumns: {},
  states: {
    received: { vi: 'Mới nhận', en: 'Received' },
    looking: { vi: 'Đang xem xét', en: 'Being looked into' },
    upheld: { vi: 'Có vi phạm', en: 'Upheld' },
    dismissed: { vi: 'Không vi phạm', en: 'Dismissed' },
  },
  transitions: [
    {
      action: 'receive',
      from: [],
      to: 'received',
      by: ['system'],
      label: { vi: 'Nhận', en: 'Receive' },
      guided: true,
      starts: ['notify-listing-report'],
    },
    {
      action: 'look',
      from: ['received'],
      to: 'looking',
      by: ['operator'],
      label: { vi: 'Nhận xử lý', en: 'Look into it' },
      tone: 'primary',
    },
    {
      action: 'uphold',
      from: ['received', 'looking'],
      to: 'upheld',
      by: ['operator'],
      label: { vi: 'Có vi phạm: tạm dừng niêm yết', en: 'Uphold: suspend the listing' },
      reason: 'required',
      tone: 'danger',
    },
    {
      action: 'dismiss',
      from: ['received', 'looking'],
      to: 'dismissed',
      by: ['operator'],
      label: { vi: 'Không vi phạm', en: 'Dismiss' },
      reason: 'required',
    },
  ],
});
