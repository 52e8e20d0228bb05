import { dayOf } from '../../contracts/periods.js';
import type { relationGrounds } from '../../contracts/reporting.js';

export type Party = { id: string; taxCode: string | null };
export type Declared = {
  firstId: string;
  secondId: string;
  ground: keyof typeof relationGrounds;
  since: string;
  until: string | null;
};
export type Relation =
  | { why: 'same' }
  | { why: 'tax-code'; root: string }
  | { why: 'declared'; ground: keyof typeof relationGrounds };

/**
 * Why two parties to a trade of that moment count as related, or null. Pure.
 *
 * The rule of this exchange (a choice of its own; no source prescribes one for data exchanges yet):
 * 1. one organisation is related to itself;
 * 2. parties share the first ten digits of the tax code: a branch `NNNNNNNNNN-NNN` carries its parent's ten (scheme P5,
 *    confidence S2), so both are one legal entity;
 * 3. a relation was declared by a party or entered by the operator, with a ground after Decree 132/2020, Art. 5, and the
 *    day of the trade in UTC+7 lies within it. A relation declared late counts for earlier trades too.
 * An e-mail domain, an address or a name in common is not enough: they say where somebody works, not who owns whom.
 */
export function relationOf(a: Party, b: Party, at: Date, declared: readonly Declared[]): Relation | null {
  if (a.id === b.id) return { why: 'same' };
  const root = rootOf(a);
  if (root !== null && root === rootOf(b)) return { why: 'tax-code', root };
  const day = dayOf(at);
  const found = declared.find(
    (one) =>
      ((one.firstId === a.id && one.secondId === b.id) || (one.firstId === b.id && one.secondId === a.id)) &&
      one.since <= day &&
      (one.until === null || day <= one.until),
  );
  return found ? { why: 'declared', ground: found.ground } : null;
}

function rootOf({ taxCode }: Party): string | null {
  return taxCode === null ? null : taxCode.slice(0, 10);
}
