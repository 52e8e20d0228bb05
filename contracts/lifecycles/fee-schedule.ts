import { lifecycle } from '../lifecycle.js';

/** A version of the exchange's fees: one member of the operator proposes it, another approves it, for a day to come. */
export const feeScheduleLifecycle = lifecycle({
  subject: 'fee-schedule',
  name: { vi: 'Biểu phí', en: 'fee schedule' },
  partyColumns: {},
  states: {
    proposed: { vi: 'Chờ duyệt', en: 'Proposed' },
    approved: { vi: 'Đã duyệt', en: 'Approved' },
    dropped: { vi: 'Không dùng', en: 'Dropped' },
  },
  transitions: [
    {
      action: 'propose',
      from: [],
      to: 'proposed',
      by: ['operator'],
      label: { vi: 'Đề xuất', en: 'Propose' },
      guided: true,
    },
    {
      action: 'approve',
      from: ['proposed'],
      to: 'approved',
      by: ['operator'],
      label: { vi: 'Duyệt', en: 'Approve' },
      tone: 'primary',
      fourEyes: true,
    },
    {
      action: 'drop',
      from: ['proposed'],
      to: 'dropped',
      by: ['operator'],
      label: { vi: 'Bỏ', en: 'Drop' },
      reason: 'optional',
      tone: 'danger',
    },
  ],
});
