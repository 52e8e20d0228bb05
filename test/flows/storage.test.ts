import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { Problem } from '../../contracts/problems.js';
import { s3Storage } from '../../server/kernel/s3-storage.js';
import { diskStorage, type Storage } from '../../server/kernel/storage.js';
import { delivered, deliveredOrder, download, listedDataset, refusedDownload, weather } from '../stories.js';
import { openWorld } from '../world.js';

const keys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };
const bucket = 'datasan-files';
const content = randomBytes(300_000);
const name = createHash('sha256').update(content).digest('hex');

describe('The store', () => {
  let folder: string;
  let server: S3rver;
  let endpoint: string;
  let client: S3Client;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datasan-store-'));
    const directory = join(folder, 's3');
    const options = { address: '127.0.0.1', port: 0, silent: true, directory };
    server = new S3rver({ ...options, configureBuckets: [{ name: bucket }] });
    endpoint = `http://127.0.0.1:${(await server.run()).port}`;
    client = new S3Client({
      ...{ endpoint, region: 'us-east-1', credentials: keys, forcePathStyle: true },
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
  });
  afterEach(async () => {
    client.destroy();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  const incoming = () => readdir(join(folder, 'incoming')).catch(() => []);
  const s3 = () => s3Storage({ endpoint, bucket, region: 'us-east-1', ...keys }, join(folder, 'incoming'));
  /** Every kind with the names of all it keeps. */
  const kinds: { kind: string; open: () => Storage; kept: () => Promise<string[]> }[] = [
    {
      kind: 'on a disk',
      open: () => diskStorage(folder),
      async kept() {
        const found = await readdir(folder, { recursive: true, withFileTypes: true });
        return found
          .filter((one) => one.isFile() && !one.parentPath.startsWith(join(folder, 's3')))
          .map((one) => one.name);
      },
    },
    {
      kind: 'in S3',
      open: s3,
      async kept() {
        const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
        return Contents.map((one) => one.Key?.split('/').at(-1) ?? '');
      },
    },
  ];

  for (const { kind, open, kept } of kinds) {
    describe(kind, () => {
      it('keeps a stream under its hash, once, and gives back all of it or a part', async () => {
        const store = open();
        const stored = await store.keepStream(Readable.from([content]), 1_000_000);
        assert.deepEqual(stored, { sha256: name, bytes: content.length });
        assert.deepEqual(await store.keep(content), stored);
        assert.deepEqual(await kept(), [name]);
        assert.equal(await store.size(name), content.length);
        assert.deepEqual(await buffer(await store.open(name)), content);
        assert.deepEqual(await buffer(await store.open(name, { start: 10, end: 19 })), content.subarray(10, 20));
        assert.deepEqual(await incoming(), []);
      });

      it('leaves nothing of a stream that is too large or breaks off', async () => {
        const store = open();
        const large = store.keepStream(Readable.from([content, content]), content.length + 1);
        await assert.rejects(large, (error) => error instanceof Problem && error.code === 'too-large');
        const broken = new PassThrough();
        broken.write(content);
        setTimeout(() => broken.destroy(new Error('The line was cut.')), 20);
        await assert.rejects(store.keepStream(broken, 1_000_000), /cut/);
        assert.deepEqual(await kept(), []);
        assert.deepEqual(await incoming(), []);
      });

      it('does not know what it does not keep', async () => {
        const store = open();
        assert.equal(await store.size(name), null);
        await assert.rejects(store.open(name));
      });

      it('lends a local copy', async () => {
        const store = open();
        await store.keep(content);
        const copy = await store.withLocalFile(name, async (path) => {
          assert.equal((await stat(path)).mode & 0o777, 0o600, 'nobody else may read it');
          return await readFile(path);
        });
        assert.deepEqual(copy, content);
        const failing = store.withLocalFile(name, () => Promise.reject(new Error('The work failed.')));
        await assert.rejects(failing, /work failed/);
        assert.deepEqual(await incoming(), []);
      });
    });
  }

  it('in S3 notices an object that is damaged, and a bucket that is not there', async () => {
    const store = s3();
    await store.check();
    const Key = `objects/${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
    await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: content.subarray(1) }));
    await assert.rejects(
      store.withLocalFile(name, async () => {}),
      /damaged/,
    );
    assert.deepEqual(await incoming(), []);
    // What is damaged is mended by keeping the content again.
    await store.keep(content);
    assert.deepEqual(await store.withLocalFile(name, (path) => readFile(path)), content);
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
    assert.deepEqual(
      Contents.map((one) => one.Key),
      [Key],
    );
    const elsewhere = s3Storage({ endpoint, bucket: 'not-there', region: 'us-east-1', ...keys }, folder);
    await assert.rejects(elsewhere.check());
  });

  it('in S3 does not send again what is there', async () => {
    const store = s3();
    await store.keep(content);
    const path = join(folder, 's3', bucket, 'objects', name.slice(0, 2), name.slice(2, 4), `${name}._S3rver_object`);
    const { mtimeMs } = await stat(path);
    await store.keepStream(Readable.from([content]), 1_000_000);
    assert.equal((await stat(path)).mtimeMs, mtimeMs);
  });

  it('in S3 carries a file of several parts', async () => {
    const large = randomBytes(12 * 1024 * 1024 + 1);
    const { sha256 } = await s3().keepStream(Readable.from([large]), large.length);
    assert.ok((await buffer(await s3().open(sha256))).equals(large));
  });

  it('in S3 answers while many readers take their time', async () => {
    const store = s3();
    await store.keep(content);
    const slow: Readable[] = [];
    for (let reader = 0; reader < 60; reader += 1) slow.push(await store.open(name));
    await store.check();
    for (const one of slow) one.destroy();
  }).timeout(10_000);

  it('in S3 does not wait for ever for a server that is silent', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const elsewhere = { endpoint: `http://127.0.0.1:${port}`, bucket, region: 'us-east-1', ...keys };
    try {
      await assert.rejects(s3Storage(elsewhere, folder).check(), { name: 'AbortError' });
    } finally {
      for (const socket of sockets) socket.destroy();
      silent.close();
    }
  }).timeout(10_000);

  it('on a disk says that it cannot be written', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, '');
    await chmod(blocked, 0o400);
    await assert.rejects(diskStorage(join(blocked, 'objects')).check());
  });

  it('in S3 carries a whole purchase', async () => {
    const world = await openWorld({
      env: {
        ...{ S3_ENDPOINT: endpoint, S3_BUCKET: bucket },
        ...{ S3_ACCESS_KEY_ID: keys.accessKeyId, S3_SECRET_ACCESS_KEY: keys.secretAccessKey },
      },
    });
    try {
      const provider = await world.organisation('provider');
      const buyer = await world.organisation('buyer');
      const { offer } = await listedDataset(world, provider);
      const { entitlementId } = await deliveredOrder(world, provider, buyer, offer);
      const original = await readFile(weather);
      const whole = await download(buyer, entitlementId, delivered);
      assert.deepEqual(whole.bytes, original);
      const part = await download(buyer, entitlementId, delivered, { Range: 'bytes=100-199' });
      assert.deepEqual([part.status, part.bytes], [206, original.subarray(100, 200)]);
      assert.equal(await readdir(join(world.context.config.dataDir, 'objects')).catch(() => null), null);

      // The same by the store's own address, signed for a while; whose access has ended is given none.
      world.context.kernel.settings.redirectSeconds = 30;
      const sent = await download(buyer, entitlementId, delivered);
      assert.equal(sent.status, 302);
      const address = sent.header('Location');
      assert.ok(
        address.startsWith(`${endpoint}/${bucket}/objects/`) && new URL(address).searchParams.has('X-Amz-Signature'),
      );
      const direct = await fetch(address);
      assert.deepEqual(Buffer.from(await direct.arrayBuffer()), original);
      assert.match(direct.headers.get('Content-Disposition') ?? '', /seattle-weather\.csv/);
      const ranged = await fetch(address, { headers: { Range: 'bytes=100-199' } });
      assert.deepEqual([ranged.status, Buffer.from(await ranged.arrayBuffer())], [206, original.subarray(100, 200)]);
      const { downloads } = await buyer.call('getEntitlement', { params: { id: entitlementId } });
      assert.equal(downloads, 3);
      const operator = await world.organisation('operator');
      const body = { action: 'suspend' as const, reason: 'Đang xác minh' };
      await operator.call('transitionEntitlement', { params: { id: entitlementId }, body });
      await refusedDownload(buyer, entitlementId, 'access-ended');
      await world.settle();
      await world.assertClean();
    } finally {
      await world.close();
    }
  });
});
