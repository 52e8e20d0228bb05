import { lifecycle } from '../lifecycle.js';

/** The payment account that a participant registers (Decree 314/2026, Art. 18). */
export const paymentAccountLifecycle = lifecycle({
  subject: 'payment-account',
  name: { vi: 'Tài khoản thanh toán', en: 'payment account' },
  partyColumns: { owner: 'organisationId' },
  states: {
    entered: { vi: 'Chờ xác minh', en: 'To be verified' },
    verified: { vi: 'Đã xác minh', en: 'Verified' },
    refused: { vi: 'Không được chấp nhận', en: 'Refused' },
    replaced: { vi: 'Đã thay', en: 'Replaced' },
  },
  transitions: [
    { action: 'enter', from: [], to: 'entered', by: ['owner'], label: { vi: 'Đăng ký', en: 'Register' }, guided: true },
    {
      action: 'verify',
      from: ['entered'],
      to: 'verified',
      by: ['operator'],
      label: { vi: 'Xác minh', en: 'Verify' },
      tone: 'primary',
      fourEyes: true,
    },
    {
      action: 'refuse',
      from: ['entered', 'verified'],
      to: 'refused',
      by: ['operator'],
      label: { vi: 'Không chấp nhận', en: 'Refuse' },
      reason: 'required',
      tone: 'danger',
    },
    {
      action: 'replace',
      from: ['entered', 'verified'],
      to: 'replaced',
      by: ['owner'],
      label: { vi: 'Thay tài khoản', en: 'Replace' },
      guided: true,
    },
  ],
});
