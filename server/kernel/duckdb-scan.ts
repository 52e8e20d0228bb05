import { fold } from '../../contracts/fold.js';
import {
  finestCoordinateDigits,
  type PersonalFinding,
  type PersonalKind,
  personalKinds,
} from '../../contracts/scheme/personal-data.js';
import type { Reading } from './duckdb-reading.js';
import { literal } from './reading/sql.js';
import { givenNames, provinceCodes, surnames } from './vietnamese-words.js';

/** How a column is looked at: as text, as whole numbers (which lose leading zeros), as fractions or as days. */
type Shape = 'text' | 'whole' | 'fraction' | 'day';

function shapeOf(type: string): Shape | null {
  if (type === 'VARCHAR') return 'text';
  if (/^U?(BIG|HUGE|SMALL|TINY)?INT(EGER)?$/.test(type) || type === 'INTEGER' || type === 'UINTEGER') return 'whole';
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return 'fraction';
  return /^(DATE|TIMESTAMP)/.test(type) ? 'day' : null;
}

/** Functions the patterns need, made once per connection. */
export const scanMacros = [
  `create macro digit(d, i) as ascii(substr(d, i::integer, 1)) - 48`,
  `create macro luhn(d) as list_sum(list_transform(generate_series(1, length(d)),
     lambda i: case when i % 2 = 1 then digit(reverse(d), i)
       else digit(reverse(d), i) * 2 - case when digit(reverse(d), i) > 4 then 9 else 0 end end)) % 10 = 0`,
  `create macro tax_sum(d) as digit(d,1)*31 + digit(d,2)*29 + digit(d,3)*23 + digit(d,4)*19 + digit(d,5)*17
     + digit(d,6)*13 + digit(d,7)*7 + digit(d,8)*5 + digit(d,9)*3`,
  `create macro is_tax_code(d) as 10 - tax_sum(d) % 11 = digit(d, 10)`,
  `create macro folded(t) as lower(replace(replace(strip_accents(t), 'đ', 'd'), 'Đ', 'd'))`,
];

const list = (words: readonly string[]) => `[${words.map(literal).join(', ')}]`;
const matches = (value: string, pattern: string) => `regexp_matches(${value}, ${literal(pattern)})`;
const wholly = (value: string, pattern: string) => `regexp_full_match(${value}, ${literal(pattern)})`;
/** Digits of a number that people write with spaces, dots and hyphens. */
const bare = (value: string) => `translate(${value}, ' .-()', '')`;
/** What is cheap to tell decides which texts a dear pattern is put to; it lets through whatever the pattern may match. */
const only = (guard: string, condition: string) => `case when ${guard} then ${condition} else false end`;
const ofLength = (value: string, least: number, most: number) => `length(${value}) between ${least} and ${most}`;
const digitsAlone = (value: string) => wholly(value, '[0-9 .()-]+');
/** Words of an address in any writing of their marks: between the plain letters stands whatever is not ASCII. */
const marked = (letters: string, most: number) => `(?:[${letters}]|[^\\x00-\\x7f]){1,${most}}`;
const namesPlaces = `(?i)[dđĐ]${marked('uo', 6)}ng|ph${marked('uo', 6)}|x${marked('a', 3)}|qu${marked('a', 3)}n|huy${marked('e', 3)}n|th${marked('o', 3)}n|street|road|ward`;
const mobile = '(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])\\d{7}';
const citizen = `0(?:${provinceCodes.join('|')})[0-9]\\d{2}\\d{6}`;

type Pattern = Partial<Record<Shape, (value: string) => string>>;

/** The condition under which a value is of a kind; a shape that is missing cannot be. */
const patterns: Record<PersonalKind, Pattern> = {
  citizen_id: {
    text: (v) => matches(v, `(?:^|[^0-9])${citizen}(?:[^0-9]|$)`),
    whole: (v) => `length(${v}) between 10 and 11 and ${wholly(`lpad(${v}, 12, '0')`, citizen)}`,
  },
  old_identity: {
    text: (v) => only(digitsAlone(v), wholly(bare(v), '\\d{9}')),
    whole: (v) => wholly(v, '\\d{8,9}'),
  },
  phone: {
    text: (v) =>
      only(
        matches(v, '[0-9][0-9 .()-]{7,}[0-9]'),
        `(${matches(bare(v), `(?:^|[^0-9+])(?:\\+84|0084|84|0)${mobile}(?:[^0-9]|$)`)}
          or ${wholly(bare(v), '(?:\\+84|0084|0)2\\d{8,9}')})`,
      ),
    whole: (v) => `(${wholly(v, mobile)} or ${wholly(v, `84${mobile}`)})`,
  },
  email: {
    text: (v) =>
      `contains(${v}, '@') and ${matches(v, '[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)*\\.[A-Za-z]{2,}')}`,
  },
  personal_tax_code: {
    text: (v) => `case when ${wholly(v, '8\\d{9}(?:-\\d{3})?')} then is_tax_code(${v}) else false end`,
    whole: (v) => `case when ${wholly(v, '8\\d{9}')} then is_tax_code(${v}) else false end`,
  },
  organisation_tax_code: {
    text: (v) => `case when ${wholly(v, '[0-79]\\d{9}(?:-\\d{3})?')} then is_tax_code(${v}) else false end`,
    whole: (v) => `case when ${wholly(v, '[1-79]?\\d{9}')} then is_tax_code(lpad(${v}, 10, '0')) else false end`,
  },
  bank_account: {
    text: (v) => only(digitsAlone(v), wholly(bare(v), '\\d{6,19}')),
    whole: (v) => wholly(v, '\\d{6,19}'),
  },
  card: {
    text: (v) =>
      only(
        digitsAlone(v),
        `case when ${wholly(bare(v), '(?:9704|3[47]|4|5[1-5]|2[2-7]|35|6)\\d{11,17}')} then luhn(${bare(v)}) else false end`,
      ),
    whole: (v) =>
      `case when ${wholly(v, '(?:9704|3[47]|4|5[1-5]|2[2-7]|35|6)\\d{11,17}')} then luhn(${v}) else false end`,
  },
  social_insurance: {
    text: (v) => only(digitsAlone(v), wholly(bare(v), '\\d{10}')),
    whole: (v) => wholly(v, '\\d{9,10}'),
  },
  health_card: {
    text: (v) =>
      only(
        wholly(v, '[ .()-]*[A-Za-z][ .()-]*[A-Za-z][0-9 .()-]+'),
        wholly(`upper(${bare(v)})`, '[A-Z]{2}[1-5]\\d{2}\\d{10}'),
      ),
  },
  passport: { text: (v) => only(ofLength(v, 8, 9), wholly(`upper(${v})`, '[BCEKMNP]\\d{7,8}')) },
  licence_plate: {
    text: (v) =>
      only(ofLength(v, 7, 12), wholly(`upper(${v})`, '\\d{2}[A-Z]{1,2}\\d?[ -]?(?:\\d{3}\\.?\\d{2}|\\d{4})')),
  },
  person_name: {
    text: (v) => `case when ${wholly(v, "\\p{L}[\\p{L}'’]*(?: \\p{L}[\\p{L}'’]*){1,4}")}
      then list_contains(${list(surnames)}, split_part(folded(${v}), ' ', 1))
        and list_contains(${list(givenNames)}, split_part(folded(${v}), ' ', -1)) else false end`,
  },
  birth_date: {
    day: () => 'true',
    text: (v) =>
      matches(v, '^(?:\\d{1,2}[/.-]\\d{1,2}[/.-](?:19|20)\\d{2}|(?:19|20)\\d{2}-\\d{2}-\\d{2}|(?:19|20)\\d{2})$'),
    whole: (v) => wholly(v, '(?:19|20)\\d{2}'),
  },
  address: {
    text: (v) =>
      only(
        matches(v, namesPlaces),
        matches(
          `folded(${v})`,
          '(?:\\bso nha|\\bngo|\\bhem|\\bkiet|^)[ .]*\\d+[a-z]?(?:/\\d+)*[ ,].*\\b(?:duong|pho|phuong|xa|quan|huyen|thon|khu pho|street|road|ward)\\b',
        ),
      ),
  },
  ip_address: {
    text: (v) => `(${wholly(v, '(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)')}
      or ${wholly(v, '(?:[0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|(?:[0-9a-fA-F]{1,4}:)+:(?:[0-9a-fA-F]{1,4}(?::[0-9a-fA-F]{1,4})*)?')})`,
  },
  fine_coordinates: {
    fraction: (v) => matches(v, `\\.\\d{${finestCoordinateDigits + 1},}`),
    text: (v) => wholly(v, `-?\\d{1,3}\\.\\d{${finestCoordinateDigits + 1},}`),
  },
  scrambled: {
    text: (v) =>
      only(
        `length(${v}) >= 20 and not contains(${v}, ' ')`,
        `(${wholly(v, '[0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{56}|[0-9a-fA-F]{64}|[0-9a-fA-F]{96}|[0-9a-fA-F]{128}')}
          or ${wholly(v, '\\$2[aby]\\$.{56}|\\$argon2.+|gAAAA[A-Za-z0-9_=-]{60,}')}
          or (length(${v}) % 4 = 0 and ${wholly(v, '[A-Za-z0-9+/_-]{20,}={0,2}')} and ${matches(v, '[0-9]')} and ${matches(v, '[A-Z]')} and ${matches(v, '[a-z]')}))`,
      ),
  },
};
type Look = { column: string; kind: PersonalKind; hinted: boolean; least: number; condition: string };

/**
 * Looks for personal data in every row of a column; each different value is looked at once, in the table `grouped`. Needs
 * `scanMacros`. Runs in the child.
 */
export async function scanColumn(
  rows: Reading['rows'],
  { name, type }: { name: string; type: string },
): Promise<PersonalFinding[]> {
  const looks = looksAt(name, shapeOf(type));
  if (looks.length === 0) return [];
  const verdicts = looks.map(({ condition }, nth) => `${condition} as is_${nth}`);
  const facts = looks.flatMap((_, nth) => [
    `sum(n) filter (where is_${nth}) as hits_${nth}`,
    `min(v) filter (where is_${nth}) as least_${nth}`,
    `max(v) filter (where is_${nth}) as most_${nth}`,
  ]);
  const [row = {}] = await rows(
    `with different as (select trim(v::varchar) as v, n from grouped where v is not null),
          judged as materialized (select v, n, ${verdicts.join(', ')} from different where v <> '')
     select sum(n) as n, ${facts.join(', ')} from judged`,
  );
  return findingsOf(looks, row);
}

/** What a column may hold, by its name and the shape of its values. */
function looksAt(column: string, shape: Shape | null): Look[] {
  if (!shape) return [];
  const heading = fold(column)
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
  return (Object.keys(patterns) as PersonalKind[]).flatMap((kind) => {
    const pattern = patterns[kind][shape];
    const hinted = personalKinds[kind].hints.test(heading);
    const least = hinted ? personalKinds[kind].hinted : alone(kind, shape);
    return pattern && least !== null ? [{ column, kind, hinted, least, condition: pattern('v') }] : [];
  });
}

function findingsOf(looks: readonly Look[], row: Record<string, unknown>): PersonalFinding[] {
  const n = Number(row.n);
  return looks.flatMap(({ column, kind, hinted, least }, nth) => {
    const hits = Number(row[`hits_${nth}`] ?? 0);
    if (hits === 0 || hits / n < least) return [];
    const shown = [row[`least_${nth}`], row[`most_${nth}`]].map((value) => masked(String(value)));
    return [
      { column, kind, hits, share: hits / n, confidence: hinted ? 'high' : 'medium', examples: [...new Set(shown)] },
    ];
  });
}

/** Whole numbers look like many things: without the column’s name only text is judged by its form. */
function alone(kind: PersonalKind, shape: Shape): number | null {
  return shape === 'text' ? personalKinds[kind].alone : null;
}

/** The first two and the last characters; the rest is not shown to anybody. */
export function masked(value: string): string {
  const letters = [...value];
  if (letters.length <= 4) return '*'.repeat(letters.length);
  return `${letters.slice(0, 2).join('')}${'*'.repeat(Math.min(8, letters.length - 3))}${letters.at(-1)}`;
}
