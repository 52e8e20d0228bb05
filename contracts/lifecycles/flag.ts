import { lifecycle } from '../lifecycle.js';

/** Something the integrity monitor noticed. The regulator closes it with a note; only new facts open it again. */
export const flagLifecycle = lifecycle({
  subject: 'flag',
  name: { vi: 'Cảnh báo', en: 'flag' },
  partyColumns: {},
  states: {
    open: { vi: 'Đang mở', en: 'Open' },
    closed: { vi: 'Đã đóng', en: 'Closed' },
  },
  transitions: [
    { action: 'raise', from: [], to: 'open', by: ['system'], label: { vi: 'Phát hiện', en: 'Raised' }, guided: true },
    {
      action: 'close',
      from: ['open'],
      to: 'closed',
      by: ['regulator'],
      label: { vi: 'Đóng với ghi chú', en: 'Close with a note' },
      reason: 'required',
      tone: 'primary',
    },
    {
      action: 'reopen',
      from: ['closed'],
      to: 'open',
      by: ['system'],
      label: { vi: 'Mở lại vì có giao dịch mới', en: 'Opened again by new trades' },
    },
  ],
});
