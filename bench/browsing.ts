import { listedDataset } from '../test/stories.js';
import type { World } from '../test/world.js';
import { median } from './median.js';

const rounds = 40;
const sizes = [100, 10_000];

/** A search without marks over a catalogue of a hundred and of ten thousand datasets: it should not grow a hundredfold. */
export async function browsing(world: World): Promise<string[]> {
  const provider = await world.organisation('provider');
  const { dataset } = await listedDataset(world, provider);
  const times: number[] = [];
  for (const size of sizes) {
    await copies(world, dataset.id, size);
    const measured: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      const reply = await fetch(`${world.url}/api/v1/datasets?q=thoi+tiet+${round % 7}`);
      await reply.arrayBuffer();
      if (reply.status !== 200) throw new Error(`The search answered ${reply.status}.`);
      measured.push(performance.now() - started);
    }
    times.push(median(measured));
  }
  const [few = Number.NaN, many = Number.NaN] = times;
  return [
    `search over ${sizes.join(' and ')} datasets: ${few.toFixed(1)} ms and ${many.toFixed(1)} ms;`,
    `  ratio of times ${(many / few).toFixed(1)} for ${(sizes[1] ?? 0) / (sizes[0] ?? 1)} times the datasets (median of ${rounds})`,
  ];
}

/** Fills the catalogue with rows like the first, each with a number of its own in title and search text. */
async function copies(world: World, id: string, upTo: number): Promise<void> {
  const columns = await world.sql<{ column_name: string }>(
    `select column_name from information_schema.columns
      where table_name = 'datasets' and is_generated = 'NEVER' order by ordinal_position`,
  );
  const names = columns.map((one) => one.column_name);
  const values = names.map((name) =>
    name === 'id'
      ? `left(id, 20) || lpad(n::text, 9, '0')`
      : name === 'title_vi'
        ? `title_vi || ' ' || n`
        : `"${name}"`,
  );
  await world.sql(
    `insert into datasets (${names.map((name) => `"${name}"`).join(', ')})
     select ${values.join(', ')} from datasets, generate_series(1, $2::int) n
      where datasets.id = $1 on conflict do nothing`,
    [id, upTo],
  );
  await world.sql('analyze datasets');
}
