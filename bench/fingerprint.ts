import { join } from 'node:path';
import { coalition, falseAccusation, length } from '../server/fingerprint/tardos.js';
import { projectRoot } from '../server/kernel/project.js';
import { buyers, openCopies } from '../test/fingerprint-table.js';

const data = (name: string) => join(projectRoot, 'node_modules/vega-datasets/data', name);
const tables = [
  {
    name: 'weather, 1,461 rows, 4 marked columns of 6',
    rows: `select * from read_csv('${data('seattle-weather.csv')}')`,
    keys: ['date'],
    marked: { precipitation: 0.1, temp_max: 0.1, temp_min: 0.1, wind: 0.1 },
    others: ['weather'],
  },
  {
    name: 'flights, 20,000 rows, 2 marked columns of 5',
    rows: `select * from read_parquet('${data('flights-3m.parquet')}') limit 20000`,
    keys: ['date', 'origin', 'destination'],
    marked: { delay: 1, distance: 1 },
    others: [] as string[],
  },
];
const trials = 5;

/** How often a leak is traced to somebody who was in it, and how often an innocent is named, after what leakers do to hide. */
export async function fingerprint(): Promise<string[]> {
  const lines = [
    `marked copies: code of ${length} positions against ${coalition} colluders, ${buyers.length} buyers, an innocent is named with probability at most ${falseAccusation};`,
    `  of ${trials} leaks each: traced to somebody in it / innocents named / positions heard`,
  ];
  for (const { name, rows, keys, marked, others } of tables) {
    const columns = Object.entries(marked).map(([column, tolerance]) => ({ name: column, tolerance }));
    const table = await openCopies(rows, { keys, columns });
    const attacks = attacksOn(keys, marked, others);
    const found = new Map(Object.keys(attacks).map((attack) => [attack, { traced: 0, innocent: 0, heard: 0 }]));
    for (let trial = 0; trial < trials; trial += 1) {
      const guilty = [0, 1, 2].map((n) => buyers[(trial * 17 + n * 31) % buyers.length] as string);
      for (const [n, buyer] of guilty.entries()) await table.copy(buyer, `copy${n}`);
      for (const [attack, { suspect, of }] of Object.entries(attacks)) {
        const { named, positions } = await table.verdict(suspect);
        const part = guilty.slice(0, of);
        const sum = found.get(attack) as { traced: number; innocent: number; heard: number };
        sum.traced += named.some(({ buyer }) => part.includes(buyer)) ? 1 : 0;
        sum.innocent += named.filter(({ buyer }) => !part.includes(buyer)).length;
        sum.heard += positions / trials;
      }
    }
    table.close();
    lines.push(`  ${name}`);
    for (const [attack, { traced, innocent, heard }] of found) {
      lines.push(`    ${attack.padEnd(46)} ${traced}/${trials}  ${innocent}  ${Math.round(heard)}`);
    }
  }
  return lines;
}

type Attack = { suspect: string; of: number };

function attacksOn(
  keys: readonly string[],
  marked: Record<string, number>,
  others: readonly string[],
): Record<string, Attack> {
  const names = Object.keys(marked);
  const rounded = (factor: number) =>
    names
      .map((one) => `round(${one} / ${(marked[one] ?? 1) * factor}) * ${(marked[one] ?? 1) * factor} as ${one}`)
      .join(', ');
  const kept = names.slice(0, Math.max(1, Math.floor(names.length * 0.7)));
  const mean = (of: number) => {
    const copies = Array.from({ length: of }, (_, n) => `select *, row_number() over () as place from copy${n}`);
    const values = names.map((one) => `avg(${one}) as ${one}`).join(', ');
    const rest = [...keys, ...others].map((one) => `any_value(${one}) as ${one}`).join(', ');
    return `select ${rest}, ${values} from (${copies.join(' union all ')}) group by place`;
  };
  return {
    'as it was delivered': { suspect: 'select * from copy0', of: 1 },
    'half of the rows deleted': { suspect: 'select * from copy0 using sample 50% (bernoulli, 7)', of: 1 },
    'nine tenths of the rows deleted': { suspect: 'select * from copy0 using sample 10% (bernoulli, 7)', of: 1 },
    'rounded to twice the tolerance': { suspect: `select * replace (${rounded(2)}) from copy0`, of: 1 },
    'rounded to ten times the tolerance': { suspect: `select * replace (${rounded(10)}) from copy0`, of: 1 },
    '30 % of the columns dropped, keys kept': { suspect: `select ${[...keys, ...kept].join(', ')} from copy0`, of: 1 },
    'a key column dropped': { suspect: `select * exclude (${keys[0]}) from copy0`, of: 1 },
    'mean of two copies': { suspect: mean(2), of: 2 },
    'mean of three copies': { suspect: mean(3), of: 3 },
    'mean of three copies, half of the rows deleted': {
      suspect: `select * from (${mean(3)}) using sample 50% (bernoulli, 7)`,
      of: 3,
    },
    'no copy at all: the original': { suspect: 'select * from original', of: 0 },
  };
}
