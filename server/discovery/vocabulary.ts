import type { Tx } from '../kernel/database.js';
import { meantWords, slipsOf, type Word, wordsOf } from './words.js';

type Row = { given: string; known: boolean; longer: string[]; near: string | null };

/** What the catalogue's vocabulary makes of the words of a search. */
export type Understood = {
  words: Word[];
  /** For words that are not in the catalogue: those that begin with them. */
  completions: Map<string, string[]>;
  /** The text as it was understood, where a word was taken for another; null where none was. */
  corrected: string | null;
};

/** Looks words up: known ones stand, unfinished ones are completed, misspelt ones become the nearest known word. */
export async function understand(tx: Tx, words: readonly Word[]): Promise<Understood> {
  const meant = meantWords(words);
  const plain = [...new Set(words.map((one) => one.plain))].filter((one) => !meant.has(one));
  const rows: Row[] = await tx.query(
    `select given, exists (select 1 from search_words where word = given) as known,
            array(select word from search_words where word like replace(replace(given, '%', '\\%'), '_', '\\_') || '%'
                   and word <> given order by length(word), word limit 20) as longer,
            null as near
       from unnest($1::text[]) given`,
    [plain],
  );
  const completions = new Map<string, string[]>();
  const near = new Map<string, string>();
  for (const { given, known, longer } of rows) {
    if (known) continue;
    if (longer.length > 0) completions.set(given, longer);
    else if (given.length >= 3) {
      const shown = await nearest(tx, given);
      if (shown !== null) near.set(given, shown);
    }
  }
  const taken = words.flatMap((one) => {
    const shown = near.get(one.plain);
    return shown === undefined ? [one] : wordsOf(shown);
  });
  return {
    words: taken,
    completions,
    corrected: near.size === 0 ? null : taken.map((one) => one.marked).join(' '),
  };
}

/** The word of the catalogue that was most likely meant: one slip away, or of much the same letters; null for none. */
async function nearest(tx: Tx, word: string): Promise<string | null> {
  const rows: { shown: string }[] = await tx.query(
    `select shown from search_words
      where word = any ($2::text[]) or (word % $1 and similarity(word, $1) > 0.45)
      order by (word = any ($2::text[])) desc, similarity(word, $1) desc, length(word), word limit 1`,
    [word, slipsOf(word)],
  );
  return rows[0]?.shown ?? null;
}
