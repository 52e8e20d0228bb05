import type { Bilingual } from './common.js';

type Row = { status: number; title: Bilingual };

/** Every refusal of the exchange: code → HTTP status and title. Served at `/problems/:code`. */
export const problems = {
  'invalid-input': { status: 400, title: { vi: 'Dữ liệu gửi lên không hợp lệ', en: 'The input is not valid' } },
  'idempotency-key-missing': {
    status: 400,
    title: { vi: 'Thiếu Idempotency-Key', en: 'An Idempotency-Key is required' },
  },
  'bad-signature': { status: 400, title: { vi: 'Chữ ký không hợp lệ', en: 'The signature is not valid' } },
  'sign-in-required': { status: 401, title: { vi: 'Cần đăng nhập', en: 'Sign in first' } },
  'wrong-credentials': {
    status: 401,
    title: { vi: 'Email hoặc mật khẩu không đúng', en: 'E-mail or password is wrong' },
  },
  'wrong-password': { status: 422, title: { vi: 'Mật khẩu không đúng', en: 'The password is wrong' } },
  'role-required': { status: 403, title: { vi: 'Vai trò không phù hợp', en: 'Your role may not do this' } },
  'scope-required': { status: 403, title: { vi: 'Mã truy cập thiếu phạm vi', en: 'The token lacks a scope' } },
  'not-verified': {
    status: 403,
    title: { vi: 'Tổ chức chưa được xác minh', en: 'The organisation is not verified' },
  },
  'email-not-verified': { status: 403, title: { vi: 'Email chưa được xác nhận', en: 'The e-mail is not verified' } },
  'four-eyes': {
    status: 403,
    title: { vi: 'Cần người thứ hai quyết định', en: 'A second person must decide this' },
  },
  'cross-origin': { status: 403, title: { vi: 'Yêu cầu từ trang khác', en: 'The request came from another site' } },
  'access-ended': { status: 403, title: { vi: 'Quyền truy cập không còn hiệu lực', en: 'Access is not in force' } },
  'seat-required': { status: 403, title: { vi: 'Bạn chưa được cấp chỗ sử dụng', en: 'You have no seat' } },
  'quota-exceeded': { status: 403, title: { vi: 'Đã dùng hết hạn mức', en: 'The quota is used up' } },
  'no-export': {
    status: 403,
    title: { vi: 'Dữ liệu không rời phiên thử nghiệm', en: 'Nothing leaves an evaluation session' },
  },
  'not-found': { status: 404, title: { vi: 'Không tìm thấy', en: 'Not found' } },
  'method-not-allowed': {
    status: 405,
    title: { vi: 'Phương thức không được hỗ trợ', en: 'The method is not allowed here' },
  },
  'transition-refused': {
    status: 409,
    title: { vi: 'Không thể thực hiện ở trạng thái này', en: 'Not possible in this state' },
  },
  conflict: { status: 409, title: { vi: 'Xung đột với dữ liệu đã có', en: 'It conflicts with what exists' } },
  'idempotency-in-flight': {
    status: 409,
    title: { vi: 'Yêu cầu cùng khóa đang được xử lý', en: 'A request with this key is in progress' },
  },
  'link-expired': { status: 410, title: { vi: 'Liên kết đã hết hạn', en: 'The link has expired' } },
  stale: { status: 412, title: { vi: 'Dữ liệu đã bị thay đổi', en: 'Somebody changed it meanwhile' } },
  'too-large': { status: 413, title: { vi: 'Dung lượng quá lớn', en: 'Too large' } },
  'unsupported-media': { status: 415, title: { vi: 'Kiểu nội dung không hỗ trợ', en: 'Unsupported content type' } },
  'range-not-satisfiable': {
    status: 416,
    title: { vi: 'Khoảng byte không hợp lệ', en: 'The range is not satisfiable' },
  },
  'idempotency-answer-lost': {
    status: 409,
    title: { vi: 'Đã thực hiện, câu trả lời bị mất', en: 'Carried out, the answer was lost' },
  },
  'idempotency-key-reused': {
    status: 422,
    title: { vi: 'Khóa đã dùng cho yêu cầu khác', en: 'The key was used for another request' },
  },
  'rule-broken': { status: 422, title: { vi: 'Trái quy định của sàn', en: 'A rule of the exchange is broken' } },
  'unreadable-file': { status: 422, title: { vi: 'Không đọc được tệp', en: 'The file cannot be read' } },
  locked: { status: 423, title: { vi: 'Tài khoản tạm khóa', en: 'The account is locked for a while' } },
  frozen: { status: 423, title: { vi: 'Đang bị cơ quan quản lý tạm dừng', en: 'Frozen by the regulator' } },
  'legal-hold': { status: 423, title: { vi: 'Phải lưu giữ theo lệnh', en: 'Under a legal hold' } },
  'if-match-required': { status: 428, title: { vi: 'Thiếu If-Match', en: 'If-Match is required' } },
  'too-many-requests': { status: 429, title: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' } },
  internal: { status: 500, title: { vi: 'Lỗi của hệ thống', en: 'Something broke on our side' } },
  'payment-provider': {
    status: 502,
    title: { vi: 'Cổng thanh toán không phản hồi', en: 'The payment provider did not answer' },
  },
  'not-ready': { status: 503, title: { vi: 'Hệ thống chưa sẵn sàng', en: 'Not ready' } },
} as const satisfies Record<string, Row>;

export type ProblemCode = keyof typeof problems;

/** One field that is wrong: `pointer` is a JSON Pointer (RFC 6901) into what was sent. */
export type FieldError = { pointer: string; detail: string; detailVi?: string };

/** Body of every refusal, RFC 9457, with the Vietnamese sentences beside the English ones. */
export type ProblemBody = {
  type: string;
  title: string;
  titleVi: string;
  status: number;
  code: ProblemCode;
  detail: string;
  detailVi: string;
  instance?: string;
  errors?: FieldError[];
  [extra: string]: unknown;
};

type Extra = { errors?: FieldError[]; [key: string]: unknown };

/** The one refusal: thrown anywhere, answered by one handler. `detail` says what, why and how to mend it. */
export class Problem extends Error {
  readonly status: number;
  constructor(
    readonly code: ProblemCode,
    readonly detail: Bilingual,
    readonly extra: Extra = {},
  ) {
    super(`${code}: ${detail.en}`);
    this.status = problems[code].status;
  }

  /** The body to answer with; `instance` is the path that was asked for. */
  body(instance?: string): ProblemBody {
    const row = problems[this.code];
    return {
      type: `/problems/${this.code}`,
      title: row.title.en,
      titleVi: row.title.vi,
      status: row.status,
      code: this.code,
      detail: this.detail.en,
      detailVi: this.detail.vi,
      ...(instance === undefined ? {} : { instance }),
      ...this.extra,
    };
  }
}

/** 404 for what does not exist and for what is not yours: the answer does not tell which. */
export function notFound(what: Bilingual): Problem {
  return new Problem('not-found', {
    vi: `Không có ${what.vi} này, hoặc bạn không có quyền xem.`,
    en: `There is no such ${what.en}, or it is not yours to see.`,
  });
}
