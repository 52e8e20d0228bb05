import { lifecycle } from '../lifecycle.js';

/** An appraisal by an intermediary (Decree 314/2026, Art. 7(2)–(4)): one basis for the operator, never the decision. */
export const appraisalLifecycle = lifecycle({
  subject: 'appraisal',
  name: { vi: 'Thẩm định', en: 'appraisal' },
  partyColumns: { provider: 'providerId', owner: 'appraiserId' },
  states: {
    engaged: { vi: 'Đang thẩm định', en: 'Under way' },
    delivered: { vi: 'Đã có kết quả', en: 'Delivered' },
    withdrawn: { vi: 'Đã rút', en: 'Withdrawn' },
  },
  transitions: [
    {
      action: 'engage',
      from: [],
      to: 'engaged',
      by: ['owner'],
      label: { vi: 'Công bố lợi ích và bắt đầu', en: 'Disclose interests and begin' },
      guided: true,
    },
    {
      action: 'deliver',
      from: ['engaged'],
      to: 'delivered',
      by: ['owner'],
      label: { vi: 'Ký và nộp kết quả', en: 'Sign and deliver' },
      guided: true,
      starts: ['notify-appraisal'],
    },
    {
      action: 'withdraw',
      from: ['engaged'],
      to: 'withdrawn',
      by: ['owner', 'operator'],
      label: { vi: 'Rút', en: 'Withdraw' },
      reason: 'required',
    },
  ],
});
