import type { JobOf, Lifecycle } from './lifecycle.js';
import { agreementLifecycle } from './lifecycles/agreement.js';
import { appraisalLifecycle } from './lifecycles/appraisal.js';
import { bankLineLifecycle } from './lifecycles/bank-line.js';
import { bidLifecycle } from './lifecycles/bid.js';
import { bundleLifecycle } from './lifecycles/bundle.js';
import { datasetLifecycle } from './lifecycles/dataset.js';
import { disputeLifecycle } from './lifecycles/dispute.js';
import { entitlementLifecycle } from './lifecycles/entitlement.js';
import { evaluationLifecycle } from './lifecycles/evaluation.js';
import { feeScheduleLifecycle } from './lifecycles/fee-schedule.js';
import { flagLifecycle } from './lifecycles/flag.js';
import { incidentLifecycle } from './lifecycles/incident.js';
import { listingReportLifecycle } from './lifecycles/listing-report.js';
import { moneyCaseLifecycle } from './lifecycles/money-case.js';
import { moneySettingLifecycle } from './lifecycles/money-setting.js';
import { offerLifecycle } from './lifecycles/offer.js';
import { orderLifecycle } from './lifecycles/order.js';
import { organisationLifecycle } from './lifecycles/organisation.js';
import { overrideLifecycle } from './lifecycles/override.js';
import { participantCertificateLifecycle } from './lifecycles/participant-certificate.js';
import { paymentAccountLifecycle } from './lifecycles/payment-account.js';
import { payoutLifecycle } from './lifecycles/payout.js';
import { questionLifecycle } from './lifecycles/question.js';
import { repaymentLifecycle } from './lifecycles/repayment.js';
import { requestLifecycle } from './lifecycles/request.js';
import { reserveLifecycle } from './lifecycles/reserve.js';
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
  override: overrideLifecycle,
  'listing-report': listingReportLifecycle,
  appraisal: appraisalLifecycle,
  'participant-certificate': participantCertificateLifecycle,
  'payment-account': paymentAccountLifecycle,
  bid: bidLifecycle,
  evaluation: evaluationLifecycle,
  'money-setting': moneySettingLifecycle,
  reserve: reserveLifecycle,
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
