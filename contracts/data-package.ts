import { z } from 'zod';
import type { ColumnKind, DictionaryEntry } from './dictionary.js';

/** What of a Frictionless Data Package (v1 and v2) the exchange takes over; everything else is left alone. */
const field = z.looseObject({
  name: z.string(),
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  unit: z.string().optional(),
  constraints: z.looseObject({ enum: z.array(z.unknown()).optional() }).optional(),
  categories: z.array(z.unknown()).optional(),
});
const named = z.looseObject({ title: z.string().optional(), name: z.string().optional(), path: z.string().optional() });
export const dataPackage = z.looseObject({
  name: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  homepage: z.string().optional(),
  keywords: z.array(z.string()).optional(),
  sources: z.array(named).optional(),
  licenses: z.array(named).optional(),
  contributors: z
    .array(named.extend({ role: z.string().optional(), roles: z.array(z.string()).optional() }))
    .optional(),
  resources: z
    .array(
      z.looseObject({
        name: z.string().optional(),
        path: z.union([z.string(), z.array(z.string())]).optional(),
        schema: z
          .looseObject({ fields: z.array(field).optional() })
          .or(z.string())
          .optional(),
      }),
    )
    .optional(),
});
export type DataPackage = z.infer<typeof dataPackage>;

/** What a package says, as fields of a listing; shown to its provider before any of it is kept. */
export type TakenOver = {
  page: Partial<{
    titleVi: string;
    titleEn: string;
    descriptionVi: string;
    descriptionEn: string;
    keywords: string[];
    sourceUrl: string;
    provenance: string;
    credit: string;
  }>;
  columns: DictionaryEntry[];
  /** Names of licences that the package grants: for the provider to weigh, an offer is made by hand. */
  licences: string[];
  /** Files it names. */
  files: string[];
};

const kinds: Readonly<Record<string, ColumnKind>> = {
  ...{ integer: 'integer', number: 'number', string: 'text', boolean: 'boolean', date: 'date', datetime: 'datetime' },
  ...{ year: 'year', geopoint: 'geometry', geojson: 'geometry' },
};
const vietnamese = /[ăâđêôơưĂÂĐÊÔƠƯ]|[\u1ea0-\u1ef9]/;

/** Reads a Data Package. Throws what zod throws for one that is none. Pure. */
export function takeOver(given: unknown): TakenOver {
  const found = dataPackage.parse(given);
  const title = clip(found.title ?? found.name, 200);
  const description = clip(found.description, 5000);
  const local = vietnamese.test(`${title} ${description}`);
  const list = (rows: readonly z.infer<typeof named>[] | undefined) =>
    (rows ?? []).map((one) => [one.title ?? one.name, one.path].filter(Boolean).join(' ')).filter((one) => one !== '');
  const sources = list(found.sources);
  const contributors = list(found.contributors);
  const address = found.homepage ?? found.sources?.find((one) => /^https?:/.test(one.path ?? ''))?.path;
  const page: TakenOver['page'] = {
    ...(title.length >= 5 ? { titleVi: title } : {}),
    ...(title !== '' && !local ? { titleEn: title } : {}),
    ...(description === '' ? {} : local ? { descriptionVi: description } : { descriptionEn: description }),
    ...(found.keywords
      ? { keywords: found.keywords.filter((one) => one.length >= 2 && one.length <= 50).slice(0, 12) }
      : {}),
    ...(address &&
    z
      .url({ protocol: /^https?$/ })
      .max(500)
      .safeParse(address).success
      ? { sourceUrl: address }
      : {}),
    ...(sources.length > 0 ? { provenance: clip(`Nguồn / Sources: ${sources.join('; ')}`, 5000) } : {}),
    ...(contributors.length > 0 ? { credit: clip(contributors.join('; '), 500) } : {}),
  };
  const columns = new Map<string, DictionaryEntry>();
  for (const { schema } of found.resources ?? []) {
    if (typeof schema !== 'object') continue;
    for (const one of schema.fields ?? []) columns.set(one.name, entryOf(one));
  }
  const files = (found.resources ?? []).flatMap(({ path }) => (path === undefined ? [] : [path].flat()));
  return { page, columns: [...columns.values()].slice(0, 2000), licences: list(found.licenses), files };
}

function entryOf(one: z.infer<typeof field>): DictionaryEntry {
  const said = clip(one.description ?? one.title, 500);
  const local = vietnamese.test(said);
  const codes = [...(one.constraints?.enum ?? []), ...(one.categories ?? [])].slice(0, 500).flatMap((code) => {
    const { value, label } =
      typeof code === 'object' && code !== null
        ? (code as { value?: unknown; label?: unknown })
        : { value: code, label: '' };
    const name = clip(String(value ?? ''), 200);
    const title = clip(String(label ?? ''), 300);
    return name === ''
      ? []
      : [{ value: name, vi: vietnamese.test(title) ? title : '', en: vietnamese.test(title) ? '' : title }];
  });
  return {
    name: one.name.normalize('NFC').slice(0, 200),
    description: { vi: local ? said : '', en: local ? '' : said },
    unit: one.unit ? clip(one.unit, 50) : null,
    kind: codes.length > 0 ? 'code' : (kinds[one.type ?? ''] ?? null),
    codes,
  };
}

function clip(value: string | undefined, most: number): string {
  return (value ?? '').normalize('NFC').trim().slice(0, most);
}
