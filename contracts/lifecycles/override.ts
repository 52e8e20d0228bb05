import { lifecycle } from '../lifecycle.js';

/** A finding is set aside by two people, with a reason, and for the regulator to see; never by one, never in silence. */
export const overrideLifecycle = lifecycle({
  subject: 'override',
  name: { vi: 'Đề nghị bỏ qua phát hiện', en: 'override' },
  partyColumns: { provider: 'providerId' },
  states: {
    proposed: { vi: 'Chờ người thứ hai', en: 'Waits for a second person' },
    granted: { vi: 'Đã chấp thuận', en: 'Granted' },
    refused: { vi: 'Đã từ chối', en: 'Refused' },
  },
  transitions: [
    {
      action: 'propose',
      from: [],
      to: 'proposed',
      by: ['provider', 'operator'],
      label: { vi: 'Đề nghị', en: 'Propose' },
      guided: true,
    },
    {
      action: 'grant',
      from: ['proposed'],
      to: 'granted',
      by: ['operator'],
      label: { vi: 'Chấp thuận', en: 'Grant' },
      reason: 'required',
      tone: 'danger',
      fourEyes: true,
    },
    {
      action: 'refuse',
      from: ['proposed', 'granted'],
      to: 'refused',
      by: ['operator'],
      label: { vi: 'Từ chối', en: 'Refuse' },
      reason: 'required',
    },
  ],
});
