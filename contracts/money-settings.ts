import { z } from 'zod';
import { allowedAction, id, moment, text, transitionBody } from './common.js';
import { moneySettingLifecycle } from './lifecycles/money-setting.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { railName } from './payments.js';

/** How money goes: through the exchange, which holds it, or from buyer to provider with the exchange only noting it (scheme C8). */
export const moneyTerms = z.strictObject({
  /** False: the exchange holds no money; buyers pay providers directly. */
  paymentFunction: z.boolean(),
  /** Which rails new payments may be started on while it is true; a rail that the installation lacks stays off. */
  card: z.boolean(),
  bank: z.boolean(),
  /** The part of each release that is kept back, in basis points of what the provider gets, and for how many days. */
  reserveBp: z.number().int().min(0).max(5_000),
  reserveDays: z.number().int().min(0).max(180),
});
export type MoneyTerms = z.infer<typeof moneyTerms>;

/** Before the operator has decided anything: what the installation is set up for, and no reserve. */
export const firstTerms: MoneyTerms = { paymentFunction: true, card: true, bank: true, reserveBp: 0, reserveDays: 0 };

export const moneySettingView = z.strictObject({
  id: id('mst'),
  number: z.number().int(),
  terms: moneyTerms,
  why: z.string(),
  state: z.enum(statesOf(moneySettingLifecycle)),
  stateSince: moment,
  stateReason: z.string().nullable(),
  inForce: z.boolean(),
  createdAt: moment,
  actions: z.array(allowedAction),
});
export type MoneySettingView = z.infer<typeof moneySettingView>;

const settingsView = z.strictObject({
  /** In force now; `number` 0 before the first decision. */
  terms: moneyTerms.extend({ number: z.number().int() }),
  /** Rails that a payment may be started on now. */
  rails: z.array(railName),
  /** Versions newest first, for operator and regulator; nobody else is shown any. */
  items: z.array(moneySettingView),
});
export type MoneySettingsView = z.infer<typeof settingsView>;

const tag = 'payments';
const office = { tag, roles: ['operator'], scope: 'session', verified: true, idempotent: true } as const;
export const moneySettingOperations = {
  getMoneySettings: operation({
    method: 'GET',
    path: '/money-settings',
    tag,
    summary: 'Whether the exchange has a payment function, the rails that are on, and the reserve',
    roles: 'anyone',
    response: settingsView,
  }),
  proposeMoneySetting: operation({
    ...office,
    method: 'POST',
    path: '/money-settings',
    summary: 'Propose how money goes from now on; another member of the operator must approve it',
    status: 201,
    body: moneyTerms.extend({ why: text(10, 2000) }),
    response: moneySettingView,
    problems: ['rule-broken', 'conflict'],
  }),
  transitionMoneySetting: operation({
    ...office,
    method: 'POST',
    path: '/money-settings/:id/transitions',
    summary: 'Approve a proposed setting as a second person, which puts it in force at once, or drop it',
    params: z.strictObject({ id: id('mst') }),
    body: transitionBody(actionsOf(moneySettingLifecycle)),
    response: moneySettingView,
    problems: ['transition-refused', 'four-eyes', 'conflict'],
  }),
};
