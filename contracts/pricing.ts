import { z } from 'zod';
import { allowedAction, id, moment, organisationRef, transitionBody, vnd } from './common.js';
import { feeScheduleLifecycle } from './lifecycles/fee-schedule.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { feeTerms } from './money.js';
import { operation } from './operation.js';
import { vatClass } from './scheme/vat.js';

/** One version of the fees that providers pay to the exchange. */
export const feeScheduleView = z.strictObject({
  id: id('fee'),
  terms: feeTerms,
  /** In force from the beginning of this day, UTC+7. */
  validFrom: z.iso.date(),
  /** The organisation that takes the fee and invoices it. */
  operator: organisationRef,
  state: z.enum(statesOf(feeScheduleLifecycle)),
  stateReason: z.string().nullable(),
  /** In force today. */
  inForce: z.boolean(),
  createdAt: moment,
  actions: z.array(allowedAction),
});
export type FeeScheduleView = z.infer<typeof feeScheduleView>;

const feesView = z.strictObject({
  /** What an agreement that is made now takes over. */
  terms: feeTerms,
  /** Versions newest first; members of the operator also see what is proposed. */
  items: z.array(feeScheduleView),
});

const tag = 'pricing';
export const pricingOperations = {
  getFees: operation({
    method: 'GET',
    path: '/fees',
    tag,
    summary: 'The fees of the exchange: in force, to come, and before',
    roles: 'anyone',
    response: feesView,
  }),
  proposeFees: operation({
    method: 'POST',
    path: '/fees',
    tag,
    summary: 'Propose the next version of the fees, for a day to come; another member of the operator must approve it',
    roles: ['operator'],
    scope: 'session',
    verified: true,
    idempotent: true,
    status: 201,
    body: z.strictObject({
      validFrom: z.iso.date(),
      percentBp: feeTerms.shape.percentBp,
      fixedVnd: vnd,
      minVnd: vnd,
      maxVnd: vnd.nullable(),
      vatClass,
    }),
    response: feeScheduleView,
    problems: ['rule-broken'],
  }),
  transitionFees: operation({
    method: 'POST',
    path: '/fees/:id/transitions',
    tag,
    summary: 'Approve a proposed version as a second person, or drop it',
    roles: ['operator'],
    scope: 'session',
    verified: true,
    idempotent: true,
    params: z.strictObject({ id: id('fee') }),
    body: transitionBody(actionsOf(feeScheduleLifecycle)),
    response: feeScheduleView,
    problems: ['transition-refused', 'four-eyes', 'rule-broken'],
  }),
};
