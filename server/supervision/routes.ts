import { notFound } from '../../contracts/problems.js';
import { supervisionOperations } from '../../contracts/supervision.js';
import { has, seesEverything } from '../kernel/actor.js';
import { pageOf } from '../kernel/cursor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import { findHeld } from './held.js';
import { liftHold, listHolds, placeHold } from './holds.js';
import { editIncident, moveIncident, openIncident, readIncident, tellAffected } from './incidents.js';
import { listRegister } from './lists.js';
import { answerQuestion, askAgain, askQuestion, readQuestion } from './questions.js';
import { questionSubject } from './subjects.js';
import { Incidents, Questions, Takedowns } from './tables.js';
import { freezeForTakedown, moveTakedown, readTakedown, requestTakedown } from './takedowns.js';
import { holdNotices, holdViews, incidentViews, questionThread, questionViews, takedownViews } from './views.js';

/** Mounts the operations of this room. */
export function mountSupervision(api: Api, kernel: Kernel): void {
  mountHolds(api, kernel);
  mountQuestions(api, kernel);
  mountTakedowns(api, kernel);
  mountIncidents(api, kernel);
}

const op = supervisionOperations;

function mountHolds(api: Api, { db }: Kernel): void {
  api.route(op.placeHold, ({ actor, body }) =>
    db.transaction(async (tx) =>
      only(await holdViews(tx, [await placeHold(tx, actor, body, actor.organisationId)], actor)),
    ),
  );
  api.route(op.liftHold, ({ actor, params, body }) =>
    db.transaction(async (tx) => only(await holdViews(tx, [await liftHold(tx, actor, params.id, body.reason)], actor))),
  );
  api.route(op.listHolds, async ({ actor, query }) => {
    const page = paged(await listHolds(db.read, query), query.limit);
    return { ...page, items: await holdViews(db.read, page.items, actor) };
  });
  api.open(op.listHoldsOn, async ({ actor, params }) => {
    const held = await findHeld(db.read, params.id);
    if (!held.visibleTo(actor)) throw notFound({ vi: 'đối tượng', en: 'subject' });
    return { items: await holdNotices(db.read, held, actor) };
  });
}

function mountQuestions(api: Api, { db }: Kernel): void {
  api.route(op.askQuestion, ({ actor, body }) =>
    db.transaction(async (tx) => questionThread(tx, await askQuestion(tx, actor, body), actor)),
  );
  api.route(op.listQuestions, async ({ actor, query }) => {
    const own = has(actor, 'regulator') ? null : actor.organisationId;
    const page = paged(await listRegister(db.read, Questions, query, own), query.limit);
    return { ...page, items: await questionViews(db.read, page.items, actor) };
  });
  api.route(op.getQuestion, async ({ actor, params }) =>
    questionThread(db.read, await readQuestion(db.read, actor, params.id), actor),
  );
  api.route(op.answerQuestion, ({ actor, params, body }) =>
    db.transaction(async (tx) => questionThread(tx, await answerQuestion(tx, actor, params.id, body.text), actor)),
  );
  api.route(op.askAgain, ({ actor, params, body }) =>
    db.transaction(async (tx) => questionThread(tx, await askAgain(tx, actor, params.id, body), actor)),
  );
  api.route(op.transitionQuestion, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const { action, reason } = body;
      return questionThread(tx, await advance(tx, questionSubject, params.id, action, actor, { reason }), actor);
    }),
  );
}

function mountTakedowns(api: Api, { db, clocks }: Kernel): void {
  api.route(op.requestTakedown, ({ actor, body }) =>
    db.transaction(async (tx) =>
      only(await takedownViews(tx, [await requestTakedown(tx, actor, body, clocks)], actor)),
    ),
  );
  api.route(op.listTakedowns, async ({ actor, query }) => {
    const page = paged(await listRegister(db.read, Takedowns, query), query.limit);
    return { ...page, items: await takedownViews(db.read, page.items, actor) };
  });
  api.route(op.getTakedown, async ({ actor, params }) =>
    only(await takedownViews(db.read, [await readTakedown(db.read, params.id)], actor)),
  );
  api.route(op.transitionTakedown, async ({ actor, params, body }) => {
    const { action, reason } = body;
    if (action === 'comply' && reason !== undefined) {
      await db.transaction((tx) => freezeForTakedown(tx, actor, params.id));
    }
    return await db.transaction(async (tx) =>
      only(await takedownViews(tx, [await moveTakedown(tx, actor, params.id, action, reason)], actor)),
    );
  });
}

function mountIncidents(api: Api, { db, clocks }: Kernel): void {
  api.route(op.openIncident, ({ actor, body }) =>
    db.transaction(async (tx) => only(await incidentViews(tx, [await openIncident(tx, actor, body, clocks)], actor))),
  );
  api.route(op.listIncidents, async ({ actor, query }) => {
    const own = seesEverything(actor) ? null : actor.organisationId;
    const page = paged(await listRegister(db.read, Incidents, query, own), query.limit);
    return { ...page, items: await incidentViews(db.read, page.items, actor) };
  });
  api.route(op.getIncident, async ({ actor, params }) =>
    only(await incidentViews(db.read, [await readIncident(db.read, actor, params.id)], actor)),
  );
  api.route(op.editIncident, ({ actor, params, body, ifMatch }) =>
    db.transaction(async (tx) =>
      only(await incidentViews(tx, [await editIncident(tx, actor, params.id, ifMatch, body)], actor)),
    ),
  );
  api.route(op.transitionIncident, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      only(await incidentViews(tx, [await moveIncident(tx, actor, params.id, body.action, body.reason)], actor)),
    ),
  );
  api.route(op.tellAffected, ({ actor, params }) =>
    db.transaction(async (tx) => only(await incidentViews(tx, [await tellAffected(tx, actor, params.id)], actor))),
  );
}

function only<V>([value]: readonly V[]): V {
  if (value === undefined) throw new Error('A row has no view.');
  return value;
}

function paged<R extends { id: string }>(rows: readonly R[], limit: number) {
  return pageOf(
    [...rows],
    limit,
    (row) => [row.id],
    (row) => row,
  );
}
