import type { InvoiceView } from '../../contracts/invoicing.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { type Actor, type MemberActor, seesEverything } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { lockRow, type Tx, updateRow } from '../kernel/database.js';
import { isVisible, mayEnterOfficial } from './policy.js';
import { type Invoice, Invoices } from './tables.js';

const name = { vi: 'hóa đơn', en: 'invoice' };

/** The invoice when the actor may see it; throws 404 otherwise. */
export async function readInvoice(tx: Tx, actor: Actor, id: string): Promise<Invoice> {
  const row = await tx.findOneBy(Invoices, { id });
  if (!row || !isVisible(row, actor)) throw notFound(name);
  return row;
}

type Query = {
  cursor?: string | undefined;
  limit: number;
  side?: 'issued' | 'received' | undefined;
  order?: string | undefined;
};

/** Invoices the actor may see, newest first, one more than asked for. */
export async function listInvoices(tx: Tx, actor: MemberActor, query: Query): Promise<Invoice[]> {
  const rows = tx
    .createQueryBuilder(Invoices, 'row')
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  const own = { own: actor.organisationId };
  if (query.side === 'issued') rows.andWhere('row.sellerId = :own', own);
  else if (query.side === 'received') rows.andWhere('row.buyerId = :own', own);
  else if (!seesEverything(actor)) rows.andWhere('(row.sellerId = :own or row.buyerId = :own)', own);
  if (query.order) rows.andWhere('row.orderId = :order', { order: query.order });
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** Enters number and code of the official e-invoice, once. Throws 404 for another's, 409 when they are there. */
export async function enterOfficialNumber(
  tx: Tx,
  actor: MemberActor,
  id: string,
  official: { number: string; code: string },
): Promise<Invoice> {
  const row = await lockRow(tx, Invoices, id);
  if (!row || row.sellerId !== actor.organisationId) throw notFound(name);
  if (row.officialNumber !== null) {
    throw new Problem('conflict', {
      vi: `Hóa đơn này đã mang số chính thức ${row.officialNumber}; số đã ghi không sửa được.`,
      en: `This invoice carries the official number ${row.officialNumber} already; it cannot be changed.`,
    });
  }
  const set = { officialNumber: official.number, officialCode: official.code, officialAt: now() };
  await updateRow(tx, Invoices, id, set);
  const about = [row.orderId, row.sellerId, row.buyerId];
  await record(tx, actor, { type: 'invoice.officially-numbered', data: official }, { kind: 'invoice', id }, about);
  return { ...row, ...set };
}

export function invoiceView(row: Invoice, actor: Actor): InvoiceView {
  const { officialNumber: number, officialCode: code, officialAt: at } = row;
  return {
    id: row.id,
    ...row.content,
    official: number === null || code === null || at === null ? null : { number, code, enteredAt: at.toISOString() },
    canEnterOfficial: mayEnterOfficial(row, actor),
  };
}
