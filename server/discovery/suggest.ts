import type { discoveryOperations } from '../../contracts/discovery.js';
import type { ResponseOf } from '../../contracts/operation.js';
import type { Tx } from '../kernel/database.js';
import { termsOf, wordsOf } from './words.js';

type Answer = ResponseOf<typeof discoveryOperations.suggest>;

/** What is being typed, completed: the last word by the catalogue's vocabulary, and titles that hold all words. */
export async function suggest(tx: Tx, q: string): Promise<Answer> {
  const words = wordsOf(q);
  const last = words.at(-1);
  if (!last || last.plain.length < 2) return { phrases: [], datasets: [] };
  const longer: { word: string; shown: string }[] = await tx.query(
    `select word, shown from search_words where word like replace(replace($1, '%', '\\%'), '_', '\\_') || '%'
      order by length(word), word limit 12`,
    [last.plain],
  );
  const completions = new Map([[last.plain, longer.map((one) => one.word)]]);
  const { inTitle } = termsOf(words, [], completions);
  const datasets: { id: string; titleVi: string; titleEn: string }[] = await tx.query(
    `select d.id, d.title_vi as "titleVi", d.title_en as "titleEn"
       from (select dataset_id from listing_search where words @@ $1::tsquery limit 6) hit
       join datasets d on d.id = hit.dataset_id order by d.title_vi collate "vi-x-icu"`,
    [inTitle],
  );
  const before = words.slice(0, -1).map((one) => one.marked);
  const phrases = longer
    .filter((one) => one.word !== last.plain)
    .slice(0, 4)
    .map((one) => [...before, one.shown].join(' '));
  return { phrases, datasets };
}
