import { lifecycle } from '../lifecycle.js';

/** The part of a release that is kept back from the provider for a while, against refunds and complaints that come later. */
export const reserveLifecycle = lifecycle({
  subject: 'reserve',
  name: { vi: 'Khoản dự phòng', en: 'reserve' },
  partyColumns: { provider: 'providerId' },
  states: {
    kept: { vi: 'Đang giữ dự phòng', en: 'Kept back' },
    released: { vi: 'Đã giải ngân', en: 'Released' },
    drawn: { vi: 'Đã dùng để hoàn tiền', en: 'Drawn for a refund' },
  },
  transitions: [
    {
      action: 'keep',
      from: [],
      to: 'kept',
      by: ['system'],
      label: { vi: 'Giữ dự phòng', en: 'Keep back' },
      guided: true,
    },
    {
      action: 'release',
      from: ['kept'],
      to: 'released',
      by: ['system'],
      label: { vi: 'Giải ngân khoản dự phòng', en: 'Release the reserve' },
      at: { column: 'dueAt' },
      starts: ['release-reserve'],
    },
    {
      action: 'draw',
      from: ['kept'],
      to: 'drawn',
      by: ['system'],
      label: { vi: 'Dùng khoản dự phòng để hoàn tiền', en: 'Draw on the reserve for a refund' },
      evenFrozen: true,
    },
  ],
});
