import { lifecycle } from '../lifecycle.js';

/** A difference between the ledger and the money outside. It is found by the system; persons say what it was. */
export const moneyCaseLifecycle = lifecycle({
  subject: 'money-case',
  name: { vi: 'Chênh lệch', en: 'money case' },
  partyColumns: {},
  states: {
    open: { vi: 'Chưa giải thích', en: 'Open' },
    explained: { vi: 'Đã giải thích', en: 'Explained' },
    closed: { vi: 'Đã khép lại', en: 'Closed' },
  },
  transitions: [
    { action: 'find', from: [], to: 'open', by: ['system'], label: { vi: 'Phát hiện', en: 'Find' } },
    {
      action: 'explain',
      from: ['open', 'explained'],
      to: 'explained',
      by: ['operator'],
      label: { vi: 'Giải thích', en: 'Explain' },
      reason: 'required',
      tone: 'primary',
    },
    {
      action: 'close',
      from: ['explained'],
      to: 'closed',
      by: ['operator'],
      label: { vi: 'Khép lại', en: 'Close' },
      reason: 'required',
      fourEyes: true,
    },
    {
      action: 'vanish',
      from: ['open', 'explained'],
      to: 'closed',
      by: ['system'],
      label: { vi: 'Không còn chênh lệch', en: 'The difference is gone' },
      reason: 'optional',
    },
  ],
});
