import { periodsOf } from '../../../contracts/periods.js';
import { day } from '../../kernel/clock.js';
import { type Finding, groupedBy, inOrder, sumOf, type Trade } from './trades.js';

/** How long a circle may take to close, and through how many organisations it may go. Choices of this exchange. */
export const circleDays = 90;
const longest = 4;

/** All trades of a while from one organisation to another. */
type Edge = { seller: string; trades: Trade[] };
type Circle = { cycle: string[]; month: string; trades: Trade[] };

/**
 * Circles of priced sales: A sells to B … sells to A, through at most four organisations, all within 90 days. One finding
 * per circle and month in which a trade closes it; it names every trade along the circle that took part. Pure.
 */
export function circularTrades(trades: readonly Trade[]): Finding[] {
  const priced = inOrder(trades.filter((one) => one.standing && one.priceVnd > 0 && one.providerId !== one.buyerId));
  const bySeller = groupedBy(priced, (one) => one.providerId);
  const circles = priced.flatMap((last): Circle[] => {
    const since = last.at.getTime() - circleDays * day;
    const salesOf = (seller: string) =>
      groupedBy(
        (bySeller.get(seller) ?? []).filter((one) => one.at.getTime() >= since && isBefore(one, last)),
        (one) => one.buyerId,
      );
    const edge = { seller: last.providerId, trades: [last] };
    const month = periodsOf(last.at).month;
    return pathsFrom(last.buyerId, last.providerId, salesOf).map((path) => ({ ...asCircle([edge, ...path]), month }));
  });
  return [...groupedBy(circles, (one) => `${one.cycle.join('>')}@${one.month}`)].map(([name, same]) => {
    const [{ cycle, month }] = same as [Circle];
    const members = inOrder([...new Map(same.flatMap((one) => one.trades).map((one) => [one.id, one])).values()]);
    const numbers = { trades: members.length, valueVnd: sumOf(members), days: circleDays, month };
    return {
      ...{ kind: 'circular', key: `circular:${name}`, parties: cycle, orders: members.map((one) => one.id) },
      ...{ during: month, explanation: { kind: 'circular', cycle, ...numbers } },
    };
  });
}

/** Ways from a buyer, as the next seller, to the goal, each organisation once; at most `longest - 1` steps. */
function pathsFrom(start: string, goal: string, salesOf: (seller: string) => Map<string, Trade[]>): Edge[][] {
  const found: Edge[][] = [];
  const walk = (seller: string, path: Edge[], seen: ReadonlySet<string>) => {
    for (const [buyer, trades] of salesOf(seller)) {
      const next = [...path, { seller, trades }];
      if (buyer === goal) found.push(next);
      else if (next.length < longest - 1 && !seen.has(buyer)) walk(buyer, next, new Set([...seen, buyer]));
    }
  };
  walk(start, [], new Set([start, goal]));
  return found;
}

/** The same circle has one name, wherever it is entered: it begins with the organisation that sorts first. */
function asCircle(edges: readonly Edge[]): { cycle: string[]; trades: Trade[] } {
  const sellers = edges.map((one) => one.seller);
  const at = sellers.indexOf([...sellers].sort()[0] ?? '');
  return { cycle: [...sellers.slice(at), ...sellers.slice(0, at)], trades: edges.flatMap((one) => one.trades) };
}

function isBefore(one: Trade, other: Trade): boolean {
  const difference = one.at.getTime() - other.at.getTime();
  return difference < 0 || (difference === 0 && one.id < other.id);
}
