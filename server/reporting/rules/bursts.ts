import { dayOf, hourOf } from '../../../contracts/periods.js';
import { day } from '../../kernel/clock.js';
import { type Finding, groupedBy, inOrder, type Trade } from './trades.js';

/** From how many orders on a burst is spoken of, and how many times the pair's own busiest day or hour that must be. */
const fewest = { day: 6, hour: 5 } as const;
const factor = 3;
const historyDays = 90;

/**
 * Days and hours (UTC+7) in which one buyer placed far more orders with one provider than in any day or hour of the 90 days
 * before. Orders count whether or not they were paid. A day that is a finding swallows its hours. Pure.
 */
export function bursts(trades: readonly Trade[]): Finding[] {
  const pairs = groupedBy(inOrder(trades), (one) => `${one.providerId}>${one.buyerId}`);
  return [...pairs].flatMap(([pair, own]) => {
    const days = burstsPer('day', pair, own);
    const covered = new Set(days.map((one) => one.during));
    return [...days, ...burstsPer('hour', pair, own).filter((one) => !covered.has(one.during.slice(0, 10)))];
  });
}

function burstsPer(per: 'day' | 'hour', pair: string, own: readonly Trade[]): Finding[] {
  const windows = [...groupedBy(own, (one) => (per === 'day' ? dayOf(one.at) : hourOf(one.at)))];
  return windows.flatMap(([when, group], index) => {
    const [first] = group as [Trade];
    if (group.length < fewest[per]) return [];
    const since = first.at.getTime() - historyDays * day;
    const before = windows.slice(0, index).filter(([, past]) => (past[0] as Trade).at.getTime() >= since);
    const busiest = Math.max(0, ...before.map(([, past]) => past.length));
    if (group.length <= factor * busiest) return [];
    const { providerId: provider, buyerId: buyer } = first;
    return [
      {
        kind: 'burst',
        key: `burst:${per}:${pair}@${when}`,
        parties: [provider, buyer],
        orders: group.map((one) => one.id),
        during: when,
        explanation: { kind: 'burst', provider, buyer, trades: group.length, per, when, busiest },
      },
    ];
  });
}
