import { type Cause, causeOf } from './emit.js';
import type { AnyObject, Kind } from './objects.js';
import type { TimedDeed, Timer } from './objects-own.js';
import { announceBalance } from './resources/balance.js';
import { endOverdueDispute, endReview } from './resources/dispute-steps.js';
import { settleIntent } from './resources/intent-attempts.js';
import { endPayout, sendPayout } from './resources/payouts.js';
import { failRefund, settleRefund } from './resources/refunds.js';
import type { Store } from './store.js';

const DEEDS: Record<TimedDeed, { kind: Kind | null; work: (cause: Cause, target: string) => void }> = {
  settle_intent: { kind: 'payment_intent', work: settleIntent },
  settle_refund: { kind: 'refund', work: settleRefund },
  fail_refund: { kind: 'refund', work: (cause, id) => failRefund(cause, id) },
  end_dispute: { kind: 'dispute', work: endOverdueDispute },
  decide_dispute: { kind: 'dispute', work: endReview },
  send_payout: { kind: 'payout', work: sendPayout },
  end_payout: { kind: 'payout', work: (cause, id) => endPayout(cause, id) },
  announce_balance: { kind: null, work: announceBalance },
};

/** Knows what is still to come, and lets it happen in its order. */
export function timers(store: () => Store): { hear(object: AnyObject): void; run(until: number): void } {
  const pending = new Map<string, Timer>();

  const next = (until: number): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of pending.values()) {
      if (timer.due <= until && (!first || timer.due < first.due)) first = timer;
    }
    return first;
  };

  return {
    hear(object) {
      if (object.object !== 'sandbox.timer') return;
      if (object.state === 'pending') pending.set(object.id, object);
      else pending.delete(object.id);
    },
    run(until) {
      for (let timer = next(until); timer; timer = next(until)) {
        const { id, does, target, due } = timer;
        store().transaction((tx) => {
          const { kind, work } = DEEDS[does];
          const subject = kind ? (tx.get(kind, target) as { _account?: string } | undefined) : undefined;
          work(causeOf(tx, due, subject?._account ?? null), target);
          const now = tx.get('sandbox.timer', id);
          if (now?.due === due) tx.put({ ...now, state: 'done' });
        });
      }
    },
  };
}
