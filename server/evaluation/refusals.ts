import type { Bilingual } from '../../contracts/common.js';
import type { RefusalCode } from '../../contracts/evaluation.js';

/** A question that is not answered: which rule, and what would change it. Never carries a value of the data. */
export class Refused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly detail: Bilingual,
  ) {
    super(`${code}: ${detail.en}`);
  }
}

const sentences: Record<Exclude<RefusalCode, 'too-close'>, Bilingual> = {
  'not-select': {
    vi: 'Chỉ nhận một câu SELECT; lệnh khác (COPY, ATTACH, SET, PRAGMA, INSTALL, CREATE…) không chạy ở đây.',
    en: 'Only one SELECT is taken; other statements (COPY, ATTACH, SET, PRAGMA, INSTALL, CREATE …) do not run here.',
  },
  'not-sql': {
    vi: 'Câu hỏi không đúng cú pháp SQL; hãy xem các gợi ý để có mẫu câu.',
    en: 'This is not SQL; the suggestions show how a question looks.',
  },
  'no-export': {
    vi: 'Dữ liệu không rời phiên thử nghiệm: không xuất tệp, không tải xuống. Việc này đã được ghi lại.',
    en: 'Nothing is exported from an evaluation session, and nothing is downloaded. The attempt is on record.',
  },
  construct: {
    vi: 'Chỉ nhận dạng: SELECT nhóm và số tổng hợp FROM một bảng WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …; không có truy vấn con, WITH, JOIN, UNION, cửa sổ, lambda hay lấy mẫu.',
    en: 'A question is: SELECT groups and aggregates FROM one table WHERE … GROUP BY … HAVING … ORDER BY … LIMIT …; no subquery, WITH, JOIN, UNION, window, lambda or sample.',
  },
  table: {
    vi: 'Bảng này không thuộc bộ dữ liệu; tên các bảng ở bên cạnh ô câu hỏi.',
    en: 'There is no such table in this dataset; its tables are named beside the question.',
  },
  column: {
    vi: 'Cột này không có trong bảng, hoặc không dùng được ở đây.',
    en: 'The table has no such column, or it cannot be used here.',
  },
  function: {
    vi: 'Hàm hoặc phép toán này không có trong danh sách được phép.',
    en: 'This function or operator is not among those that are allowed.',
  },
  aggregate: {
    vi: 'Hàm tổng hợp chỉ lấy trực tiếp một cột (số, ngày); không lấy biểu thức, FILTER, ORDER BY hay CASE.',
    en: 'An aggregate takes one plain column (a number or a date): no expression, FILTER, ORDER BY or CASE.',
  },
  'row-values': {
    vi: 'Giá trị của từng dòng không được đưa ra; hãy nhóm (GROUP BY) hoặc tổng hợp (count, avg, …).',
    en: 'Values of single rows do not leave; group them (GROUP BY) or aggregate (count, avg …).',
  },
  condition: {
    vi: 'WHERE là các điều kiện nối bằng AND, mỗi điều kiện về một cột và so với giá trị cố định.',
    en: 'WHERE is conditions joined by AND, each about one column and compared with fixed values.',
  },
  narrow: {
    vi: 'Một điều kiện chỉ chọn hoặc chỉ loại quá ít dòng; hãy nới rộng hoặc bỏ điều kiện đó.',
    en: 'A condition picks, or leaves out, too few rows; widen it or leave it out.',
  },
  identifying: {
    vi: "Cột này gần như mỗi dòng một giá trị nên không dùng để nhóm được; hãy nhóm theo khoảng: floor(x / 10) * 10, hoặc date_trunc('month', d).",
    en: "This column has a value of its own for almost every row and cannot make groups; group by steps: floor(x / 10) * 10, or date_trunc('month', d).",
  },
  small: {
    vi: 'Không nhóm nào có đủ số dòng tối thiểu, nên không có gì để đưa ra.',
    en: 'No group has as many rows as are needed, so there is nothing to show.',
  },
  'many-groups': {
    vi: 'Câu hỏi cho quá nhiều nhóm; hãy nhóm thô hơn.',
    en: 'The question gives too many groups; group more coarsely.',
  },
  types: {
    vi: 'Kiểu dữ liệu trong câu hỏi không khớp với các cột.',
    en: 'The types in the question do not fit the columns.',
  },
  resources: {
    vi: 'Câu hỏi cần nhiều thời gian hoặc bộ nhớ hơn mức cho phép.',
    en: 'The question needs more time or memory than a session has.',
  },
  budget: {
    vi: 'Ngân sách của phiên đã hết.',
    en: 'The budget of the session is used up.',
  },
};

/** The refusal of a code, in its own words; `what` names the part of the question, which the visitor wrote. */
export function refused(code: Exclude<RefusalCode, 'too-close'>, what?: string): Refused {
  const { vi, en } = sentences[code];
  const named = what === undefined ? '' : ` (${what.slice(0, 60)})`;
  return new Refused(code, { vi: `${vi}${named}`, en: `${en}${named}` });
}

/** The rows of a question differ from those of an earlier answer by fewer than k. */
export function tooClose(earlier: number | null): Refused {
  const to =
    earlier === null
      ? { vi: 'toàn bộ bảng', en: 'the whole table' }
      : { vi: `câu ${earlier}`, en: `question ${earlier}` };
  return new Refused('too-close', {
    vi: `Nhóm dòng này gần trùng với ${to.vi} đã trả lời: hiệu của hai câu trả lời sẽ lộ vài dòng riêng lẻ. Hãy đổi điều kiện rõ rệt hơn.`,
    en: `The rows are nearly those of ${to.en}, which was answered: the difference of the two would show a few single rows. Change the conditions more.`,
  });
}
