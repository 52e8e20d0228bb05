import { pipeline } from 'node:stream/promises';
import type { OrganisationRef } from '../../contracts/common.js';
import { reportingOperations } from '../../contracts/reporting.js';
import { organisationRefs } from '../identity/organisations.js';
import type { MemberActor } from '../kernel/actor.js';
import { pageOf } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import { streamSnapshots } from '../kernel/events.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { bundleView, listBundles, openBundle, readBundle, requestBundle } from './bundles.js';
import { reportCsv, reportPdf } from './exports.js';
import { flagView, listFlags, moveFlag, openFlag } from './flags.js';
import { declareRelated, endRelated, listRelated, relatedPartiesView } from './related-parties.js';
import { figureEvents, openDashboard, openReport } from './reports.js';
import type { Flag, RelatedParties } from './tables.js';

/** Mounts the operations of this room. Every look at a report, a flag or a bundle is itself an event. */
export function mountReporting(api: Api, { db, storage, notices, settings }: Kernel): void {
  const op = reportingOperations;

  api.route(op.getDashboard, ({ actor }) => db.transaction((tx) => openDashboard(tx, actor)));
  api.route(op.getReport, ({ actor, params }) =>
    db.transaction((tx) => openReport(tx, actor, params.period, 'report')),
  );
  api.route(op.listFigureEvents, ({ actor, params, query }) =>
    db.transaction((tx) => figureEvents(tx, actor, params, query)),
  );
  api.stream(op.exportReportCsv, async ({ actor, params, query }, res) => {
    const report = await db.transaction((tx) => openReport(tx, actor, params.period, 'csv'));
    res
      .attachment(`datasan-${params.period}.csv`)
      .type('text/csv; charset=utf-8')
      .send(reportCsv(report, query.language));
  });
  api.stream(op.exportReportPdf, async ({ actor, params, query }, res) => {
    const report = await db.transaction((tx) => openReport(tx, actor, params.period, 'pdf'));
    const pdf = await reportPdf(report, query.language, new URL(settings.publicUrl).host);
    res.attachment(`datasan-${params.period}.pdf`).type('application/pdf').send(pdf);
  });

  api.route(op.listRelatedParties, async ({ actor, query }) => {
    const page = byId(await listRelated(db.read, actor, query), query.limit);
    return { ...page, items: await relatedViews(db.read, page.items) };
  });
  api.route(op.declareRelatedParties, ({ actor, body }) =>
    db.transaction(async (tx) => first(await relatedViews(tx, [await declareRelated(tx, actor, body)]))),
  );
  api.route(op.endRelatedParties, ({ actor, params, body }) =>
    db.transaction(async (tx) => first(await relatedViews(tx, [await endRelated(tx, actor, params.id, body.until)]))),
  );

  api.route(op.listFlags, ({ actor, query }) =>
    db.transaction(async (tx) => {
      const page = byId(await listFlags(tx, actor, query), query.limit);
      return { ...page, items: await flagViews(tx, page.items, actor) };
    }),
  );
  api.route(op.getFlag, ({ actor, params }) =>
    db.transaction(async (tx) => first(await flagViews(tx, [await openFlag(tx, actor, params.id)], actor))),
  );
  api.route(op.transitionFlag, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      first(await flagViews(tx, [await moveFlag(tx, actor, params.id, body.action, body.reason)], actor)),
    ),
  );

  api.route(op.requestBundle, ({ actor, body }) =>
    db.transaction(async (tx) => bundleView(tx, await requestBundle(tx, actor, body))),
  );
  api.route(op.listBundles, async ({ actor, query }) => {
    const page = byId(await listBundles(db.read, actor, query), query.limit);
    return { ...page, items: await Promise.all(page.items.map((row) => bundleView(db.read, row))) };
  });
  api.route(op.getBundle, async ({ actor, params }) =>
    bundleView(db.read, await readBundle(db.read, actor, params.id)),
  );
  api.stream(op.watchBundle, async ({ refresh, params }, res) => {
    const snapshot = async () => bundleView(db.read, await readBundle(db.read, await refresh(), params.id));
    await snapshot();
    await streamSnapshots(res, notices, params.id, snapshot, (bundle) => bundle.state !== 'queued');
  });
  api.stream(op.downloadBundle, async ({ actor, params }, res) => {
    const { sha256, bytes } = await db.transaction((tx) => openBundle(tx, actor, params.id));
    const content = await storage.open(sha256);
    res.attachment(`${params.id}.zip`).type('application/zip').set('Content-Length', String(bytes));
    await pipeline(content, res).catch((error: NodeJS.ErrnoException) => {
      // The reader went away; it may ask again.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  });
}

function byId<R extends { id: string }>(rows: readonly R[], limit: number) {
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => row,
  );
}

function first<V>([view]: readonly V[]): V {
  return view as V;
}

async function namesOf(tx: Tx, ids: readonly string[]): Promise<(id: string) => OrganisationRef> {
  const refs = await organisationRefs(tx, ids);
  return (id) => refs.get(id) ?? { id, nameVi: id, nameEn: id };
}

async function relatedViews(tx: Tx, rows: readonly RelatedParties[]) {
  const ids = rows.flatMap((row) => [row.firstId, row.secondId, row.declaredBy]);
  const nameOf = await namesOf(tx, ids);
  return rows.map((row) => relatedPartiesView(row, nameOf));
}

async function flagViews(tx: Tx, rows: readonly Flag[], actor: MemberActor) {
  const nameOf = await namesOf(
    tx,
    rows.flatMap((row) => row.parties),
  );
  return rows.map((row) => flagView(row, actor, nameOf));
}
