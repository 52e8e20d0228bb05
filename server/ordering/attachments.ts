import type { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Request } from 'express';
import { notFound, Problem } from '../../contracts/problems.js';
import { cleanName } from '../catalogue/uploads.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, lockRow, type Tx, updateRow } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import type { Storage, Stored } from '../kernel/storage.js';
import { requireNotFrozen } from '../lifecycle/holds.js';
import { requestSubject } from './subjects.js';
import { type AccessRequest, type Attachment, Attachments } from './tables.js';

const mostFiles = 10;
const mostBytes = 10 * 1024 * 1024;
/** What papers come as; nothing that a browser would run. */
const mediaTypes: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  txt: 'text/plain; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The own request, locked, while files may still be laid beside it. */
export async function lockEditable(tx: Tx, actor: MemberActor, id: string): Promise<AccessRequest> {
  const request = await lockRow(tx, requestSubject.table, id);
  if (!request || request.buyerId !== actor.organisationId) throw notFound(requestSubject.lifecycle.name);
  await requireNotFrozen(tx, requestSubject.stoppedBy(request));
  if (['draft', 'returned'].includes(request.state)) return request;
  throw new Problem('transition-refused', {
    vi: 'Yêu cầu đã gửi; chỉ sửa được bản nháp hoặc yêu cầu được trả lại.',
    en: 'The request was sent; only a draft or a returned request can be changed.',
  });
}

type Received = Stored & { name: string; mediaType: string };

/** Streams the one file of a multipart request into the store; 415 for a kind of file that is not taken, 413 over 10 MiB. */
export async function receiveAttachment(req: Request, storage: Storage): Promise<Received> {
  const parser = openForm(req);
  return await new Promise<Received>((resolve, reject) => {
    let kept: Promise<Received> | null = null;
    const fail = (error: unknown) => {
      req.unpipe(parser);
      req.resume();
      reject(error);
    };
    parser.on('file', (_field, source, info) => {
      source.on('error', fail);
      if (kept) {
        source.resume();
        return;
      }
      kept = keepFile(source, info.filename ?? '', storage);
      kept.catch((error: unknown) => {
        source.resume();
        fail(error);
      });
    });
    parser.on('error', fail);
    parser.on('close', () => (kept ? kept.then(resolve, reject) : fail(noFile())));
    req.once('close', () => {
      if (!req.readableEnded) fail(noFile());
    });
    req.pipe(parser);
  });
}

function openForm(req: Request) {
  try {
    return busboy({ headers: req.headers, defParamCharset: 'utf8', limits: { files: 1, fields: 5 } });
  } catch {
    throw new Problem('unsupported-media', {
      vi: 'Gửi tệp bằng multipart/form-data, trường “file”.',
      en: 'Send the file as multipart/form-data, in the field “file”.',
    });
  }
}

function noFile(): Problem {
  return new Problem('invalid-input', {
    vi: 'Không nhận được tệp trọn vẹn trong trường “file”; hãy gửi lại.',
    en: 'No whole file came in the field “file”; send it again.',
  });
}

async function keepFile(source: Readable, filename: string, storage: Storage): Promise<Received> {
  const name = cleanName(filename);
  const mediaType = mediaTypes[name.split('.').at(-1)?.toLowerCase() ?? ''];
  if (!mediaType) {
    throw new Problem('unsupported-media', {
      vi: `Chỉ nhận tệp: ${Object.keys(mediaTypes).join(', ')}.`,
      en: `Only files of these kinds are taken: ${Object.keys(mediaTypes).join(', ')}.`,
    });
  }
  return { ...(await storage.keepStream(source, mostBytes)), name, mediaType };
}

/** Lays a received file beside the request; the eleventh is refused. */
export async function addAttachment(tx: Tx, actor: MemberActor, id: string, file: Received): Promise<Attachment> {
  await lockEditable(tx, actor, id);
  if ((await attachmentsOf(tx, id)).length >= mostFiles) {
    throw new Problem('rule-broken', {
      vi: `Tối đa ${mostFiles} tệp; hãy bỏ bớt một tệp.`,
      en: `At most ${mostFiles} files; take one away first.`,
    });
  }
  const { name, mediaType, bytes, sha256 } = file;
  const row: Attachment = {
    ...{ id: newId('att'), requestId: id, name, bytes, sha256, mediaType },
    ...{ memberId: actor.memberId, createdAt: now(), removedAt: null },
  };
  await insertRow(tx, Attachments, row);
  return row;
}

export async function removeAttachment(tx: Tx, actor: MemberActor, id: string, attachmentId: string): Promise<void> {
  await lockEditable(tx, actor, id);
  const row = (await attachmentsOf(tx, id)).find((one) => one.id === attachmentId);
  if (!row) throw notFound({ vi: 'tệp đính kèm', en: 'attachment' });
  await updateRow(tx, Attachments, row.id, { removedAt: now() });
}

/** The files beside a request, in the order in which they came. */
export async function attachmentsOf(tx: Tx, requestId: string): Promise<Attachment[]> {
  const rows = await tx.find(Attachments, { where: { requestId }, order: { id: 'ASC' } });
  return rows.filter((row) => row.removedAt === null);
}
