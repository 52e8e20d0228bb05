import type { Request, Response } from 'express';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { datasetSubject, revisionSubject } from '../catalogue/subjects.js';
import { type DataFile, DataFiles, type Dataset, Datasets, type Revision, Revisions } from '../catalogue/tables.js';
import { markingOf } from '../fingerprint/terms.js';
import { disposition, matches, rangeOf, repr, sendPart } from '../fulfilment/downloads.js';
import { Organisations } from '../identity/tables.js';
import { anonymous } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, type Tx } from '../kernel/database.js';
import { ReaderGone } from '../kernel/fair-streams.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Limit } from '../kernel/limits.js';
import { Offers } from '../licensing/tables.js';
import { freezeOn, frozenWords, requireNotFrozen } from '../lifecycle/holds.js';
import { isOpen, mediaTypeOf, type PublishedOffer } from './facts.js';
import { OpenDownloads } from './tables.js';

type Open = { file: DataFile; revision: Revision; dataset: Dataset };

/**
 * Answers GET and HEAD of a file of open data, for anybody. A download is counted and recorded before its first byte,
 * without a person; it is cut short when the dataset is frozen or no longer open while it runs.
 */
export async function sendOpenFile(
  kernel: Kernel,
  limit: Limit,
  id: string,
  req: Request,
  res: Response,
): Promise<void> {
  const { db } = kernel;
  await limit.take(req.ip ?? '');
  const found = await openFile(db.read, id);
  await requireUnfrozen(db.read, found);
  const { file } = found;
  const etag = `"${file.sha256}"`;
  res.set({
    'Accept-Ranges': 'bytes',
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'no-cache',
    'Content-Disposition': disposition(file.name),
    'Content-Type': mediaTypeOf(file.format),
    ETag: etag,
    'Repr-Digest': repr(file.sha256),
    'X-Content-Type-Options': 'nosniff',
  });
  if (matches(req.get('If-None-Match'), etag)) {
    res.status(304).end();
    return;
  }
  const range = rangeOf(req, etag, file.bytes);
  if (range === 'unsatisfiable') {
    res.set('Content-Range', `bytes */${file.bytes}`);
    throw new Problem('range-not-satisfiable', {
      vi: `Tệp chỉ có ${file.bytes} byte.`,
      en: `The file has only ${file.bytes} bytes.`,
    });
  }
  const start = range?.start ?? 0;
  const length = (range?.end ?? file.bytes - 1) - start + 1;
  res.set('Content-Length', String(length));
  if (range) res.status(206).set('Content-Range', `bytes ${start}-${range.end}/${file.bytes}`);
  if (req.method === 'HEAD') {
    res.end();
    return;
  }
  const watch = watchOpen(kernel, found);
  try {
    await db.transaction((tx) => count(tx, found, start, length));
    await sendPart(kernel, res, file.sha256, { start, length }, `open:${req.ip ?? ''}`, watch.ended);
  } catch (error) {
    if (error instanceof Problem) throw error;
    if (watch.ended.aborted) res.destroy();
    else if (!(error instanceof ReaderGone)) throw error;
  } finally {
    watch.stop();
  }
}

/** The file, if it is open data now; throws 404 for what nobody may see, 403 for what has to be asked for. */
async function openFile(tx: Tx, id: string): Promise<Open> {
  const file = await tx.findOneBy(DataFiles, { id });
  const revision = file && (await tx.findOneBy(Revisions, { id: file.revisionId }));
  const dataset = revision && (await tx.findOneBy(Datasets, { id: revision.datasetId }));
  if (!file || !revision || dataset?.state !== 'listed' || !['published', 'deprecated'].includes(revision.state)) {
    throw notFound({ vi: 'tệp', en: 'file' });
  }
  // An offer to named organisations opens nothing to everybody; and where buyers get marked copies, no exact one goes out beside them.
  const offers = (await tx.findBy(Offers, { datasetId: dataset.id, state: 'open' })).filter(
    (one) => one.visibleTo.length === 0,
  ) as unknown as PublishedOffer[];
  if (!isOpen(offers) || (await markingOf(tx, dataset.id))) {
    throw new Problem('access-ended', {
      vi: `Tệp này không phải dữ liệu mở; hãy yêu cầu truy cập ở trang /datasets/${dataset.id}.`,
      en: `This file is not open data; request access on the page /datasets/${dataset.id}.`,
    });
  }
  const provider = await tx.findOneByOrFail(Organisations, { id: dataset.providerId });
  if (provider.state !== 'verified') {
    throw new Problem('access-ended', {
      vi: 'Bên bán đang bị tạm đình chỉ; tệp tạm thời không tải được.',
      en: 'The provider is suspended; the file cannot be had at present.',
    });
  }
  return { file, revision, dataset };
}

const stoppers = ({ revision, dataset }: Open) => [
  ...new Set([...datasetSubject.stoppedBy(dataset), ...revisionSubject.stoppedBy(revision)]),
];

async function requireUnfrozen(tx: Tx, found: Open): Promise<void> {
  if (await freezeOn(tx, stoppers(found))) throw new Problem('frozen', frozenWords);
}

/** Counts and records a download, if the file is still open. */
async function count(tx: Tx, { file, revision, dataset }: Open, fromByte: number, bytes: number): Promise<void> {
  const found = await openFile(tx, file.id);
  await requireNotFrozen(tx, stoppers(found));
  const row = { id: newId('dwn'), fileId: file.id, datasetId: dataset.id, fromByte, bytes, at: now() };
  await insertRow(tx, OpenDownloads, row);
  const data = { name: file.name, sha256: file.sha256, from: fromByte, bytes };
  const about = revisionSubject.about(revision);

  await record(tx, anonymous, { type: 'file.openly-downloaded', data }, { kind: 'dataset', id: dataset.id }, about);
}

/** Aborts, in every process and within a moment, when the file is frozen or no longer open. */
function watchOpen({ db, notices, log }: Kernel, found: Open): { ended: AbortSignal; stop(): void } {
  const ending = new AbortController();
  const look = () => {
    openFile(db.read, found.file.id)
      .then((now) => requireUnfrozen(db.read, now))
      .catch((error: unknown) => {
        if (error instanceof Problem) ending.abort(error);
        else log.error({ err: error, fileId: found.file.id }, 'A running open download could not be looked at again.');
      });
  };
  const heard = [found.dataset.id, found.revision.id, found.dataset.providerId, 'holds'];
  const forget = heard.map((one) => notices.on(one, look));
  const stop = () => {
    for (const one of forget) one();
  };
  return { ended: ending.signal, stop };
}
