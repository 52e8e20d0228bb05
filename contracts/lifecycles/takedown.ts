import { lifecycle } from '../lifecycle.js';

/** An authority's request to take a dataset down; the operator acts or answers within 24 hours (scheme, L19). */
export const takedownLifecycle = lifecycle({
  subject: 'takedown',
  name: { vi: 'Yêu cầu gỡ bỏ', en: 'take-down request' },
  partyColumns: {},
  states: {
    requested: { vi: 'Chờ thực hiện', en: 'To be done' },
    overdue: { vi: 'Quá hạn 24 giờ', en: 'Overdue' },
    done: { vi: 'Đã gỡ bỏ', en: 'Taken down' },
    answered: { vi: 'Trả lời không gỡ', en: 'Answered, not taken down' },
    withdrawn: { vi: 'Đã rút', en: 'Withdrawn' },
  },
  transitions: [
    {
      action: 'request',
      from: [],
      to: 'requested',
      by: ['regulator'],
      label: { vi: 'Yêu cầu', en: 'Request' },
      guided: true,
      starts: ['notify-takedown'],
    },
    {
      action: 'comply',
      from: ['requested', 'overdue'],
      to: 'done',
      by: ['operator'],
      label: { vi: 'Gỡ bỏ và lưu giữ', en: 'Take down, keep the evidence' },
      tone: 'danger',
      reason: 'required',
      starts: ['notify-takedown'],
    },
    {
      action: 'answer',
      from: ['requested', 'overdue'],
      to: 'answered',
      by: ['operator'],
      label: { vi: 'Không gỡ, nêu lý do', en: 'Answer with a reason' },
      reason: 'required',
      starts: ['notify-takedown'],
    },
    {
      action: 'fall-overdue',
      from: ['requested'],
      to: 'overdue',
      by: ['system'],
      label: { vi: 'Quá hạn 24 giờ', en: 'The 24 hours have passed' },
      at: { column: 'dueAt' },
      starts: ['notify-takedown'],
    },
    {
      action: 'withdraw',
      from: ['requested', 'overdue'],
      to: 'withdrawn',
      by: ['regulator'],
      label: { vi: 'Rút yêu cầu', en: 'Withdraw' },
      reason: 'required',
      starts: ['notify-takedown'],
    },
  ],
});
