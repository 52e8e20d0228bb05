import Stripe from 'stripe';
import { day, now } from '../kernel/clock.js';

/** Stripe's own word on what a connected account may do. */
export type CapabilityStatus = 'none' | 'pending' | 'restricted' | 'unsupported' | 'rejected' | 'active';
export type ConnectedAccount = {
  id: string;
  transfers: CapabilityStatus;
  payouts: CapabilityStatus;
  /** What Stripe still wants to know, in its own words. */
  requirements: string[];
};
export type PayoutState = {
  id: string;
  status: 'pending' | 'in_transit' | 'paid' | 'failed' | 'cancelled';
  amountVnd: number;
  currency: string;
  /** `2026-12-01`. */
  arrivalOn: string;
  failure: string | null;
  /** Our own payout and its attempt, when it was made by us. */
  payoutId: string | null;
  attempt: number;
};
/** A line of the exchange's own balance at Stripe; amounts are signed, in đồng. */
export type BalanceLine = {
  id: string;
  type: string;
  source: string | null;
  amountVnd: number;
  feeVnd: number;
  netVnd: number;
  at: Date;
  /** Of a charge or a refund: the payment it belongs to. */
  paymentIntent: string | null;
};
export type PastEvent = { id: string; type: string; objectId: string; at: Date; body: unknown };
/** What Stripe gave for it, or why it refused for good: asking again would change nothing. */
export type Given = { id: string; refused: null } | { id: null; refused: string };

/** The part of the door to Stripe that money leaves by: connected accounts, transfers, payouts, and the balance behind. */
export type ConnectGate = {
  createAccount(given: { providerId: string; name: string; email: string }): Promise<string>;
  readAccount(id: string): Promise<ConnectedAccount>;
  /** The address of Stripe's own forms: to be used once, soon. */
  accountLink(given: { account: string; update: boolean; returnUrl: string; refreshUrl: string }): Promise<string>;
  /** Hands a charge's money on. Under the same id the same transfer is given, also after Stripe has forgotten the key. */
  transfer(given: {
    id: string;
    orderId: string;
    account: string;
    amountVnd: number;
    paymentIntent: string;
  }): Promise<Given>;
  reverse(given: { id: string; transfer: string; amountVnd: number }): Promise<Given>;
  /** What is on a connected account, or on the exchange's own, in đồng. */
  balance(account: string | null): Promise<{ availableVnd: number; pendingVnd: number }>;
  payOut(given: { id: string; attempt: number; account: string; amountVnd: number }): Promise<Given>;
  readPayout(id: string, account: string): Promise<PayoutState>;
  /** Payouts of an account that were made since, newest first; at most a hundred. */
  listPayouts(account: string, since: Date): Promise<PayoutState[]>;
  /** The next lines of the balance after `cursor`, oldest first; without one, from the beginning. */
  balanceLines(cursor: string | null): Promise<BalanceLine[]>;
  /** The next events after `cursor`, oldest first; without one, from the beginning of what Stripe keeps (30 days). */
  events(cursor: string | null): Promise<PastEvent[]>;
  /** The checkout through which a payment came; null when it came by none. */
  checkoutOf(paymentIntent: string): Promise<string | null>;
};

type Asked = <T>(ask: () => Promise<T>) => Promise<T>;
const pageSize = 100;

export function connectGate(api: Stripe, asked: Asked): ConnectGate {
  const chargeOf = async (paymentIntent: string): Promise<string> => {
    const charge = (await api.paymentIntents.retrieve(paymentIntent)).latest_charge;
    if (charge === null) throw new Error(`The payment ${paymentIntent} has no charge.`);
    return typeof charge === 'string' ? charge : charge.id;
  };
  return {
    createAccount: ({ providerId, name, email }) =>
      asked(async () => {
        const account = await api.v2.core.accounts.create(
          {
            display_name: name,
            contact_email: email,
            dashboard: 'express',
            identity: { country: 'vn', entity_type: 'company' },
            configuration: {
              recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } },
            },
            defaults: { responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
            metadata: { provider_id: providerId },
          },
          { idempotencyKey: `${providerId}:payout-account` },
        );
        return account.id;
      }),
    readAccount: (id) =>
      asked(async () => {
        const include: Stripe.V2.Core.AccountRetrieveParams.Include[] = ['configuration.recipient', 'requirements'];
        const account = await api.v2.core.accounts.retrieve(id, { include });
        const balance = account.configuration?.recipient?.capabilities?.stripe_balance;
        return {
          id,
          transfers: account.closed ? 'unsupported' : (balance?.stripe_transfers?.status ?? 'none'),
          payouts: account.closed ? 'unsupported' : (balance?.payouts?.status ?? 'none'),
          requirements: (account.requirements?.entries ?? []).map((entry) => entry.description).sort(),
        };
      }),
    accountLink: ({ account, update, returnUrl, refreshUrl }) =>
      asked(async () => {
        const urls = { configurations: ['recipient' as const], return_url: returnUrl, refresh_url: refreshUrl };
        const link = await api.v2.core.accountLinks.create({
          account,
          use_case: update
            ? { type: 'account_update', account_update: urls }
            : { type: 'account_onboarding', account_onboarding: urls },
        });
        return link.url;
      }),
    transfer: ({ id, orderId, account, amountVnd, paymentIntent }) =>
      asked(async () => {
        // A key is remembered for a day only: what was made before is found by looking.
        const earlier = api.transfers.list({ transfer_group: orderId, limit: pageSize });
        for await (const one of earlier) if (one.metadata.transfer_id === id) return { id: one.id, refused: null };
        return await given(async () =>
          api.transfers.create(
            {
              amount: amountVnd,
              currency: 'vnd',
              destination: account,
              source_transaction: await chargeOf(paymentIntent),
              transfer_group: orderId,
              metadata: { transfer_id: id, order_id: orderId },
            },
            { idempotencyKey: id },
          ),
        );
      }),
    reverse: ({ id, transfer, amountVnd }) =>
      asked(async () => {
        const earlier = api.transfers.listReversals(transfer, { limit: pageSize });
        for await (const one of earlier) if (one.metadata?.reversal_id === id) return { id: one.id, refused: null };
        const metadata = { reversal_id: id };
        return await given(() =>
          api.transfers.createReversal(transfer, { amount: amountVnd, metadata }, { idempotencyKey: id }),
        );
      }),
    balance: (account) =>
      asked(async () => {
        const balance = await api.balance.retrieve({}, account === null ? {} : { stripeAccount: account });
        const sum = (rows: Stripe.Balance.Available[]) =>
          rows.filter((row) => row.currency === 'vnd').reduce((total, row) => total + row.amount, 0);
        return { availableVnd: sum(balance.available), pendingVnd: sum(balance.pending) };
      }),
    payOut: ({ id, attempt, account, amountVnd }) =>
      asked(async () => {
        const options = { stripeAccount: account };
        const mine = (one: Stripe.Payout) => one.metadata?.payout_id === id && Number(one.metadata.attempt) === attempt;
        for await (const one of api.payouts.list({ limit: pageSize }, options)) {
          if (mine(one)) return { id: one.id, refused: null };
          if (one.created * 1000 < now().getTime() - lookBackMs) break;
        }
        return await given(() =>
          api.payouts.create(
            { amount: amountVnd, currency: 'vnd', metadata: { payout_id: id, attempt: String(attempt) } },
            { ...options, idempotencyKey: `${id}:${attempt}` },
          ),
        );
      }),
    readPayout: (id, account) =>
      asked(async () => payoutState(await api.payouts.retrieve(id, {}, { stripeAccount: account }))),
    listPayouts: (account, since) =>
      asked(async () => {
        const created = { gte: Math.floor(since.getTime() / 1000) };
        const list = await api.payouts.list({ limit: pageSize, created }, { stripeAccount: account });
        return list.data.map(payoutState);
      }),
    balanceLines: (cursor) =>
      asked(async () => {
        const expand = ['data.source'];
        const read = (page: object) => api.balanceTransactions.list({ limit: pageSize, expand, ...page });
        return (await onwards(read, cursor)).filter((one) => one.currency === 'vnd').map(balanceLine);
      }),
    events: (cursor) =>
      asked(async () => {
        const read = (page: object) => api.events.list({ limit: pageSize, ...page });
        return (await onwards(read, cursor)).map((event) => ({
          id: event.id,
          type: event.type,
          objectId: (event.data.object as { id?: string }).id ?? '',
          at: new Date(event.created * 1000),
          body: event,
        }));
      }),
    checkoutOf: (paymentIntent) =>
      asked(async () => {
        const found = await api.checkout.sessions.list({ payment_intent: paymentIntent, limit: 1 });
        return found.data[0]?.id ?? null;
      }),
  };
}

/** How far back a payout of ours is looked for before it is made (again). */
const lookBackMs = 60 * day;

type List<T> = { data: T[]; has_more: boolean };

/**
 * One page forward in time. Stripe lists newest first: with a cursor the page just before it in the list is the one that
 * follows in time; without, the whole list is walked once to its end.
 */
async function onwards<T extends { id: string }>(
  read: (page: object) => Promise<List<T>>,
  cursor: string | null,
): Promise<T[]> {
  if (cursor !== null) return (await read({ ending_before: cursor })).data.reverse();
  const all: T[] = [];
  for (let more = true; more; ) {
    const last = all.at(-1);
    const page = await read(last ? { starting_after: last.id } : {});
    all.push(...page.data);
    more = page.has_more;
  }
  return all.reverse();
}

/** A refusal that repeating does not change is an answer; every other failure is thrown. */
async function given(ask: () => Promise<{ id: string }>): Promise<Given> {
  try {
    return { id: (await ask()).id, refused: null };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.type === 'StripeInvalidRequestError') {
      return { id: null, refused: error.code ?? error.message };
    }
    throw error;
  }
}

function payoutState(payout: Stripe.Payout): PayoutState {
  const known = ['pending', 'in_transit', 'paid', 'failed'] as const;
  return {
    id: payout.id,
    status: known.find((one) => one === payout.status) ?? 'cancelled',
    amountVnd: payout.amount,
    currency: payout.currency,
    arrivalOn: new Date(payout.arrival_date * 1000).toISOString().slice(0, 10),
    failure: payout.failure_code === null ? null : `${payout.failure_code}: ${payout.failure_message ?? ''}`,
    payoutId: payout.metadata?.payout_id ?? null,
    attempt: Number(payout.metadata?.attempt ?? 0),
  };
}

function balanceLine(entry: Stripe.BalanceTransaction): BalanceLine {
  const source = entry.source as { id: string; payment_intent?: string | null } | string | null;
  const whole = typeof source === 'object' ? source : null;
  return {
    id: entry.id,
    type: entry.type,
    source: typeof source === 'string' ? source : (whole?.id ?? null),
    amountVnd: entry.amount,
    feeVnd: entry.fee,
    netVnd: entry.net,
    at: new Date(entry.created * 1000),
    paymentIntent: whole?.payment_intent ?? null,
  };
}
