import { type PriceBand, priceBands, type TransactionFacets } from '../../contracts/inspection.js';
import { organisationRefs } from '../identity/organisations.js';
import type { Tx } from '../kernel/database.js';
import { conditions, type Filters, inBand, monthOf, source } from './search.js';

export type Totals = { transactions: number; amountVnd: number; facets: TransactionFacets };

const band = `case ${(Object.keys(priceBands) as PriceBand[]).map((one) => `when ${inBand(one)} then '${one}'`).join(' ')} end`;
const groups = ['state', 'purpose', 'band', 'licence', 'basis', 'origin', 'month', 'provider'] as const;

/** How many transactions match, what they were agreed at together, and how many have each value; in one pass. */
export async function totalsOf(tx: Tx, filters: Filters): Promise<Totals> {
  const { where, values } = conditions(filters);
  const name = groups.map((one) => `when grouping(${one}) = 0 then '${one}'`).join(' ');
  const rows: { facet: (typeof groups)[number] | 'all'; value: string; n: string; amount: string }[] = await tx.query(
    `with hits as materialized (
       select o.state, r.purpose, f.licence, d.provenance_basis as basis, d.personal_origin as origin, o.provider_id as provider, o.price_vnd,
         ${band} as band, ${monthOf} as month
       from ${source} where ${where})
     select case ${name} else 'all' end as facet, coalesce(${groups.join(', ')}) as value, count(*) as n,
       coalesce(sum(price_vnd), 0) as amount
     from hits group by grouping sets ((), ${groups.map((one) => `(${one})`).join(', ')})
     order by n desc, value`,
    values,
  );
  const all = rows.find((row) => row.facet === 'all');
  const counted = (facet: (typeof groups)[number]) =>
    Object.fromEntries(rows.filter((row) => row.facet === facet).map((row) => [row.value, Number(row.n)]));
  const providers = rows.filter((row) => row.facet === 'provider').slice(0, 20);
  const refs = await organisationRefs(
    tx,
    providers.map((row) => row.value),
  );
  return {
    transactions: Number(all?.n ?? 0),
    amountVnd: Number(all?.amount ?? 0),
    facets: {
      ...{ state: counted('state'), purpose: counted('purpose'), band: counted('band'), licence: counted('licence') },
      ...{ basis: counted('basis'), origin: counted('origin'), month: counted('month') },
      provider: providers.flatMap((row) => {
        const organisation = refs.get(row.value);
        return organisation ? [{ organisation, count: Number(row.n) }] : [];
      }),
    },
  };
}
