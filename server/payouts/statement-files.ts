import type { Bilingual, Language } from '../../contracts/common.js';
import { type StatementLine, type StatementView, statementKindNames } from '../../contracts/payouts.js';
import { periodName, spanOf } from '../../contracts/periods.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { csvLine, csvMark } from '../kernel/csv.js';
import { makePdf } from '../kernel/pdf.js';

const heads = [
  ...['date', 'kind', 'order', 'title', 'price_vnd', 'price_vat_vnd', 'fee_vnd', 'fee_vat_vnd'],
  ...['amount_vnd', 'balance_vnd', 'payout', 'fact'],
];

/** The statement as CSV: opening, one line a fact, under a payout what it was made of (no amount of its own), closing. Pure. */
export function statementCsv(statement: StatementView, language: Language): string {
  let balance = statement.openingVnd;
  const edge = (name: string) => csvLine([statement.month, name, '', '', '', '', '', '', '', balance, '', '']);
  const out = [csvMark, csvLine(heads), edge('opening')];
  for (const line of statement.lines) {
    balance += line.amountVnd;
    const { sale } = line;
    const amounts = sale ? [sale.priceVnd, sale.vatVnd, -sale.feeVnd, -sale.feeVatVnd] : ['', '', '', ''];
    const day = vietnamDay(new Date(line.at));
    const payout = line.parts.length > 0 ? (line.fact.split(':')[1] ?? '') : '';
    const title = line.title?.[language] ?? '';
    out.push(
      csvLine([day, line.kind, line.orderId ?? '', title, ...amounts, line.amountVnd, balance, payout, line.fact]),
    );
    for (const part of line.parts) {
      const of = `${line.kind}-part`;
      out.push(csvLine([day, of, part.orderId, part.title[language], '', '', '', '', part.amountVnd, '', payout, '']));
    }
  }
  return [...out, edge('closing')].join('');
}

/** The statement on paper, in one language; the same statement always gives the same bytes. */
export async function statementPdf(statement: StatementView, language: Language, exchange: string): Promise<Buffer> {
  const t = (text: Bilingual) => text[language];
  const { provider, month, lines } = statement;
  const name = language === 'vi' ? provider.nameVi : provider.nameEn;
  const title = t({ vi: 'Sao kê chi trả', en: 'Payout statement' });
  const head = `${title} – ${t(periodName(month))}`;
  const footer = `${name} · ${provider.id}`;
  return await makePdf({ title: head, language, header: exchange, footer, at: spanOf(month).to }, (page) => {
    page.title(head, name);
    page.facts([
      [t({ vi: 'Số dư đầu kỳ', en: 'Opening balance' }), dong(statement.openingVnd)],
      [t({ vi: 'Thu từ bán dữ liệu', en: 'Earned' }), dong(statement.earnedVnd)],
      [t({ vi: 'Hoàn, bồi hoàn', en: 'Taken back' }), dong(-statement.takenVnd || 0)],
      ...(statement.reservedVnd === 0
        ? []
        : [[t({ vi: 'Giữ dự phòng', en: 'Kept back as reserve' }), dong(-statement.reservedVnd)] as [string, string]]),
      [t({ vi: 'Đã chi trả', en: 'Paid out' }), dong(-statement.paidVnd || 0)],
      [t({ vi: 'Số dư cuối kỳ', en: 'Closing balance' }), dong(statement.closingVnd)],
    ]);
    page.heading(t({ vi: 'Bán và hoàn', en: 'Sales and refunds' }));
    page.table(
      [
        { title: t({ vi: 'Ngày', en: 'Day' }), share: 2.4 },
        { title: t({ vi: 'Nội dung', en: 'What' }), share: 6.2 },
        { title: t({ vi: 'Giá', en: 'Price' }), share: 2.8, align: 'right' },
        { title: t({ vi: 'Thuế', en: 'VAT' }), share: 2.5, align: 'right' },
        { title: t({ vi: 'Phí', en: 'Fee' }), share: 2.5, align: 'right' },
        { title: t({ vi: 'Thuế của phí', en: 'VAT on fee' }), share: 2.3, align: 'right' },
        { title: t({ vi: 'Còn lại', en: 'Net' }), share: 2.9, align: 'right' },
      ],
      lines.filter((line) => line.parts.length === 0).map((line) => cells(line, t)),
    );
    for (const line of lines.filter((one) => one.parts.length > 0)) {
      const id = line.fact.split(':')[1];
      page.heading(`${t(statementKindNames[line.kind])} ${slashed(line.at)}: ${dong(line.amountVnd)}`);
      page.text(`${id}`);
      page.table(
        [
          { title: t({ vi: 'Đơn hàng', en: 'Order' }), share: 4.5 },
          { title: t({ vi: 'Bộ dữ liệu', en: 'Dataset' }), share: 6 },
          { title: t({ vi: 'Số tiền (đ)', en: 'Amount (đ)' }), share: 3, align: 'right' },
        ],
        line.parts.map((one) => [one.orderId, t(one.title), amount(one.amountVnd)]),
      );
    }
  });
}

function cells(line: StatementLine, t: (text: Bilingual) => string): string[] {
  const { sale } = line;
  const what = [t(statementKindNames[line.kind]), line.title ? t(line.title) : '', line.orderId ?? ''];
  const parts = sale
    ? [sale.priceVnd, sale.vatVnd, -sale.feeVnd || 0, -sale.feeVatVnd || 0].map(amount)
    : ['', '', '', ''];
  return [slashed(line.at), what.filter((one) => one !== '').join(' · '), ...parts, amount(line.amountVnd)];
}

const amount = (vnd: number) => vnd.toLocaleString('vi-VN');
const dong = (vnd: number) => `${amount(vnd)} đ`;
const slashed = (at: string) => vietnamDay(new Date(at)).split('-').reverse().join('/');
