import type { Page } from '../../contracts/common.js';
import { Problem } from '../../contracts/problems.js';
import { isWritable } from './parse.js';

/** An opaque cursor that carries the sort key of the last row of a page. */
export function encodeCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The sort key in a cursor of `length` parts, or null without a cursor; throws 400 for a cursor nobody gave out. */
export function decodeCursor(cursor: string | undefined, length: number): (string | number | null)[] | null {
  if (cursor === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(key) && key.length === length && key.every(isPart)) return key;
  } catch {
    // Falls through to the refusal: a cursor that is not ours.
  }
  throw new Problem(
    'invalid-input',
    {
      vi: 'Con trỏ trang không hợp lệ; hãy bắt đầu lại từ trang đầu.',
      en: 'The page cursor is not valid; start again from the first page.',
    },
    {
      errors: [
        { pointer: '/cursor', detail: 'not a cursor of this list', detailVi: 'không phải con trỏ của danh sách này' },
      ],
    },
  );
}

function isPart(part: unknown): part is string | number | null {
  return part === null || typeof part === 'number' || (typeof part === 'string' && isWritable(part));
}

/** A page from rows that were read with `limit + 1`: the extra row only tells that there is more. */
export function pageOf<R, V>(
  rows: readonly R[],
  limit: number,
  cursorOf: (row: R) => readonly (string | number | null)[],
  view: (row: R) => V,
): Page<V> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(view),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
}
