import type { Bilingual } from '../../contracts/common.js';
import { Problem } from '../../contracts/problems.js';
import { blockingCode, type PersonalFinding, personalKinds } from '../../contracts/scheme/personal-data.js';
import type { Tx } from '../kernel/database.js';
import { DataFiles } from './tables.js';

/** What the scan found in the files of a revision; none for a revision that does not exist. */
export async function personalFindings(tx: Tx, revision: { id: string } | null): Promise<PersonalFinding[]> {
  const files = revision ? await tx.findBy(DataFiles, { revisionId: revision.id }) : [];
  return files.flatMap((file) => file.profile?.personal ?? []);
}

/** One sentence for every finding that keeps a listing off the shelf: what was found where, the code, and how to mend it. */
export function blocking(findings: readonly PersonalFinding[]): Bilingual[] {
  return findings.flatMap((finding) => {
    const code = blockingCode(finding);
    if (!code) return [];
    const { name } = personalKinds[finding.kind];
    const { column, hits, examples } = finding;
    const [percent, shown] = [percentage(finding.share), examples.join(', ')];
    const mend =
      code === 'CHUA_KHU_NHAN_DANG'
        ? { vi: 'Mã hóa hoặc băm không phải là khử nhận dạng', en: 'Encryption or hashing is no de-identification' }
        : { vi: 'Dữ liệu cá nhân không được giao dịch', en: 'Personal data is not traded' };
    return [
      {
        vi: `Cột “${column}”: ${name.vi} trong ${hits} dòng (${percent}), ví dụ ${shown} (${code}). ${mend.vi}: bỏ cột hoặc khử nhận dạng rồi tải phiên bản mới.`,
        en: `Column “${column}”: ${name.en} in ${hits} rows (${percent}), e.g. ${shown} (${code}). ${mend.en}: drop the column or de-identify it, and upload a new revision.`,
      },
    ];
  });
}

/** Throws 422 while the files of a revision hold what may not be listed. */
export async function refusePersonal(tx: Tx, revision: { id: string }): Promise<void> {
  const found = blocking(await personalFindings(tx, revision));
  if (found.length === 0) return;
  throw new Problem('rule-broken', {
    vi: found.map((one) => one.vi).join('\n'),
    en: found.map((one) => one.en).join('\n'),
  });
}

function percentage(share: number): string {
  return share >= 0.995 ? '100 %' : `${Math.max(0.1, Math.round(share * 1000) / 10)} %`;
}
