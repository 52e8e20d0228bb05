import { EntitySchema } from 'typeorm';
import { big, moment, primaryId, reference, type Stateful, stateColumns, text } from '../kernel/columns.js';

/** A dispute over one order, between its parties or with the buyer's bank. */
export type Dispute = Stateful & {
  orderId: string;
  datasetId: string;
  providerId: string;
  buyerId: string;
  /** Null: the buyer's bank. */
  openedBy: string | null;
  type: string;
  statement: string;
  wantedVnd: number | null;
  /** The complaint at the bank that belongs to it. */
  chargebackId: string | null;
  acknowledgeDueAt: Date;
  evidenceDueAt: Date | null;
  appealDueAt: Date | null;
  /** Who of the operator takes care of it. */
  acknowledgedBy: string | null;
  outcome: string | null;
  refundVnd: number | null;
  decidedBy: string | null;
  createdAt: Date;
};
export const Disputes = new EntitySchema<Dispute>({
  name: 'disputes',
  columns: {
    id: primaryId,
    orderId: reference('orders'),
    datasetId: reference('datasets'),
    providerId: reference('organisations'),
    buyerId: reference('organisations'),
    openedBy: reference('organisations', { nullable: true }),
    type: text(),
    statement: text(),
    wantedVnd: big({ nullable: true }),
    chargebackId: reference('chargebacks', { nullable: true, unique: true }),
    acknowledgeDueAt: moment(),
    evidenceDueAt: moment({ nullable: true }),
    appealDueAt: moment({ nullable: true }),
    acknowledgedBy: reference('members', { nullable: true }),
    outcome: text({ nullable: true }),
    refundVnd: big({ nullable: true }),
    decidedBy: text({ nullable: true }),
    createdAt: moment(),
    ...stateColumns,
  },
  indices: [
    { name: 'disputes_order', columns: ['orderId'] },
    { name: 'disputes_provider', columns: ['providerId', 'id'] },
    { name: 'disputes_buyer', columns: ['buyerId', 'id'] },
    {
      // An order has at most one open dispute.
      name: 'disputes_open',
      columns: ['orderId'],
      unique: true,
      where: `state <> all (array['resolved'::text, 'withdrawn'::text])`,
      synchronize: false,
    },
  ],
});

/** One entry of a dispute's thread; written once. */
export type DisputeMessage = {
  id: string;
  disputeId: string;
  organisationId: string;
  memberName: string;
  text: string;
  at: Date;
};
export const DisputeMessages = new EntitySchema<DisputeMessage>({
  name: 'dispute_messages',
  columns: {
    id: primaryId,
    disputeId: reference('disputes'),
    organisationId: reference('organisations'),
    memberName: text(),
    text: text(),
    at: moment(),
  },
  indices: [{ name: 'dispute_messages_dispute', columns: ['disputeId', 'id'] }],
});

/** How a party would settle it. */
export type DisputeProposal = {
  id: string;
  disputeId: string;
  organisationId: string;
  refundVnd: number;
  text: string;
  standing: 'open' | 'accepted' | 'declined' | 'replaced';
  at: Date;
};
export const DisputeProposals = new EntitySchema<DisputeProposal>({
  name: 'dispute_proposals',
  columns: {
    id: primaryId,
    disputeId: reference('disputes'),
    organisationId: reference('organisations'),
    refundVnd: big(),
    text: text(),
    standing: text(),
    at: moment(),
  },
  indices: [{ name: 'dispute_proposals_dispute', columns: ['disputeId', 'id'] }],
});

/** A day that differs from Monday to Friday. */
export type Holiday = { day: string; kind: 'off' | 'working'; name: string };
export const Holidays = new EntitySchema<Holiday>({
  name: 'holidays',
  columns: { day: { type: 'date', primary: true }, kind: text(), name: text() },
});
