import type { EventBody } from '../../contracts/audit.js';
import { type InvoiceContent, invoiceNotice } from '../../contracts/invoicing.js';
import { type MoneyLine, refundedPart } from '../../contracts/money.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { amountInBothWords } from '../../contracts/words.js';
import { record } from '../audit/record.js';
import { Organisations } from '../identity/tables.js';
import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { AgreementDocument } from '../ordering/document.js';
import { orderSubject } from '../ordering/subjects.js';
import { Agreements, type Order } from '../ordering/tables.js';
import { type Invoice, Invoices } from './tables.js';

type Draft = Pick<InvoiceContent, 'kind' | 'trigger' | 'seller' | 'buyer' | 'lines' | 'corrects' | 'reason'>;

/**
 * Provider to buyer, for the right to use the data: due when the money is collected, as it comes before the delivery
 * (Decree 254/2026, Art. 9). In the transaction of the payment; nothing for a free order.
 */
export async function invoiceData(tx: Tx, order: Order, price: MoneyLine, fact: string): Promise<void> {
  if (price.netVnd === 0) return;
  const agreement = await tx.findOneByOrFail(Agreements, { id: order.agreementId });
  const { dataset, revision, licence } = JSON.parse(agreement.document) as AgreementDocument;
  const description = {
    vi: `Quyền sử dụng bộ dữ liệu “${dataset.titleVi}”, phiên bản ${revision.number}; giấy phép ${licence.title.vi}`,
    en: `Right to use the dataset “${dataset.titleEn}”, revision ${revision.number}; licence ${licence.title.en}`,
  };
  await issue(tx, order, fact, {
    ...{ kind: 'data', trigger: 'payment', corrects: null, reason: null },
    seller: await party(tx, order.providerId),
    buyer: await party(tx, order.buyerId),
    lines: [line(description, { vi: 'giấy phép', en: 'licence' }, price)],
  });
}

/** Exchange to provider, for its fee: due when the trade is complete. In the transaction of the release. */
export async function invoiceFee(tx: Tx, order: Order, fee: MoneyLine, fact: string): Promise<void> {
  if (fee.netVnd === 0) return;
  if (order.feeSellerId === null) throw new Error(`Nobody takes the fee of ${order.id}.`);
  const description = {
    vi: `Phí giao dịch trên sàn cho đơn hàng ${order.id} (biểu phí số ${order.feeVersion})`,
    en: `Fee of the exchange for the order ${order.id} (fee schedule no. ${order.feeVersion})`,
  };
  await issue(tx, order, fact, {
    ...{ kind: 'fee', trigger: 'completion', corrects: null, reason: null },
    seller: await party(tx, order.feeSellerId),
    buyer: await party(tx, order.providerId),
    lines: [line(description, { vi: 'giao dịch', en: 'trade' }, fee)],
  });
}

/**
 * Corrects the invoice of an earlier fact by `amountVnd` of its total, in whole or in part; does nothing when that fact was
 * never invoiced. In the transaction of the refund.
 */
export async function correctInvoice(
  tx: Tx,
  order: Order,
  correction: { of: string; fact: string; amountVnd: number; reason: string },
): Promise<void> {
  const original = await tx.findOneBy(Invoices, { fact: correction.of });
  const [first] = original?.content.lines ?? [];
  if (!original || !first) return;
  const earlier = await corrected(tx, original.id);
  const inAll = correction.amountVnd - earlier.totalVnd;
  const { netVnd, vatVnd } = refundedPart(original, inAll, { netVnd: -earlier.netVnd, vatVnd: -earlier.vatVnd });
  const { kind, seller, buyer } = original.content;
  await issue(tx, order, correction.fact, {
    ...{ kind, seller, buyer, trigger: 'refund', reason: correction.reason },
    corrects: { id: original.id, series: original.series, number: original.number },
    lines: [{ ...first, unitPriceVnd: -netVnd, netVnd: -netVnd, vatVnd: -vatVnd }],
  });
}

/** Takes back a part of the fee that was invoiced with the release, as the ledger takes it back; nothing where there was no fee. */
export async function correctFee(
  tx: Tx,
  order: Order,
  { fact, netVnd, vatVnd, reason }: { fact: string; netVnd: number; vatVnd: number; reason: string },
): Promise<void> {
  if (netVnd === 0 && vatVnd === 0) return;
  const original = await tx.findOneBy(Invoices, { fact: `release:${order.id}` });
  const [first] = original?.content.lines ?? [];
  if (!original || !first) throw new Error(`The fee of ${order.id} was never invoiced.`);
  const { kind, seller, buyer } = original.content;
  await issue(tx, order, fact, {
    ...{ kind, seller, buyer, trigger: 'refund', reason },
    corrects: { id: original.id, series: original.series, number: original.number },
    lines: [{ ...first, unitPriceVnd: -netVnd, netVnd: -netVnd, vatVnd: -vatVnd }],
  });
}

/** What earlier corrections came to: numbers below zero. */
async function corrected(tx: Tx, id: string): Promise<Pick<Invoice, 'netVnd' | 'vatVnd' | 'totalVnd'>> {
  const rows = await tx.findBy(Invoices, { corrects: id });
  const sum = (of: (row: Invoice) => number) => rows.reduce((total, row) => total + of(row), 0);
  return { netVnd: sum((row) => row.netVnd), vatVnd: sum((row) => row.vatVnd), totalVnd: sum((row) => row.totalVnd) };
}

/** Numbers and writes it, once per fact. The number's lock is held until the caller commits: call it late. */
async function issue(tx: Tx, order: Order, fact: string, draft: Draft): Promise<void> {
  if (await tx.findOneBy(Invoices, { fact })) return;
  const id = newId('inv');
  const issuedAt = now();
  const issuedOn = vietnamDay(issuedAt);
  const series = `DS${issuedOn.slice(2, 4)}`;
  const number = await nextNumber(tx, draft.seller.organisationId, series);
  const sum = (of: (one: InvoiceContent['lines'][number]) => number) =>
    draft.lines.reduce((total, one) => total + of(one), 0);
  const [netVnd, vatVnd] = [sum((one) => one.netVnd), sum((one) => one.vatVnd)];
  const totalVnd = netVnd + vatVnd;
  const content: InvoiceContent = {
    ...draft,
    ...{ series, number, issuedAt: issuedAt.toISOString(), issuedOn },
    ...{ orderId: order.id, agreementId: order.agreementId, netVnd, vatVnd, totalVnd },
    inWords: amountInBothWords(totalVnd),
    notice: invoiceNotice,
  };
  await insertRow(tx, Invoices, {
    ...{ id, fact, orderId: order.id, series, number, netVnd, vatVnd, totalVnd, content, issuedAt },
    sellerId: draft.seller.organisationId,
    buyerId: draft.buyer.organisationId,
    corrects: draft.corrects?.id ?? null,
    ...{ officialNumber: null, officialCode: null, officialAt: null },
  });
  const data = { invoiceId: id, seller: draft.seller.organisationId, series, number, totalVnd };
  const about = [order.id, draft.seller.organisationId, draft.buyer.organisationId];
  const event: EventBody = draft.corrects
    ? { type: 'invoice.corrected', data: { ...data, corrects: draft.corrects.id } }
    : { type: draft.kind === 'fee' ? 'fee.invoiced' : 'invoice.issued', data };
  await record(tx, system, event, { kind: 'invoice', id }, [...about, ...orderSubject.about(order)]);
}

/** Locks the series until the transaction ends: a number is used, or was never given. */
async function nextNumber(tx: Tx, sellerId: string, series: string): Promise<number> {
  const [row]: { last: number }[] = await tx.query(
    `insert into invoice_series (seller_id, series, last) values ($1, $2, 1)
     on conflict (seller_id, series) do update set last = invoice_series.last + 1 returning last`,
    [sellerId, series],
  );
  if (!row) throw new Error(`The series ${series} of ${sellerId} gave no number.`);
  return row.last;
}

function line(
  description: { vi: string; en: string },
  unit: { vi: string; en: string },
  { netVnd, vatClass, vatPercent, vatVnd }: MoneyLine,
): InvoiceContent['lines'][number] {
  return { description, unit, quantity: 1, unitPriceVnd: netVnd, netVnd, vatClass, vatPercent, vatVnd };
}

async function party(tx: Tx, id: string): Promise<InvoiceContent['seller']> {
  const { nameVi, nameEn, taxCode, address } = await tx.findOneByOrFail(Organisations, { id });
  return { organisationId: id, nameVi, nameEn, taxCode, address };
}
