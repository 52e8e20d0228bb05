import type { FlagKind } from '../../../contracts/reporting.js';
import type { Explanation } from './explain.js';

/** A trade as the monitor sees it. Free ones have a price of 0. */
export type Trade = {
  id: string;
  datasetId: string;
  sector: string;
  licence: string;
  providerId: string;
  buyerId: string;
  priceVnd: number;
  /** When the order was placed. */
  at: Date;
  /** Paid (or free) and not paid back. */
  standing: boolean;
};

/** What a rule noticed. The same subjects in the same part of the calendar are one finding. */
export type Finding = {
  kind: FlagKind;
  key: string;
  parties: string[];
  /** Trades it is about, oldest first. */
  orders: string[];
  during: string;
  explanation: Explanation;
};

/** Trades in the order they were placed. */
export function inOrder(trades: readonly Trade[]): Trade[] {
  return [...trades].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}

/** Trades under a name they share, in the order given. */
export function groupedBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

export function sumOf(trades: readonly Trade[]): number {
  return trades.reduce((sum, trade) => sum + trade.priceVnd, 0);
}
