import { disputeOperations } from '../../contracts/disputes.js';
import { pageOf } from '../kernel/cursor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import type { StripeGate } from '../payments/stripe.js';
import { answerBank } from './bank.js';
import { listHolidays, setHoliday } from './calendar.js';
import { openDispute } from './opening.js';
import { listDisputes, readDispute } from './policy.js';
import { answerProposal, decideDispute, moveDispute, proposeSettlement, writeMessage } from './settling.js';
import { disputeCards, disputeView } from './views.js';

const op = disputeOperations;

/** Mounts the operations of this room. */
export function mountDisputes(api: Api, kernel: Kernel, stripe: StripeGate): void {
  const { db, clocks } = kernel;
  api.route(op.openDispute, ({ actor, params, body }) =>
    db.transaction(async (tx) => disputeView(tx, await openDispute(tx, actor, params.id, body, clocks), actor)),
  );
  api.route(op.listDisputes, async ({ actor, query }) => {
    const rows = await listDisputes(db.read, actor, query);
    const page = pageOf(
      rows,
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await disputeCards(db.read, page.items, actor) };
  });
  api.route(op.getDispute, async ({ actor, params }) =>
    disputeView(db.read, await readDispute(db.read, actor, params.id), actor),
  );
  api.route(op.transitionDispute, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      disputeView(tx, await moveDispute(tx, actor, params.id, body.action, body.reason), actor),
    ),
  );
  api.route(op.writeInDispute, ({ actor, params, body }) =>
    db.transaction(async (tx) => disputeView(tx, await writeMessage(tx, actor, params.id, body.text), actor)),
  );
  api.route(op.proposeSettlement, ({ actor, params, body }) =>
    db.transaction(async (tx) => disputeView(tx, await proposeSettlement(tx, actor, params.id, body), actor)),
  );
  api.route(op.answerProposal, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      disputeView(tx, await answerProposal(tx, actor, params.id, params.proposal, body), actor),
    ),
  );
  api.route(op.decideDispute, ({ actor, params, body }) =>
    db.transaction(async (tx) => disputeView(tx, await decideDispute(tx, actor, params.id, body), actor)),
  );
  api.route(op.answerBank, async ({ actor, params, body }) =>
    disputeView(db.read, await answerBank(kernel, stripe, actor, params.id, body.text), actor),
  );
  api.open(op.listHolidays, async () => ({ items: await listHolidays(db.read) }));
  api.route(op.setHoliday, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      await setHoliday(tx, actor, params.day, body);
      return { items: await listHolidays(tx) };
    }),
  );
}
