import { evaluationOperations } from '../../contracts/evaluation.js';
import { Problem } from '../../contracts/problems.js';
import { readDataset } from '../catalogue/policy.js';
import { type Actor, seesEverything } from '../kernel/actor.js';
import { decodeCursor, pageOf } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import { readRequest } from '../ordering/policy.js';
import { askEvaluation } from './asking.js';
import { attachEvaluation, openEvaluation, readEvaluation, recordExport } from './sessions.js';
import { setSettings, settingsOf } from './settings.js';
import { evaluationSubject } from './subjects.js';
import { type Evaluation, Evaluations } from './tables.js';
import { createTurns } from './turns.js';
import { evaluationCards, evaluationView, queryView } from './views.js';

/** Query processes of this server at once; who waits is served in rotation by organisation. */
const places = 2;

/** Mounts the operations of this room. */
export function mountEvaluation(api: Api, kernel: Kernel): void {
  const { db } = kernel;
  const op = evaluationOperations;
  const turns = createTurns(places);

  api.route(op.getEvaluationSettings, async ({ actor, params }) => {
    await readDataset(db.read, actor, params.id);
    return await settingsOf(db.read, params.id);
  });
  api.route(op.setEvaluationSettings, ({ actor, params, body }) =>
    db.transaction((tx) => setSettings(tx, actor, params.id, body)),
  );
  api.route(op.openEvaluation, ({ actor, body }) =>
    db.transaction(async (tx) => evaluationView(tx, await openEvaluation(tx, actor, body), actor)),
  );
  api.route(op.listEvaluations, async ({ actor, query }) => {
    const page = pageOf(
      await listed(db.read, actor, query),
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await evaluationCards(db.read, page.items, actor) };
  });
  api.route(op.getEvaluation, async ({ actor, params }) =>
    evaluationView(db.read, await readEvaluation(db.read, actor, params.id), actor),
  );
  api.route(op.askEvaluation, async ({ actor, params, body }) => {
    const { query, answer } = await askEvaluation(kernel, turns, actor, params.id, body.sql);
    return { query: queryView(query, actor), answer };
  });
  api.stream(op.exportEvaluation, async ({ actor, params }) => {
    await db.transaction((tx) => recordExport(tx, actor, params.id));
    throw new Problem('no-export', {
      vi: 'Dữ liệu không rời phiên thử nghiệm: chỉ có số tổng hợp trên màn hình. Việc tải xuống này bị từ chối và đã được ghi lại.',
      en: 'Nothing leaves an evaluation session but aggregates on the screen. This download is refused and recorded.',
    });
  });
  api.route(op.attachEvaluation, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      evaluationView(tx, await attachEvaluation(tx, actor, params.id, body.requestId), actor),
    ),
  );
  api.route(op.transitionEvaluation, ({ actor, params, body: { action, reason } }) =>
    db.transaction(async (tx) =>
      evaluationView(tx, await advance(tx, evaluationSubject, params.id, action, actor, { reason }), actor),
    ),
  );
}

type Query = {
  cursor?: string | undefined;
  limit: number;
  datasetId?: string | undefined;
  requestId?: string | undefined;
};

/** Sessions the actor may see, newest first; of a request: those attached, and those of its buyer that stand alone. */
async function listed(tx: Tx, actor: Actor, query: Query): Promise<Evaluation[]> {
  const rows = tx
    .createQueryBuilder(Evaluations, 'row')
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  const own = actor.kind === 'member' ? actor.organisationId : '';
  if (!seesEverything(actor)) rows.andWhere('(row.buyerId = :own or row.providerId = :own)', { own });
  if (query.datasetId) rows.andWhere('row.datasetId = :datasetId', { datasetId: query.datasetId });
  if (query.requestId) {
    const { id, datasetId, buyerId } = await readRequest(tx, actor, query.requestId);
    rows.andWhere(
      '(row.requestId = :id or (row.requestId is null and row.datasetId = :of and row.buyerId = :buyerId))',
      { id, of: datasetId, buyerId },
    );
  }
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}
