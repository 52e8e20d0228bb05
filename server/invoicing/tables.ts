import { EntitySchema } from 'typeorm';
import type { InvoiceContent } from '../../contracts/invoicing.js';
import { big, count, json, moment, primaryId, reference, text } from '../kernel/columns.js';

/** The last number given in a seller's series; its row is the lock under which the next is given. */
export type InvoiceSeries = { sellerId: string; series: string; last: number };
export const InvoiceSeriesTable = new EntitySchema<InvoiceSeries>({
  name: 'invoice_series',
  columns: {
    sellerId: reference('organisations', { primary: true }),
    series: text({ primary: true }),
    last: count(),
  },
});

/** Invoice data, written once. Only the official number may be added, once; the database refuses every other change. */
export type Invoice = {
  id: string;
  /** The business fact it was issued for, e.g. `payment:pay_…`: a fact is invoiced once. */
  fact: string;
  orderId: string;
  sellerId: string;
  buyerId: string;
  series: string;
  number: number;
  corrects: string | null;
  netVnd: number;
  vatVnd: number;
  totalVnd: number;
  content: InvoiceContent;
  issuedAt: Date;
  officialNumber: string | null;
  officialCode: string | null;
  officialAt: Date | null;
};
export const Invoices = new EntitySchema<Invoice>({
  name: 'invoices',
  columns: {
    id: primaryId,
    fact: text({ unique: true }),
    orderId: reference('orders'),
    sellerId: reference('organisations'),
    buyerId: reference('organisations'),
    series: text(),
    number: count(),
    corrects: reference('invoices', { nullable: true }),
    netVnd: big(),
    vatVnd: big(),
    totalVnd: big(),
    content: json(),
    issuedAt: moment(),
    officialNumber: text({ nullable: true }),
    officialCode: text({ nullable: true }),
    officialAt: moment({ nullable: true }),
  },
  uniques: [{ name: 'invoices_number', columns: ['sellerId', 'series', 'number'] }],
  checks: [{ name: 'invoices_total', expression: `net_vnd + vat_vnd = total_vnd` }],
  indices: [
    { name: 'invoices_seller', columns: ['sellerId', 'id'] },
    { name: 'invoices_buyer', columns: ['buyerId', 'id'] },
    { name: 'invoices_order', columns: ['orderId'] },
    { name: 'invoices_corrects', columns: ['corrects'] },
  ],
});
