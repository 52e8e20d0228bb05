import type { catalogueOperations } from '../../contracts/catalogue.js';
import type { QueryOf, ResponseOf } from '../../contracts/operation.js';
import { Problem } from '../../contracts/problems.js';
import { decodeCursor, encodeCursor } from '../kernel/cursor.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { type Dataset, Datasets } from './tables.js';
import { datasetCards } from './views.js';

type Query = QueryOf<typeof catalogueOperations.browseDatasets>;
type Answer = ResponseOf<typeof catalogueOperations.browseDatasets>;
type Sort = 'relevance' | 'newest' | 'title';

/** Datasets with what is searched in: words with weights, and the titles without marks, both kept by a trigger. */
const source = 'datasets d join dataset_search s on s.dataset_id = d.id';

/** Conditions over listed datasets `d`, and their values. Offers and files are read here as facts, never written. */
function conditions(query: Query): { where: string; values: unknown[]; text: string } {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const parts = [`d.state = 'listed'`];
  const text = (query.q ?? '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
  // $1 is always the text, since the ranking needs it too; naming it here tells PostgreSQL its type.
  const q = put(text);
  parts.push(`${q}::text is not null`);
  if (text !== '') {
    parts.push(
      `(s.words @@ websearch_to_tsquery('simple', fold(${q})) or fold(${q}) <% s.titles or s.titles like ${containing(`fold(${q})`)})`,
    );
  }
  if (query.sector) parts.push(`d.sector = ${put(query.sector)}`);
  if (query.format) {
    parts.push(
      `exists (select 1 from revisions r join files f on f.revision_id = r.id
               where r.dataset_id = d.id and r.state = 'published' and f.format = ${put(query.format)})`,
    );
  }
  const offer = (column: string, value: string) =>
    `exists (select 1 from offers o where o.dataset_id = d.id and o.state = 'open' and o.${column} = ${put(value)})`;
  if (query.licence) parts.push(offer('licence', query.licence));
  if (query.price) parts.push(offer('price_model', query.price));
  return { where: parts.join(' and '), values, text };
}

/** A pattern for `like` that finds the text as it is: its own %, _ and \ stand for themselves. */
function containing(text: string): string {
  return `'%' || regexp_replace(${text}, '([%_\\\\])', '\\\\\\1', 'g') || '%'`;
}

/** Words written with the same marks come first, then folded words by rank, then likely misspellings. */
const rank = `(case when $1::text <> '' and position(lower($1) in lower(d.title_vi || ' ' || d.title_en)) > 0 then 2 else 0 end
  + ts_rank_cd(s.words, websearch_to_tsquery('simple', fold($1))) + word_similarity(fold($1), s.titles))::numeric(12, 6)`;

const orders: Record<Sort, { key: string; direction: 'asc' | 'desc' }> = {
  relevance: { key: rank, direction: 'desc' },
  newest: { key: `coalesce(d.listed_at, d.created_at)`, direction: 'desc' },
  title: { key: `d.title_vi collate "vi-x-icu"`, direction: 'asc' },
};

/** Listed datasets that match, a page at a time, with how many there are by sector, format, licence and price. */
export async function browse(tx: Tx, query: Query): Promise<Answer> {
  const { where, values, text } = conditions(query);
  const sort: Sort = query.sort ?? (text === '' ? 'newest' : 'relevance');
  const { key, direction } = orders[sort];
  const last = lastShown(query.cursor, sort);
  const beyond = direction === 'desc' ? '<' : '>';
  const bound = last
    ? `and (${key}, d.id) ${beyond} (select ${key}, d.id from ${source} where d.id = $${values.length + 1})`
    : '';
  const hits: { id: string }[] = await tx.query(
    `select d.id from ${source} where ${where} ${bound}
      order by ${key} ${direction}, d.id ${direction} limit ${query.limit + 1}`,
    last ? [...values, last] : values,
  );
  const shown = hits.slice(0, query.limit);
  const rows = await rowsById(
    tx,
    Datasets,
    shown.map((hit) => hit.id),
  );
  const datasets = shown.map((hit) => rows.get(hit.id)).filter((row): row is Dataset => row !== undefined);
  const end = shown.at(-1);
  return {
    items: await datasetCards(tx, datasets),
    nextCursor: hits.length > query.limit && end ? encodeCursor([sort, end.id]) : null,
    ...(await counts(tx, where, values)),
  };
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

type Facet = keyof Answer['facets'];

async function counts(tx: Tx, where: string, values: unknown[]): Promise<Pick<Answer, 'total' | 'facets'>> {
  const rows: { facet: Facet | 'total'; value: string; n: string }[] = await tx.query(
    `with hits as (select d.id, d.sector from ${source} where ${where})
     select 'total' as facet, '' as value, count(*) as n from hits
     union all select 'sector', sector, count(*) from hits group by sector
     union all select 'format', f.format, count(distinct h.id) from hits h
       join revisions r on r.dataset_id = h.id and r.state = 'published' join files f on f.revision_id = r.id group by f.format
     union all select 'licence', o.licence, count(distinct h.id) from hits h
       join offers o on o.dataset_id = h.id and o.state = 'open' group by o.licence
     union all select 'price', o.price_model, count(distinct h.id) from hits h
       join offers o on o.dataset_id = h.id and o.state = 'open' group by o.price_model`,
    values,
  );
  const facets: Answer['facets'] = { sector: {}, format: {}, licence: {}, price: {} };
  let total = 0;
  for (const { facet, value, n } of rows) {
    if (facet === 'total') total = Number(n);
    else facets[facet][value] = Number(n);
  }
  return { total, facets };
}

/** Datasets of one provider in every state, newest first, one more than asked for. */
export async function ownDatasets(tx: Tx, providerId: string, query: { cursor?: string | undefined; limit: number }) {
  const rows = tx
    .createQueryBuilder(Datasets, 'd')
    .where('d.providerId = :providerId', { providerId })
    .orderBy('d.id', 'DESC')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('d.id < :after', { after: after[0] });
  return await rows.getMany();
}

/** What waits for the operator, oldest first: datasets in review, and listed ones with a revision to publish. */
export async function reviewQueue(tx: Tx, query: { cursor?: string | undefined; limit: number }) {
  const rows = tx
    .createQueryBuilder(Datasets, 'd')
    .where(
      `(d.state = 'in_review' or (d.state = 'listed' and exists (
         select 1 from revisions r where r.dataset_id = d.id and r.state = 'ready')))`,
    )
    .orderBy('d.id', 'ASC')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('d.id > :after', { after: after[0] });
  return await rows.getMany();
}
