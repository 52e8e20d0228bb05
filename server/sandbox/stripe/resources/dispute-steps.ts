import { type Cause, emit } from '../emit.js';
import { refused } from '../errors.js';
import { newId } from '../ids.js';
import { later } from '../later.js';
import { disputeFee } from '../money.js';
import type { Charge } from '../objects.js';
import type { Dispute } from '../objects-disputes.js';
import { book } from './balance-transactions.js';
import { emptyEvidence } from './dispute-evidence.js';

const DAY = 24 * 60 * 60;
const ANSWER_WITHIN = 9 * DAY;
const DECIDED_AFTER = 60 * DAY;

type NewDispute = { reason: string; inquiry: boolean; amount?: number };

/** The card's owner complains. An inquiry takes nothing; a dispute takes the money and a fee at once. */
export function openDispute(cause: Cause, charge: Charge, { reason, inquiry, amount }: NewDispute): Dispute {
  const { tx, now } = cause;
  const { currency, payment_intent } = charge;
  if (tx.find('dispute', 'charge', charge.id).length > 0) throw refused(`Charge ${charge.id} is disputed already.`);
  if (charge.status !== 'succeeded') throw refused(`Charge ${charge.id} was not successful: nothing to dispute.`);
  const dispute: Dispute = {
    id: newId('du'),
    object: 'dispute',
    amount: amount ?? charge.amount - charge.amount_refunded,
    balance_transactions: [],
    charge: charge.id,
    created: now,
    currency,
    enhanced_eligibility_types: [],
    evidence: emptyEvidence,
    evidence_details: {
      due_by: now + ANSWER_WITHIN,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
    },
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent,
    payment_method_details: {
      card: { brand: 'visa', case_type: inquiry ? 'inquiry' : 'chargeback', network_reason_code: '10.4' },
      type: 'card',
    },
    reason,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  };
  const opened = inquiry ? tx.put(dispute) : withdraw(cause, dispute);
  tx.put({ ...charge, disputed: true });
  emit(cause, 'charge.dispute.created', opened);
  if (!inquiry) emit(cause, 'charge.dispute.funds_withdrawn', opened);
  later(cause, ANSWER_WITHIN, 'end_dispute', opened.id);
  return opened;
}

function withdraw(cause: Cause, dispute: Dispute): Dispute {
  const { amount, currency, charge } = dispute;
  const booked = book(cause, {
    type: 'adjustment',
    amount: -amount,
    currency,
    source: dispute.id,
    description: `Chargeback withdrawal for ${charge}`,
    fee: disputeFee(currency),
    category: 'dispute',
  });
  const balance_transactions = [...dispute.balance_transactions, booked];
  return cause.tx.put({ ...dispute, balance_transactions, is_charge_refundable: false });
}

/** Won gives the money and the fee back; lost leaves it where it is. */
export function decideDispute(cause: Cause, id: string, outcome: 'won' | 'lost'): Dispute {
  const dispute = openDisputeNamed(cause, id);
  if (isInquiry(dispute)) return close(cause, dispute, 'warning_closed');
  if (outcome === 'lost') return close(cause, dispute, 'lost');
  const { amount, currency, charge, balance_transactions } = dispute;
  const booked = book(cause, {
    type: 'adjustment',
    amount,
    currency,
    source: dispute.id,
    description: `Chargeback reversal for ${charge}`,
    fee: -disputeFee(currency),
    category: 'dispute_reversal',
  });
  const won = cause.tx.put<Dispute>({
    ...dispute,
    balance_transactions: [...balance_transactions, booked],
    is_charge_refundable: false,
    status: 'won',
  });
  emit(cause, 'charge.dispute.funds_reinstated', won);
  emit(cause, 'charge.dispute.closed', won);
  return won;
}

/** The platform gives in, or nobody answered in time. */
export function giveUpDispute(cause: Cause, id: string): Dispute {
  const dispute = openDisputeNamed(cause, id);
  return close(cause, dispute, isInquiry(dispute) ? 'warning_closed' : 'lost');
}

/** An inquiry becomes a dispute, and only now takes the money. */
export function escalateDispute(cause: Cause, id: string): Dispute {
  const inquiry = openDisputeNamed(cause, id);
  if (!isInquiry(inquiry)) throw refused(`Dispute ${id} is not an inquiry.`);
  const due_by = cause.now + ANSWER_WITHIN;
  const evidence_details = { ...inquiry.evidence_details, due_by, has_evidence: false, submission_count: 0 };
  const escalated = withdraw(cause, { ...inquiry, evidence_details, status: 'needs_response' });
  emit(cause, 'charge.dispute.updated', escalated, inquiry);
  emit(cause, 'charge.dispute.funds_withdrawn', escalated);
  later(cause, ANSWER_WITHIN, 'end_dispute', id);
  return escalated;
}

/** The evidence is with the bank. */
export function reviewDispute(cause: Cause, dispute: Dispute): Dispute {
  const status = isInquiry(dispute) ? ('warning_under_review' as const) : ('under_review' as const);
  const sent = dispute.evidence_details.submission_count + 1;
  const evidence_details = { ...dispute.evidence_details, submission_count: sent };
  later(cause, DECIDED_AFTER, 'decide_dispute', dispute.id);
  return cause.tx.put({ ...dispute, evidence_details, status });
}

/** Two months after the evidence the bank sides with the card's owner, unless it has decided before. */
export function endReview(cause: Cause, id: string): void {
  if (cause.tx.get('dispute', id)?.status.endsWith('under_review')) decideDispute(cause, id, 'lost');
}

/** The time to answer is over. */
export function endOverdueDispute(cause: Cause, id: string): void {
  const dispute = cause.tx.get('dispute', id);
  if (dispute?.status === 'needs_response' || dispute?.status === 'warning_needs_response') {
    const evidence_details = { ...dispute.evidence_details, past_due: true };
    cause.tx.put({ ...dispute, evidence_details });
    giveUpDispute(cause, id);
  }
}

export const isInquiry = (dispute: Dispute) => dispute.status.startsWith('warning_');
export const isOver = (dispute: Dispute) => ['won', 'lost', 'warning_closed'].includes(dispute.status);

function openDisputeNamed({ tx }: Cause, id: string): Dispute {
  const dispute = tx.get('dispute', id);
  if (!dispute) throw new Error(`There is no dispute ${id}.`);
  if (isOver(dispute)) throw refused(`Dispute ${id} is closed already.`);
  return dispute;
}

function close(cause: Cause, dispute: Dispute, status: 'lost' | 'warning_closed'): Dispute {
  const closed = cause.tx.put<Dispute>({ ...dispute, is_charge_refundable: status === 'warning_closed', status });
  emit(cause, 'charge.dispute.closed', closed);
  return closed;
}
