import { catalogueOperations } from '../../contracts/catalogue.js';
import { gateOperations } from '../../contracts/gate.js';
import { Problem } from '../../contracts/problems.js';
import { datasetView, revisionView } from '../catalogue/views.js';
import { has } from '../kernel/actor.js';
import { decodeCursor, pageOf } from '../kernel/cursor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { createLimit } from '../kernel/limits.js';
import { advance } from '../lifecycle/advance.js';
import { deliverAppraisal, engageAppraisal, listAppraisals } from './appraising.js';
import { keepEvidence } from './keeping.js';
import { moveListing, moveRevisionOf } from './moves.js';
import { mountParticipants } from './participant-routes.js';
import { listListingReports, moveListingReport, reportListing } from './reports.js';
import { moveOverride, proposeOverride, raiseImportance, readInside, signOff } from './reviewing.js';
import { appraisalSubject } from './subjects.js';
import { type Appraisal, type ListingReport, type Override, Overrides } from './tables.js';
import { appraisalViews, listingReportViews, overrideViews, reviewView } from './views.js';

const op = gateOperations;

/** Mounts the operations of this room. */
export function mountGate(api: Api, kernel: Kernel): void {
  mountListings(api, kernel);
  mountReports(api, kernel);
  mountAppraisals(api, kernel);
  mountParticipants(api, kernel);
}

function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('A view is missing.');
  return item;
}

function paged<T extends { id: string }>(rows: T[], limit: number) {
  return pageOf(
    rows,
    limit,
    (row) => [row.id],
    (row) => row,
  );
}

function mountListings(api: Api, { db, settings }: Kernel): void {
  const { exchange } = settings;
  const review = async (id: string, actor: Parameters<typeof reviewView>[2]) =>
    reviewView(db.read, await readInside(db.read, actor, id), actor, exchange);

  api.route(catalogueOperations.transitionDataset, async ({ actor, params, body }) => {
    await db.transaction((tx) => keepEvidence(tx, actor, params.id, body.action, body.reason ?? ''));
    return await db.transaction(async (tx) =>
      datasetView(tx, await moveListing(tx, actor, params.id, body, exchange), actor),
    );
  });
  api.route(catalogueOperations.transitionRevision, ({ actor, params, body }) =>
    db.transaction(async (tx) => revisionView(tx, await moveRevisionOf(tx, actor, params.id, body, exchange), actor)),
  );
  api.route(op.getReview, ({ actor, params }) => review(params.id, actor));
  api.route(op.signOff, async ({ actor, params, body }) => {
    await db.transaction((tx) => signOff(tx, actor, params.id, body));
    return await review(params.id, actor);
  });
  api.route(op.raiseImportance, async ({ actor, params, body }) => {
    await db.transaction((tx) => raiseImportance(tx, actor, params.id, body));
    return await review(params.id, actor);
  });
  api.route(op.proposeOverride, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      only(await overrideViews(tx, [await proposeOverride(tx, actor, params.id, body, exchange)], actor)),
    ),
  );
  api.route(op.transitionOverride, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      only(await overrideViews(tx, [await moveOverride(tx, actor, params.id, body)], actor)),
    ),
  );
  api.route(op.listOverrides, async ({ actor, query }) => {
    const rows = db.read
      .createQueryBuilder(Overrides, 'o')
      .orderBy('o.id', 'DESC')
      .limit(query.limit + 1);
    if (query.state) rows.andWhere('o.state = :state', { state: query.state });
    const after = decodeCursor(query.cursor, 1);
    if (after) rows.andWhere('o.id < :after', { after: after[0] });
    const page = paged<Override>(await rows.getMany(), query.limit);
    return { ...page, items: await overrideViews(db.read, page.items, actor) };
  });
}

function mountReports(api: Api, { db, settings }: Kernel): void {
  const limit = createLimit(db.pool, 'report-listing', 10, 3600);
  api.open(op.reportListing, async ({ actor, params, body, req }) => {
    if (has(actor, 'regulator')) {
      throw new Problem('role-required', {
        vi: 'Cơ quan quản lý không báo vi phạm mà yêu cầu gỡ bỏ hoặc tạm dừng.',
        en: 'The regulator does not report a listing; it requests a take-down or freezes it.',
      });
    }
    await limit.take(req.ip ?? '');
    const { id, receivedAt } = await db.transaction((tx) => reportListing(tx, params.id, body));
    return { id, receivedAt: receivedAt.toISOString() };
  });
  api.route(op.listListingReports, async ({ actor, query }) => {
    const page = paged<ListingReport>(await listListingReports(db.read, query), query.limit);
    return { ...page, items: await listingReportViews(db.read, page.items, actor) };
  });
  api.route(op.transitionListingReport, async ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      only(
        await listingReportViews(tx, [await moveListingReport(tx, actor, params.id, body, settings.exchange)], actor),
      ),
    ),
  );
}

function mountAppraisals(api: Api, { db }: Kernel): void {
  api.route(op.engageAppraisal, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      only(await appraisalViews(tx, [await engageAppraisal(tx, actor, params.id, body)], actor)),
    ),
  );
  api.route(op.deliverAppraisal, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      only(await appraisalViews(tx, [await deliverAppraisal(tx, actor, params.id, body)], actor)),
    ),
  );
  api.route(op.transitionAppraisal, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const row = await advance(tx, appraisalSubject, params.id, body.action, actor, { reason: body.reason });
      return only(await appraisalViews(tx, [row], actor));
    }),
  );
  api.route(op.listAppraisals, async ({ actor, query }) => {
    const page = paged<Appraisal>(await listAppraisals(db.read, actor, query), query.limit);
    return { ...page, items: await appraisalViews(db.read, page.items, actor) };
  });
}
