import { lifecycle } from '../lifecycle.js';

/** A trial before the deal (Decree 314/2026, Art. 1; scheme, B3): it is open for some days, and nothing leaves but aggregates. */
export const evaluationLifecycle = lifecycle({
  subject: 'evaluation',
  name: { vi: 'Phiên thử nghiệm dữ liệu', en: 'evaluation session' },
  partyColumns: { provider: 'providerId', buyer: 'buyerId' },
  states: {
    opened: { vi: 'Đang mở', en: 'Open' },
    ended: { vi: 'Đã kết thúc', en: 'Ended' },
    expired: { vi: 'Hết hạn', en: 'Expired' },
    stopped: { vi: 'Bị dừng', en: 'Stopped' },
  },
  transitions: [
    { action: 'open', from: [], to: 'opened', by: ['buyer'], label: { vi: 'Mở phiên', en: 'Open' }, guided: true },
    {
      action: 'end',
      from: ['opened'],
      to: 'ended',
      by: ['buyer'],
      label: { vi: 'Kết thúc phiên', en: 'End the session' },
    },
    {
      action: 'stop',
      from: ['opened'],
      to: 'stopped',
      by: ['provider', 'operator', 'regulator'],
      label: { vi: 'Dừng phiên', en: 'Stop the session' },
      tone: 'danger',
      reason: 'required',
      evenFrozen: true,
    },
    {
      action: 'expire',
      from: ['opened'],
      to: 'expired',
      by: ['system'],
      label: { vi: 'Hết hạn', en: 'Expired' },
      at: { column: 'expiresAt' },
    },
  ],
});
