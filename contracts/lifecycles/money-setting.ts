import { lifecycle } from '../lifecycle.js';

/** A version of how money goes through the exchange: one member of the operator proposes it, another puts it in force. */
export const moneySettingLifecycle = lifecycle({
  subject: 'money-setting',
  name: { vi: 'Thiết lập thanh toán', en: 'payment setting' },
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
      label: { vi: 'Duyệt và áp dụng ngay', en: 'Approve, in force at once' },
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
