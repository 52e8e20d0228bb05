import { invalidParameter, noSuch } from './errors.js';
import { integer, type Params, type Rule, readParams, text } from './params.js';

const createdRange = { gt: integer(0), gte: integer(0), lt: integer(0), lte: integer(0) };

const created: Rule<(at: number) => boolean> = {
  read(value, name) {
    if (typeof value === 'string') {
      const exact = integer(0).read(value, name);
      return (at) => at === exact;
    }
    const { gt, gte, lt, lte } = readParams(value, createdRange, name);
    return (at) =>
      (gt === undefined || at > gt) &&
      (gte === undefined || at >= gte) &&
      (lt === undefined || at < lt) &&
      (lte === undefined || at <= lte);
  },
};

export const pageShape = {
  limit: integer(1, 100),
  starting_after: text(),
  ending_before: text(),
  created,
};

export type Page = Partial<Params<typeof pageShape>>;

/** One page of Stripe's list, newest first; `items` come oldest first. Deleted ones are left out. */
export function listPage<T extends { id: string; created?: number; deleted?: true }>(
  items: readonly T[],
  page: Page,
  url: string,
) {
  const { starting_after: after, ending_before: before, limit = 10, created: inRange } = page;
  if (after && before) {
    const message = 'You can only pass one of starting_after and ending_before.';
    throw invalidParameter('parameters_exclusive', 'starting_after', message);
  }
  const newest = items.filter((item) => !item.deleted && (!inRange || inRange(item.created ?? 0))).reverse();
  const position = (id: string, param: string) => {
    const index = newest.findIndex((item) => item.id === id);
    if (index < 0) throw noSuch('object', id, param, 400);
    return index;
  };
  if (before) {
    const end = position(before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', data: newest.slice(start, end), has_more: start > 0, url };
  }
  const start = after ? position(after, 'starting_after') + 1 : 0;
  return { object: 'list', data: newest.slice(start, start + limit), has_more: newest.length > start + limit, url };
}

/** Those that have the value of every filter given. */
export function matching<T extends object>(items: readonly T[], filters: Record<string, unknown>): T[] {
  const given = Object.entries(filters).filter(([, value]) => value !== undefined);
  return items.filter((item) => given.every(([name, value]) => (item as Record<string, unknown>)[name] === value));
}
