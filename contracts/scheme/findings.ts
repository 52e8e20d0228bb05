import type { DatasetPage } from '../catalogue.js';
import type { Bilingual } from '../common.js';
import type { Article } from './articles.js';
import type { ImportanceClass } from './classes.js';
import type { PersonalFinding } from './personal-data.js';
import type { decisionCodes } from './pilot-2026.js';

export type DecisionCode = keyof typeof decisionCodes;
export type Severity = 'block' | 'review' | 'note';

/**
 * What a rule of the scheme says of a listing. `block` keeps it from submission and from the shelf, `review` is for the
 * reviewer to weigh, `note` is said to both and stops nothing.
 */
export type Finding = {
  /** Which rule, and where it applies: the same for the same fault, whoever looks and whenever. */
  key: string;
  rule: string;
  code: DecisionCode | null;
  article: Article;
  severity: Severity;
  sentence: Bilingual;
  /** What would mend it. */
  mend: Bilingual;
  /** JSON Pointer into the page, or into `/revision`, `/offers`, `/provider`. */
  pointer: string;
  /** A person may be right against the machine (a hotline is no personal telephone): two people may override it. */
  overridable: boolean;
};

/** Over the quasi-identifiers of one file: the smallest group, the least diversity in a group, and rows in small groups. */
export type Anonymity = { columns: string[]; rows: number; k: number; l: number | null; rowsBelow: number };

/** What kind of exchange this is (Decree 314/2026, Art. 5): another than the national one carries State data of its own body only. */
export type ExchangeProfile = { type: 'national' | 'other'; governingBody: string | null };

export type CertificateKind = 'intermediary' | 'analysis_business' | 'analysis_supply' | 'personal_data_processing';
export type CertificateFact = { kind: CertificateKind; expiresOn: string; confirmed: boolean };

/** Everything the rules look at, gathered before they are asked. */
export type ListingFacts = {
  page: DatasetPage;
  /** Viet Nam’s day, `2026-11-27`. */
  today: string;
  exchange: ExchangeProfile;
  provider: { legalForm: string; governingBody: string | null; dpoContact: string | null };
  certificates: readonly CertificateFact[];
  /** The revision that is to be listed; null where none is finalised and profiled. */
  revision: {
    files: readonly {
      name: string;
      format: string;
      columns: readonly string[];
      personal: readonly PersonalFinding[];
      /** Null until it was measured over the quasi-identifiers that are declared now. */
      anonymity: Anonymity | null;
    }[];
  } | null;
  /** Columns that the data dictionary describes. */
  described: ReadonlySet<string>;
  openOffers: readonly { priceVnd: number }[];
  /** What a reviewer raised the class to. */
  importanceFloor: ImportanceClass | null;
};

type More = { code?: DecisionCode | null; severity?: Severity; overridable?: boolean; where?: string };

/** A finding of a rule; blocking and not to be overridden unless said otherwise. */
export function finding(
  rule: string,
  article: Article,
  pointer: string,
  sentence: Bilingual,
  mend: Bilingual,
  { code = null, severity = 'block', overridable = false, where }: More = {},
): Finding {
  const key = where === undefined ? rule : `${rule}:${where}`;
  return { key, rule, code, article, severity, sentence, mend, pointer, overridable };
}
