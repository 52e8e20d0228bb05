import { z } from 'zod';
import { bilingual, id, moment, page, pageQuery, text } from './common.js';
import { operation } from './operation.js';
import { vatClass } from './scheme/vat.js';

/** Said on every invoice: this software keeps the data, the seller issues the official one (scheme C7). */
export const invoiceNotice = {
  vi: 'Dữ liệu hóa đơn – không phải hóa đơn điện tử',
  en: 'Invoice data – not an electronic invoice',
} as const;

export const invoiceKinds = ['data', 'fee'] as const;
export const invoiceTriggers = ['payment', 'completion', 'refund'] as const;
export const invoiceKindNames = {
  data: { vi: 'Quyền sử dụng dữ liệu', en: 'Data licence' },
  fee: { vi: 'Phí của sàn', en: 'Fee of the exchange' },
} as const satisfies Record<(typeof invoiceKinds)[number], { vi: string; en: string }>;
/** Why it was issued on its day (Decree 254/2026, Art. 9). */
export const invoiceTriggerNames = {
  payment: { vi: 'Thu tiền trước khi cung cấp dịch vụ', en: 'Paid before the service was complete' },
  completion: { vi: 'Hoàn thành dịch vụ', en: 'Completion of the service' },
  refund: { vi: 'Hoàn tiền', en: 'Refund' },
} as const satisfies Record<(typeof invoiceTriggers)[number], { vi: string; en: string }>;

/** đồng; below zero on an invoice that corrects another. */
const amount = z.number().int();

const party = z.strictObject({
  organisationId: id('org'),
  nameVi: z.string(),
  nameEn: z.string(),
  taxCode: z.string().nullable(),
  address: z.string(),
});

export const invoiceLine = z.strictObject({
  description: bilingual,
  unit: bilingual,
  quantity: z.number().int(),
  unitPriceVnd: amount,
  netVnd: amount,
  vatClass,
  vatPercent: z.number().int().nullable(),
  vatVnd: amount,
});

/** What never changes once it is issued. */
export const invoiceContent = z.strictObject({
  kind: z.enum(invoiceKinds),
  trigger: z.enum(invoiceTriggers),
  /** Per seller and series: 1, 2, 3 … without a gap. */
  series: z.string(),
  number: z.number().int(),
  issuedAt: moment,
  /** The day of issue by the calendar of UTC+7. */
  issuedOn: z.iso.date(),
  orderId: id('ord'),
  agreementId: id('agr'),
  /** The invoice that this one corrects: its amounts are below zero. */
  corrects: z.strictObject({ id: id('inv'), series: z.string(), number: z.number().int() }).nullable(),
  reason: z.string().nullable(),
  seller: party,
  buyer: party,
  lines: z.array(invoiceLine),
  netVnd: amount,
  vatVnd: amount,
  totalVnd: amount,
  inWords: bilingual,
  notice: bilingual,
});
export type InvoiceContent = z.infer<typeof invoiceContent>;

export const invoiceView = invoiceContent.extend({
  id: id('inv'),
  /** Number and code of the official e-invoice, entered once by the seller. */
  official: z.strictObject({ number: z.string(), code: z.string(), enteredAt: moment }).nullable(),
  /** The signed-in member may enter them now. */
  canEnterOfficial: z.boolean(),
});
export type InvoiceView = z.infer<typeof invoiceView>;

const tag = 'invoicing';
const params = z.strictObject({ id: id('inv') });
const parties = ['buyer', 'provider', 'operator', 'regulator'] as const;
export const invoicingOperations = {
  listInvoices: operation({
    method: 'GET',
    path: '/invoices',
    tag,
    summary: 'Invoice data of the own organisation (operator and regulator: of all), newest first',
    roles: parties,
    query: z.strictObject({
      ...pageQuery,
      side: z.enum(['issued', 'received']).optional(),
      order: id('ord').optional(),
    }),
    response: page(invoiceView),
  }),
  getInvoice: operation({
    method: 'GET',
    path: '/invoices/:id',
    tag,
    summary: 'One invoice’s data',
    roles: parties,
    params,
    response: invoiceView,
  }),
  getInvoiceDocument: operation({
    method: 'GET',
    path: '/invoices/:id/document',
    tag,
    summary: 'The invoice data as a file: JSON, XML or PDF (Vietnamese or English)',
    roles: parties,
    kind: 'download',
    params,
    query: z.strictObject({
      format: z.enum(['json', 'xml', 'pdf']).default('json'),
      language: z.enum(['vi', 'en']).default('vi'),
    }),
  }),
  enterOfficialNumber: operation({
    method: 'POST',
    path: '/invoices/:id/official',
    tag,
    summary: 'Enter number and tax authority’s code of the official e-invoice, once',
    roles: ['provider', 'operator'],
    scope: 'session',
    verified: true,
    idempotent: true,
    params,
    body: z.strictObject({ number: text(1, 40), code: text(1, 80) }),
    response: invoiceView,
    problems: ['conflict'],
  }),
};
