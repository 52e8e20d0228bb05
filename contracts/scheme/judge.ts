import type { ImportanceClass } from './classes.js';
import type { Finding, ListingFacts } from './findings.js';
import { certificate, importance, stateSource } from './rules/classes.js';
import { dictionary, offering } from './rules/offering.js';
import { barredWords, declared, foreignCurrency, missingFields, valueAddedSaid } from './rules/page.js';
import { personalFindings, personalOrigin } from './rules/personal.js';
import { weaker } from './thresholds.js';

const rules: readonly ((facts: ListingFacts) => Finding[])[] = [
  missingFields,
  valueAddedSaid,
  foreignCurrency,
  declared,
  barredWords,
  importance,
  stateSource,
  certificate,
  personalOrigin,
  ({ revision }) => personalFindings(revision?.files.flatMap((file) => file.personal) ?? []),
  offering,
  dictionary,
];

const order = { block: 0, review: 1, note: 2 };

/** What the scheme says of a listing: every finding of every rule, what blocks first. Pure: the same facts, the same answer. */
export function judge(facts: ListingFacts): Finding[] {
  const found = rules.flatMap((rule) => rule(facts));
  return found.toSorted((one, other) => order[one.severity] - order[other.severity]);
}

export const reviewRoles = ['legal', 'data'] as const;
export type ReviewRole = (typeof reviewRoles)[number];

/** Who must sign off a listing: two people for important data and for what comes from persons (scheme G6, L6), else one. Pure. */
export function rolesNeeded(listing: {
  importanceClass: ImportanceClass | null;
  importanceFloor: ImportanceClass | null;
  personalOrigin: string | null;
}): readonly ReviewRole[] {
  const strongest = [listing.importanceClass, listing.importanceFloor].some((one) => one && weaker('other', one));
  return strongest || (listing.personalOrigin ?? 'none') !== 'none' ? reviewRoles : [];
}
