import { lifecycle } from '../lifecycle.js';

/** An evidence bundle: asked for, built by a job, kept for some days (scheme R6: records for the authority). */
export const bundleLifecycle = lifecycle({
  subject: 'bundle',
  name: { vi: 'Bộ chứng cứ', en: 'evidence bundle' },
  partyColumns: { owner: 'organisationId' },
  states: {
    queued: { vi: 'Đang lập', en: 'Being built' },
    ready: { vi: 'Sẵn sàng', en: 'Ready' },
    failed: { vi: 'Không lập được', en: 'Failed' },
    expired: { vi: 'Hết hạn', en: 'Expired' },
  },
  transitions: [
    {
      action: 'request',
      from: [],
      to: 'queued',
      by: ['operator', 'regulator', 'system'],
      label: { vi: 'Yêu cầu lập', en: 'Request' },
      guided: true,
      starts: ['build-bundle'],
    },
    { action: 'finish', from: ['queued'], to: 'ready', by: ['system'], label: { vi: 'Lập xong', en: 'Built' } },
    {
      action: 'fail',
      from: ['queued'],
      to: 'failed',
      by: ['system'],
      label: { vi: 'Không lập được', en: 'Could not be built' },
    },
    {
      action: 'expire',
      from: ['ready'],
      to: 'expired',
      by: ['system'],
      label: { vi: 'Hết hạn', en: 'Expire' },
      at: { column: 'expiresAt' },
      starts: ['drop-bundle'],
    },
  ],
});
