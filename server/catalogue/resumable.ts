import { AsyncLocalStorage } from 'node:async_hooks';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { FileStore } from '@tus/file-store';
import { Server, type Upload } from '@tus/server';
import type { Request, Response } from 'express';
import { notFound, Problem } from '../../contracts/problems.js';
import { uploadOperations } from '../../contracts/uploads.js';
import type { MemberActor } from '../kernel/actor.js';
import { day } from '../kernel/clock.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { refuseWrongContent, uploadFormat } from './formats.js';
import { addFiles, lockDraft } from './revisions.js';
import { unfold } from './unfolding.js';
import { cleanName } from './uploads.js';

/** How long an unfinished upload is kept from its beginning, and how many an organisation may have at once. */
const keptMs = 7 * day;
const mostOpen = 100;

const missing = () => notFound({ vi: 'lượt tải lên', en: 'upload' });

/** Mounts uploads that can go on where they broke off; what is unfinished lies in a folder of this machine. */
export function mountUploads(api: Api, kernel: Kernel): void {
  const { db, settings } = kernel;
  const op = uploadOperations;
  const store = uploadStore(settings.uploadsFolder);
  const beginning = new AsyncLocalStorage<Record<string, string>>();
  const sending = new Map<string, MemberActor>();
  const tus = new Server({
    path: '/api/v1/uploads',
    relativeLocation: true,
    datastore: store,
    maxSize: settings.uploadLimitBytes,
    allowedOrigins: [new URL(settings.publicUrl).origin],
    async onUploadCreate() {
      return { metadata: beginning.getStore() ?? {} };
    },
    async onUploadFinish(_, { id }) {
      const actor = sending.get(id);
      if (!actor) throw new Error('Nobody sends this upload.');
      await finish(kernel, store, actor, id).catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        throw Object.assign(error, { status_code: error.status, body: JSON.stringify(error.body()) });
      });
      return {};
    },
  });
  const handle = async (req: Request, res: Response) => {
    req.url = req.originalUrl;
    await tus.handle(req, endingPlainly(res));
  };

  api.stream(op.createUpload, async ({ actor, req }, res) => {
    const { revisionId = '', filename = '' } = metadataOf(req);
    const name = cleanName(filename);
    uploadFormat(name);
    await db.transaction((tx) => lockDraft(tx, actor, revisionId));
    await refuseMany(store, actor);
    // What it belongs to is written here: what else a client says of it is not kept.
    const metadata = { revisionId, filename: name, owner: actor.organisationId };
    await beginning.run(metadata, () => handle(req, res));
  });

  api.stream(op.sendUpload, async ({ actor, params, req }, res) => {
    const { revisionId } = await ownUpload(store, actor, params.id);
    await db.transaction((tx) => lockDraft(tx, actor, revisionId));
    sending.set(params.id, actor);
    try {
      await handle(req, res);
    } finally {
      sending.delete(params.id);
    }
  });

  api.stream(op.getUpload, async ({ actor, params, req }, res) => {
    const { revisionId, filename } = await ownUpload(store, actor, params.id);
    const { offset, size = 0 } = await store.getUpload(params.id);
    // The process may have died between the last byte and the file: whoever asks has it finished.
    if (offset === size) await finish(kernel, store, actor, params.id);
    if (req.method === 'HEAD' && offset < size) return await handle(req, res);
    res.set({ 'Upload-Offset': String(offset), 'Upload-Length': String(size), 'Tus-Resumable': '1.0.0' });
    res.json({ revisionId, name: filename, offset, bytes: size });
  });

  api.stream(op.abandonUpload, async ({ actor, params, req }, res) => {
    await ownUpload(store, actor, params.id);
    await handle(req, res);
  });
}

/** Has `end(callback)` end without a chunk: the session's own `end` knows `end(chunk)` alone, and would write the callback. */
function endingPlainly(res: Response): Response {
  const end = res.end.bind(res);
  res.end = ((...given: Parameters<typeof end>) => {
    const [first] = given as unknown[];
    if (typeof first !== 'function') return end(...given);
    res.once('close', first as () => void);
    return end();
  }) as typeof res.end;
  return res;
}

/** The store of unfinished uploads in a folder. */
export function uploadStore(directory: string): FileStore {
  return new FileStore({ directory, expirationPeriodInMilliseconds: keptMs });
}

/** `Upload-Metadata` of the protocol: names with values in base64. Throws 400 for one that is not. */
function metadataOf(req: Request): Record<string, string> {
  const header = req.get('Upload-Metadata') ?? '';
  const pairs = header.split(',').map((pair) => pair.trim().split(' '));
  return Object.fromEntries(
    pairs.map(([key = '', value = '']) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
}

/** What an upload belongs to; throws 404 for another organisation's, and for one that is gone. */
async function ownUpload(
  store: FileStore,
  actor: MemberActor,
  id: string,
): Promise<{ revisionId: string; filename: string }> {
  const upload: Upload | null = await store.getUpload(id).catch(() => null);
  const { owner, revisionId, filename } = upload?.metadata ?? {};
  if (owner !== actor.organisationId || !revisionId || !filename) throw missing();
  return { revisionId, filename };
}

async function refuseMany(store: FileStore, actor: MemberActor): Promise<void> {
  const ids = (await store.configstore.list?.()) ?? [];
  const all = await Promise.all(ids.map((id) => store.configstore.get(id)));
  if (all.filter((one) => one?.metadata?.owner === actor.organisationId).length < mostOpen) return;
  throw new Problem('too-many-requests', {
    vi: `Tổ chức đang có ${mostOpen} lượt tải lên dở dang; hãy hoàn tất hoặc hủy bớt.`,
    en: `The organisation has ${mostOpen} unfinished uploads; finish or abandon some first.`,
  });
}

/** Makes files of the revision of what is complete. An upload that cannot become one is dropped, and the refusal says why. */
async function finish({ db, storage, settings }: Kernel, store: FileStore, actor: MemberActor, id: string) {
  const { revisionId, filename: name } = await ownUpload(store, actor, id);
  const path = join(store.directory, id);
  try {
    const format = uploadFormat(name);
    refuseWrongContent(await headOf(path), format, name);
    const stored = await storage.keepStream(createReadStream(path), settings.uploadLimitBytes);
    const files = await unfold(storage, { ...stored, name, format }, settings.uploadLimitBytes);
    await db.transaction((tx) => addFiles(tx, actor, revisionId, files));
  } catch (error) {
    if (error instanceof Problem) await store.remove(id).catch(() => {});
    throw error;
  }
  await store.remove(id).catch(() => {});
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(64 * 1024);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
