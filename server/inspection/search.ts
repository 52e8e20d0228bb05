import { type PriceBand, priceBands, type TransactionRow, type TransactionSearch } from '../../contracts/inspection.js';
import { Problem } from '../../contracts/problems.js';
import { decodeCursor } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';

export type Filters = Omit<TransactionSearch, 'sort'>;
export type Sort = TransactionSearch['sort'];

/** What is searched: an order with the request, the offer and the dataset it came from. */
export const source = `orders o join access_requests r on r.id = o.request_id
  join offers f on f.id = r.offer_id join datasets d on d.id = o.dataset_id`;
export const monthOf = `to_char(o.created_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM')`;

/** Every word of the text, folded as the catalogue folds it, is somewhere in the column, which is folded already. */
const everyWord = (column: string, text: string) =>
  `(select bool_and(position(word in ${column}) > 0) from unnest(string_to_array(fold(${text}), ' ')) as word
     where word <> '')`;

/** The condition over `source` that all filters together make, and its values. */
export function conditions(filters: Filters): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const put = (value: unknown) => `$${values.push(value)}`;
  const parts = ['true'];
  const party = words(filters.party);
  if (party) {
    const q = put(party);
    // Read once, into an array: two indexes of orders then find the rows.
    const found = `array(select p.id from organisations p where p.id = ${q} or p.tax_code = ${q}
      or ${everyWord(`fold(p.name_vi || ' ' || p.name_en)`, q)})`;
    parts.push(`(o.provider_id = any(${found}) or o.buyer_id = any(${found}))`);
  }
  const dataset = words(filters.dataset);
  if (dataset) {
    const q = put(dataset);
    parts.push(`o.dataset_id in (select s.dataset_id from dataset_search s
      where s.dataset_id = ${q} or ${everyWord('s.titles', q)})`);
  }
  const ref = words(filters.ref);
  if (ref) parts.push(byReference(put(ref)));
  if (filters.provider) parts.push(`o.provider_id = ${put(filters.provider)}`);
  if (filters.purpose) parts.push(`r.purpose = ${put(filters.purpose)}`);
  if (filters.state) parts.push(`o.state = ${put(filters.state)}`);
  if (filters.licence) parts.push(`f.licence = ${put(filters.licence)}`);
  if (filters.basis) parts.push(`d.provenance_basis = ${put(filters.basis)}`);
  if (filters.origin) parts.push(`d.personal_origin = ${put(filters.origin)}`);
  if (filters.band) parts.push(inBand(filters.band));
  if (filters.minVnd !== undefined) parts.push(`o.price_vnd >= ${put(filters.minVnd)}`);
  if (filters.maxVnd !== undefined) parts.push(`o.price_vnd <= ${put(filters.maxVnd)}`);
  if (filters.month) {
    const first = `${put(`${filters.month}-01`)}::date`;
    const start = (day: string) => `(${day})::timestamp at time zone 'Asia/Ho_Chi_Minh'`;
    parts.push(`o.created_at >= ${start(first)} and o.created_at < ${start(`${first} + interval '1 month'`)}`);
  }
  if (filters.from) parts.push(`o.created_at >= ${put(startOf(filters.from))}`);
  if (filters.to) parts.push(`o.created_at < ${put(new Date(startOf(filters.to).getTime() + 24 * 3_600_000))}`);
  return { where: parts.join(' and '), values };
}

/** The order that holds the thing with this id. */
function byReference(id: string): string {
  const holders = ['payments', 'refunds', 'deliveries', 'entitlements', 'receipts'];
  const held = holders.map((table) => `select order_id from ${table} where id = ${id}`).join(' union all ');
  return `(o.id = ${id} or o.request_id = ${id} or o.agreement_id = ${id} or o.id = any(array(${held})))`;
}

export function inBand(band: PriceBand): string {
  const { from, below } = priceBands[band];
  return below === null ? `o.price_vnd >= ${from}` : `(o.price_vnd >= ${from} and o.price_vnd < ${below})`;
}

function words(text: string | undefined): string {
  return (text ?? '')
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .trim();
}

function startOf(day: string): Date {
  return new Date(`${day}T00:00:00+07:00`);
}

const orders: Record<Sort, { key: string; direction: 'asc' | 'desc' }> = {
  newest: { key: 'o.created_at', direction: 'desc' },
  oldest: { key: 'o.created_at', direction: 'asc' },
  dearest: { key: 'o.price_vnd', direction: 'desc' },
  cheapest: { key: 'o.price_vnd', direction: 'asc' },
};

/**
 * Transactions that match, in the order asked for, at most `limit`, from after the one with the id `last` on. Neither time
 * nor price of an order ever changes, so a page begins where the one before it ended, whatever is added meanwhile.
 */
export async function findTransactions(
  tx: Tx,
  filters: Filters,
  { sort, last, limit }: { sort: Sort; last: string | null; limit: number },
): Promise<TransactionRow[]> {
  const { where, values } = conditions(filters);
  const { key, direction } = orders[sort];
  const beyond = direction === 'desc' ? '<' : '>';
  const bound = last
    ? `and (${key}, o.id) ${beyond} (select ${key}, o.id from orders o where o.id = $${values.length + 1})`
    : '';
  const rows: Found[] = await tx.query(
    `with hits as (
       select o.id, o.created_at, o.state, o.price_vnd, o.provider_id, o.buyer_id, o.dataset_id, r.purpose, f.licence,
         d.provenance_basis, d.personal_origin, d.title_vi, d.title_en, row_number() over (order by ${key} ${direction}, o.id ${direction}) as place
       from ${source} where ${where} ${bound} order by ${key} ${direction}, o.id ${direction} limit ${limit})
     select h.*, p.name_vi as provider_vi, p.name_en as provider_en, b.name_vi as buyer_vi, b.name_en as buyer_en,
       (select coalesce(sum(amount_vnd), 0) from payments where order_id = h.id and state = 'succeeded') as paid,
       (select coalesce(sum(amount_vnd), 0) from refunds where order_id = h.id and state = 'succeeded') as refunded
     from hits h join organisations p on p.id = h.provider_id join organisations b on b.id = h.buyer_id order by h.place`,
    last ? [...values, last] : values,
  );
  return rows.map(rowView);
}

/** The id of the transaction that a page ended with; throws 400 for a cursor of another order. */
export function lastShown(cursor: string | undefined, sort: Sort): string | null {
  const [order, id] = decodeCursor(cursor, 2) ?? [];
  if (order === undefined) return null;
  if (order === sort && typeof id === 'string' && /^ord_[0-9a-z]{26}$/.test(id)) return id;
  throw new Problem(
    'invalid-input',
    {
      vi: 'Con trỏ trang thuộc một cách sắp xếp khác; hãy bắt đầu lại từ trang đầu.',
      en: 'The page cursor belongs to another order; start again from the first page.',
    },
    { errors: [{ pointer: '/cursor', detail: 'of another order', detailVi: 'của cách sắp xếp khác' }] },
  );
}

type Found = {
  id: string;
  created_at: Date;
  state: string;
  price_vnd: string;
  paid: string;
  refunded: string;
  purpose: string;
  licence: string;
  provenance_basis: string;
  personal_origin: string;
  dataset_id: string;
  title_vi: string;
  title_en: string;
  provider_id: string;
  provider_vi: string;
  provider_en: string;
  buyer_id: string;
  buyer_vi: string;
  buyer_en: string;
};

function rowView(row: Found): TransactionRow {
  return {
    id: row.id,
    createdAt: row.created_at.toISOString(),
    state: row.state as TransactionRow['state'],
    priceVnd: Number(row.price_vnd),
    paidVnd: Number(row.paid),
    refundedVnd: Number(row.refunded),
    purpose: row.purpose as TransactionRow['purpose'],
    licence: row.licence as TransactionRow['licence'],
    basis: row.provenance_basis as TransactionRow['basis'],
    origin: row.personal_origin as TransactionRow['origin'],
    dataset: { id: row.dataset_id, titleVi: row.title_vi, titleEn: row.title_en },
    provider: { id: row.provider_id, nameVi: row.provider_vi, nameEn: row.provider_en },
    buyer: { id: row.buyer_id, nameVi: row.buyer_vi, nameEn: row.buyer_en },
  };
}
