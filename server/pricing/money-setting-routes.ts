import { firstTerms, type MoneySettingView, moneySettingOperations } from '../../contracts/money-settings.js';
import { type Actor, has } from '../kernel/actor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { allowedActions } from '../lifecycle/advance.js';
import { decideSetting, moneyTermsOf, proposeSetting, railsInForce, settingInForce } from './money-settings.js';
import { moneySettingSubject } from './subjects.js';
import { type MoneySetting, MoneySettings } from './tables.js';

/** Mounts the operations on how money goes. */
export function mountMoneySettings(api: Api, { db, settings }: Kernel): void {
  const op = moneySettingOperations;
  api.open(op.getMoneySettings, async ({ actor }) => {
    const current = await settingInForce(db.read);
    const shown = has(actor, 'operator') || has(actor, 'regulator');
    const rows = shown ? await db.read.find(MoneySettings, { order: { number: 'DESC' }, take: 50 }) : [];
    const terms = current ? moneyTermsOf(current) : firstTerms;
    return {
      terms: { ...terms, number: current?.number ?? 0 },
      rails: await railsInForce(db.read, settings),
      items: rows.map((row) => viewOf(row, current, actor)),
    };
  });
  api.route(op.proposeMoneySetting, ({ actor, body }) =>
    db.transaction(async (tx) =>
      viewOf(await proposeSetting(tx, settings, actor, body), await settingInForce(tx), actor),
    ),
  );
  api.route(op.transitionMoneySetting, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const row = await decideSetting(tx, actor, params.id, body.action, body.reason);
      return viewOf(row, await settingInForce(tx), actor);
    }),
  );
}

function viewOf(row: MoneySetting, current: MoneySetting | null, actor: Actor): MoneySettingView {
  const { id, number, why, stateReason } = row;
  return {
    ...{ id, number, terms: moneyTermsOf(row), why, stateReason },
    state: row.state as MoneySettingView['state'],
    stateSince: row.stateSince.toISOString(),
    inForce: row.id === current?.id,
    createdAt: row.createdAt.toISOString(),
    // Who proposed it finds no button that would be refused.
    actions: allowedActions(moneySettingSubject, row, actor).filter(
      ({ action }) => action !== 'approve' || (actor.kind === 'member' && actor.memberId !== row.submittedBy),
    ),
  };
}
