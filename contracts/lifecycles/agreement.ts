import { lifecycle } from '../lifecycle.js';

/** The frozen document is made when the provider approves; the buyer's signature seals it. */
export const agreementLifecycle = lifecycle({
  subject: 'agreement',
  name: { vi: 'Thỏa thuận', en: 'agreement' },
  partyColumns: { provider: 'providerId', buyer: 'buyerId' },
  states: {
    proposed: { vi: 'Chờ bên mua ký', en: 'Awaiting the buyer’s signature' },
    sealed: { vi: 'Đã ký kết', en: 'Sealed' },
    refused: { vi: 'Bên mua không ký', en: 'Refused' },
    lapsed: { vi: 'Hết hạn ký', en: 'Lapsed' },
  },
  transitions: [
    {
      action: 'propose',
      from: [],
      to: 'proposed',
      by: ['provider', 'system'],
      label: { vi: 'Lập thỏa thuận', en: 'Propose' },
      guided: true,
    },
    {
      action: 'seal',
      from: ['proposed'],
      to: 'sealed',
      by: ['buyer'],
      label: { vi: 'Đồng ý và ký', en: 'Accept and sign' },
      tone: 'primary',
      guided: true,
    },
    {
      action: 'refuse',
      from: ['proposed'],
      to: 'refused',
      by: ['buyer'],
      label: { vi: 'Không ký', en: 'Do not sign' },
      reason: 'optional',
      tone: 'danger',
    },
    {
      action: 'lapse',
      from: ['proposed'],
      to: 'lapsed',
      by: ['system'],
      label: { vi: 'Hết hạn ký', en: 'Lapse' },
      after: 'agreement-window',
    },
  ],
});
