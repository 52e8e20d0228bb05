import type { Anonymity } from '../../contracts/scheme/findings.js';
import { anonymityLimits } from '../../contracts/scheme/thresholds.js';
import { isNested, type Reading, type Source, withTypes } from './duckdb-reading.js';
import { quoted } from './reading/sql.js';

/** Columns beside the quasi-identifiers that diversity is looked at in; more would only cost time. */
const mostColumns = 40;

/**
 * k-anonymity and l-diversity of a file over named columns, exactly, over all rows: the smallest group of rows that share
 * them, and the fewest different values that any other column takes in a group. Empty values count as a value. Runs in the
 * child. Columns that the file does not have are left out; without any, one group holds every row.
 */
export async function anonymity(reading: Reading): Promise<Anonymity> {
  return await withTypes(reading, (typed) => measured(reading, typed));
}

async function measured({ rows, task }: Reading, { source, columns: all }: Source): Promise<Anonymity> {
  const wanted = new Set(task.columns ?? []);
  const keys = all.filter(({ name }) => wanted.has(name)).map(({ name }) => name);
  const others = all.filter(({ name }) => !wanted.has(name)).slice(0, mostColumns);
  const grouped = keys.length === 0 ? '' : `group by ${keys.map(quoted).join(', ')}`;
  const different = others.map(({ name, type }, nth) => {
    const value = isNested(type) ? `to_json(${quoted(name)})::varchar` : quoted(name);
    return `count(distinct ${value}) + max((${value} is null)::integer) as l_${nth}`;
  });
  const least = others.map((_, nth) => `min(l_${nth})`);
  const [found = {}] = await rows(
    `with groups as (select count(*) as n ${different.map((one) => `, ${one}`).join('')} from ${source} ${grouped})
     select coalesce(sum(n), 0) as rows, coalesce(min(n), 0) as k,
            ${least.length === 0 ? 'null' : least.length === 1 ? least[0] : `least(${least.join(', ')})`} as l,
            coalesce(sum(n) filter (where n < ${anonymityLimits.leastK}), 0) as below from groups`,
  );
  return {
    columns: keys.toSorted(),
    rows: Number(found.rows),
    k: Number(found.k),
    l: found.l === null || found.l === undefined ? null : Number(found.l),
    rowsBelow: Number(found.below),
  };
}
