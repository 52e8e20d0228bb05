import type { Bilingual } from '../../contracts/common.js';
import type { FigureView, ReportView } from '../../contracts/reporting.js';
import type { Happened } from './facts.js';
import { median } from './median.js';

/** An event and what it adds to a number: 1 to a count, đồng to a sum, hours to a median. */
export type Counted = { eventId: string; value: number };

/** A number of a report with the events it stands on. It is made of nothing else. */
export type Figure = { key: string; label: Bilingual; unit: FigureView['unit']; counted: readonly Counted[] };
export type Group = { key: string; title: Bilingual; note: Bilingual | null; figures: Figure[] };

/** The number: how many, how much, or the median of the hours. */
export function figureValue({ unit, counted }: Pick<Figure, 'unit' | 'counted'>): number | null {
  if (unit === 'hours') return median(counted.map((one) => one.value));
  return counted.reduce((sum, one) => sum + one.value, 0);
}

export function figureView(figure: Figure): FigureView {
  const { key, label, unit, counted } = figure;
  return { key, label, unit, value: figureValue(figure), events: counted.length };
}

export function groupViews(groups: readonly Group[]): ReportView['groups'] {
  return groups.map(({ figures, ...group }) => ({ ...group, figures: figures.map(figureView) }));
}

export function count(key: string, label: Bilingual, events: readonly { id: string }[]): Figure {
  return { key, label, unit: 'count', counted: events.map((one) => ({ eventId: one.id, value: 1 })) };
}

export function sum(key: string, label: Bilingual, events: readonly { id: string; vnd: number }[]): Figure {
  return { key, label, unit: 'vnd', counted: events.map((one) => ({ eventId: one.id, value: one.vnd })) };
}

export function hours(key: string, label: Bilingual, events: readonly { id: string; hours: number }[]): Figure {
  return { key, label, unit: 'hours', counted: events.map((one) => ({ eventId: one.id, value: one.hours })) };
}

/** One figure per name that occurs, each under the caption. */
export function table<K extends string>(
  prefix: string,
  caption: Bilingual,
  names: Readonly<Record<K, Bilingual>>,
  rowsOf: (name: K) => readonly { id: string }[],
): Figure[] {
  return (Object.keys(names) as K[])
    .map((name) => count(`${prefix}.${name}`, joined(caption, names[name]), rowsOf(name)))
    .filter((figure) => figure.counted.length > 0);
}

/** What happened of these types. */
export function of(rows: readonly Happened[], ...types: string[]): Happened[] {
  return rows.filter((row) => types.includes(row.type));
}

/** `Sector: Energy`. */
function joined(caption: Bilingual, name: Bilingual): Bilingual {
  return { vi: `${caption.vi}: ${name.vi}`, en: `${caption.en}: ${name.en}` };
}
