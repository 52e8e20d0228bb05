import type { BidCard, BidView } from '../../contracts/bids.js';
import { datasetRefs } from '../catalogue/datasets.js';
import { organisationRefs } from '../identity/organisations.js';
import { type Actor, has, seesEverything } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { allowedActions } from '../lifecycle/advance.js';
import { findingsOf, inputOf } from './bids.js';
import { bidSubject } from './subjects.js';
import { type Bid, BidAnswers } from './tables.js';

export async function bidCards(tx: Tx, bids: readonly Bid[]): Promise<BidCard[]> {
  const names = await organisationRefs(
    tx,
    bids.map((bid) => bid.buyerId),
  );
  const counts: { bidId: string; n: string }[] = await tx.query(
    `select bid_id as "bidId", count(*) as n from bid_answers where bid_id = any($1) group by bid_id`,
    [bids.map((bid) => bid.id)],
  );
  return bids.map((bid) => {
    const { id, title, sector, budgetVnd, closesOn } = bid;
    return {
      ...{ id, title, sector, budgetVnd, closesOn, buyer: must(names, bid.buyerId) },
      state: bid.state as BidCard['state'],
      purpose: bid.purpose as BidCard['purpose'],
      answers: Number(counts.find((one) => one.bidId === id)?.n ?? 0),
      createdAt: bid.createdAt.toISOString(),
    };
  });
}

export async function bidView(tx: Tx, bid: Bid, actor: Actor): Promise<BidView> {
  const [card] = await bidCards(tx, [bid]);
  if (!card) throw new Error(`There is no card of ${bid.id}.`);
  const answers = await tx.find(BidAnswers, { where: { bidId: bid.id }, order: { id: 'ASC' } });
  const names = await organisationRefs(
    tx,
    answers.map((one) => one.providerId),
  );
  const datasets = await datasetRefs(
    tx,
    answers.map((one) => one.datasetId),
  );
  const own = actor.kind === 'member' && actor.organisationId === bid.buyerId;
  const writes = actor.kind === 'member' && actor.verified && actor.role !== 'viewer';
  return {
    ...inputOf(bid),
    ...card,
    stateReason: bid.stateReason,
    version: bid.version,
    findings: own || seesEverything(actor) ? findingsOf(bid).map(({ code, sentence }) => ({ code, sentence })) : [],
    answered: answers.map(({ id, datasetId, providerId, note, createdAt }) => ({
      ...{ id, note, dataset: must(datasets, datasetId), provider: must(names, providerId) },
      ...{ createdAt: createdAt.toISOString(), chosen: id === bid.matchedAnswerId },
    })),
    own,
    canAnswer: bid.state === 'open' && writes && !own && has(actor, 'provider'),
    canChoose: bid.state === 'open' && writes && own,
    actions: allowedActions(bidSubject, bid, actor),
  };
}

function must<V>(found: ReadonlyMap<string, V>, id: string): V {
  const value = found.get(id);
  if (value === undefined) throw new Error(`${id} is referred to and does not exist.`);
  return value;
}
