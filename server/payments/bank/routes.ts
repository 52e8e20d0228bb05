import { bankOperations } from '../../../contracts/bank.js';
import type { Actor } from '../../kernel/actor.js';
import { decodeCursor, pageOf } from '../../kernel/cursor.js';
import type { Table, Tx } from '../../kernel/database.js';
import type { Api } from '../../kernel/http.js';
import type { Kernel } from '../../kernel/kernel.js';
import { readOrder } from '../../ordering/policy.js';
import type { Rail } from '../rail.js';
import { type BankLine, BankLines, type Repayment, Repayments } from '../tables.js';
import { importStatement } from './importing.js';
import { moveLine, proposeMatch } from './matching.js';
import { confirmSent, denySent, reportSent } from './repaying.js';
import { deskView, lineViews, repaymentViews, statementViews, transferView } from './views.js';

/** Mounts what belongs to bank transfers: the buyer's side, and the operator's desk. */
export function mountBank(api: Api, kernel: Kernel, rail: Rail): void {
  const { db, clocks, settings } = kernel;
  const op = bankOperations;
  api.route(op.startTransfer, async ({ actor, params }) => {
    await rail.start(actor, params.id);
    const view = await transferView(db.read, kernel, await readOrder(db.read, actor, params.id));
    if (!view) throw new Error(`The transfer of ${params.id} was started and is not there.`);
    return view;
  });
  api.route(op.getTransfer, async ({ actor, params }) => ({
    transfer: await transferView(db.read, kernel, await readOrder(db.read, actor, params.id)),
  }));
  api.route(op.getBankDesk, () => deskView(db.read, settings.bank));
  api.route(op.importStatement, ({ actor, body }) =>
    db.transaction(async (tx) => one(await statementViews(tx, [await importStatement(tx, actor, body)]))),
  );
  api.route(op.listBankLines, async ({ actor, query }) => {
    const rows = await newest<BankLine>(db.read, BankLines, ['unmatched', 'proposed'], query);
    const views = new Map((await lineViews(db.read, rows, actor)).map((view) => [view.id, view]));
    return pageOf(rows, query.limit, keyOf, ({ id }) => one([views.get(id)]));
  });
  api.route(op.listRepayments, async ({ actor, query }) => {
    const rows = await newest<Repayment>(db.read, Repayments, ['owed', 'reported'], query);
    const views = new Map((await repaymentViews(db.read, rows, actor)).map((view) => [view.id, view]));
    return pageOf(rows, query.limit, keyOf, ({ id }) => one([views.get(id)]));
  });
  const line = async (tx: Tx, row: BankLine, actor: Actor) => one(await lineViews(tx, [row], actor));
  api.route(op.proposeMatch, ({ actor, params, body }) =>
    db.transaction(async (tx) => line(tx, await proposeMatch(tx, actor, params.id, body.order), actor)),
  );
  api.route(op.transitionBankLine, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const { action, reason } = body;
      if (action !== 'confirm' && action !== 'withdraw' && action !== 'return')
        throw new Error(`${action} is no step.`);
      return await line(tx, await moveLine(tx, actor, params.id, { action, reason, clocks }), actor);
    }),
  );
  const repayment = async (tx: Tx, row: Repayment, actor: Actor) => one(await repaymentViews(tx, [row], actor));
  api.route(op.reportRepayment, ({ actor, params, body }) =>
    db.transaction(async (tx) => repayment(tx, await reportSent(tx, actor, params.id, body.sentReference), actor)),
  );
  api.route(op.transitionRepayment, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const row =
        body.action === 'confirm-sent'
          ? await confirmSent(tx, actor, params.id)
          : await denySent(tx, actor, params.id, body.reason);
      return await repayment(tx, row, actor);
    }),
  );
}

type Query = { cursor?: string | undefined; limit: number; open?: 'yes' | 'no' | undefined };

/** Rows newest first, one more than asked for; only those that wait for somebody, or only those that do not. */
async function newest<R extends { id: string }>(
  tx: Tx,
  table: Table<R>,
  waiting: readonly string[],
  { cursor, limit, open }: Query,
): Promise<R[]> {
  const rows = tx
    .createQueryBuilder(table, 'row')
    .orderBy('row.id', 'DESC')
    .limit(limit + 1);
  if (open) rows.andWhere(`(row.state = any(:waiting)) = :open`, { waiting, open: open === 'yes' });
  const after = decodeCursor(cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  return await rows.getMany();
}

const keyOf = (row: { id: string }) => [row.id];

function one<V>([view]: readonly (V | undefined)[]): V {
  if (view === undefined) throw new Error('A row that was just written has no view.');
  return view;
}
