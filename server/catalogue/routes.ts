import { catalogueOperations } from '../../contracts/catalogue.js';
import { pageOf } from '../kernel/cursor.js';
import { streamSnapshots } from '../kernel/events.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { createDataset, describeColumns, editDataset } from './datasets.js';
import { follow } from './followers.js';
import { readDataset, readRevision } from './policy.js';
import { ownDatasets, reviewQueue } from './queues.js';
import { mountUploads } from './resumable.js';
import { addFiles, lockDraft, openRevision, removeFile } from './revisions.js';
import { unfold } from './unfolding.js';
import { receiveUpload } from './uploads.js';
import { datasetCards, datasetView, fileView, revisionView, samplesView } from './views.js';

/** Mounts the operations of this room. */
export function mountCatalogue(api: Api, kernel: Kernel): void {
  const { db, storage, notices, settings } = kernel;
  mountUploads(api, kernel);
  const op = catalogueOperations;

  api.route(op.listOwnDatasets, async ({ actor, query }) => {
    const rows = await ownDatasets(db.read, actor.organisationId, query);
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await datasetCards(db.read, page.items) };
  });
  api.route(op.listReviewQueue, async ({ query }) => {
    const rows = await reviewQueue(db.read, query);
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await datasetCards(db.read, page.items) };
  });
  api.route(op.createDataset, ({ actor, body }) =>
    db.transaction(async (tx) => datasetView(tx, await createDataset(tx, actor, body), actor)),
  );
  api.open(op.getDataset, async ({ actor, params }) =>
    datasetView(db.read, await readDataset(db.read, actor, params.id), actor),
  );
  api.route(op.editDataset, ({ actor, params, body, ifMatch }) =>
    db.transaction(async (tx) => datasetView(tx, await editDataset(tx, actor, params.id, ifMatch, body), actor)),
  );
  api.route(op.describeColumns, ({ actor, params, body }) =>
    db.transaction(async (tx) => datasetView(tx, await describeColumns(tx, actor, params.id, body), actor)),
  );

  api.route(op.openRevision, ({ actor, params, body }) =>
    db.transaction(async (tx) => revisionView(tx, await openRevision(tx, actor, params.id, body.notes), actor)),
  );
  api.open(op.getRevision, async ({ actor, params }) =>
    revisionView(db.read, await readRevision(db.read, actor, params.id), actor),
  );
  api.openStream(op.watchRevision, async ({ refresh, params }, res) => {
    const snapshot = async () => {
      const actor = await refresh();
      return revisionView(db.read, await readRevision(db.read, actor, params.id), actor);
    };
    await snapshot();
    await streamSnapshots(
      res,
      notices,
      params.id,
      snapshot,
      (one) => one.state !== 'profiling' && one.state !== 'draft',
    );
  });
  api.stream(op.uploadFile, async ({ actor, params, req }, res) => {
    // Asked before a byte is read, and again on the locked row when the file is added.
    await db.transaction((tx) => lockDraft(tx, actor, params.id));
    const upload = await receiveUpload(req, storage, settings.uploadLimitBytes);
    const files = await unfold(storage, upload, settings.uploadLimitBytes);
    const file = await db.transaction((tx) => addFiles(tx, actor, params.id, files));
    res.status(201).json(op.uploadFile.response.parse(fileView(file, {}, true)));
  });
  api.route(op.removeFile, async ({ actor, params }) => {
    await db.transaction((tx) => removeFile(tx, actor, params.id, params.fileId));
    return {};
  });
  api.route(op.followDataset, async ({ actor, params, body }) => {
    await db.transaction((tx) => follow(tx, actor, params.id, body.follows));
    return body;
  });
  api.open(op.getSample, async ({ actor, params }) => {
    const revision = await readRevision(db.read, actor, params.id);
    return { items: await samplesView(db.read, revision, actor) };
  });
}
