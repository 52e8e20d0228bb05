import { payoutOperations } from '../../contracts/payouts.js';
import { notFound } from '../../contracts/problems.js';
import { type MemberActor, seesEverything } from '../kernel/actor.js';
import { decodeCursor, pageOf } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import type { StripeGate } from '../payments/stripe.js';
import { refreshAccount, setBank, startOnboarding } from './accounts.js';
import { moneyDesk } from './desk.js';
import { movePayout, sendBankPayout } from './hand.js';
import { moneyOf, providerFor } from './money.js';
import { statementOf } from './statement.js';
import { statementCsv, statementPdf } from './statement-files.js';
import { moneyCaseSubject } from './subjects.js';
import { MoneyCases, type Payout, Payouts } from './tables.js';
import { moneyCaseViews, payoutViews } from './views.js';
import { withholdingOf } from './withholding.js';

/** Mounts the operations of this room. */
export function mountPayouts(api: Api, kernel: Kernel, stripe: StripeGate): void {
  const { db, settings } = kernel;
  const op = payoutOperations;
  const own = async (tx: Tx, actor: MemberActor) => await moneyOf(tx, actor, await providerFor(tx, actor, undefined));

  api.route(op.getMoney, async ({ actor, query }) =>
    moneyOf(db.read, actor, await providerFor(db.read, actor, query.provider)),
  );
  api.route(op.startPayoutOnboarding, async ({ actor }) => ({ url: await startOnboarding(kernel, stripe, actor) }));
  api.route(op.refreshPayoutAccount, async ({ actor }) => {
    await refreshAccount(kernel, stripe, actor.organisationId);
    return await own(db.read, actor);
  });
  api.route(op.setPayoutBank, ({ actor, body }) =>
    db.transaction(async (tx) => {
      await setBank(tx, actor, body);
      return await own(tx, actor);
    }),
  );

  api.route(op.getStatement, async ({ actor, params, query }) =>
    statementOf(db.read, await providerFor(db.read, actor, query.provider), params.month),
  );
  api.stream(op.getStatementFile, async ({ actor, params, query }, res) => {
    const statement = await statementOf(db.read, await providerFor(db.read, actor, query.provider), params.month);
    const { format, language } = query;
    const bytes =
      format === 'pdf'
        ? await statementPdf(statement, language, `Datasan · ${settings.publicUrl}`)
        : Buffer.from(statementCsv(statement, language));
    res
      .attachment(`datasan-${params.month}.${format}`)
      .type(format === 'pdf' ? 'application/pdf' : 'text/csv; charset=utf-8')
      .send(bytes);
  });

  api.route(op.listWithholding, async ({ params }) => ({ items: await withholdingOf(db.read, params.month) }));

  api.route(op.listPayouts, async ({ actor, query }) => {
    const rows = db.read
      .createQueryBuilder(Payouts, 'row')
      .orderBy('row.id', 'DESC')
      .limit(query.limit + 1);
    const whose = query.provider ?? (seesEverything(actor) ? undefined : actor.organisationId);
    if (whose) rows.andWhere('row.providerId = :whose', { whose: (await providerFor(db.read, actor, whose)).id });
    if (query.state) rows.andWhere('row.state = :state', { state: query.state });
    if (query.rail) rows.andWhere('row.rail = :rail', { rail: query.rail });
    const after = decodeCursor(query.cursor, 1);
    if (after) rows.andWhere('row.id < :after', { after: after[0] });
    const page = pageOf(
      await rows.getMany(),
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await payoutViews(db.read, page.items, actor) };
  });
  const view = async (tx: Tx, row: Payout, actor: MemberActor) => first(await payoutViews(tx, [row], actor));
  api.route(op.sendBankPayout, ({ actor, params, body }) =>
    db.transaction(async (tx) => view(tx, await sendBankPayout(tx, actor, params.id, body), actor)),
  );
  api.route(op.transitionPayout, ({ actor, params, body }) =>
    db.transaction(async (tx) => view(tx, await movePayout(tx, actor, params.id, body.action, body.reason), actor)),
  );

  api.route(op.getMoneyDesk, () => moneyDesk(db.read));
  api.route(op.listMoneyCases, async ({ actor, query }) => {
    const rows = db.read
      .createQueryBuilder(MoneyCases, 'row')
      .orderBy('row.id', 'DESC')
      .limit(query.limit + 1);
    if (query.state) rows.andWhere('row.state = :state', { state: query.state });
    const after = decodeCursor(query.cursor, 1);
    if (after) rows.andWhere('row.id < :after', { after: after[0] });
    const page = pageOf(
      await rows.getMany(),
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await moneyCaseViews(db.read, page.items, actor) };
  });
  api.route(op.transitionMoneyCase, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      if (!(await tx.findOneBy(MoneyCases, { id: params.id }))) throw notFound(moneyCaseSubject.lifecycle.name);
      const set = body.action === 'explain' ? { submittedBy: actor.memberId } : {};
      const row = await advance(tx, moneyCaseSubject, params.id, body.action, actor, { reason: body.reason, set });
      return first(await moneyCaseViews(tx, [row], actor));
    }),
  );
}

function first<T>(views: readonly T[]): T {
  const [view] = views;
  if (view === undefined) throw new Error('A row has no view.');
  return view;
}
