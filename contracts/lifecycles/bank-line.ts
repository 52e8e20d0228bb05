import { lifecycle } from '../lifecycle.js';

/** One movement of a bank statement: money that came in finds its order by its reference, or by two people. */
export const bankLineLifecycle = lifecycle({
  subject: 'bank-line',
  name: { vi: 'Dòng sao kê', en: 'statement line' },
  partyColumns: {},
  states: {
    unmatched: { vi: 'Chưa khớp', en: 'Unmatched' },
    proposed: { vi: 'Chờ người thứ hai', en: 'Awaits a second person' },
    matched: { vi: 'Đã khớp', en: 'Matched' },
    returned: { vi: 'Trả lại người gửi', en: 'Goes back to its sender' },
    outgoing: { vi: 'Tiền ra', en: 'Money out' },
  },
  transitions: [
    {
      action: 'enter',
      from: [],
      to: 'unmatched',
      by: ['operator'],
      label: { vi: 'Ghi nhận tiền vào', en: 'Money in' },
      guided: true,
    },
    {
      action: 'enter-outgoing',
      from: [],
      to: 'outgoing',
      by: ['operator'],
      label: { vi: 'Ghi nhận tiền ra', en: 'Money out' },
      guided: true,
    },
    {
      action: 'recognise',
      from: ['unmatched'],
      to: 'matched',
      by: ['system'],
      label: { vi: 'Khớp theo mã chuyển khoản', en: 'Matched by its reference' },
    },
    {
      action: 'propose',
      from: ['unmatched'],
      to: 'proposed',
      by: ['operator'],
      label: { vi: 'Đề nghị khớp', en: 'Propose a match' },
      guided: true,
    },
    {
      action: 'confirm',
      from: ['proposed'],
      to: 'matched',
      by: ['operator'],
      label: { vi: 'Xác nhận khớp', en: 'Confirm the match' },
      tone: 'primary',
      fourEyes: true,
    },
    {
      action: 'withdraw',
      from: ['proposed'],
      to: 'unmatched',
      by: ['operator'],
      label: { vi: 'Bỏ đề nghị', en: 'Drop the proposal' },
      reason: 'optional',
    },
    {
      action: 'return',
      from: ['unmatched'],
      to: 'returned',
      by: ['operator'],
      label: { vi: 'Trả lại người gửi', en: 'Send back to its sender' },
      reason: 'required',
      tone: 'danger',
    },
  ],
});
