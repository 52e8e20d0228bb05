import { lifecycle } from '../lifecycle.js';

/** A participant's certificate of eligibility; what stands on it is suspended when it ends (Decree 314/2026, Art. 8(3)). */
export const participantCertificateLifecycle = lifecycle({
  subject: 'participant-certificate',
  name: { vi: 'Giấy chứng nhận', en: 'certificate of eligibility' },
  partyColumns: { owner: 'organisationId' },
  states: {
    entered: { vi: 'Chờ xác nhận', en: 'To be confirmed' },
    confirmed: { vi: 'Còn hiệu lực', en: 'In force' },
    refused: { vi: 'Không được xác nhận', en: 'Refused' },
    expired: { vi: 'Hết hạn', en: 'Expired' },
    withdrawn: { vi: 'Đã thu hồi', en: 'Withdrawn' },
  },
  transitions: [
    {
      action: 'enter',
      from: [],
      to: 'entered',
      by: ['owner'],
      label: { vi: 'Nộp', en: 'Enter' },
      guided: true,
    },
    {
      action: 'confirm',
      from: ['entered'],
      to: 'confirmed',
      by: ['operator'],
      label: { vi: 'Xác nhận', en: 'Confirm' },
      tone: 'primary',
      fourEyes: true,
    },
    {
      action: 'refuse',
      from: ['entered'],
      to: 'refused',
      by: ['operator'],
      label: { vi: 'Không xác nhận', en: 'Refuse' },
      reason: 'required',
    },
    {
      action: 'expire',
      from: ['entered', 'confirmed'],
      to: 'expired',
      by: ['system'],
      label: { vi: 'Hết hạn', en: 'Expire' },
      at: { column: 'expiresAt' },
      starts: ['suspend-services'],
    },
    {
      action: 'withdraw',
      from: ['confirmed'],
      to: 'withdrawn',
      by: ['owner', 'operator'],
      label: { vi: 'Thu hồi', en: 'Withdraw' },
      reason: 'required',
      tone: 'danger',
      starts: ['suspend-services'],
    },
  ],
});
