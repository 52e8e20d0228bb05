import { dayOf } from '../../../contracts/periods.js';
import { day } from '../../kernel/clock.js';
import { median } from '../median.js';
import { type Finding, groupedBy, inOrder, type Trade } from './trades.js';

/** With fewer trades to compare with, nothing can be said. */
const fewest = 8;
/** The modified z-score of Iglewicz and Hoaglin (1993), as in the NIST handbook 1.3.5.17; theirs is the threshold. */
const threshold = 3.5;
/** And at least so many times dearer or cheaper than the median: a market of near-equal prices has no outliers. */
const ratio = 3;

/**
 * Prices far from what the same sector and licence fetched in the year before. Prices are compared as logarithms, so that
 * ten times and a tenth are as far away; the spread is the median absolute deviation, which one wild price does not move.
 * What came later changes nothing. One finding per trade. Pure.
 */
export function priceOutliers(trades: readonly Trade[]): Finding[] {
  const priced = inOrder(trades.filter((one) => one.standing && one.priceVnd > 0));
  return [...groupedBy(priced, (one) => `${one.sector}/${one.licence}`).values()].flatMap((group) =>
    group.flatMap((trade, index) => {
      const since = trade.at.getTime() - 365 * day;
      const earlier = group.slice(0, index).filter((one) => one.at.getTime() >= since);
      const found = scored(
        trade.priceVnd,
        earlier.map((one) => one.priceVnd),
      );
      return found ? [findingOf(trade, found, earlier.length)] : [];
    }),
  );
}

/** How far a price is from those before, when that is too far; null otherwise. */
function scored(priceVnd: number, before: readonly number[]): { score: number; medianVnd: number } | null {
  if (before.length < fewest) return null;
  const logs = before.map(Math.log);
  const centre = median(logs) ?? 0;
  const away = logs.map((one) => Math.abs(one - centre));
  // 0.6745 and 0.7979 make both spreads comparable to a standard deviation; the mean stands in where most prices are equal.
  const spread = (median(away) ?? 0) / 0.6745 || away.reduce((sum, one) => sum + one, 0) / away.length / 0.7979;
  const distance = Math.abs(Math.log(priceVnd) - centre);
  const score = spread === 0 ? Number.POSITIVE_INFINITY : distance / spread;
  if (distance < Math.log(ratio) || score <= threshold) return null;
  // JSON knows no infinity: where every price was the same, the score says only that it is beyond measure.
  return { score: Math.min(score, 999), medianVnd: Math.round(Math.exp(centre)) };
}

function findingOf(
  trade: Trade,
  { score, medianVnd }: { score: number; medianVnd: number },
  compared: number,
): Finding {
  const { id, providerId: provider, buyerId: buyer, priceVnd, sector, licence } = trade;
  return {
    kind: 'price',
    key: `price:${id}`,
    parties: [provider, buyer],
    orders: [id],
    during: dayOf(trade.at),
    explanation: { kind: 'price', provider, buyer, priceVnd, medianVnd, score, compared, sector, licence },
  };
}
