import { lifecycle } from '../lifecycle.js';

/** A regulator's question to one party, with a deadline; a late answer is still an answer. */
export const questionLifecycle = lifecycle({
  subject: 'question',
  name: { vi: 'Câu hỏi của cơ quan quản lý', en: 'question' },
  partyColumns: { owner: 'organisationId' },
  states: {
    open: { vi: 'Chờ trả lời', en: 'Awaiting an answer' },
    overdue: { vi: 'Quá hạn trả lời', en: 'Overdue' },
    answered: { vi: 'Đã trả lời', en: 'Answered' },
    closed: { vi: 'Đã khép lại', en: 'Closed' },
  },
  transitions: [
    {
      action: 'ask',
      from: [],
      to: 'open',
      by: ['regulator'],
      label: { vi: 'Hỏi', en: 'Ask' },
      guided: true,
      starts: ['notify-question'],
    },
    {
      action: 'answer',
      from: ['open', 'overdue'],
      to: 'answered',
      by: ['owner'],
      label: { vi: 'Trả lời', en: 'Answer' },
      guided: true,
      starts: ['notify-question'],
    },
    {
      action: 'fall-overdue',
      from: ['open'],
      to: 'overdue',
      by: ['system'],
      label: { vi: 'Quá hạn', en: 'Deadline passed' },
      at: { column: 'dueAt' },
      starts: ['notify-question'],
    },
    {
      action: 'ask-again',
      from: ['answered'],
      to: 'open',
      by: ['regulator'],
      label: { vi: 'Hỏi thêm', en: 'Ask again' },
      guided: true,
      starts: ['notify-question'],
    },
    {
      action: 'close',
      from: ['open', 'overdue', 'answered'],
      to: 'closed',
      by: ['regulator'],
      label: { vi: 'Khép lại', en: 'Close' },
      reason: 'optional',
      starts: ['notify-question'],
    },
  ],
});
