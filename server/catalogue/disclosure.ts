import { type Bin, floorOfShown } from '../../contracts/measured.js';
import type { StoredProfile } from './tables.js';

type Columns = StoredProfile['columns'];

/**
 * What is told of columns to those who have no access. Counts, means and how values lie are aggregates; steps of a histogram
 * with few rows are joined to their neighbours. A bare value of text is told only where it stands in at least `floorOfShown`
 * rows or in the public sample; of a column with signs of personal data none is. Pure.
 */
export function publicColumns(profile: StoredProfile, sample: readonly Record<string, unknown>[]): Columns {
  const personal = new Set(profile.personal?.map((one) => one.column));
  return profile.columns.map((column) => {
    const bins = column.bins ? joinSmall(column.bins, floorOfShown) : null;
    if (personal.has(column.name)) return { ...column, min: null, max: null, mean: null, bins: null, top: [] };
    const top = (column.top ?? []).filter((one) => one.n >= floorOfShown);
    if (bins) return { ...column, bins, top };
    const known = new Set([...top.map((one) => one.value), ...sample.map((row) => String(row[column.name] ?? ''))]);
    const shown = (value: string | null) => (value !== null && known.has(value) ? value : null);
    return { ...column, min: shown(column.min), max: shown(column.max), bins, top };
  });
}

/** Joins neighbouring steps until each has at least `floor` rows; none are left where all together have fewer. Pure. */
export function joinSmall(bins: readonly Bin[], floor: number): Bin[] {
  const joined: Bin[] = [];
  for (const one of bins) {
    const last = joined.at(-1);
    if (last && last.n < floor) joined[joined.length - 1] = { from: last.from, to: one.to, n: last.n + one.n };
    else joined.push(one);
  }
  const [before, last] = [joined.at(-2), joined.at(-1)];
  if (before && last && last.n < floor) joined.splice(-2, 2, { from: before.from, to: last.to, n: before.n + last.n });
  return joined.length === 1 && (joined[0]?.n ?? 0) < floor ? [] : joined;
}
