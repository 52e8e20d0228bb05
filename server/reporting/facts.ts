import type { Span } from '../../contracts/periods.js';
import { hour } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { loadRelations } from './related-parties.js';

export type Happened = {
  id: string;
  type: string;
  subjectId: string;
  at: Date;
  /** What came in or went out; of a release with the fee. */
  vnd: number;
  /** What of it a provider got, and the exchange with its VAT; negative where it was taken back from them. */
  providerVnd: number;
  feeVnd: number;
  reason: string | null;
};
/** The event that brought a subject into the state it had at the end of the period, and what is known of the subject. */
export type Standing = { id: string; subjectId: string; state: string; names: string[]; group: string };
export type Lasted = { id: string; hours: number };
/** A trade that was settled in the period: its event, and the release of its money, if there was any to release. */
export type Settled = {
  id: string;
  orderId: string;
  settledAt: Date;
  releaseId: string | null;
  vnd: number;
  sector: string;
  providerForm: string;
  delivered: boolean;
  refunded: boolean;
  related: boolean;
};
/** Everything a report is counted from. */
export type Facts = {
  happened: Happened[];
  organisations: Standing[];
  datasets: Standing[];
  offers: Standing[];
  settled: Settled[];
  /** Received, released and paid back before the period began, and up to its end, of orders that still held money then. */
  heldBefore: Happened[];
  heldAfter: Happened[];
  lasted: Record<'organisation' | 'review' | 'approval' | 'payment' | 'delivery', Lasted[]>;
};

const dong = (name: string) => `coalesce((data ->> '${name}')::bigint, 0)`;
const moved = `(${dong('amountVnd')} + ${dong('feeVnd')})`;
const toProvider = `(case when type = 'funds.released' then ${dong('amountVnd')} else 0 end
  - ${dong('takenBackVnd')} + ${dong('returnedVnd')})`;
const toExchange = `(${dong('feeVnd')} - ${dong('feeBackVnd')} + ${dong('feeReturnedVnd')})`;
/** What an event changes in what the exchange holds for its orders: what came, less what left, less what others got. */
const heldBy = `(case when type in ('payment.received', 'refund.failed', 'chargeback.reinstated') then ${dong('amountVnd')}
  when type in ('refund.made', 'chargeback.withdrawn') then -${dong('amountVnd')} else 0 end - ${toProvider} - ${toExchange})`;
const events = `id, type, subject_id as "subjectId", at, ${moved}::text as vnd, ${toProvider}::text as "providerVnd",
  ${toExchange}::text as "feeVnd", data ->> 'reason' as reason`;
/** The steps a report counts one by one. */
const counted = [
  ...['organisation.verify', 'organisation.reject', 'organisation.suspend'],
  ...['dataset.approve', 'dataset.return', 'dataset.reject', 'dataset.fail-screening', 'dataset.suspend'],
  ...['request.submit', 'request.approve', 'request.auto-approve', 'request.decline'],
  ...['order.place', 'order.place-free', 'order.pay', 'order.deliver', 'order.cancel', 'order.expire'],
  ...['payment.received', 'funds.released', 'refund.made', 'refund.failed'],
  ...['chargeback.withdrawn', 'chargeback.reinstated'],
  ...['dispute.open', 'dispute.open-by-bank', 'dispute.settled'],
  ...['revision.revoke', 'entitlement.suspend', 'entitlement.revoke'],
  ...['hold.placed', 'takedown.request', 'incident.open'],
];
const money = [
  ...['payment.received', 'funds.released', 'refund.made', 'refund.failed'],
  ...['chargeback.withdrawn', 'chargeback.reinstated'],
];

/** Reads what a report of the span is counted from: events, and of their subjects only what never changes. */
export async function loadFacts(tx: Tx, { from, to }: Span): Promise<Facts> {
  const rows: HappenedRow[] = await tx.query(
    `select ${events} from audit_events where at >= $1 and at < $2
        and type = any($3) order by at, id`,
    [from, to, counted],
  );
  const lasted = (ends: string[], starts: string[]) => durations(tx, { from, to }, ends, starts);
  return {
    happened: rows.map(happenedOf),
    organisations: await standings(tx, 'organisation', to, 'r.capabilities', 'r.legal_form', 'organisations'),
    datasets: await standings(tx, 'dataset', to, 'array[r.sector]', 'r.sector', 'datasets'),
    offers: await standings(tx, 'offer', to, 'array[r.licence]', 'r.price_model', 'offers'),
    settled: await settledTrades(tx, { from, to }),
    heldBefore: await holding(tx, from),
    heldAfter: await holding(tx, to),
    lasted: {
      organisation: await lasted(['organisation.verify', 'organisation.reject'], ['organisation.submit']),
      review: await lasted(['dataset.approve', 'dataset.return', 'dataset.reject'], ['dataset.submit']),
      approval: await lasted(['request.approve', 'request.auto-approve'], ['request.submit']),
      payment: await lasted(['order.pay'], ['order.place']),
      delivery: await lasted(['order.deliver'], ['order.pay', 'order.place-free']),
    },
  };
}

/** The last transition of every subject of a kind before a moment. */
async function standings(tx: Tx, kind: string, before: Date, names: string, group: string, table: string) {
  const rows: Standing[] = await tx.query(
    `select e.id, e.subject_id as "subjectId", e.state, ${names} as names, ${group} as "group" from (
       select distinct on (subject_id) id, subject_id, data ->> 'to' as state from audit_events
        where subject_kind = $1 and type like $1 || '.%' and data ? 'to' and at < $2
        order by subject_id, at desc, id desc) e
     join ${table} r on r.id = e.subject_id order by e.id`,
    [kind, before],
  );
  return rows;
}

/** How long it took to each of the `ends` in the span from the last of the `starts` before it. */
async function durations(tx: Tx, { from, to }: Span, ends: string[], starts: string[]): Promise<Lasted[]> {
  const rows: { id: string; at: Date; since: Date | null }[] = await tx.query(
    `select e.id, e.at, (select max(s.at) from audit_events s
        where s.about @> array[e.subject_id] and s.subject_id = e.subject_id and s.type = any($4) and s.at <= e.at) as since
       from audit_events e where e.type = any($3) and e.at >= $1 and e.at < $2 order by e.id`,
    [from, to, ends, starts],
  );
  return rows.flatMap(({ id, at, since }) =>
    since === null ? [] : [{ id, hours: (at.getTime() - since.getTime()) / hour }],
  );
}

/** Money events before a moment of the orders that held money then; `vnd` is what each changed in it. */
async function holding(tx: Tx, before: Date): Promise<Happened[]> {
  const rows: HappenedRow[] = await tx.query(
    `select id, type, subject_id as "subjectId", at, ${heldBy}::text as vnd, ${toProvider}::text as "providerVnd",
            ${toExchange}::text as "feeVnd", null as reason from audit_events where type = any($2) and at < $1 and subject_id in (
       select subject_id from audit_events where type = any($2) and at < $1 group by subject_id
       having sum(${heldBy}) <> 0)
     order by at, id`,
    [before, money],
  );
  return rows.map(happenedOf);
}

type HappenedRow = Omit<Happened, 'vnd' | 'providerVnd' | 'feeVnd'> & {
  vnd: string;
  providerVnd: string;
  feeVnd: string;
};
function happenedOf(row: HappenedRow): Happened {
  return { ...row, vnd: Number(row.vnd), providerVnd: Number(row.providerVnd), feeVnd: Number(row.feeVnd) };
}

type TradeRow = Omit<Settled, 'vnd' | 'related'> & { vnd: string; providerId: string; buyerId: string; at: Date };

/** Trades that were settled in the span, each with all that decides whether it counts. */
export async function settledTrades(tx: Tx, { from, to }: Span): Promise<Settled[]> {
  const rows: TradeRow[] = await tx.query(
    `select e.id, e.at as "settledAt", o.id as "orderId", f.id as "releaseId", coalesce(f.vnd, 0)::text as vnd, d.sector,
            p.legal_form as "providerForm", o.provider_id as "providerId", o.buyer_id as "buyerId", o.created_at as at,
            exists (select from audit_events x where x.about @> array[o.id] and x.subject_id = o.id
                    and x.type = 'delivery.made') as delivered,
            exists (select from audit_events x where x.about @> array[o.id] and x.subject_id = o.id
                    and x.type in ('refund.made', 'chargeback.withdrawn')) as refunded
       from audit_events e join orders o on o.id = e.subject_id
       join datasets d on d.id = o.dataset_id join organisations p on p.id = o.provider_id
       left join lateral (select x.id, ${moved} as vnd from audit_events x
          where x.about @> array[o.id] and x.subject_id = o.id and x.type = 'funds.released' order by x.id limit 1) f on true
      where e.type = 'order.settle' and e.at >= $1 and e.at < $2 order by e.at, e.id`,
    [from, to],
  );
  const { relationOfTrade } = await loadRelations(
    tx,
    rows.flatMap((row) => [row.providerId, row.buyerId]),
  );
  return rows.map((row) => ({ ...row, vnd: Number(row.vnd), related: relationOfTrade(row) !== null }));
}
