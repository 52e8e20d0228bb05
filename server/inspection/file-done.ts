import type { TransactionFileView } from '../../contracts/inspection.js';
import type { AuditEvent } from '../audit/tables.js';
import { Disputes } from '../disputes/tables.js';
import { disputeCards } from '../disputes/views.js';
import { Deliveries, Downloads, type Entitlement, Receipts } from '../fulfilment/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { maskedId } from '../kernel/masking.js';
import { orderMoney } from '../payments/views.js';
import type { People } from './people.js';

type File = TransactionFileView;

/** Disputes over the order, oldest first. */
export async function disputesPart(
  tx: Tx,
  actor: MemberActor,
  orderId: string,
  events: readonly AuditEvent[],
): Promise<File['disputes']> {
  const rows = await tx.find(Disputes, { where: { orderId }, order: { id: 'ASC' } });
  const cards = await disputeCards(tx, rows, actor);
  const began = ['dispute.open', 'dispute.open-by-bank'];
  return rows.map((row, at) => {
    const card = cards[at];
    if (!card) throw new Error(`${row.id} has no view.`);
    const { id, openedBy, type, wantedVnd, state, stateReason, createdAt, outcome, refundVnd, decidedBy } = card;
    const eventId = events.find((event) => event.subjectId === id && began.includes(event.type))?.id ?? null;
    return {
      ...{ id, openedBy, type, wantedVnd, state, stateReason, createdAt, outcome, refundVnd, decidedBy },
      ...{ statement: row.statement, eventId },
    };
  });
}

/** The id of the event of this type that carries the value. */
function eventWith(events: readonly AuditEvent[], type: string, field: string, value: string): string | null {
  return events.find((event) => event.type === type && event.data[field] === value)?.id ?? null;
}

/** Payments, refunds, and the ledger's lines with what each account took in and gave out. */
export async function moneyPart(
  tx: Tx,
  orderId: string,
  events: readonly AuditEvent[],
): Promise<Pick<File, 'payments' | 'refunds' | 'ledger'>> {
  const { payments, refunds, postings } = await orderMoney(tx, orderId, true);
  return {
    payments: payments.map((one) => ({
      ...one,
      eventId: eventWith(events, 'payment.received', 'paymentId', one.id),
    })),
    refunds: refunds.map((one) => ({ ...one, eventId: eventWith(events, 'refund.made', 'refundId', one.id) })),
    ledger: { postings, accounts: accountsOf(postings), balanced: agrees(payments, refunds, postings) },
  };
}

type Lines = File['ledger']['postings'];
type Money = { state: string; amountVnd: number };

function accountsOf(postings: Lines): File['ledger']['accounts'] {
  const names = [...new Set(postings.flatMap((one) => [one.from, one.to]))];
  return names.map((account) => {
    const inVnd = sum(postings.filter((one) => one.to === account));
    const outVnd = sum(postings.filter((one) => one.from === account));
    return { account, inVnd, outVnd, balanceVnd: inVnd - outVnd };
  });
}

/** What came in from outside is what was paid, and what went back is what was refunded, also what came back since. */
function agrees(payments: readonly Money[], refunds: readonly Money[], postings: Lines): boolean {
  const done = (rows: readonly Money[]) => sum(rows.filter((one) => ['succeeded', 'failed'].includes(one.state)));
  const came = postings.filter((one) => one.key.startsWith('payment:') && one.from.startsWith('outside:'));
  const sent = postings.filter((one) => one.key.startsWith('refund:'));
  const left = sum(sent.filter((one) => one.to.startsWith('outside:')));
  const given = sum(sent.filter((one) => one.from.startsWith('outside:')));
  return sum(came) === done(payments) && left - given === done(refunds);
}

function sum(rows: readonly { amountVnd: number }[]): number {
  return rows.reduce((total, one) => total + one.amountVnd, 0);
}

export async function deliveryPart(tx: Tx, orderId: string, events: readonly AuditEvent[]): Promise<File['delivery']> {
  const delivery = await tx.findOneBy(Deliveries, { orderId });
  return (
    delivery && {
      id: delivery.id,
      manifestSha256: delivery.manifestSha256,
      deliveredAt: delivery.deliveredAt.toISOString(),
      files: delivery.files,
      eventId: eventWith(events, 'delivery.made', 'deliveryId', delivery.id),
    }
  );
}

export async function receiptPart(tx: Tx, orderId: string, events: readonly AuditEvent[]): Promise<File['receipt']> {
  const receipt = await tx.findOneBy(Receipts, { orderId });
  return (
    receipt && {
      id: receipt.id,
      manifestSha256: receipt.manifestSha256,
      acceptedBy: receipt.acceptedBy,
      issuedAt: receipt.issuedAt.toISOString(),
      eventId: eventWith(events, 'receipt.issued', 'receiptId', receipt.id),
    }
  );
}

/** Downloads, newest first, each with its event: both were written in one transaction, so they stand in one order. */
export async function downloadsPart(
  tx: Tx,
  entitlement: Entitlement | null,
  events: readonly AuditEvent[],
  people: People,
  shown: number,
): Promise<File['downloads']> {
  if (!entitlement) return { total: 0, bytes: 0, items: [] };
  const entitlementId = entitlement.id;
  const [all]: { total: number; bytes: string }[] = await tx.query(
    'select count(*)::int as total, coalesce(sum(bytes), 0) as bytes from downloads where entitlement_id = $1',
    [entitlementId],
  );
  const rows = await tx.find(Downloads, { where: { entitlementId }, order: { id: 'DESC' }, take: shown });
  const recorded = events.filter((event) => event.type === 'file.downloaded').reverse();
  const used = new Set<string>();
  return {
    total: all?.total ?? 0,
    bytes: Number(all?.bytes ?? 0),
    items: rows.map(({ at, name, fromByte, bytes, memberId }) => {
      const person = people.personOf(memberId);
      const event = recorded.find(
        ({ id, data, person: by }) =>
          !used.has(id) && by === person && data.name === name && data.from === fromByte && data.bytes === bytes,
      );
      if (event) used.add(event.id);
      const member = maskedId(memberId);
      return { at: at.toISOString(), name, fromByte, bytes, person, member, eventId: event?.id ?? null };
    }),
  };
}
