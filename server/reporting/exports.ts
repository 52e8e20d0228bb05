import type { Bilingual, Language } from '../../contracts/common.js';
import { periodName } from '../../contracts/periods.js';
import type { ReportView } from '../../contracts/reporting.js';
import { makePdf } from '../kernel/pdf.js';
import { figureText, stamp } from './words.js';

const headings: Readonly<Record<Language, readonly string[]>> = {
  vi: ['Kỳ', 'Nhóm', 'Mã số liệu', 'Số liệu', 'Đơn vị', 'Giá trị', 'Số sự kiện', 'Đếm lúc'],
  en: ['Period', 'Group', 'Key', 'Number', 'Unit', 'Value', 'Events', 'Counted at'],
};
const units: Readonly<Record<string, Bilingual>> = {
  count: { vi: 'số lượng', en: 'count' },
  vnd: { vi: 'đồng', en: 'VND' },
  hours: { vi: 'giờ', en: 'hours' },
};

/** The report as CSV (RFC 4180, UTF-8 with a mark for spreadsheets); no cell is taken for a formula. */
export function reportCsv(report: ReportView, language: Language): string {
  const rows = report.groups.flatMap((group) =>
    group.figures.map((one) => [
      ...[report.period, group.title[language], one.key, one.label[language], units[one.unit]?.[language] ?? one.unit],
      ...[one.value === null ? '' : one.value, one.events, report.countedAt],
    ]),
  );
  return `\ufeff${[headings[language], ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('')}`;
}

/**
 * One cell: quoted where it must be, and with an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV
 * injection). Numbers stay numbers, also negative ones.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The report as PDF; the same report gives the same bytes. */
export async function reportPdf(report: ReportView, language: Language, exchange: string): Promise<Buffer> {
  const t = (text: Bilingual) => text[language];
  const name = t(periodName(report.period));
  const title = `${t({ vi: 'Báo cáo định kỳ của sàn dữ liệu', en: 'Periodic report of the data exchange' })} – ${name}`;
  const at = new Date(report.countedAt);
  const counted = `${t({ vi: 'Đếm lúc', en: 'Counted at' })} ${stamp(at)} (UTC+7)`;
  return await makePdf({ title, language, header: `Datasan · ${exchange}`, footer: counted, at }, (page) => {
    const last = new Date(Date.parse(report.to) - 1);
    const span = `${stamp(new Date(report.from)).slice(0, 10)} – ${stamp(last).slice(0, 10)}`;
    page.title(title, `${span} (UTC+7) · ${counted}`);
    if (at.getTime() < Date.parse(report.to)) {
      page.text(
        t({
          vi: 'Kỳ chưa kết thúc; số liệu tính đến lúc đếm.',
          en: 'The period has not ended; numbers are up to now.',
        }),
      );
    }
    for (const group of report.groups) {
      page.heading(t(group.title));
      if (group.note) page.text(t(group.note));
      if (group.figures.length === 0) continue;
      page.table(
        [
          { title: t({ vi: 'Số liệu', en: 'Number' }), share: 4.5 },
          { title: t({ vi: 'Giá trị', en: 'Value' }), share: 2, align: 'right' },
          { title: t({ vi: 'Sự kiện', en: 'Events' }), share: 1, align: 'right' },
          { title: t({ vi: 'Mã số liệu', en: 'Key' }), share: 4 },
        ],
        group.figures.map((one) => [
          ...[t(one.label), figureText(one, language), one.events.toLocaleString('vi-VN'), one.key],
        ]),
      );
    }
  });
}
