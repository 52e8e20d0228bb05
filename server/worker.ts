import { startCosigning } from './audit/cosigning.js';
import { startSequencing } from './audit/sequencing.js';
import { bidJobs } from './bids/jobs.js';
import { bidSubject } from './bids/subjects.js';
import { catalogueJobs, catalogueLastResorts } from './catalogue/jobs.js';
import { uploadStore } from './catalogue/resumable.js';
import { datasetSubject, revisionSubject } from './catalogue/subjects.js';
import type { Context } from './context.js';
import { alertSearches } from './discovery/alerts.js';
import { keepCounts } from './discovery/search.js';
import { nudgeDisputes } from './disputes/carrying-out.js';
import { disputeJobs } from './disputes/jobs.js';
import { disputeSubject } from './disputes/subjects.js';
import { evaluationSubject } from './evaluation/subjects.js';
import { sealSecrets } from './fingerprint/secrets.js';
import { warnOfEnds } from './fulfilment/extensions.js';
import { nudgeFollowers } from './fulfilment/following.js';
import { fulfilmentJobs, fulfilmentLastResorts } from './fulfilment/jobs.js';
import { entitlementSubject } from './fulfilment/subjects.js';
import { gateJobs } from './gate/jobs.js';
import { remindOfReverification } from './gate/reverifying.js';
import {
  appraisalSubject,
  listingReportSubject,
  overrideSubject,
  participantCertificateSubject,
  paymentAccountSubject,
} from './gate/subjects.js';
import { harvestDue } from './harvest/harvesting.js';
import { harvestJobs } from './harvest/routes.js';
import { forgetSignUps } from './identity/forgotten.js';
import { identityJobs } from './identity/jobs.js';
import { organisationSubject } from './identity/subjects.js';
import { day, hour, now } from './kernel/clock.js';
import type { Stateful } from './kernel/columns.js';
import { startRelay } from './kernel/outbox.js';
import { version } from './kernel/project.js';
import { purge } from './kernel/purge.js';
import type { Handlers, LastResorts } from './kernel/queue.js';
import { createSealer } from './kernel/sealing.js';
import { type Sweep, startSweeps } from './kernel/sweeps.js';
import { offerSubject } from './licensing/subjects.js';
import type { Subject } from './lifecycle/advance.js';
import { startTimers } from './lifecycle/timers.js';
import { waitWhileFrozen } from './lifecycle/waiting.js';
import { notificationJobs } from './notifications/jobs.js';
import { forgetNotifications } from './notifications/notifications.js';
import { orderingJobs } from './ordering/jobs.js';
import { nudgeOrders } from './ordering/nudges.js';
import { agreementSubject, orderSubject, requestSubject } from './ordering/subjects.js';
import { takeBalances } from './payments/balances.js';
import { paymentJobs } from './payments/jobs.js';
import { reconcilePayments } from './payments/reconcile.js';
import { nudgeRefunds } from './payments/refunds.js';
import { bankLineSubject, repaymentSubject, reserveSubject } from './payments/subjects.js';
import { payoutJobs } from './payouts/jobs.js';
import { reconcileWithStripe } from './payouts/reconcile.js';
import { payoutRound } from './payouts/rounds.js';
import { moneyCaseSubject, payoutSubject } from './payouts/subjects.js';
import { feeScheduleSubject, moneySettingSubject } from './pricing/subjects.js';
import { reportingJobs, reportingLastResorts } from './reporting/jobs.js';
import { monitorTrades } from './reporting/monitor.js';
import { bundleSubject, flagSubject } from './reporting/subjects.js';
import { sharingJobs } from './sharing/jobs.js';
import { supervisionJobs } from './supervision/jobs.js';
import { incidentSubject, questionSubject, takedownSubject } from './supervision/subjects.js';
import { forgetDeliveries } from './webhooks/endpoints.js';
import { startWebhooks } from './webhooks/working.js';

/** Every subject whose lifecycle may have timers. */
export const subjects = [
  organisationSubject,
  datasetSubject,
  revisionSubject,
  offerSubject,
  requestSubject,
  agreementSubject,
  orderSubject,
  entitlementSubject,
  feeScheduleSubject,
  moneySettingSubject,
  reserveSubject,
  bundleSubject,
  flagSubject,
  questionSubject,
  takedownSubject,
  incidentSubject,
  bankLineSubject,
  repaymentSubject,
  disputeSubject,
  payoutSubject,
  moneyCaseSubject,
  overrideSubject,
  listingReportSubject,
  appraisalSubject,
  participantCertificateSubject,
  paymentAccountSubject,
  bidSubject,
  evaluationSubject,
] as unknown as readonly Subject<Stateful>[];

/** Joins every job name to its function; a name without one does not compile. A job that meets a freeze waits. */
export function handlersOf({ kernel, stripe, config }: Context): Handlers {
  return waitWhileFrozen(kernel.db, {
    ...identityJobs(kernel),
    ...catalogueJobs(kernel),
    ...gateJobs(kernel),
    ...paymentJobs(kernel, stripe),
    ...orderingJobs(kernel),
    ...fulfilmentJobs(kernel),
    ...sharingJobs(kernel),
    ...notificationJobs(kernel),
    ...reportingJobs(kernel),
    ...supervisionJobs(kernel),
    ...disputeJobs(kernel),
    ...payoutJobs(kernel, stripe),
    ...bidJobs(kernel),
    ...harvestJobs(kernel, config.webhookReach),
  });
}

/** What is looked at again and again: lost events, orders that stand still, what may be forgotten. */
export function sweepsOf({ kernel, stripe, config }: Context): Sweep[] {
  return [
    { name: 'payments', everyMs: 4 * config.timerMs, run: () => reconcilePayments(kernel, stripe) },
    { name: 'orders', everyMs: 4 * config.timerMs, run: () => nudgeOrders(kernel) },
    { name: 'refunds', everyMs: 4 * config.timerMs, run: () => nudgeRefunds(kernel) },
    { name: 'disputes', everyMs: 4 * config.timerMs, run: () => nudgeDisputes(kernel.db, kernel.clocks) },
    { name: 'balances', everyMs: 4 * config.timerMs, run: () => takeBalances(kernel.db) },
    { name: 'ends', everyMs: 20 * config.timerMs, atOnce: true, run: () => warnOfEnds(kernel.db) },
    { name: 'followers', everyMs: 4 * config.timerMs, run: () => nudgeFollowers(kernel.db) },
    { name: 'purge', everyMs: 6 * hour, atOnce: true, run: () => purge(kernel.db.read) },
    { name: 'notifications', everyMs: 6 * hour, atOnce: true, run: () => forgetNotifications(kernel.db.read) },
    { name: 'webhooks', everyMs: 6 * hour, atOnce: true, run: () => forgetDeliveries(kernel.db.read) },
    { name: 'sign-ups', everyMs: 6 * hour, atOnce: true, run: () => forgetSignUps(kernel.db) },
    { name: 'reverifications', everyMs: 6 * hour, atOnce: true, run: () => remindOfReverification(kernel.db) },
    { name: 'integrity', everyMs: 20 * config.timerMs, run: () => monitorTrades(kernel.db) },
    { name: 'search-counts', everyMs: 20 * config.timerMs, atOnce: true, run: () => keepCounts(kernel.db.read) },
    { name: 'search-alerts', everyMs: 4 * config.timerMs, run: () => alertSearches(kernel.db) },
    { name: 'markings', everyMs: 6 * hour, atOnce: true, run: () => sealSecrets(kernel) },
    { name: 'harvest', everyMs: 20 * config.timerMs, run: () => harvestDue(kernel.db) },
    { name: 'payouts', everyMs: 20 * config.timerMs, run: () => payoutRound(kernel, stripe) },
    { name: 'stripe', everyMs: 20 * config.timerMs, run: () => reconcileWithStripe(kernel, stripe) },
  ];
}

/** On every machine that takes uploads: what those that broke off have left there is deleted after a day. */
export function startTidying({ kernel }: Context): { stop(): Promise<void> } {
  const run = async () => {
    await kernel.storage.forgetBroken(new Date(now().getTime() - day));
    await uploadStore(kernel.settings.uploadsFolder).deleteExpired();
  };
  return startSweeps([{ name: 'uploads', everyMs: hour, atOnce: true, run }], kernel.log);
}

/** Starts relay, workers, timers, the log's sequencer and what asks its witnesses; stopping finishes what runs. */
export function startWorker(context: Context): { stop(): Promise<void> } {
  const { kernel, config, logSigner } = context;
  if (!logSigner) throw new Error('A worker signs the log and was given no key: set LOG_SIGNING_KEY to the log’s own.');
  const lastResorts: LastResorts = {
    ...catalogueLastResorts(kernel),
    ...fulfilmentLastResorts(kernel),
    ...reportingLastResorts(kernel),
  };
  const working = kernel.queue.work(handlersOf(context), lastResorts);
  const relay = startRelay(kernel.db, kernel.notices, kernel.queue.handOver, kernel.log);
  const timers = startTimers(kernel.db, subjects, kernel.clocks, config.timerMs, kernel.log);
  const sequencing = startSequencing(kernel.db, logSigner, config.dataDir, kernel.log);
  const cosigning = startCosigning(kernel.db, config.witnesses, kernel.log);
  const sealer = createSealer(context.sessionSecret, 'webhooks');
  const webhooks = startWebhooks(
    { db: kernel.db, sealer, reach: config.webhookReach, agent: `Datasan/${version}` },
    kernel.log,
  );
  const sweeps = startSweeps(sweepsOf(context), kernel.log);
  return {
    async stop() {
      await Promise.all([
        relay.stop(),
        timers.stop(),
        sequencing.stop(),
        cosigning.stop(),
        sweeps.stop(),
        webhooks.stop(),
      ]);
      await working.stop();
    },
  };
}
