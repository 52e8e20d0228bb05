import { lifecycle } from '../lifecycle.js';

/** Money that has to be sent back through the bank: one member of the operator reports it as sent, another confirms. */
export const repaymentLifecycle = lifecycle({
  subject: 'repayment',
  name: { vi: 'Khoản phải trả lại', en: 'repayment' },
  partyColumns: {},
  states: {
    owed: { vi: 'Phải trả lại', en: 'To be sent back' },
    reported: { vi: 'Đã báo chuyển, chờ người thứ hai', en: 'Reported as sent, awaits a second person' },
    sent: { vi: 'Đã trả lại', en: 'Sent back' },
  },
  transitions: [
    {
      action: 'owe',
      from: [],
      to: 'owed',
      by: ['system'],
      label: { vi: 'Ghi nhận phải trả lại', en: 'Owed' },
    },
    {
      action: 'report-sent',
      from: ['owed'],
      to: 'reported',
      by: ['operator'],
      label: { vi: 'Báo đã chuyển trả', en: 'Report as sent' },
      guided: true,
    },
    {
      action: 'confirm-sent',
      from: ['reported'],
      to: 'sent',
      by: ['operator'],
      label: { vi: 'Xác nhận đã chuyển', en: 'Confirm as sent' },
      tone: 'primary',
      fourEyes: true,
    },
    {
      action: 'deny-sent',
      from: ['reported'],
      to: 'owed',
      by: ['operator'],
      label: { vi: 'Chưa chuyển', en: 'Was not sent' },
      reason: 'required',
      tone: 'danger',
    },
  ],
});
