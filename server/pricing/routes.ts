import { noFee } from '../../contracts/money.js';
import { type FeeScheduleView, pricingOperations } from '../../contracts/pricing.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { organisationRefs } from '../identity/organisations.js';
import { type Actor, has } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { allowedActions } from '../lifecycle/advance.js';
import { decideFees, inForce, proposeFees, termsOf } from './schedules.js';
import { feeScheduleSubject } from './subjects.js';
import { type FeeSchedule, FeeSchedules } from './tables.js';

/** Mounts the operations of this room. */
export function mountPricing(api: Api, { db }: Kernel): void {
  const op = pricingOperations;
  api.open(op.getFees, async ({ actor }) => {
    const all = await db.read.find(FeeSchedules, { order: { number: 'DESC' } });
    const shown = all.filter((row) => row.state === 'approved' || has(actor, 'operator') || has(actor, 'regulator'));
    const current = inForce(all, vietnamDay(now()));
    return { terms: current ? termsOf(current) : noFee, items: await views(db.read, shown, current, actor) };
  });
  api.route(op.proposeFees, ({ actor, body }) =>
    db.transaction(async (tx) => one(tx, await proposeFees(tx, actor, body), actor)),
  );
  api.route(op.transitionFees, ({ actor, params, body }) =>
    db.transaction(async (tx) => one(tx, await decideFees(tx, actor, params.id, body.action, body.reason), actor)),
  );
}

async function one(tx: Tx, row: FeeSchedule, actor: Actor): Promise<FeeScheduleView> {
  const current = inForce(await tx.findBy(FeeSchedules, { state: 'approved' }), vietnamDay(now()));
  const [view] = await views(tx, [row], current, actor);
  return view as FeeScheduleView;
}

async function views(
  tx: Tx,
  rows: readonly FeeSchedule[],
  current: FeeSchedule | null,
  actor: Actor,
): Promise<FeeScheduleView[]> {
  const refs = await organisationRefs(
    tx,
    rows.map((row) => row.operatorId),
  );
  return rows.map((row) => {
    const operator = refs.get(row.operatorId);
    if (!operator) throw new Error(`${row.operatorId} is referred to and does not exist.`);
    return {
      ...{ id: row.id, terms: termsOf(row), validFrom: row.validFrom, operator },
      state: row.state as FeeScheduleView['state'],
      stateReason: row.stateReason,
      inForce: row.id === current?.id,
      createdAt: row.createdAt.toISOString(),
      // Who proposed it finds no button that would be refused.
      actions: allowedActions(feeScheduleSubject, row, actor).filter(
        ({ action }) => action !== 'approve' || (actor.kind === 'member' && actor.memberId !== row.submittedBy),
      ),
    };
  });
}
