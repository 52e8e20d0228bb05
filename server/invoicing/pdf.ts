import type { Bilingual, Language } from '../../contracts/common.js';
import { type InvoiceView, invoiceKindNames, invoiceTriggerNames } from '../../contracts/invoicing.js';
import { vatClassNames } from '../../contracts/scheme/vat.js';
import { makePdf } from '../kernel/pdf.js';

/** The invoice data on paper, A4, in one language; the same invoice always gives the same bytes. */
export async function invoicePdf(invoice: InvoiceView, language: Language, exchange: string): Promise<Buffer> {
  const t = (text: Bilingual) => text[language];
  const title = invoice.corrects
    ? t({ vi: 'Dữ liệu hóa đơn điều chỉnh', en: 'Credit note data' })
    : t({ vi: 'Dữ liệu hóa đơn GTGT', en: 'VAT invoice data' });
  const { series, number } = invoice;
  const options = {
    title: `${title} ${series}-${number}`,
    language,
    header: exchange,
    footer: `${t(invoice.notice)} · ${invoice.id}`,
    at: new Date(invoice.issuedAt),
  };
  return await makePdf(options, (page) => {
    page.title(`${title} ${series}-${number}`, t(invoice.notice));
    page.facts([
      [t({ vi: 'Ký hiệu', en: 'Series' }), series],
      [t({ vi: 'Số', en: 'Number' }), String(number)],
      [t({ vi: 'Ngày lập', en: 'Date of issue' }), slashed(invoice.issuedOn)],
      [t({ vi: 'Thời điểm lập theo', en: 'Issued upon' }), t(invoiceTriggerNames[invoice.trigger])],
      [t({ vi: 'Nội dung', en: 'Subject' }), t(invoiceKindNames[invoice.kind])],
      [t({ vi: 'Đơn hàng', en: 'Order' }), invoice.orderId],
      [t({ vi: 'Thỏa thuận', en: 'Agreement' }), invoice.agreementId],
      ...correction(invoice, t),
      ...official(invoice, t),
    ]);
    party(page.heading, page.facts, t({ vi: 'Bên bán', en: 'Seller' }), invoice.seller, language);
    party(page.heading, page.facts, t({ vi: 'Bên mua', en: 'Buyer' }), invoice.buyer, language);
    page.heading(t({ vi: 'Hàng hóa, dịch vụ', en: 'Goods and services' }));
    page.table(
      [
        { title: t({ vi: 'Diễn giải', en: 'Description' }), share: 7.3 },
        { title: t({ vi: 'ĐVT', en: 'Unit' }), share: 2.2 },
        { title: t({ vi: 'SL', en: 'Qty' }), share: 1.4, align: 'right' },
        { title: t({ vi: 'Đơn giá (đ)', en: 'Unit price (đ)' }), share: 3.7, align: 'right' },
        { title: t({ vi: 'Thành tiền (đ)', en: 'Net (đ)' }), share: 3.7, align: 'right' },
        { title: t({ vi: 'Thuế suất', en: 'VAT rate' }), share: 2.1, align: 'right' },
        { title: t({ vi: 'Tiền thuế (đ)', en: 'VAT (đ)' }), share: 3.3, align: 'right' },
      ],
      invoice.lines.map((one) => [
        t(one.description),
        t(one.unit),
        String(one.quantity),
        amount(one.unitPriceVnd),
        amount(one.netVnd),
        one.vatPercent === null ? (one.vatClass as string) : `${one.vatPercent} %`,
        one.vatPercent === null ? '–' : amount(one.vatVnd),
      ]),
    );
    page.facts([
      [t({ vi: 'Cộng tiền hàng', en: 'Net' }), `${amount(invoice.netVnd)} đ`],
      [t({ vi: 'Tiền thuế GTGT', en: 'VAT' }), `${amount(invoice.vatVnd)} đ`],
      [t({ vi: 'Tổng tiền thanh toán', en: 'Total' }), `${amount(invoice.totalVnd)} đ`],
      [t({ vi: 'Số tiền bằng chữ', en: 'In words' }), t(invoice.inWords)],
    ]);
    for (const one of invoice.lines.filter((line) => line.vatPercent === null)) {
      page.text(`${one.vatClass}: ${t(vatClassNames[one.vatClass])}.`);
    }
  });
}

type Facts = readonly (readonly [string, string])[];
type Write = (text: Bilingual) => string;

function correction({ corrects, reason }: InvoiceView, t: Write): Facts {
  if (!corrects) return [];
  return [
    [t({ vi: 'Điều chỉnh giảm cho', en: 'Corrects' }), `${corrects.series}-${corrects.number} (${corrects.id})`],
    [t({ vi: 'Lý do', en: 'Reason' }), reason ?? ''],
  ];
}

function official({ official }: InvoiceView, t: Write): Facts {
  return [
    [t({ vi: 'Số hóa đơn chính thức', en: 'Official invoice number' }), official?.number ?? ''],
    [t({ vi: 'Mã của cơ quan thuế', en: 'Tax authority’s code' }), official?.code ?? ''],
  ];
}

function party(
  heading: (text: string) => void,
  facts: (rows: Facts) => void,
  name: string,
  one: InvoiceView['seller'],
  language: Language,
): void {
  heading(name);
  const vi = language === 'vi';
  facts([
    [vi ? 'Tên' : 'Name', vi ? one.nameVi : one.nameEn],
    [vi ? 'Mã số thuế' : 'Tax code', one.taxCode ?? ''],
    [vi ? 'Địa chỉ' : 'Address', one.address],
  ]);
}

/** `1.234.567`, the grouping of Decree 254/2026, Art. 10. */
function amount(vnd: number): string {
  return vnd.toLocaleString('vi-VN');
}

function slashed(day: string): string {
  return day.split('-').reverse().join('/');
}
