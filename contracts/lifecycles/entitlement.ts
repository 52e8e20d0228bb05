import { lifecycle } from '../lifecycle.js';

/**
 * What may be accessed now. Suspended can return, revoked is final, expired is time. In grace nothing can be read any more, but
 * seats and tokens are kept, and an extension brings everything back as it was.
 */
export const entitlementLifecycle = lifecycle({
  subject: 'entitlement',
  name: { vi: 'Quyền truy cập', en: 'entitlement' },
  partyColumns: { provider: 'providerId', buyer: 'buyerId' },
  states: {
    active: { vi: 'Đang hiệu lực', en: 'Active' },
    expiring: { vi: 'Sắp hết hạn', en: 'Expiring' },
    grace: { vi: 'Hết hạn, còn gia hạn được', en: 'Ended, may be extended' },
    expired: { vi: 'Hết hạn', en: 'Expired' },
    suspended: { vi: 'Tạm dừng', en: 'Suspended' },
    revoked: { vi: 'Đã thu hồi', en: 'Revoked' },
  },
  transitions: [
    { action: 'grant', from: [], to: 'active', by: ['system'], label: { vi: 'Cấp quyền', en: 'Grant' }, guided: true },
    {
      action: 'warn',
      from: ['active'],
      to: 'expiring',
      by: ['system'],
      label: { vi: 'Báo sắp hết hạn', en: 'Warn of expiry' },
      at: { column: 'expiresAt', before: 'access-warning' },
      starts: ['notify-entitlement'],
    },
    {
      action: 'lapse',
      from: ['active', 'expiring'],
      to: 'grace',
      by: ['system'],
      label: { vi: 'Đến hạn', en: 'Lapse' },
      at: { column: 'expiresAt' },
      starts: ['notify-entitlement'],
    },
    {
      action: 'extend',
      from: ['active', 'expiring', 'grace'],
      to: 'active',
      by: ['provider'],
      label: { vi: 'Gia hạn', en: 'Extend' },
      guided: true,
      starts: ['notify-entitlement'],
    },
    {
      action: 'expire',
      from: ['grace'],
      to: 'expired',
      by: ['system'],
      label: { vi: 'Hết hạn', en: 'Expire' },
      after: 'access-grace',
      starts: ['notify-entitlement'],
    },
    {
      action: 'suspend',
      from: ['active', 'expiring'],
      to: 'suspended',
      by: ['operator', 'regulator'],
      label: { vi: 'Tạm dừng truy cập', en: 'Suspend access' },
      reason: 'required',
      tone: 'danger',
      evenFrozen: true,
      starts: ['notify-entitlement'],
    },
    {
      action: 'resume',
      from: ['suspended'],
      to: 'active',
      by: ['operator', 'regulator'],
      lifts: 'suspend',
      label: { vi: 'Khôi phục truy cập', en: 'Resume access' },
      reason: 'required',
      starts: ['notify-entitlement'],
    },
    {
      action: 'revoke',
      from: ['active', 'expiring', 'grace', 'suspended'],
      to: 'revoked',
      by: ['operator', 'system'],
      label: { vi: 'Thu hồi quyền', en: 'Revoke access' },
      reason: 'required',
      tone: 'danger',
      starts: ['notify-entitlement'],
    },
  ],
});
