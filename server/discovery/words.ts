import { type FacetName, facetNames } from '../../contracts/discovery.js';
import { fold } from '../../contracts/fold.js';
import { formerProvinces, otherProvinceNames } from '../../contracts/scheme/province-names.js';
import { provinces } from '../../contracts/scheme/provinces.js';
import { synonyms } from '../../contracts/scheme/synonyms.js';
import { marked } from '../../contracts/tone-placement.js';

/** A word of a search: without marks, and with them. */
export type Word = { plain: string; marked: string };

// biome-ignore lint/suspicious/noControlCharactersInRegex: what separates words, as the database has it
const separators = /[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+/u;
/** More words than that say nothing more. */
const most = 16;

/** The words of a text that somebody typed, in any composition and either tone placement. */
export function wordsOf(text: string): Word[] {
  return marked(text)
    .split(separators)
    .filter((one) => one !== '')
    .slice(0, most)
    .map((one) => ({ plain: fold(one), marked: one }))
    .filter((one) => one.plain !== '');
}

/** A lexeme as a query of PostgreSQL has it. */
const quoted = (lexeme: string) => `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`;

const plainWords = (phrase: string) => wordsOf(phrase).map((one) => one.plain);
const phraseOf = (words: readonly string[]) => words.map(quoted).join(' <-> ');

/** What else a phrase finds: by its first word, longest phrases first. */
const meanings = new Map<string, { words: string[]; also: string[] }[]>();
function mean(phrase: string, also: string[]) {
  const words = plainWords(phrase);
  const first = words[0] ?? '';
  const known = meanings.get(first) ?? [];
  const same = known.find((one) => one.words.join(' ') === words.join(' '));
  if (same) same.also.push(...also);
  else known.push({ words, also });
  meanings.set(
    first,
    known.sort((a, b) => b.words.length - a.words.length),
  );
}
for (const group of synonyms) {
  for (const phrase of group) {
    mean(
      phrase,
      group.filter((one) => one !== phrase).map((one) => phraseOf(plainWords(one))),
    );
  }
}
const provinceNames = new Map<string, string>([
  ...provinces.map((one) => [one.name, one.code] as const),
  ...formerProvinces.map(([, name, code]) => [name, code] as const),
  ...otherProvinceNames,
]);
for (const [name, code] of provinceNames) mean(name, [quoted(`province:${code}`)]);

/** The words in parts: phrases that mean more than their words (`also`), and single words. */
function parted(words: readonly Word[]): { plain: string[]; also: string[] | null }[] {
  const parts: { plain: string[]; also: string[] | null }[] = [];
  for (let at = 0; at < words.length; ) {
    const plain = words.slice(at).map((one) => one.plain);
    const found = meanings.get(plain[0] ?? '')?.find((one) => one.words.every((word, index) => plain[index] === word));
    parts.push(found ? { plain: found.words, also: found.also } : { plain: plain.slice(0, 1), also: null });
    at += found?.words.length ?? 1;
  }
  return parts;
}

/** Words that stand in a phrase with a meaning of its own, and are therefore no slips. Pure. */
export function meantWords(words: readonly Word[]): Set<string> {
  return new Set(parted(words).flatMap((one) => (one.also === null ? [] : one.plain)));
}

/** What a query asks of the index; each is the text of a `tsquery`. */
export type Terms = {
  /** Every match: all words (or what means the same), and all filters. */
  matches: string;
  /** The same words in the title, and in the title with the same marks. */
  inTitle: string;
  inTitleMarked: string;
  /** The same words with the same marks anywhere, and the words alone, for ranking. */
  asMarked: string;
  ranked: string;
};

export type Completed = ReadonlyMap<string, readonly string[]>;

/**
 * Words and filters as queries of the index. `completions` are words of the catalogue that begin with one that is not in it.
 * Empty strings where there is nothing to ask. Pure.
 */
export function termsOf(words: readonly Word[], filters: readonly string[], completions: Completed): Terms {
  const either = (one: string, prefix = '') => {
    const longer = completions.get(one);
    return longer && longer.length > 0
      ? `(${longer.map((word) => quoted(prefix + word)).join(' | ')})`
      : quoted(prefix + one);
  };
  const wanted = parted(words).map(({ plain, also }) =>
    also === null ? either(plain[0] ?? '') : `((${phraseOf(plain)}) | ${also.map((one) => `(${one})`).join(' | ')})`,
  );
  const narrowed = filters.map(quoted);
  const all = (parts: readonly string[]) => [...parts, ...narrowed].join(' & ');
  return {
    matches: all(wanted),
    inTitle: all(words.map((one) => either(one.plain, 'f/'))),
    inTitleMarked: all(words.map((one) => quoted(`t/${one.marked}`))),
    asMarked: all(words.map((one) => quoted(`m/${one.marked}`))),
    ranked: words.map((one) => either(one.plain)).join(' & '),
  };
}

/** Filters of a query as lexemes of the index, such as `sector:energy`. Pure. */
export function filtersOf(query: Partial<Record<FacetName, string | undefined>>): string[] {
  return facetNames.flatMap((name) => (query[name] === undefined ? [] : [`${name}:${query[name]}`]));
}

/** Everything one slip away from a folded word: a letter too many, too few, wrong, or two in each other's place. Pure. */
export function slipsOf(word: string): string[] {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const cuts = Array.from({ length: word.length + 1 }, (_, at) => [word.slice(0, at), word.slice(at)] as const);
  return cuts.flatMap(([left, right]) => [
    left + right.slice(1),
    left + right.charAt(1) + right.charAt(0) + right.slice(2),
    ...letters.flatMap((letter) => [left + letter + right, left + letter + right.slice(1)]),
  ]);
}
