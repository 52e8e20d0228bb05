import { refundedPart } from '../../contracts/money.js';
import type { StatementKind, StatementLine, StatementView } from '../../contracts/payouts.js';
import { spanOf } from '../../contracts/periods.js';
import { Datasets } from '../catalogue/tables.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { moneyOfOrder } from '../ordering/money.js';
import { type Order, Orders } from '../ordering/tables.js';
import { payable, transit } from '../payments/accounts.js';

type Fact = { key: string; order_id: string | null; at: Date; amount: string };
type Part = { payout_id: string; order_id: string; amount: string };

/** What a provider has with the exchange, released or on its way, before a moment. */
export async function owedAt(tx: Tx, providerId: string, at: Date): Promise<number> {
  const [row]: { sum: string }[] = await tx.query(
    `select coalesce(sum(case when to_account = any($1) then amount_vnd else 0 end
                       - case when from_account = any($1) then amount_vnd else 0 end), 0) as sum
       from postings where (to_account = any($1) or from_account = any($1)) and at < $2`,
    [[payable(providerId), transit(providerId)], at],
  );
  return Number(row?.sum ?? 0);
}

/** A month of a provider's money, fact by fact from the ledger; what only moved between its own accounts is left out. */
export async function statementOf(tx: Tx, provider: StatementView['provider'], month: string): Promise<StatementView> {
  const { from, to } = spanOf(month);
  const facts: Fact[] = await tx.query(
    `select key, order_id, min(at) as at,
            sum(case when to_account = any($1) then amount_vnd else 0 end
              - case when from_account = any($1) then amount_vnd else 0 end) as amount
       from postings where (to_account = any($1) or from_account = any($1)) and at >= $2 and at < $3
        and key not like 'transfer:%' and key not like 'reversal:%' and key not like 'offset:%'
      group by key, order_id order by min(seq)`,
    [[payable(provider.id), transit(provider.id)], from, to],
  );
  const parts = await partsOf(tx, facts);
  const ids = [...facts.map((one) => one.order_id), ...[...parts.values()].flat().map((one) => one.order_id)];
  const orders = await rowsById(
    tx,
    Orders,
    ids.filter((id) => id !== null),
  );
  const titles = await titlesOf(tx, [...orders.values()]);
  const fees = await feesOf(tx, facts);
  const told = { orders, titles, fees };
  const lines = facts.map((fact) => lineOf(fact, parts.get(payoutIn(fact.key)) ?? [], told));
  const sum = (of: (line: StatementLine) => boolean) =>
    lines.filter(of).reduce((total, line) => total + line.amountVnd, 0);
  const isPayout = ({ kind }: StatementLine) => kind === 'payout' || kind === 'payout-returned';
  return {
    ...{ provider, month, lines },
    openingVnd: await owedAt(tx, provider.id, from),
    closingVnd: await owedAt(tx, provider.id, to),
    earnedVnd: sum((line) => !isPayout(line) && !isReserve(line) && line.amountVnd > 0),
    takenVnd: -sum((line) => !isPayout(line) && !isReserve(line) && line.amountVnd < 0) || 0,
    reservedVnd: -sum(isReserve) || 0,
    paidVnd: -sum(isPayout) || 0,
  };
}

const isReserve = ({ kind }: StatementLine) => kind === 'reserve' || kind === 'reserve-released';

const payoutIn = (key: string) => (/^payout(-failed)?:/.test(key) ? (key.split(':')[1] ?? '') : '');

async function partsOf(tx: Tx, facts: readonly Fact[]): Promise<Map<string, Part[]>> {
  const ids = facts.map((one) => payoutIn(one.key)).filter((id) => id !== '');
  const rows: Part[] = await tx.query(
    `select l.payout_id, t.order_id, sum(l.amount_vnd) as amount
       from payout_lines l join transfers t on t.id = l.transfer_id
      where l.payout_id = any($1) group by l.payout_id, t.order_id order by min(t.id)`,
    [ids],
  );
  return new Map(ids.map((id) => [id, rows.filter((row) => row.payout_id === id)]));
}

type Titles = Map<string, { vi: string; en: string }>;

/** What was sold, by order. */
export async function titlesOf(tx: Tx, orders: readonly Order[]): Promise<Titles> {
  const datasets = await rowsById(
    tx,
    Datasets,
    orders.map((one) => one.datasetId),
  );
  return new Map(
    orders.map((order) => {
      const dataset = datasets.get(order.datasetId);
      if (!dataset) throw new Error(`${order.datasetId} is referred to and does not exist.`);
      return [order.id, { vi: dataset.titleVi, en: dataset.titleEn }];
    }),
  );
}

type Fee = { feeVnd: number; feeVatVnd: number };

/** What each release gave to the exchange, by its key: as the ledger has it, whatever was refunded since. */
async function feesOf(tx: Tx, facts: readonly Fact[]): Promise<Map<string, Fee>> {
  const keys = facts.map((one) => one.key).filter((key) => key.startsWith('release:'));
  const rows: { key: string; fee: string; vat: string }[] = await tx.query(
    `select key, sum(case when to_account like 'fee:%' then amount_vnd else 0 end) as fee,
            sum(case when to_account like 'vat:%' then amount_vnd else 0 end) as vat
       from postings where key = any($1) group by key`,
    [keys],
  );
  return new Map(rows.map((row) => [row.key, { feeVnd: Number(row.fee), feeVatVnd: Number(row.vat) }]));
}

type Told = { orders: Map<string, Order>; titles: Titles; fees: Map<string, Fee> };

function lineOf(fact: Fact, parts: readonly Part[], { orders, titles, fees }: Told): StatementLine {
  const kind = kindOf(fact.key);
  const order = fact.order_id === null ? undefined : orders.get(fact.order_id);
  const title = (id: string) => titles.get(id) ?? { vi: id, en: id };
  const sign = kind === 'payout' ? -1 : 1;
  return {
    ...{ at: fact.at.toISOString(), kind, fact: fact.key, orderId: fact.order_id, amountVnd: Number(fact.amount) },
    title: fact.order_id === null ? null : title(fact.order_id),
    sale: kind === 'sale' && order ? saleOf(order, Number(fact.amount), fees.get(fact.key)) : null,
    parts: parts.map((one) => ({
      ...{ orderId: one.order_id, title: title(one.order_id), amountVnd: sign * Number(one.amount) },
    })),
  };
}

/** The parts of a release: they add up to it. What had gone back to the buyer before is no part of the price any more. */
function saleOf(order: Order, amountVnd: number, fee: Fee = { feeVnd: 0, feeVatVnd: 0 }): StatementLine['sale'] {
  const { price } = moneyOfOrder(order);
  const goneVnd = price.totalVnd - (amountVnd + fee.feeVnd + fee.feeVatVnd);
  const gone = goneVnd > 0 ? refundedPart(price, goneVnd, { netVnd: 0, vatVnd: 0 }) : { netVnd: 0, vatVnd: 0 };
  return { priceVnd: price.netVnd - gone.netVnd, vatVnd: price.vatVnd - gone.vatVnd, ...fee };
}

function kindOf(key: string): StatementKind {
  const [name = '', , step = ''] = key.split(':');
  if (name === 'chargeback') return step === 'reinstated' ? 'reinstated' : 'chargeback';
  const kinds: Record<string, StatementKind> = {
    ...{ release: 'sale', refund: 'refund', 'refund-failed': 'refund-failed' },
    ...{ payout: 'payout', 'payout-failed': 'payout-returned', reserve: 'reserve' },
    ...{ 'reserve-released': 'reserve-released', 'reserve-drawn': 'reserve-released' },
  };
  return kinds[name] ?? 'other';
}
