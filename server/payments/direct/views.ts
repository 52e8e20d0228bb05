import QRCode from 'qrcode';
import type { DirectView } from '../../../contracts/direct.js';
import { vietnamDay } from '../../../contracts/vietnam-day.js';
import { vietQr } from '../../../contracts/vietqr.js';
import { Members } from '../../identity/tables.js';
import type { MemberActor } from '../../kernel/actor.js';
import { now } from '../../kernel/clock.js';
import { rowsById, type Tx } from '../../kernel/database.js';
import type { Kernel } from '../../kernel/kernel.js';
import { holdsEver } from '../../lifecycle/holds.js';
import { dueAt } from '../../lifecycle/timers.js';
import { orderSubject } from '../../ordering/subjects.js';
import type { Order } from '../../ordering/tables.js';
import { askedOn } from '../bank/transfer.js';
import { isDirectFor } from '../offered.js';
import { DirectReturns, DirectStatements, type PaymentEvidence, PaymentEvidences } from '../tables.js';
import { isAboutPayment } from './answering.js';
import { directReference } from './stating.js';

/** The direct payment of an order for its parties and who audits; null where there is none and cannot be one. */
export async function directView(
  tx: Tx,
  { clocks }: Kernel,
  actor: MemberActor,
  order: Order,
): Promise<DirectView | null> {
  const statements = await tx.find(DirectStatements, { where: { orderId: order.id }, order: { id: 'ASC' } });
  const waits = order.state === 'awaiting_payment';
  if (statements.length === 0 && !(waits && (await isDirectFor(tx, order)))) return null;
  const returns = await tx.find(DirectReturns, { where: { orderId: order.id }, order: { refundId: 'ASC' } });
  const papers = await rowsById(
    tx,
    PaymentEvidences,
    statements.map((one) => one.evidenceId),
  );
  const people = await rowsById(
    tx,
    Members,
    statements.flatMap((one) => [one.statedBy, one.answeredBy]).filter((id) => id !== null),
  );
  const nameOf = (id: string | null) => (id === null ? null : (people.get(id)?.displayName ?? id));
  const account = await accountOf(tx, order.providerId);
  const reference = directReference(order.id);
  const totalVnd = statements.at(-1)?.amountVnd ?? askedOn(order, vietnamDay(now())).totalVnd;
  const due = waits ? dueAt(orderSubject, order, clocks, await holdsEver(tx, orderSubject.about(order))) : null;
  const acts = actor.verified && actor.role !== 'viewer';
  const [buys, sells] = [actor.organisationId === order.buyerId, actor.organisationId === order.providerId];
  return {
    ...{ orderId: order.id, account, reference, totalVnd },
    dueAt: due?.toISOString() ?? null,
    qr: waits && account ? await qrOf(account, reference, totalVnd) : null,
    statements: statements.map((one) => ({
      ...{ id: one.id, bankReference: one.bankReference, paidOn: one.paidOn, amountVnd: one.amountVnd },
      evidence: evidenceView(papers.get(one.evidenceId)),
      ...{ statedBy: nameOf(one.statedBy) ?? '', statedAt: one.statedAt.toISOString(), answer: one.answer },
      ...{ answeredBy: nameOf(one.answeredBy), answeredAt: one.answeredAt?.toISOString() ?? null, reason: one.reason },
    })),
    returns: returns.map((one) => ({
      ...{ refundId: one.refundId, amountVnd: one.amountVnd, bankReference: one.bankReference },
      ...{ sentAt: one.sentAt?.toISOString() ?? null, receivedAt: one.receivedAt?.toISOString() ?? null },
      maySend: acts && sells && one.sentAt === null && one.receivedAt === null,
      mayReceive: acts && buys && one.receivedAt === null,
    })),
    mayState: acts && buys && waits && account !== null,
    mayAnswer:
      acts && sells && (order.state === 'payment_stated' || (order.state === 'disputed' && isAboutPayment(order))),
  };
}

export function evidenceView(row: PaymentEvidence | undefined): DirectView['statements'][number]['evidence'] {
  if (!row) throw new Error('A statement of payment names a paper that does not exist.');
  const { id, name, bytes, sha256, mediaType } = row;
  return { id, name, bytes, sha256, mediaType };
}

/** The bank account that the provider entered to be paid on; null where it has entered none. */
async function accountOf(tx: Tx, providerId: string): Promise<DirectView['account']> {
  const [row]: { bin: string; number: string; holder: string }[] = await tx.query(
    `select bank_bin as bin, bank_number as number, bank_holder as holder from payout_accounts
      where provider_id = $1 and bank_bin is not null and bank_number is not null and bank_holder is not null`,
    [providerId],
  );
  return row ?? null;
}

async function qrOf(
  { bin, number }: NonNullable<DirectView['account']>,
  content: string,
  amountVnd: number,
): Promise<DirectView['qr']> {
  const payload = vietQr({ bankBin: bin, accountNumber: number, amountVnd, content });
  return { payload, svg: await QRCode.toString(payload, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 }) };
}
