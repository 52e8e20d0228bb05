import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../test/ports.js';
import { deliveredOrder, listedDataset } from '../test/stories.js';
import type { World } from '../test/world.js';
import { median } from './median.js';

const run = promisify(execFile);
const megabyte = 1024 * 1024;
const size = 1024 * megabyte;
const many = 200;
/** What each of many clients takes: a range of its own, so that the machine is not held for minutes. */
const share = 5 * megabyte;
const rounds = 3;

/**
 * A delivered file of 1 GiB, served with all checks, against nginx (sendfile, one worker) on the same file; the client is one curl
 * in a process of its own. Prints throughput, their ratio (goal ≥ 0.9) and what memory the exchange holds meanwhile.
 */
export async function download(world: World): Promise<string[]> {
  if (spawnSync('nginx', ['-v']).status !== 0 || spawnSync('curl', ['--version']).status !== 0) {
    return ['download of 1 GiB: not measured, nginx and curl are needed (apt-get install nginx-light curl)'];
  }
  const folder = await mkdtemp(join(tmpdir(), 'datasan-download-'));
  await chmod(folder, 0o755);
  const path = join(folder, 'large.bin');
  await fill(path);
  const { url, secret } = await delivery(world, path);
  const nginx = await startNginx(folder);
  try {
    const ours = { url, header: `Authorization: Bearer ${secret}` };
    const theirs = { url: nginx.url, header: 'Accept: */*' };
    const lines: string[] = [];
    for (const clients of [1, many]) {
      const speeds: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] };
      const memory = watchMemory();
      for (let round = 0; round < rounds; round += 1) {
        speeds.theirs.push(await speedOf(theirs, clients, folder));
        speeds.ours.push(await speedOf(ours, clients, folder));
      }
      const { before, most } = memory.stop();
      const [mine, peer] = [median(speeds.ours), median(speeds.theirs)];
      lines.push(
        `download of ${clients === 1 ? '1 GiB by 1 client' : `5 MiB of 1 GiB each by ${clients} clients`}: ` +
          `${Math.round(mine)} MB/s, nginx ${Math.round(peer)} MB/s; ratio ${(mine / peer).toFixed(2)} (goal 0.90, median of ${rounds})`,
        `  memory of the whole process: ${before} MB before, at most ${most} MB; held by streams: ${Math.round(world.context.kernel.streams.held() / megabyte)} MB after`,
      );
    }
    return lines;
  } finally {
    nginx.process.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w', 0o644);
  const chunk = randomBytes(16 * megabyte);
  for (let at = 0; at < size; at += chunk.length) {
    chunk.writeUInt32LE(at / megabyte, 0);
    await file.write(chunk);
  }
  await file.close();
}

/** The large file put into a delivery by hand: the exchange takes no upload of this size by default. */
async function delivery(world: World, path: string): Promise<{ url: string; secret: string }> {
  const provider = await world.organisation('provider');
  const buyer = await world.organisation('buyer');
  const { offer } = await listedDataset(world, provider);
  const { entitlementId } = await deliveredOrder(world, provider, buyer, offer);
  const { sha256, bytes } = await world.context.kernel.storage.keepStream(createReadStream(path), size);
  const file = { name: 'large.bin', role: 'data', mediaType: 'application/octet-stream', bytes, sha256 };
  await world.sql('alter table deliveries disable trigger all');
  await world.sql('update deliveries set files = files || $1::jsonb', [JSON.stringify([file])]);
  await world.sql('alter table deliveries enable trigger all');
  const body = { name: 'Đo', scopes: ['download' as const], expiresInDays: 1 };
  const { secret } = await buyer.call('createToken', { body });
  return { url: `${world.url}/api/v1/entitlements/${entitlementId}/files/large.bin`, secret };
}

async function startNginx(folder: string): Promise<{ url: string; process: ChildProcess }> {
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(' ');
  await writeFile(
    join(folder, 'nginx.conf'),
    `worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log; daemon off;
     events { worker_connections 1024; }
     http { access_log off; sendfile on; tcp_nopush on; ${temporary}
       server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const started = spawn('nginx', ['-c', join(folder, 'nginx.conf'), '-p', folder], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/large.bin`;
  for (let tries = 0; tries < 100; tries += 1) {
    const reply = await fetch(url, { method: 'HEAD' }).catch(() => null);
    if (reply?.ok) return { url, process: started };
    await pause(100);
  }
  throw new Error('nginx did not start.');
}

/** MB/s of all clients together; throws when one was refused or cut. */
async function speedOf(at: { url: string; header: string }, clients: number, folder: string): Promise<number> {
  const one = (range: string | null) =>
    [
      `url = "${at.url}"`,
      `header = "${at.header}"`,
      ...(range ? [`range = "${range}"`] : []),
      'output = "/dev/null"',
      'write-out = "%{http_code} %{size_download}\\n"',
      'silent',
    ].join('\n');
  const parts = Array.from({ length: clients }, (_, client) => {
    const from = (client * share) % (size - share);
    return one(clients === 1 ? null : `${from}-${from + share - 1}`);
  });
  const config = join(folder, 'curl.txt');
  await writeFile(config, parts.join('\nnext\n'));
  const started = performance.now();
  const parallel = ['--parallel', '--parallel-immediate', '--parallel-max', String(clients)];
  const { stdout } = await run('curl', [...(clients === 1 ? [] : parallel), '--config', config], {
    maxBuffer: 10 * megabyte,
  });
  const seconds = (performance.now() - started) / 1000;
  const replies = stdout.trim().split('\n');
  if (replies.length !== clients || !replies.every((line) => /^20[06] /.test(line))) {
    throw new Error(`A client was refused: ${[...new Set(replies)].slice(0, 3).join('; ')}`);
  }
  const bytes = replies.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0);
  return bytes / 1_000_000 / seconds;
}

function watchMemory() {
  const now = () => Math.round(process.memoryUsage().rss / megabyte);
  const before = now();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, now());
  }, 50);
  return {
    stop() {
      clearInterval(timer);
      return { before, most };
    },
  };
}
