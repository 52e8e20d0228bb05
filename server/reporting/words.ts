import type { Language } from '../../contracts/common.js';
import { type FigureView, lengthOf } from '../../contracts/reporting.js';

/** `25/09/2026 14:05`, UTC+7. */
export function stamp(moment: Date): string {
  const local = new Date(moment.getTime() + 7 * 3_600_000).toISOString();
  return `${local.slice(0, 10).split('-').reverse().join('/')} ${local.slice(11, 16)}`;
}

/** A number of a report as people read it, e.g. `1.250.000 ₫`, `3`, `2,5 giờ`; a dash for the median of nothing. */
export function figureText({ unit, value }: Pick<FigureView, 'unit' | 'value'>, language: Language): string {
  if (value === null) return '–';
  if (unit === 'vnd') return `${value.toLocaleString('vi-VN')} ₫`;
  if (unit === 'count') return value.toLocaleString('vi-VN');
  const vi = language === 'vi';
  const { amount, name } = lengthOf(value);
  return `${amount.toLocaleString(vi ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 })} ${name[language]}`;
}
