import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { projectRoot } from '../server/kernel/project.js';
import { deliveredOrder, listedDataset } from '../test/stories.js';
import type { World } from '../test/world.js';
import { median } from './median.js';

const file = join(projectRoot, 'node_modules/vega-datasets/data/flights-3m.parquet');
const rounds = 15;

/** A download through entitlement check, count and record, against a bare server that streams the same file. */
export async function downloading(world: World): Promise<string[]> {
  const provider = await world.organisation('provider');
  const buyer = await world.organisation('buyer');
  const { offer } = await listedDataset(world, provider, {}, file);
  const { entitlementId } = await deliveredOrder(world, provider, buyer, offer);
  const { secret } = await buyer.call('createToken', {
    body: { name: 'Đo', scopes: ['download'], expiresInDays: 1 },
  });
  const name = encodeURIComponent('data/flights-3m.parquet');
  const ours = `${world.url}/api/v1/entitlements/${entitlementId}/files/${name}`;

  const bare = createServer((_request, response) => void createReadStream(file).pipe(response));
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const peer = `http://127.0.0.1:${(bare.address() as AddressInfo).port}/`;
  try {
    const times: Record<'ours' | 'peer', number[]> = { ours: [], peer: [] };
    let bytes = 0;
    for (let round = 0; round < rounds; round += 1) {
      times.peer.push(await timed(peer, {}));
      times.ours.push(
        await timed(ours, { Authorization: `Bearer ${secret}` }, (count) => {
          bytes = count;
        }),
      );
    }
    const [mine, theirs] = [median(times.ours), median(times.peer)];
    const speed = (ms: number) => `${Math.round(bytes / 1024 / 1024 / (ms / 1000))} MB/s`;
    return [
      `download of ${(bytes / 1024 / 1024).toFixed(1)} MB: ${speed(mine)}, a bare stream of the same file ${speed(theirs)};`,
      `  ratio of times ${(mine / theirs).toFixed(2)} (median of ${rounds})`,
    ];
  } finally {
    bare.closeAllConnections();
    bare.close();
  }
}

async function timed(url: string, headers: Record<string, string>, tell?: (bytes: number) => void): Promise<number> {
  const started = performance.now();
  const reply = await fetch(url, { headers });
  if (reply.status !== 200) throw new Error(`${url} answered ${reply.status}.`);
  const { byteLength } = await reply.arrayBuffer();
  tell?.(byteLength);
  return performance.now() - started;
}
