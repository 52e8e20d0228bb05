import type { DisputeCard, DisputeView } from '../../contracts/disputes.js';
import { datasetRefs } from '../catalogue/datasets.js';
import { organisationRefs } from '../identity/organisations.js';
import { type Actor, has } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { allowedActions, rolesOn } from '../lifecycle/advance.js';
import { Orders } from '../ordering/tables.js';
import { timeline } from '../ordering/views.js';
import { isClosed } from '../payments/chargebacks.js';
import { isAboutPayment } from '../payments/direct/answering.js';
import { type Chargeback, Chargebacks } from '../payments/tables.js';
import { canAnswer } from './bank.js';
import { endStates, leftOf } from './policy.js';
import { disputeSubject } from './subjects.js';
import { type Dispute, DisputeMessages, DisputeProposals } from './tables.js';

export async function disputeCards(tx: Tx, rows: readonly Dispute[], actor: Actor): Promise<DisputeCard[]> {
  const organisations = await organisationRefs(
    tx,
    rows.flatMap((row) => [row.providerId, row.buyerId]),
  );
  const datasets = await datasetRefs(
    tx,
    rows.map((row) => row.datasetId),
  );
  const moment = (at: Date | null) => at?.toISOString() ?? null;
  return rows.map((row) => ({
    id: row.id,
    orderId: row.orderId,
    dataset: must(datasets, row.datasetId),
    provider: must(organisations, row.providerId),
    buyer: must(organisations, row.buyerId),
    openedBy: row.openedBy === null ? null : must(organisations, row.openedBy),
    type: row.type as DisputeCard['type'],
    wantedVnd: row.wantedVnd,
    state: row.state as DisputeCard['state'],
    stateReason: row.stateReason,
    stateSince: row.stateSince.toISOString(),
    createdAt: row.createdAt.toISOString(),
    acknowledgeDueAt: row.acknowledgeDueAt.toISOString(),
    evidenceDueAt: moment(row.evidenceDueAt),
    appealDueAt: moment(row.appealDueAt),
    outcome: row.outcome as DisputeCard['outcome'],
    refundVnd: row.refundVnd,
    decidedBy: row.decidedBy as DisputeCard['decidedBy'],
    version: row.version,
    actions: allowedActions(disputeSubject, row, actor),
  }));
}

export async function disputeView(tx: Tx, row: Dispute, actor: Actor): Promise<DisputeView> {
  const [card] = await disputeCards(tx, [row], actor);
  const messages = await tx.find(DisputeMessages, { where: { disputeId: row.id }, order: { id: 'ASC' } });
  const proposals = await tx.find(DisputeProposals, { where: { disputeId: row.id }, order: { id: 'ASC' } });
  const chargeback = row.chargebackId === null ? null : await tx.findOneBy(Chargebacks, { id: row.chargebackId });
  const names = await organisationRefs(
    tx,
    [...messages, ...proposals].map((one) => one.organisationId),
  );
  return {
    ...(card as DisputeCard),
    statement: row.statement,
    chargeback: chargeback && chargebackView(chargeback),
    leftVnd: Math.max(0, await leftOf(tx, row.orderId)),
    messages: messages.map(({ id, organisationId, memberName, text, at }) => ({
      ...{ id, memberName, text },
      organisation: must(names, organisationId),
      at: at.toISOString(),
    })),
    proposals: proposals.map(({ id, organisationId, refundVnd, text, standing, at }) => ({
      ...{ id, refundVnd, text, standing },
      organisation: must(names, organisationId),
      at: at.toISOString(),
    })),
    timeline: await timeline(tx, [row.id]),
    may: mayOf(row, proposals, chargeback, actor, await isOverPayment(tx, row)),
  };
}

async function isOverPayment(tx: Tx, { orderId }: Dispute): Promise<boolean> {
  const order = await tx.findOneByOrFail(Orders, { id: orderId });
  return isAboutPayment(order);
}

function chargebackView(row: Chargeback): DisputeView['chargeback'] {
  const { id, amountVnd, reason, status } = row;
  return {
    ...{ id, amountVnd, reason, status },
    takenVnd: row.withdrawnVnd - row.reinstatedVnd,
    dueBy: row.dueBy?.toISOString() ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
  };
}

type Offered = { organisationId: string; standing: string };

function mayOf(
  row: Dispute,
  proposals: readonly Offered[],
  bank: Chargeback | null,
  actor: Actor,
  aboutPayment: boolean,
): DisputeView['may'] {
  const member = actor.kind === 'member' && actor.role !== 'viewer' ? actor : null;
  const roles = rolesOn(disputeSubject.lifecycle, row, actor);
  const party = member !== null && (roles.includes('buyer') || roles.includes('provider'));
  const open = proposals.find((one) => one.standing === 'open');
  const atBank = bank !== null && !isClosed(bank.status);
  const settling = ['acknowledged', 'evidence', 'proposal'].includes(row.state) && !atBank;
  return {
    write: member !== null && !endStates.includes(row.state),
    propose: party && settling && !aboutPayment,
    aboutPayment,
    answer: party && settling && open !== undefined && open.organisationId !== member.organisationId,
    decide:
      member !== null &&
      !atBank &&
      ((has(actor, 'operator') && settling) || (has(actor, 'regulator') && row.state === 'escalated')),
    answerBank: member !== null && has(actor, 'operator') && bank !== null && canAnswer(bank),
  };
}

function must<V>(rows: ReadonlyMap<string, V>, id: string): V {
  const row = rows.get(id);
  if (row === undefined) throw new Error(`${id} is referred to and does not exist.`);
  return row;
}
