import { pipeline } from 'node:stream/promises';
import { orderingOperations } from '../../contracts/ordering.js';
import { notFound } from '../../contracts/problems.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { addAttachment, attachmentsOf, lockEditable, receiveAttachment, removeAttachment } from './attachments.js';
import { readRequest } from './policy.js';
import { attachmentView } from './views.js';

/** Mounts the operations on files beside a request. */
export function mountAttachments(api: Api, { db, storage }: Kernel): void {
  const op = orderingOperations;
  api.stream(op.attachFile, async ({ actor, params, req }, res) => {
    // Asked before a byte is read, and again on the locked row when the file is added.
    await db.transaction((tx) => lockEditable(tx, actor, params.id));
    const received = await receiveAttachment(req, storage);
    const row = await db.transaction((tx) => addAttachment(tx, actor, params.id, received));
    res.status(201).json(op.attachFile.response.parse(attachmentView(row)));
  });
  api.stream(op.getAttachment, async ({ actor, params }, res) => {
    const request = await readRequest(db.read, actor, params.id);
    const file = (await attachmentsOf(db.read, request.id)).find((one) => one.id === params.attachmentId);
    if (!file) throw notFound({ vi: 'tệp đính kèm', en: 'attachment' });
    res.set({
      'Content-Type': file.mediaType,
      'Content-Length': String(file.bytes),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      'X-Content-Type-Options': 'nosniff',
      ETag: `"${file.sha256}"`,
    });
    await pipeline(await storage.open(file.sha256), res);
  });
  api.route(op.removeAttachment, async ({ actor, params }) => {
    await db.transaction((tx) => removeAttachment(tx, actor, params.id, params.attachmentId));
    return {};
  });
}
