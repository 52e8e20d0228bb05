import { Problem } from '../../contracts/problems.js';
import { articles } from '../../contracts/scheme/articles.js';
import type { DecisionCode, ExchangeProfile, Finding } from '../../contracts/scheme/findings.js';
import { judge } from '../../contracts/scheme/judge.js';
import type { Dataset, Revision } from '../catalogue/tables.js';
import type { Tx } from '../kernel/database.js';
import { factsOf } from './facts.js';
import { Overrides } from './tables.js';

export type Assessed = {
  findings: (Finding & { overridden: boolean })[];
  /** What blocks and was not set aside by two people. */
  blocking: Finding[];
  revision: Revision | null;
};

/** Asks every rule about a listing, and sets aside what two people have set aside for this very revision. */
export async function assess(tx: Tx, dataset: Dataset, exchange: ExchangeProfile, of?: Revision): Promise<Assessed> {
  const { facts, revision } = await factsOf(tx, dataset, exchange, of);
  const granted = await tx.findBy(Overrides, { datasetId: dataset.id, state: 'granted' });
  const aside = (finding: Finding) =>
    finding.overridable &&
    granted.some(
      (one) => one.key === finding.key && (one.revisionId === null || one.revisionId === (revision?.id ?? null)),
    );
  const findings = judge(facts).map((finding) => ({ ...finding, overridden: aside(finding) }));
  const blocking = findings.filter((one) => one.severity === 'block' && !one.overridden);
  return { findings, blocking, revision };
}

/** Throws 422 with every finding that blocks, by article: what, why, and what would mend it. */
export function refuseBlocked(blocking: readonly Finding[]): void {
  if (blocking.length === 0) return;
  throw new Problem('rule-broken', asDetail(blocking), {
    ...decisionCodesOf(blocking),
    errors: blocking.map(({ pointer, article, code, sentence, mend }) => ({
      pointer,
      detail: `${sentence.en} ${mend.en} (${[code, articles[article].en].filter(Boolean).join(', ')})`,
      detailVi: `${sentence.vi} ${mend.vi} (${[code, articles[article].vi].filter(Boolean).join(', ')})`,
    })),
  });
}

function decisionCodesOf(blocking: readonly Finding[]): {
  decisionCode?: DecisionCode;
  decisionCodes?: DecisionCode[];
} {
  const codes = [...new Set(blocking.flatMap(({ code }) => (code ? [code] : [])))];
  return codes[0] ? { decisionCode: codes[0], decisionCodes: codes } : {};
}

function asDetail(blocking: readonly Finding[]) {
  const line = ({ sentence, mend, article, code }: Finding, language: 'vi' | 'en') =>
    `${sentence[language]} ${mend[language]} (${[code, articles[article][language]].filter(Boolean).join(', ')})`;
  return {
    vi: blocking.map((one) => line(one, 'vi')).join('\n'),
    en: blocking.map((one) => line(one, 'en')).join('\n'),
  };
}

/** The findings as one reason, for the provider and the record. */
export function asReason(blocking: readonly Finding[]): string {
  const { vi, en } = asDetail(blocking);
  const [ours, theirs] = [vi.split('\n'), en.split('\n')];
  return ours
    .map((line, nth) => `${line} / ${theirs[nth]}`)
    .join('\n')
    .slice(0, 20_000);
}
