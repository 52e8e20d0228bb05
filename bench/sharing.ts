import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { projectRoot } from '../server/kernel/project.js';
import { deliveredOrder, listedDataset } from '../test/stories.js';
import type { World } from '../test/world.js';
import { median } from './median.js';

const file = join(projectRoot, 'node_modules/vega-datasets/data/flights-3m.parquet');
const rounds = 7;

/**
 * Three million rows read through the protocol (query, signed addresses, download, aggregate over every column) against the
 * same Parquet parts on the disk, and against fetching the same bytes from a bare server: what is left of the first beyond
 * transfer is held against the second (goal ≤ 1.15).
 */
export async function sharing(world: World): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'datasan-sharing-'));
  const provider = await world.organisation('provider');
  const buyer = await world.organisation('buyer');
  const { offer } = await listedDataset(world, provider, {}, file);
  const { entitlementId: id } = await deliveredOrder(world, provider, buyer, offer);
  const { profile } = await buyer.call('openSharing', {
    params: { id },
    body: { expiresInDays: 1, profile: 'bearer' },
  });
  await world.settle();
  const secret = 'bearerToken' in profile ? profile.bearerToken : '';
  const { share, schema, tables } = await buyer.call('getSharing', { params: { id } });
  const [table] = tables;
  if (!table) throw new Error('The table was not prepared.');
  const query = `${world.url}/delta-sharing/shares/${share}/schemas/${schema}/tables/${table.name}/query`;
  const duckdb = await (await DuckDBInstance.create(':memory:')).connect();

  const addresses = async () => {
    const reply = await fetch(query, { method: 'POST', headers: { Authorization: `Bearer ${secret}` }, body: '{}' });
    const lines = (await reply.text()).trim().split('\n').slice(2);
    return lines.map((line) => String(JSON.parse(line).file.url).replace(world.publicUrl, world.url));
  };
  const fetched = async (urls: readonly string[], where: string) =>
    await Promise.all(
      urls.map(async (url, part) => {
        const path = join(folder, `${where}-${part}.parquet`);
        await writeFile(path, Buffer.from(await (await fetch(url)).arrayBuffer()));
        return path;
      }),
    );
  const read = async (paths: readonly string[]): Promise<string> => {
    const list = paths.map((path) => `'${path}'`).join(', ');
    const sql = `select count(*), bit_xor(hash(columns(*))) from read_parquet([${list}])`;
    return JSON.stringify((await duckdb.runAndReadAll(sql)).getRowsJson());
  };

  const local = await fetched(await addresses(), 'disk');
  const bare = createServer((request, reply) => {
    createReadStream(local[Number(request.url?.slice(1))] ?? '').pipe(reply);
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const peer = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`;
  try {
    const expected = await read(local);
    const times: Record<'protocol' | 'disk' | 'transfer', number[]> = { protocol: [], disk: [], transfer: [] };
    const timed = async (kind: keyof typeof times, work: () => Promise<unknown>) => {
      const started = performance.now();
      await work();
      times[kind].push(performance.now() - started);
    };
    for (let round = 0; round < rounds; round += 1) {
      await timed('disk', () => read(local));
      await timed('transfer', () =>
        fetched(
          local.map((_, part) => `${peer}/${part}`),
          'bare',
        ),
      );
      await timed('protocol', async () => {
        const got = await read(await fetched(await addresses(), 'protocol'));
        if (got !== expected) throw new Error('What came through the protocol is not what lies on the disk.');
      });
    }
    const [protocol, disk, transfer] = [median(times.protocol), median(times.disk), median(times.transfer)];
    const ms = (value: number) => `${Math.round(value)} ms`;
    return [
      `reading ${table.rows} rows (${local.length} files, ${(table.bytes / 1_000_000).toFixed(1)} MB): through the protocol ${ms(protocol)},`,
      `  the same Parquet from disk ${ms(disk)}, a bare transfer of it ${ms(transfer)};`,
      `  ratio beyond transfer ${((protocol - transfer) / disk).toFixed(2)} (goal 1.15, median of ${rounds})`,
    ];
  } finally {
    bare.closeAllConnections();
    bare.close();
    await rm(folder, { recursive: true, force: true });
  }
}
