import type { Bilingual } from '../../contracts/common.js';
import type { PersonalFinding } from '../../contracts/scheme/personal-data.js';
import { mentionsForeignCurrency } from '../../contracts/scheme/pilot-2026.js';
import { blocking } from './personal.js';
import type { Dataset } from './tables.js';

/** What is known of a dataset when it is submitted. */
export type ScreeningFacts = {
  dataset: Pick<
    Dataset,
    'titleVi' | 'titleEn' | 'descriptionVi' | 'descriptionEn' | 'limitations' | 'provenance' | 'credit'
  >;
  /** Revisions that are ready or published. */
  usableRevisions: number;
  openOffers: number;
  /** What was found in the files of the revision that is to be listed. */
  personal: readonly PersonalFinding[];
};

/** What keeps a dataset from review: one sentence per finding, none when it may pass. Pure. */
export function screen({ dataset, usableRevisions, openOffers, personal }: ScreeningFacts): Bilingual[] {
  const findings: Bilingual[] = [];
  if (usableRevisions === 0) {
    findings.push({
      vi: 'Chưa có phiên bản nào đã chốt và phân tích xong.',
      en: 'There is no revision that is finalised and profiled.',
    });
  }
  if (openOffers === 0) {
    // The price is published with the listing (Decree 314/2026, Art. 6(2)).
    findings.push({ vi: 'Chưa có chào bán nào đang mở.', en: 'There is no open offer.' });
  }
  if (Object.values(dataset).some((text) => mentionsForeignCurrency(text))) {
    findings.push({
      vi: 'Có giá bằng ngoại tệ (GIA_NGOAI_TE).',
      en: 'A price in foreign currency is mentioned (GIA_NGOAI_TE).',
    });
  }
  findings.push(...blocking(personal));
  return findings;
}

/** The findings as one reason, for the provider and the record. */
export function asReason(findings: readonly Bilingual[]): string {
  return findings.map(({ vi, en }) => `${vi} / ${en}`).join('\n');
}
