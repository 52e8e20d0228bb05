import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { tilePath } from '../../contracts/proofs.js';
import { startCosigning } from '../../server/audit/cosigning.js';
import { record } from '../../server/audit/record.js';
import { requestCosignature } from '../../server/audit/witness-request.js';
import { anonymous } from '../../server/kernel/actor.js';
import { freePort } from '../ports.js';
import { logged, until } from '../stories.js';
import { startWitness } from '../witness.js';
import { openWorld, type World } from '../world.js';
import { build, canBuild, fsck, isHere, litewitness, logcheck } from './go-programs.js';

type Ended = { code: number; said: string };
const withWitness = canBuild(litewitness) && ['ssh-agent', 'ssh-add', 'ssh-keygen', 'sqlite3'].every(isHere);

if (canBuild(logcheck)) {
  describe('Programs in Go, by others', () => {
    let world: World;
    let folder: string;
    let vkey: string;
    let size: number;
    const db = () => world.context.kernel.db;
    const children: ChildProcess[] = [];
    before(async function () {
      this.timeout(300_000);
      folder = await mkdtemp(join(tmpdir(), 'datasan-go-'));
      world = await openWorld();
      await grow(600);
      await fetchLog();
    });
    after(async () => {
      for (const child of children) {
        child.kill();
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
      await world.close();
      await rm(folder, { recursive: true });
    });

    async function grow(count: number): Promise<void> {
      const subject = { kind: 'dataset', id: 'ds_go' };
      await db().transaction(async (tx) => {
        for (let n = 0; n < count; n += 1) {
          await record(tx, anonymous, { type: 'dataset.edited', data: { fields: [`mục ${n}`] } }, subject);
        }
      });
      await logged(world);
    }

    /** The log as it is served, into a folder. */
    async function fetchLog(): Promise<void> {
      const read = async (path: string) => Buffer.from(await (await fetch(`${world.url}/log/${path}`)).arrayBuffer());
      const checkpoint = await read('checkpoint');
      vkey = (await read('vkey')).toString().trim();
      size = Number(checkpoint.toString().split('\n')[1]);
      const paths = [`tile/1/000.p/${Math.floor(size / 256)}`];
      for (let n = 0; n * 256 < size; n += 1) {
        const width = Math.min(256, size - n * 256);
        paths.push(tilePath(0, n, width), tilePath('entries', n, width));
      }
      for (const path of ['checkpoint', ...paths]) {
        await mkdir(dirname(join(folder, 'log', path)), { recursive: true });
        await writeFile(join(folder, 'log', path), await read(path));
      }
      await writeFile(join(folder, 'vkey'), `${vkey}\n`);
    }

    async function run(program: string, ...args: string[]): Promise<Ended> {
      return await new Promise((resolve) => {
        execFile(program, args, { timeout: 20_000 }, (error, out, err) =>
          resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, said: out + err }),
        );
      });
    }

    describe('golang.org/x/mod/sumdb', () => {
      let program: string;
      before(function () {
        this.timeout(300_000);
        program = build(logcheck, folder);
      });

      it('accepts the running log: checkpoint, every tile, every entry, and the proofs of its API', async () => {
        const api = `${world.url}/api/v1`;
        const { code, said } = await run(program, '-log', `${world.url}/log`, '-vkey', vkey, '-api', api);
        assert.equal(code, 0, said);
        assert.equal(said, `accepted ${size} entries\naccepted the proofs of the API\n`);
      });

      it('refuses it after a bit of any byte of any tile, bundle or checkpoint was flipped', async () => {
        const { code, said } = await run(program, '-log', join(folder, 'log'), '-vkey', vkey, '-tamper');
        assert.equal(code, 0, said);
        const [, refused, flips] = /refused (\d+) of (\d+) flips in 8 files/.exec(said) ?? [];
        assert.ok(refused === flips && Number(flips) > 800, said);
        const path = join(folder, 'log/tile/entries/001');
        const bytes = await readFile(path);
        bytes[4000] = (bytes[4000] ?? 0) ^ 1;
        await writeFile(path, bytes);
        const one = await run(program, '-log', join(folder, 'log'), '-vkey', vkey);
        assert.deepEqual(
          [one.code, /tile\/entries\/001: entry \d+ is not the tree's/.test(one.said)],
          [1, true],
          one.said,
        );
        bytes[4000] = (bytes[4000] ?? 0) ^ 1;
        await writeFile(path, bytes);
      });

      it('accepts the cosignature of a witness, and refuses a checkpoint without one it demands', async () => {
        const [witness, other] = [await startWitness('witness.example/w'), await startWitness('other.example/w')];
        await witness.trust(vkey);
        const cosigning = startCosigning(db(), [{ name: 'witness.example/w', ...witness }], world.context.kernel.log);
        try {
          await until('the cosignature', async () => (await world.count('log_cosignatures')) > 0);
          const at = ['-log', `${world.url}/log`, '-vkey', vkey];
          const demanded = await run(program, ...at, '-witness', witness.vkey);
          assert.equal(demanded.code, 0, demanded.said);
          assert.equal((await run(program, ...at, '-witness', other.vkey)).code, 1);
        } finally {
          await cosigning.stop();
          await witness.close();
          await other.close();
        }
      });
    });

    if (canBuild(fsck)) {
      describe('fsck of Tessera', () => {
        let program: string;
        before(function () {
          this.timeout(300_000);
          program = build(fsck, folder);
        });
        /** It tells by its words alone: without its screen it always ends with 0. */
        const look = async (at: string) => {
          const args = ['--ui=false', '-N=16', `--storage_url=${at}`, `--public_key=${join(folder, 'vkey')}`];
          const { said } = await run(program, ...args);
          return said;
        };

        it('accepts the running log', async () => {
          const said = await look(`${world.url}/log/`);
          assert.match(said, /Successfully fsck'd log with size 6\d\d/);
          assert.doesNotMatch(said, /failed/);
        });

        for (const [what, at] of [
          ['checkpoint', 30],
          ['tile/0/000', 77],
          ['tile/1/000.p/2', 40],
          ['tile/entries/001', 4000],
        ] as const) {
          it(`refuses it after a bit of ${what} was flipped`, async () => {
            const changed = createServer((req, res) => {
              const path = (req.url ?? '').slice(1);
              void readFile(join(folder, 'log', path)).then(
                (bytes) => {
                  if (path === what) bytes[at] = (bytes[at] ?? 0) ^ 1;
                  res.end(bytes);
                },
                () => res.writeHead(404).end(),
              );
            });
            await new Promise<void>((resolve) => changed.listen(0, '127.0.0.1', resolve));
            try {
              const said = await look(`http://127.0.0.1:${(changed.address() as AddressInfo).port}/`);
              assert.match(said, /fsck failed/);
              assert.doesNotMatch(said, /Successfully/);
            } finally {
              changed.closeAllConnections();
              changed.close();
            }
          });
        }
      });
    }

    if (withWitness) {
      describe('litewitness of Torchwood', () => {
        let witness: { name: string; url: string; vkey: string };
        before(async function () {
          this.timeout(300_000);
          witness = await startLitewitness(build(litewitness, folder));
        });

        async function startLitewitness(program: string) {
          const name = 'witness.example/go';
          const [key, socket, database] = ['key', 'agent', 'witness.db'].map((one) => join(folder, one)) as [
            string,
            string,
            string,
          ];
          spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
          children.push(spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' }));
          const add = () =>
            spawnSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket } }).status;
          await until('the agent has the key', async () => add() === 0);
          const origin = vkey.split('+')[0];
          const empty = '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=';
          const { status, stderr } = spawnSync('sqlite3', [
            database,
            `create table log (origin text primary key, tree_size integer not null, tree_hash text not null);
             create table key (origin text not null, key text not null, foreign key (origin) references log (origin));
             insert into log values ('${origin}', 0, '${empty}'); insert into key values ('${origin}', '${vkey}');`,
          ]);
          assert.equal(status, 0, String(stderr));
          const [, print = ''] = /(SHA256:\S+)/.exec(String(spawnSync('ssh-keygen', ['-l', '-f', key]).stdout)) ?? [];
          const port = await freePort();
          const args = ['-name', name, '-db', database, '-ssh-agent', socket, '-key', print];
          const server = spawn(program, [...args, '-listen', `127.0.0.1:${port}`], {
            stdio: ['ignore', 'ignore', 'pipe'],
          });
          children.push(server);
          let said = '';
          server.stderr?.setEncoding('utf8').on('data', (part: string) => {
            said += part;
          });
          const url = `http://127.0.0.1:${port}`;
          await until(`litewitness listens: ${said}`, () =>
            fetch(url).then(
              () => true,
              () => false,
            ),
          );
          const [, own = ''] = /vkey=(\S+)/.exec(said) ?? [];
          return { name, url, vkey: own };
        }

        it('cosigns the log, and its growth', async () => {
          const cosigning = startCosigning(db(), [witness], world.context.kernel.log);
          try {
            const followed = async () => {
              const [row] = await world.sql<{ behind: number; error: string | null }>(
                'select (select max(size) from log_checkpoints) - size as behind, error from log_witnesses',
              );
              assert.equal(row?.error ?? null, null);
              return Number(row?.behind) === 0;
            };
            await until('the first cosignature', followed);
            await grow(3);
            await until('the next one', followed);
            assert.ok((await world.count('log_cosignatures')) >= 2);
          } finally {
            await cosigning.stop();
          }
        });

        it('refuses a fork under the log’s own key', async () => {
          const signer = world.context.logSigner;
          assert.ok(signer);
          const { size: known } = (await (await fetch(`${world.url}/api/v1/log`)).json()) as { size: number };
          const root = Buffer.alloc(32, 7).toString('base64');
          const fork = (count: number) => ({
            note: signer.note(`${signer.name}\n${count}\n${root}\n`),
            size: count,
            consistency: async () => (count === known ? [] : [new Uint8Array(32)]),
          });
          await assert.rejects(requestCosignature(witness, fork(known + 1), known), /it answers 422/);
          await assert.rejects(requestCosignature(witness, fork(known), known), /another history|it answers 4/);
        });
      });
    }
  });
}
