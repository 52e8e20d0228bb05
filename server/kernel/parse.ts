import type { z } from 'zod';
import { type FieldError, Problem } from '../../contracts/problems.js';
import { mentionsForeignCurrency } from '../../contracts/scheme/pilot-2026.js';

type Issue = z.core.$ZodIssue;

/** `value` as the schema gives it; throws 400 `invalid-input` with a JSON Pointer for every wrong field. */
export function parse<S extends z.ZodType>(schema: S, value: unknown, where: 'params' | 'query' | 'body'): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  const errors = result.success ? unwritable(value, []) : result.error.issues.flatMap(fieldErrors);
  if (result.success && errors.length === 0) return result.data;
  throw new Problem(
    'invalid-input',
    {
      vi: `${errors.length} trường không hợp lệ trong ${placeVi[where]}: ${errors.map((one) => one.pointer || '/').join(', ')}.`,
      en: `${errors.length} field(s) of the ${where} are not valid: ${errors.map((one) => one.pointer || '/').join(', ')}.`,
    },
    { errors, ...(result.success ? {} : priceCode(result.error.issues)) },
  );
}

/** A price in foreign currency is refused by the scheme's own code, not only as something that is no number. */
function priceCode(issues: readonly Issue[]): { decisionCode?: 'GIA_NGOAI_TE' } {
  const foreign = issues.some(
    ({ path, input }) =>
      String(path.at(-1)).endsWith('Vnd') && typeof input === 'string' && mentionsForeignCurrency(input),
  );
  return foreign ? { decisionCode: 'GIA_NGOAI_TE' } : {};
}

/** NUL and halves of surrogate pairs are in no text that people write, and no column can keep them. */
const strange = /\0|\p{Surrogate}/u;

export function isWritable(text: string): boolean {
  return !strange.test(text);
}

function unwritable(value: unknown, path: readonly string[]): FieldError[] {
  if (typeof value === 'string') {
    if (isWritable(value)) return [];
    return [
      {
        pointer: pointer(path),
        detail: 'has a character that cannot be stored (NUL, or half of a surrogate pair)',
        detailVi: 'có ký tự không lưu được (NUL hoặc nửa cặp surrogate)',
      },
    ];
  }
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...unwritable(name, path),
    ...unwritable(inner, [...path, name]),
  ]);
}

const placeVi = { params: 'đường dẫn', query: 'tham số truy vấn', body: 'nội dung' };

function fieldErrors(issue: Issue): FieldError[] {
  const path = issue.path.map(String);
  if (priceCode([issue]).decisionCode) {
    return [
      {
        pointer: pointer(path),
        detail: 'prices are in Vietnamese đồng only, as a whole number (GIA_NGOAI_TE)',
        detailVi: 'giá chỉ bằng đồng Việt Nam, là số nguyên (GIA_NGOAI_TE)',
      },
    ];
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointer([...path, key]),
      detail: 'unknown field',
      detailVi: 'trường không tồn tại',
    }));
  }
  return [{ pointer: pointer(path), detail: lowerFirst(issue.message), detailVi: inVietnamese(issue) }];
}

function pointer(path: readonly string[]): string {
  return path.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function inVietnamese(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'bắt buộc phải có' : `phải là ${issue.expected}`;
    case 'too_small':
      return issue.origin === 'string' ? `cần ít nhất ${issue.minimum} ký tự` : `phải từ ${issue.minimum} trở lên`;
    case 'too_big':
      return issue.origin === 'string' ? `tối đa ${issue.maximum} ký tự` : `tối đa ${issue.maximum}`;
    case 'invalid_value':
      return `phải là một trong: ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return `không đúng định dạng ${issue.format}`;
    default:
      return 'không hợp lệ';
  }
}
