import { z } from 'zod';
import { id } from '../contracts/common.js';
import type { StartedJob } from '../contracts/lifecycles.js';
import { telling } from '../contracts/notifications.js';

/** How a job is queued: `heavy` work does not stand in the way of quick work. */
type Spec<P extends z.ZodType> = { payload: P; queue: 'quick' | 'heavy'; attempts: number };

function job<P extends z.ZodType>(payload: P, queue: 'quick' | 'heavy', attempts: number): Spec<P> {
  return { payload, queue, attempts };
}
const of = (prefix: Parameters<typeof id>[0]) => z.strictObject({ id: id(prefix) });

/** Every job by name. Handlers are joined to the names in `worker.ts`. */
export const jobs = {
  'profile-revision': job(of('rev'), 'heavy', 3),
  'screen-dataset': job(of('ds'), 'quick', 5),
  'measure-anonymity': job(of('rev'), 'heavy', 3),
  'notify-listing-report': job(of('rpt'), 'quick', 5),
  'notify-appraisal': job(of('apr'), 'quick', 5),
  'notify-holders': job(of('ds'), 'quick', 5),
  'suspend-services': job(of('pcr'), 'quick', 10),
  'fulfil-order': job(of('ord'), 'heavy', 5),
  'refund-order': job(of('ord'), 'quick', 10),
  'make-refund': job(of('rfd'), 'quick', 10),
  'notify-refund-failed': job(of('rfd'), 'quick', 5),
  'notify-dispute': job(of('dsp'), 'quick', 5),
  'carry-out-dispute': job(of('dsp'), 'quick', 10),
  'build-dispute-pack': job(of('dsp'), 'quick', 5),
  'dispute-payment': job(of('ord'), 'quick', 10),
  'payment-found': job(of('ord'), 'quick', 10),
  'follow-chargeback': job(of('cbk'), 'quick', 10),
  'end-access': job(of('ord'), 'quick', 10),
  'follow-revisions': job(of('ent'), 'heavy', 5),
  'issue-receipt': job(of('ord'), 'quick', 10),
  'settle-order': job(of('ord'), 'quick', 10),
  'release-reserve': job(of('rsv'), 'quick', 10),
  'close-checkout': job(of('ord'), 'quick', 10),
  'prepare-tables': job(of('rev'), 'heavy', 3),
  'apply-stripe-event': job(z.strictObject({ eventId: z.string() }), 'quick', 10),
  'mail-secret': job(
    z.strictObject({ memberId: id('mem'), kind: z.enum(['verify-email', 'reset-password', 'invitation']) }),
    'quick',
    5,
  ),
  'mail-known-account': job(z.strictObject({ memberId: id('mem') }), 'quick', 5),
  tell: job(telling, 'quick', 10),
  'mail-notification': job(of('ntf'), 'quick', 12),
  'send-note': job(z.strictObject({ memberId: id('mem'), subject: z.string(), text: z.string() }), 'quick', 12),
  'notify-organisation': job(of('org'), 'quick', 5),
  'notify-dataset': job(of('ds'), 'quick', 5),
  'notify-request': job(of('req'), 'quick', 5),
  'notify-agreement': job(of('agr'), 'quick', 5),
  'end-agreed-access': job(of('agr'), 'quick', 10),
  'notify-order': job(of('ord'), 'quick', 5),
  'notify-entitlement': job(of('ent'), 'quick', 5),
  'harvest-portal': job(of('hpt'), 'heavy', 2),
  'notify-bid': job(of('bid'), 'quick', 5),
  'notify-bid-answer': job(of('ban'), 'quick', 5),
  'build-bundle': job(of('bnd'), 'heavy', 5),
  'drop-bundle': job(of('bnd'), 'quick', 10),
  'notify-hold': job(of('hold'), 'quick', 5),
  'notify-question': job(of('qst'), 'quick', 5),
  'notify-takedown': job(of('tkd'), 'quick', 5),
  'notify-incident': job(of('inc'), 'quick', 5),
  'notify-affected': job(of('ntc'), 'quick', 5),
  'recognise-bank-line': job(of('bln'), 'quick', 10),
  'pay-provider': job(z.strictObject({ id: id('org'), orderId: id('ord').optional() }), 'quick', 10),
  'send-payout': job(of('pyo'), 'quick', 10),
  'apply-account-event': job(z.strictObject({ eventId: z.string() }), 'quick', 10),
} as const satisfies Record<StartedJob, Spec<z.ZodType>> & Record<string, Spec<z.ZodType>>;

export type JobName = keyof typeof jobs;
export type JobPayload<N extends JobName> = z.output<(typeof jobs)[N]['payload']>;
