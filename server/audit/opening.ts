import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCheckpoint, parseVerifierKey, same } from '../../contracts/proofs.js';
import { now } from '../kernel/clock.js';
import type { Database } from '../kernel/database.js';
import { proverOf, readHead, readIdentity } from './log.js';
import { ed25519, newSigningKey, openSigner, type Signer } from './signer.js';
import { hashOf } from './tree.js';

type Options = { db: Database; dataDir: string; publicUrl: string; key: string | undefined };

/**
 * The signer of this database's log: from LOG_SIGNING_KEY, else from a file that is made, readable for its owner only,
 * when the log begins. Null where the log has a key that this process was not given: it may serve, not sign. Throws when the
 * key is another log's, and when the database is older than a checkpoint that was already published from here.
 */
export async function openLog({ db, dataDir, publicUrl, key }: Options): Promise<Signer | null> {
  const identity = await readIdentity(db.read);
  const path = join(dataDir, 'log-signing-key');
  const name = `${new URL(publicUrl).host}/log`;
  const text = key ?? (await readOwn(path)) ?? (identity ? null : await makeOwn(path, name));
  if (text === null) return null;
  const signer = await openSigner(text);
  await db.read.query(
    'insert into log_identity (origin, vkey, created_at) values ($1, $2, $3) on conflict do nothing',
    [signer.name, signer.vkey, now()],
  );
  const known = await readIdentity(db.read);
  if (known?.vkey !== signer.vkey) {
    throw new Error(
      `The signing key (${signer.vkey}) is not the key of this database’s log (${known?.vkey}). Set LOG_SIGNING_KEY to the log’s own key.`,
    );
  }
  await refuseRollback(db, dataDir, signer);
  return signer;
}

async function readOwn(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** Appears whole or not at all, and never replaces a key that another process made first. */
async function makeOwn(path: string, name: string): Promise<string> {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, `${await newSigningKey(name)}\n`, { mode: 0o600, flush: true });
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
  return await readFile(path, 'utf8');
}

const published = (dataDir: string) => join(dataDir, 'log-checkpoint');

/** Remembers outside the database what was published, so that an older backup of the database is noticed. */
export async function rememberHead(db: Database, dataDir: string): Promise<void> {
  const head = await readHead(db.read);
  if (!head) return;
  const temporary = `${published(dataDir)}.${randomUUID()}`;
  await writeFile(temporary, head.note, { mode: 0o600, flush: true });
  await rename(temporary, published(dataDir));
}

async function refuseRollback(db: Database, dataDir: string, signer: Signer): Promise<void> {
  const note = await readOwn(published(dataDir));
  if (note === null) return;
  const earlier = await openCheckpoint(ed25519, note, await parseVerifierKey(hashOf, signer.vkey));
  const head = await readHead(db.read);
  const size = head?.size ?? 0;
  if (size < earlier.size) {
    throw new Error(
      `The database’s log has ${size} entries, but a checkpoint of ${earlier.size} was already published: an older backup was restored. Restore one that is at least as new; docs/operations.md tells what else there is.`,
    );
  }
  if (!same(await proverOf(db.read, size).rootAt(earlier.size), earlier.root)) {
    throw new Error(
      `The database’s log does not begin with the ${earlier.size} entries that were already published: its history differs. Restore the database that published them; docs/operations.md tells what else there is.`,
    );
  }
}
