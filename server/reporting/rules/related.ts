import { periodsOf } from '../../../contracts/periods.js';
import type { Relation } from '../relations.js';
import { type Finding, groupedBy, inOrder, sumOf, type Trade } from './trades.js';

/** Priced trades between parties that are related: one finding per provider, buyer and month. Pure. */
export function relatedTrades(trades: readonly Trade[], relationOfTrade: (trade: Trade) => Relation | null): Finding[] {
  const between = inOrder(trades).flatMap((trade) => {
    const relation = trade.standing && trade.priceVnd > 0 ? relationOfTrade(trade) : null;
    return relation ? [{ trade, relation, month: periodsOf(trade.at).month }] : [];
  });
  const groups = groupedBy(between, ({ trade, month }) => `${trade.providerId}>${trade.buyerId}@${month}`);
  return [...groups].map(([name, group]) => {
    const [first] = group as [(typeof group)[number]];
    const { providerId: provider, buyerId: buyer } = first.trade;
    const own = group.map(({ trade }) => trade);
    return {
      kind: 'related',
      key: `related:${name}`,
      parties: [...new Set([provider, buyer])],
      orders: own.map((one) => one.id),
      during: first.month,
      explanation: {
        ...({ kind: 'related', provider, buyer, relation: first.relation } as const),
        ...{ trades: own.length, valueVnd: sumOf(own), month: first.month },
      },
    };
  });
}
