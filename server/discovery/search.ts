import { countLimit, type discoveryOperations, type FacetName, facetNames } from '../../contracts/discovery.js';
import type { QueryOf, ResponseOf } from '../../contracts/operation.js';
import { Problem } from '../../contracts/problems.js';
import { type Dataset, Datasets } from '../catalogue/tables.js';
import { datasetCards } from '../catalogue/views.js';
import { decodeCursor, encodeCursor } from '../kernel/cursor.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { understand } from './vocabulary.js';
import { filtersOf, type Terms, termsOf, wordsOf } from './words.js';

export type Query = QueryOf<typeof discoveryOperations.browseDatasets>;
type Answer = ResponseOf<typeof discoveryOperations.browseDatasets>;
type Sort = NonNullable<Query['sort']>;

/** Candidates that a title gives when there are more matches than are counted: the best are among them. */
const best = 300;

/**
 * How well a row matches. Words of the title with the same marks come first, then words with the same marks anywhere, then
 * folded words, by how near each other they stand. Values: $2 title with marks, $3 marks, $4 words.
 */
const rankOf = (row: string) => `(case when ${row}.words @@ $2::tsquery then 4 else 0 end
  + case when ${row}.words @@ $3::tsquery then 2 else 0 end + least(ts_rank_cd(${row}.words, $4::tsquery), 1.9))::numeric(12, 6)`;

const orders: Record<Exclude<Sort, 'relevance'>, { key: string; direction: 'asc' | 'desc' }> = {
  newest: { key: 'l.listed_at', direction: 'desc' },
  title: { key: 'l.title_vi collate "vi-x-icu"', direction: 'asc' },
};

type Found = { hits: string[] | null; total: number; facets: Record<string, number> | null };

/** Listed datasets that match, a page at a time, with how many there are by facet. */
export async function browse(tx: Tx, query: Query): Promise<Answer> {
  const typed = wordsOf(query.q ?? '');
  const filters = filtersOf(query);
  const text = (query.q ?? '').trim() !== '';
  if (text && typed.length === 0) return nothing();
  const { words, completions, corrected } = typed.length > 0 ? await understand(tx, typed) : plainly;
  const sort: Sort =
    words.length === 0 && (query.sort ?? 'newest') === 'relevance'
      ? 'newest'
      : (query.sort ?? (text ? 'relevance' : 'newest'));
  const last = lastShown(query.cursor, sort);
  const terms = termsOf(words, filters, completions);
  const kept = words.length === 0 && filters.length <= 1 ? await keptCounts(tx, filters[0] ?? '') : null;
  const found =
    sort === 'relevance'
      ? await byRelevance(tx, terms, query.limit, last)
      : await inOrder(tx, terms.matches, sort, query.limit, last, kept === null);
  const hits = found.hits ?? [];
  const shown = hits.slice(0, query.limit);
  const rows = await rowsById(tx, Datasets, shown);
  const datasets = shown.map((id) => rows.get(id)).filter((row): row is Dataset => row !== undefined);
  const end = shown.at(-1);
  const more = kept === null && found.total > countLimit;
  return {
    items: await datasetCards(tx, datasets),
    nextCursor: hits.length > query.limit && end ? encodeCursor([sort, end]) : null,
    total: kept?.total ?? Math.min(found.total, countLimit),
    more,
    counted: more ? 'first' : 'all',
    facets: facetsOf(kept?.facets ?? found.facets ?? {}),
    corrected,
  };
}

const plainly = { words: [], completions: new Map<string, string[]>(), corrected: null };

function nothing(): Answer {
  return { items: [], nextCursor: null, total: 0, more: false, counted: 'all', facets: facetsOf({}), corrected: null };
}

/** Counts of the facets of at most `countLimit` matches. */
const counting = `(select json_object_agg(facet, n) from (select facet, count(*) as n
   from (select facets from found limit ${countLimit}) f, unnest(f.facets) as facet group by facet) counted)`;

/**
 * The best first. Of many matches those whose titles match are candidates, beside the first that the index gives: nobody
 * reads beyond a thousand, and ranking a million would take seconds.
 */
async function byRelevance(tx: Tx, terms: Terms, limit: number, last: string | null): Promise<Found> {
  const rows: Found[] = await tx.query(
    `with found as materialized (
       select dataset_id, words, facets from listing_search where words @@ $1::tsquery limit ${countLimit + 1}),
     candidates as (
       select dataset_id, words from found
       union all (select dataset_id, words from listing_search
         where words @@ $2::tsquery and (select count(*) from found) > ${countLimit} limit ${best})
       union all (select dataset_id, words from listing_search
         where words @@ $5::tsquery and (select count(*) from found) > ${countLimit} limit ${best})),
     ranked as (select distinct on (c.dataset_id) c.dataset_id, ${rankOf('c')} as rank from candidates c order by c.dataset_id),
     hits as (select dataset_id, rank from ranked
       where $6::text is null or (rank, dataset_id) <
         (select ${rankOf('l')}, l.dataset_id from listing_search l where l.dataset_id = $6)
       order by rank desc, dataset_id desc limit ${limit + 1})
     select (select json_agg(dataset_id order by rank desc, dataset_id desc) from hits) as hits,
       (select count(*) from found)::int as total, ${counting} as facets`,
    [terms.matches, terms.inTitleMarked, terms.asMarked, terms.ranked, terms.inTitle, last],
  );
  return rows[0] as Found;
}

async function inOrder(
  tx: Tx,
  matches: string,
  sort: Exclude<Sort, 'relevance'>,
  limit: number,
  last: string | null,
  counted: boolean,
): Promise<Found> {
  const { key, direction } = orders[sort];
  const values: string[] = [];
  const put = (value: string) => `$${values.push(value)}`;
  const where = matches === '' ? 'true' : `l.words @@ ${put(matches)}::tsquery`;
  const beyond = direction === 'desc' ? '<' : '>';
  const after = last === null ? '' : put(last);
  const bound =
    last === null
      ? ''
      : `and (${key}, l.dataset_id) ${beyond} (select ${key}, l.dataset_id from listing_search l where l.dataset_id = ${after})`;
  const found = counted
    ? `select l.facets from listing_search l where ${where} limit ${countLimit + 1}`
    : `select null::text[] as facets where false`;
  const rows: Found[] = await tx.query(
    `with found as materialized (${found}),
     hits as materialized (select l.dataset_id from listing_search l where ${where} ${bound}
       order by ${key} ${direction}, l.dataset_id ${direction} limit ${limit + 1})
     select (select json_agg(dataset_id) from hits) as hits, (select count(*) from found)::int as total, ${counting} as facets`,
    values,
  );
  return rows[0] as Found;
}

/** Counts that were kept for the whole catalogue, or for one filter's total; null for a catalogue that is counted as it is. */
async function keptCounts(
  tx: Tx,
  filter: string,
): Promise<{ total: number; facets: Record<string, number> | undefined } | null> {
  if (filter !== '') return null;
  const rows: { facet: string; n: string }[] = await tx.query('select facet, n from listing_facets');
  const total = Number(rows.find((one) => one.facet === '')?.n ?? 0);
  if (total <= countLimit) return null;
  return {
    total,
    facets: Object.fromEntries(rows.filter((one) => one.facet !== '').map((one) => [one.facet, Number(one.n)])),
  };
}

/** Counts the facets of a large catalogue anew: the first page of everything need not count a million rows each time. */
export async function keepCounts(tx: Tx): Promise<void> {
  const [row] = (await tx.query(
    `select count(*)::int as n from (select 1 from listing_search limit ${countLimit + 1}) few`,
  )) as { n: number }[];
  if ((row?.n ?? 0) <= countLimit) {
    await tx.query('delete from listing_facets');
    return;
  }
  await tx.query(
    `with counted as (
       select '' as facet, count(*) as n from listing_search
       union all select facet, count(*) from listing_search, unnest(facets) as facet group by facet),
     gone as (delete from listing_facets where facet not in (select facet from counted))
     insert into listing_facets select facet, n from counted on conflict (facet) do update set n = excluded.n`,
  );
}

/** `sector:energy` → facets.sector.energy. Pure. */
function facetsOf(counted: Record<string, number>): Answer['facets'] {
  const facets = Object.fromEntries(facetNames.map((name) => [name, {}])) as Answer['facets'];
  for (const [facet, n] of Object.entries(counted)) {
    const [name = '', value = ''] = facet.split(':');
    if (name in facets) facets[name as FacetName][value] = n;
  }
  return facets;
}

/**
 * The dataset that a page ended with: a cursor names it and the order, and the database looks its sort key up again. A
 * key in the cursor would be as long as a title. Throws 400 for a cursor of another order.
 */
function lastShown(cursor: string | undefined, sort: Sort): string | null {
  const [order, id] = decodeCursor(cursor, 2) ?? [];
  if (order === undefined) return null;
  if (order === sort && typeof id === 'string' && /^ds_[0-9a-z]{26}$/.test(id)) return id;
  throw new Problem(
    'invalid-input',
    {
      vi: 'Con trỏ trang thuộc một cách sắp xếp khác; hãy bắt đầu lại từ trang đầu.',
      en: 'The page cursor belongs to another order; start again from the first page.',
    },
    { errors: [{ pointer: '/cursor', detail: 'of another order', detailVi: 'của cách sắp xếp khác' }] },
  );
}
