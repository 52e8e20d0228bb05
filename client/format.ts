import type { Language } from '../contracts/common.js';

const locale: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };
const zone = 'Asia/Ho_Chi_Minh';

/** `1.234.567`, in both languages: the grouping of the invoice rules (Decree 254/2026, Art. 10). */
export function number(value: number): string {
  return new Intl.NumberFormat('vi-VN').format(value);
}

/** `1.234.567 ₫`, on one line. */
export function money(vnd: number): string {
  return `${number(vnd)}\u00a0₫`;
}

/** `25/09/2026`, by the calendar of UTC+7. */
export function date(moment: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: '2-digit', month: '2-digit', year: 'numeric' }).format(
    new Date(moment),
  );
}

/** `25/09/2026 14:05`, 24-hour, UTC+7. */
export function dateTime(moment: string): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hour12: false });
  return `${date(moment)} ${time.format(new Date(moment))}`;
}

/** `12,9 MB` or `12.9 MB`. */
export function bytes(value: number, language: Language): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(locale[language], { maximumFractionDigits: digits }).format(size)} ${units[unit]}`;
}

/** `98,5 %`. */
export function percent(share: number, language: Language): string {
  return `${new Intl.NumberFormat(locale[language], { maximumFractionDigits: 1 }).format(share * 100)} %`;
}

/** `2012–2015`, or whole days where years do not tell enough. */
export function period(from: string | null, to: string | null): string {
  if (!from && !to) return '–';
  const years = [from, to].map((one) => one?.slice(0, 4) ?? '…');
  return years[0] === years[1] ? (years[0] ?? '') : years.join('–');
}
