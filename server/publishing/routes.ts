import { publishingOperations } from '../../contracts/publishing.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { createLimit } from '../kernel/limits.js';
import { sendOpenFile } from './open-files.js';
import { OpenDownloads } from './tables.js';

/** Downloads of one address in five minutes; a page with many files, or a reader that asks in ranges, needs some. */
const [most, seconds] = [300, 300];

/** Mounts the operations of this room. */
export function mountPublishing(api: Api, kernel: Kernel): void {
  const op = publishingOperations;
  const limit = createLimit(kernel.db.pool, 'open-files', most, seconds);
  api.openStream(op.downloadOpenFile, ({ params, req }, res) => sendOpenFile(kernel, limit, params.id, req, res));
  api.open(op.countOpenDownloads, async ({ params }) => ({
    downloads: await kernel.db.read.countBy(OpenDownloads, { datasetId: params.id, fromByte: 0 }),
  }));
}
