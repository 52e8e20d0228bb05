import { z } from 'zod';
import { type Bilingual, id, moment, organisationRef, sha256 } from './common.js';
import { operation } from './operation.js';

const columnName = z.string().min(1).max(200);
/** How much values of a column may differ, in its own unit; of a date in days, of a moment in seconds. */
const tolerance = z
  .number()
  .positive()
  .max(1e12)
  .meta({ examples: [0.1] });

/** Which columns of a buyer's copy may differ and by how much, and by which columns rows are told apart. */
export const markingTerms = z.strictObject({
  keys: z.array(columnName).min(1).max(4),
  columns: z
    .array(z.strictObject({ name: columnName, tolerance }))
    .min(1)
    .max(20),
});
export type MarkingTerms = z.infer<typeof markingTerms>;

/** The same as a dataset states it; null where copies are exact. */
export const markingView = z.strictObject({ terms: markingTerms.nullable() });

export const leakCheckView = z.strictObject({
  id: id('lkc'),
  fileName: z.string(),
  sha256,
  at: moment,
  /** Who is named, likeliest first; empty where the copy does not tell. */
  named: z.array(z.strictObject({ organisation: organisationRef, score: z.number() })),
  /** The score that an innocent reaches with probability at most `falseAccusation`, over all buyers together. */
  threshold: z.number().nullable(),
  /** Positions of the code at which the copy says something. */
  positions: z.number().int(),
  /** Buyers that were delivered marked copies, against whom it was checked. */
  buyers: z.number().int(),
  falseAccusation: z.number(),
});
export type LeakCheckView = z.infer<typeof leakCheckView>;

/** What the agreement says of marked copies. Pure. */
export function markingClause({ columns }: MarkingTerms): Bilingual {
  const list = (by: string) => columns.map(({ name, tolerance }) => `${name} (${by} ${tolerance})`).join(', ');
  return {
    vi: `\n\n## Bản giao có dấu riêng\n\nMỗi bên mua nhận một bản có dấu riêng: giá trị của các cột sau có thể lệch so với bản gốc, không quá mức ghi trong ngoặc (ngày: số ngày; thời điểm: số giây): ${list('±')}. Các cột khác giữ nguyên. Mã băm của tệp trong thỏa thuận là của bản gốc; mã băm của bản giao có trong danh mục giao. Dấu được dùng để tìm nguồn của bản bị phát tán trái phép.\n`,
    en: `\n\n## Marked copies\n\nEvery buyer gets a copy of their own: values of the following columns may differ from the original by at most what is in brackets (dates: days; moments: seconds): ${list('±')}. All other columns are exact. The hashes of files in this agreement are those of the original; those of the copy are in the manifest. The marks serve to find where a leaked copy came from.\n`,
  };
}

const tag = 'fingerprint';
const params = z.strictObject({ id: id('ds') });
export const fingerprintOperations = {
  getMarking: operation({
    method: 'GET',
    path: '/datasets/:id/marking',
    tag,
    summary: 'Whether buyers get marked copies of a dataset, and how much their values may differ',
    roles: 'anyone',
    params,
    response: markingView,
  }),
  setMarking: operation({
    method: 'PUT',
    path: '/datasets/:id/marking',
    tag,
    summary:
      'State which columns of buyers’ copies may differ and by how much; null for exact copies. Agreements made before stay as they are',
    roles: ['provider'],
    scope: 'session',
    params,
    body: markingView,
    response: markingView,
    problems: ['rule-broken', 'frozen'],
  }),
  checkLeak: operation({
    method: 'POST',
    path: '/datasets/:id/leak-checks',
    tag,
    summary:
      'Upload a suspect copy (multipart/form-data, field “file”): who of the buyers it came from, or that it cannot be told',
    roles: ['provider'],
    scope: 'session',
    kind: 'upload',
    status: 201,
    params,
    response: leakCheckView,
    problems: ['too-large', 'unsupported-media', 'unreadable-file', 'rule-broken'],
  }),
  listLeakChecks: operation({
    method: 'GET',
    path: '/datasets/:id/leak-checks',
    tag,
    summary: 'Checks of suspect copies of an own dataset (regulator: of any), newest first',
    roles: ['provider', 'regulator'],
    params,
    response: z.strictObject({ items: z.array(leakCheckView) }),
  }),
};
