import { z } from 'zod';

/** A text in the exchange's two languages. Vietnamese is the authoritative one. */
export const bilingual = z.strictObject({ vi: z.string(), en: z.string() });
export type Bilingual = z.infer<typeof bilingual>;
export type Language = keyof Bilingual;

/** Prefixes of public ids; the rest is a lower-case ULID, so ids sort by time of creation. */
export const idPrefixes = [
  'org',
  'mem',
  'tok',
  'ds',
  'rev',
  'file',
  'off',
  'req',
  'agr',
  'rnd',
  'att',
  'sig',
  'ord',
  'pay',
  'pst',
  'dwn',
  'rfd',
  'ent',
  'dlv',
  'rcp',
  'evt',
  'mail',
  'job',
  'fee',
  'inv',
  'shr',
  'bnd',
  'flg',
  'rel',
  'sav',
  'hold',
  'qst',
  'ans',
  'tkd',
  'inc',
  'ntc',
  'bst',
  'bln',
  'rpm',
  'cbk',
  'dsp',
  'dsm',
  'dpr',
  'pac',
  'trf',
  'trv',
  'pyo',
  'ofs',
  'mcs',
  'ext',
  'rcf',
  'ntf',
  'ovr',
  'sof',
  'dcs',
  'rpt',
  'apr',
  'pcr',
  'pya',
  'cse',
  'bid',
  'ban',
  'hpt',
  'hru',
  'hrv',
  'whk',
  'whd',
  'evl',
  'evq',
  'mkc',
  'lkc',
  'mst',
  'rsv',
  'dst',
  'dev',
] as const;
export type IdPrefix = (typeof idPrefixes)[number];

const exampleUlid = '01k9v3m7q2x8r4t6w0y5z1a3bc';

/** Schema of an id with the given prefix, e.g. `ord_01k9v3m7q2x8r4t6w0y5z1a3bc`. */
export const id = (prefix: IdPrefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-hjkmnp-tv-z]{26}$`))
    .meta({ examples: [`${prefix}_${exampleUlid}`] });

/** A moment, ISO 8601 in UTC. Screens show it in UTC+7. */
export const moment = z.iso.datetime().meta({ examples: ['2026-11-23T03:15:00.000Z'] });

/** Whole Vietnamese đồng. The exchange knows no other currency (Ordinance on Foreign Exchange, Art. 22). */
export const vnd = z
  .number()
  .int()
  .min(0)
  .max(1_000_000_000_000)
  .meta({ examples: [2_500_000] });

export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .meta({ examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'] });

/** Trimmed, NFC-normalised human text. */
export const text = (min: number, max: number) =>
  z
    .string()
    .transform((value) => value.normalize('NFC').trim())
    .pipe(z.string().min(min).max(max))
    .meta({ minLength: min, maxLength: max });

/** Query of every list: an opaque cursor from the previous page and a page size. */
export const pageQuery = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
};

/** One page of a list; `nextCursor` is null on the last page. The same cursor is in the `Link` header. */
export const page = <T extends z.ZodType>(item: T) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
export type Page<T> = { items: T[]; nextCursor: string | null };

export const capabilities = ['provider', 'buyer', 'intermediary', 'operator', 'regulator'] as const;
export const capability = z.enum(capabilities);
export type Capability = z.infer<typeof capability>;
export const capabilityNames: Record<Capability, Bilingual> = {
  provider: { vi: 'bên bán', en: 'provider' },
  buyer: { vi: 'bên mua', en: 'buyer' },
  intermediary: { vi: 'trung gian dữ liệu', en: 'intermediary' },
  operator: { vi: 'đơn vị vận hành', en: 'operator' },
  regulator: { vi: 'cơ quan quản lý', en: 'regulator' },
};

/** The party a transition is done by, seen from the row it changes. */
export const parties = ['provider', 'buyer', 'operator', 'regulator', 'owner', 'system'] as const;
export type Party = (typeof parties)[number];

/** Body of every `…/transitions` operation. The server's `actions` name what is possible now. */
export const transitionBody = <A extends readonly [string, ...string[]]>(actions: A) =>
  z.strictObject({ action: z.enum(actions), reason: text(3, 2000).optional() });

/** One thing the signed-in member may do to the row now; the screen draws its button from it. */
export const allowedAction = z.strictObject({
  action: z.string(),
  label: bilingual,
  reason: z.enum(['required', 'optional', 'none']),
  tone: z.enum(['primary', 'neutral', 'danger']),
});
export type AllowedAction = z.infer<typeof allowedAction>;

/** A reference to an organisation as shown to other parties. */
export const organisationRef = z.strictObject({ id: id('org'), nameVi: z.string(), nameEn: z.string() });
export type OrganisationRef = z.infer<typeof organisationRef>;

/** Progress of queued work: `fraction` from 0 to 1. */
export const progress = z.strictObject({ fraction: z.number().min(0).max(1), step: z.string(), at: moment });
export type Progress = z.infer<typeof progress>;
