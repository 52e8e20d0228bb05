import type { TransactionSearch } from '../contracts/inspection.js';
import { purposes } from '../contracts/licences/policy.js';
import { now } from '../server/kernel/clock.js';
import { newId } from '../server/kernel/ids.js';
import type { Stage } from './world.js';

/** A transaction as a test knows it, to be filtered by brute force. */
export type Known = {
  id: string;
  requestId: string;
  agreementId: string;
  paymentId: string | null;
  createdAt: Date;
  state: string;
  priceVnd: number;
  paidVnd: number;
  purpose: string;
  licence: string;
  basis: string;
  origin: string;
  datasetId: string;
  titles: string;
  providerId: string;
  buyerId: string;
};
export type Shelf = {
  offerId: string;
  revisionId: string;
  licence: string;
  basis: string;
  origin: string;
  datasetId: string;
  titles: string;
  providerId: string;
};
export type Party = { id: string; names: string; taxCode: string };

const states = ['awaiting_payment', 'paid', 'delivered', 'settled', 'refunded', 'cancelled'];
const prices = [0, 999_999, 1_000_000, 9_999_999, 10_000_000, 99_999_999, 100_000_000, 2_500_000, 80_000];

/** Writes `count` orders of many kinds straight into the tables, the newest `count` hours ago and less. */
export async function manyTransactions(
  stage: Stage,
  {
    shelves,
    buyers,
    member,
    count,
    from = 0,
  }: { shelves: Shelf[]; buyers: Party[]; member: string; count: number; from?: number },
): Promise<Known[]> {
  const made: Known[] = [];
  for (let number = from; number < from + count; number += 1) {
    const shelf = pick(shelves, number, 1);
    const one: Known = {
      ...shelf,
      ...{ id: newId('ord'), requestId: newId('req'), agreementId: newId('agr') },
      paymentId: number % 3 === 0 ? newId('pay') : null,
      createdAt: new Date(now().getTime() - ((number * 37) % 97) * 24 * 3_600_000),
      state: pick(states, number, 2),
      priceVnd: pick(prices, number, 3),
      paidVnd: 0,
      purpose: pick(purposes, number, 4),
      buyerId: pick(buyers, number, 5).id,
    };
    await insert(stage, one, shelf, member);
    made.push(one);
  }
  return made;
}

async function insert(stage: Stage, one: Known, shelf: Shelf, member: string): Promise<void> {
  const at = one.createdAt;
  await stage.sql(
    `insert into access_requests (id, dataset_id, revision_id, offer_id, provider_id, buyer_id, purpose, statement, project,
       submitted_by, created_at, updated_at, state, state_since) values ($1, $2, $3, $4, $5, $6, $7, 'Để thử.', 'Thử', $8, $9, $9, 'approved', $9)`,
    [
      one.requestId,
      one.datasetId,
      shelf.revisionId,
      shelf.offerId,
      one.providerId,
      one.buyerId,
      one.purpose,
      member,
      at,
    ],
  );
  await stage.sql(
    `insert into agreements (id, request_id, dataset_id, provider_id, buyer_id, document, sha256, created_at, sealed_at, state, state_since)
       values ($1, $2, $3, $4, $5, '{}', 'x', $6, $6, 'sealed', $6)`,
    [one.agreementId, one.requestId, one.datasetId, one.providerId, one.buyerId, at],
  );
  await stage.sql(
    `insert into orders (id, request_id, agreement_id, dataset_id, revision_id, provider_id, buyer_id, price_vnd, created_at, state, state_since)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9)`,
    [
      ...[one.id, one.requestId, one.agreementId, one.datasetId, shelf.revisionId, one.providerId, one.buyerId],
      ...[one.priceVnd, at, one.state],
    ],
  );
  if (one.paymentId === null) return;
  one.paidVnd = one.priceVnd;
  await stage.sql(
    `insert into payments (id, order_id, amount_vnd, checkout_session, checkout_url, payment_intent, state, created_at, paid_at)
       values ($1, $2, $3, $4, '', $5, 'succeeded', $6, $6)`,
    [one.paymentId, one.id, one.priceVnd, `cs_${one.paymentId}`, `pi_${one.paymentId}`, at],
  );
}

/** One of the list, the same for the same number and salt, and without a pattern between two salts. */
function pick<T>(list: readonly T[], number: number, salt: number): T {
  const mixed = Math.imul(number * 31 + salt * 7919 + 17, 2_654_435_761) >>> 7;
  const found = list[mixed % list.length];
  if (found === undefined) throw new Error('The list is empty.');
  return found;
}

/** Lower case without marks: đ has no decomposition. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase();
}

const hasWords = (text: string, wanted: string) =>
  folded(wanted)
    .split(/\s+/)
    .every((word) => folded(text).includes(word));
/** Days and months of UTC+7. */
export const dayOf = (moment: Date) => new Date(moment.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);

export function bandOf(vnd: number): string {
  if (vnd === 0) return 'free';
  if (vnd < 1_000_000) return 'under-1m';
  if (vnd < 10_000_000) return '1m-10m';
  return vnd < 100_000_000 ? '10m-100m' : 'over-100m';
}

/** What a search should find, by looking at each. */
export function bruteForce(
  all: readonly Known[],
  query: Partial<TransactionSearch>,
  parties: readonly Party[],
): Known[] {
  const { party, dataset, ref } = query;
  const found = parties
    .filter((one) => party !== undefined && (one.id === party || one.taxCode === party || hasWords(one.names, party)))
    .map((one) => one.id);
  const tests: ((one: Known) => boolean)[] = [
    (one) => party === undefined || found.includes(one.providerId) || found.includes(one.buyerId),
    (one) => query.provider === undefined || one.providerId === query.provider,
    (one) => dataset === undefined || one.datasetId === dataset || hasWords(one.titles, dataset),
    (one) => ref === undefined || [one.id, one.requestId, one.agreementId, one.paymentId].includes(ref),
    (one) => query.purpose === undefined || one.purpose === query.purpose,
    (one) => query.state === undefined || one.state === query.state,
    (one) => query.licence === undefined || one.licence === query.licence,
    (one) => query.origin === undefined || one.origin === query.origin,
    (one) => query.basis === undefined || one.basis === query.basis,
    (one) => query.band === undefined || bandOf(one.priceVnd) === query.band,
    (one) => query.minVnd === undefined || one.priceVnd >= query.minVnd,
    (one) => query.maxVnd === undefined || one.priceVnd <= query.maxVnd,
    (one) => query.month === undefined || dayOf(one.createdAt).startsWith(query.month),
    (one) => query.from === undefined || dayOf(one.createdAt) >= query.from,
    (one) => query.to === undefined || dayOf(one.createdAt) <= query.to,
  ];
  const key = (one: Known) =>
    query.sort === 'dearest' || query.sort === 'cheapest' ? one.priceVnd : one.createdAt.getTime();
  const up = query.sort === 'oldest' || query.sort === 'cheapest' ? 1 : -1;
  return all
    .filter((one) => tests.every((test) => test(one)))
    .sort((a, b) => up * (key(a) - key(b) || (a.id < b.id ? -1 : 1)));
}
