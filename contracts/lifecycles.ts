import type { JobOf, Lifecycle } from './lifecycle.js';
import { agreementLifecycle } from './lifecycles/agreement.js';
import { bankLineLifecycle } from './lifecycles/bank-line.js';
import { bundleLifecycle } from './lifecycles/bundle.js';
import { datasetLifecycle } from './lifecycles/dataset.js';
import { disputeLifecycle } from './lifecycles/dispute.js';
import { entitlementLifecycle } from './lifecycles/entitlement.js';
import { feeScheduleLifecycle } from './lifecycles/fee-schedule.js';
import { flagLifecycle } from './lifecycles/flag.js';
import { incidentLifecycle } from './lifecycles/incident.js';
import { moneyCaseLifecycle } from './lifecycles/money-case.js';
import { offerLifecycle } from './lifecycles/offer.js';
import { orderLifecycle } from './lifecycles/order.js';
import { organisationLifecycle } from './lifecycles/organisation.js';
import { payoutLifecycle } from './lifecycles/payout.js';
import { questionLifecycle } from './lifecycles/question.js';
import { repaymentLifecycle } from './lifecycles/repayment.js';
import { requestLifecycle } from './lifecycles/request.js';
import { revisionLifecycle } from './lifecycles/revision.js';
import { takedownLifecycle } from './lifecycles/takedown.js';

/** Every lifecycle of the exchange, by subject. */
export const lifecycles = {
  organisation: organisationLifecycle,
  revision: revisionLifecycle,
  dataset: datasetLifecycle,
  offer: offerLifecycle,
  request: requestLifecycle,
  agreement: agreementLifecycle,
  order: orderLifecycle,
  entitlement: entitlementLifecycle,
  'fee-schedule': feeScheduleLifecycle,
  bundle: bundleLifecycle,
  flag: flagLifecycle,
  question: questionLifecycle,
  takedown: takedownLifecycle,
  incident: incidentLifecycle,
  'bank-line': bankLineLifecycle,
  repayment: repaymentLifecycle,
  dispute: disputeLifecycle,
  payout: payoutLifecycle,
  'money-case': moneyCaseLifecycle,
} as const satisfies Record<string, Lifecycle>;

export type SubjectName = keyof typeof lifecycles;

/** Jobs that a transition may start; the server must name a handler for each. */
export type StartedJob = { [S in SubjectName]: JobOf<(typeof lifecycles)[S]> }[SubjectName];

/** Names of the states a subject can be in, as a tuple for a schema. */
export function statesOf<L extends Lifecycle>(
  table: L,
): [keyof L['states'] & string, ...(keyof L['states'] & string)[]] {
  const [first, ...rest] = Object.keys(table.states) as (keyof L['states'] & string)[];
  if (first === undefined) throw new Error(`The lifecycle of ${table.subject} has no states.`);
  return [first, ...rest];
}

/** Names of the actions members may ask for by the generic transition operation, as a tuple for a schema. */
export function actionsOf<L extends Lifecycle>(
  table: L,
): [L['transitions'][number]['action'], ...L['transitions'][number]['action'][]] {
  const asked = table.transitions.filter((row) => !row.guided && row.by.some((party) => party !== 'system'));
  const [first, ...rest] = [...new Set(asked.map((row) => row.action))];
  if (first === undefined) throw new Error(`The lifecycle of ${table.subject} has no action to ask for.`);
  return [first, ...rest];
}
