import type { BidInput, bidOperations } from '../../contracts/bids.js';
import type { ActionOf } from '../../contracts/lifecycle.js';
import type { bidLifecycle } from '../../contracts/lifecycles/bid.js';
import type { QueryOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { type BidFinding, bidFindings } from '../../contracts/scheme/bids.js';
import { record } from '../audit/record.js';
import { Datasets } from '../catalogue/tables.js';
import { type Actor, type MemberActor, seesEverything } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { insertRow, lockRow, type Tx, violatedConstraint } from '../kernel/database.js';
import { requireVersion } from '../kernel/http.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { bidSubject } from './subjects.js';
import { type Bid, type BidAnswer, BidAnswers, Bids } from './tables.js';

/** What of a bid may be read by whom: drafts by their buyer; what was submitted by the operator and the regulator as well. */
export function seesBid(bid: Bid, actor: Actor): boolean {
  if (actor.kind === 'member' && actor.organisationId === bid.buyerId) return true;
  if (['open', 'matched', 'closed'].includes(bid.state)) return true;
  return bid.state !== 'draft' && seesEverything(actor);
}

/** Every text of a bid in which something forbidden may be asked for. */
export function findingsOf({ title, terms }: Pick<Bid, 'title' | 'terms'>): BidFinding[] {
  const { description, scope, delivery, quality, purposeText, rights } = terms;
  return bidFindings([title, description, scope, delivery, quality, purposeText, rights]);
}

/** Columns of what a buyer wrote. The last day of answers ends in UTC+7. */
function columnsOf(input: BidInput) {
  const { title, sector, purpose, budgetVnd, months, closesOn, ...terms } = input;
  return {
    title,
    sector,
    purpose,
    budgetVnd,
    months,
    closesOn,
    terms,
    closesAt: new Date(`${closesOn}T23:59:59.999+07:00`),
  };
}

function refuse(pointer: string, vi: string, en: string): never {
  throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}

function checkDates({ periodFrom, periodTo, closesOn }: BidInput): void {
  if (periodFrom !== null && periodTo !== null && periodTo < periodFrom) {
    refuse('/periodTo', 'Ngày kết thúc phải từ ngày bắt đầu trở đi.', 'The period must not end before it begins.');
  }
  if (new Date(`${closesOn}T23:59:59.999+07:00`) <= now()) {
    refuse('/closesOn', 'Hạn trả lời phải còn ở phía trước.', 'The last day for answers must lie ahead.');
  }
}

export async function createBid(tx: Tx, actor: MemberActor, input: BidInput): Promise<Bid> {
  checkDates(input);
  const row = { id: newId('bid'), buyerId: actor.organisationId, ...columnsOf(input), matchedAnswerId: null };
  return await begin(tx, bidSubject, 'create', { ...row, createdAt: now(), updatedAt: now() }, actor);
}

/** Edits a draft or a returned bid of the own organisation; throws 404, 409 in another state, 412 for a stale version. */
export async function editBid(
  tx: Tx,
  actor: MemberActor,
  id: string,
  ifMatch: number,
  change: Partial<{ [K in keyof BidInput]: BidInput[K] | undefined }>,
): Promise<Bid> {
  const bid = await lockRow(tx, Bids, id);
  if (!bid || bid.buyerId !== actor.organisationId) throw notFound(bidSubject.lifecycle.name);
  requireVersion(bid, ifMatch);
  if (!['draft', 'returned'].includes(bid.state)) {
    throw new Problem('transition-refused', {
      vi: 'Chỉ sửa được chào mua khi là bản nháp hoặc cần bổ sung.',
      en: 'A bid can be edited only while it is a draft or was returned.',
    });
  }
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const input = { ...inputOf(bid), ...given } as BidInput;
  checkDates(input);
  const edited = await amend(tx, bidSubject, bid, { ...columnsOf(input), updatedAt: now() });
  const event = { type: 'bid.edited', data: { fields: Object.keys(given) } } as const;
  await record(tx, actor, event, { kind: 'bid', id }, bidSubject.about(edited));
  return edited;
}

/** What the buyer wrote, as the contract has it. */
export function inputOf({ title, sector, purpose, budgetVnd, months, closesOn, terms }: Bid): BidInput {
  return { title, sector, purpose, budgetVnd, months, closesOn, ...terms } as BidInput;
}

/** Submits, moderates or closes. What asks for persons or quotes foreign money cannot be published (scheme, B2). */
export async function moveBid(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof bidLifecycle>,
  reason: string | undefined,
): Promise<Bid> {
  const moved = await advance(tx, bidSubject, id, action, actor, { reason, set: { updatedAt: now() } });
  if (action === 'submit') checkDates(inputOf(moved));
  const [first] = action === 'approve' ? findingsOf(moved) : [];
  if (first) throw new Problem('rule-broken', first.sentence, { decisionCode: first.code });
  return moved;
}

/** Answers an open bid with a listed dataset of the own organisation. Throws 404, 409 when it is not open or was answered so. */
export async function answerBid(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { datasetId, note }: { datasetId: string; note: string },
): Promise<BidAnswer> {
  const bid = await lockRow(tx, Bids, id);
  if (!bid || !seesBid(bid, actor)) throw notFound(bidSubject.lifecycle.name);
  if (bid.state !== 'open' || bid.buyerId === actor.organisationId) {
    throw new Problem('transition-refused', {
      vi: 'Chỉ trả lời được chào mua đang mở của tổ chức khác.',
      en: 'Only an open bid of another organisation can be answered.',
    });
  }
  const dataset = await tx.findOneBy(Datasets, { id: datasetId, state: 'listed', providerId: actor.organisationId });
  if (!dataset) throw notFound({ vi: 'bộ dữ liệu đang niêm yết của bạn', en: 'listed dataset of yours' });
  await requireNotFrozen(tx, [...bidSubject.about(bid), datasetId, actor.organisationId]);
  const row = { id: newId('ban'), bidId: id, providerId: actor.organisationId, datasetId, note, createdAt: now() };
  await insertRow(tx, BidAnswers, row).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'bid_answers_once') throw error;
    throw new Problem('conflict', {
      vi: 'Bộ dữ liệu này đã được trả lời cho chào mua.',
      en: 'The bid was answered with this dataset already.',
    });
  });
  const event = { type: 'bid.answered', data: { answerId: row.id, datasetId } } as const;
  await record(tx, actor, event, { kind: 'bid', id }, [...bidSubject.about(bid), datasetId, actor.organisationId]);
  await enqueue(tx, 'notify-bid-answer', { id: row.id });
  return row;
}

/** The buyer chooses an answer: the bid is matched. */
export async function matchBid(tx: Tx, actor: MemberActor, id: string, answerId: string): Promise<Bid> {
  const matched = await advance(tx, bidSubject, id, 'match', actor, {
    set: { matchedAnswerId: answerId, updatedAt: now() },
  });
  if (!(await tx.existsBy(BidAnswers, { id: answerId, bidId: id }))) throw notFound({ vi: 'trả lời', en: 'answer' });
  return matched;
}

type Which = Partial<Pick<Bid, 'state' | 'buyerId' | 'sector'>>;

/** Bids, newest first, one more than asked for. */
export async function listBids(
  tx: Tx,
  query: Pick<QueryOf<typeof bidOperations.listOwnBids>, 'cursor' | 'limit'>,
  which: Which,
): Promise<Bid[]> {
  const rows = tx
    .createQueryBuilder(Bids, 'row')
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  for (const [column, value] of Object.entries(which)) rows.andWhere(`row.${column} = :${column}`, { [column]: value });
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** A bid that the actor may see; throws 404 otherwise. */
export async function readBid(tx: Tx, actor: Actor, id: string): Promise<Bid> {
  const bid = await tx.findOneBy(Bids, { id });
  if (!bid || !seesBid(bid, actor)) throw notFound(bidSubject.lifecycle.name);
  return bid;
}
