import { type Cause, emit, within } from '../emit.js';
import type { Endpoints } from '../endpoints.js';
import { currencyCodes } from '../money.js';
import type { AnyObject } from '../objects.js';
import { fundsOf } from '../purse.js';
import type { Reader } from '../store.js';

/** The balance as it is now: only currencies that have ever moved, `vnd` always. */
function balanceOf(reader: Reader, account: string | null, now: number) {
  const used = currencyCodes.filter(
    (code) => code === 'vnd' || reader.get('sandbox.purse', `${account ?? 'platform'} ${code}`),
  );
  const rows = used.map((currency) => ({ currency, ...fundsOf(reader, account, currency, now) }));
  const row = (amount: number, currency: string) => ({ amount, currency, source_types: { card: amount } });
  return {
    object: 'balance',
    available: rows.map(({ currency, available }) => row(available, currency)),
    ...(account ? {} : { connect_reserved: rows.map(({ currency }) => ({ amount: 0, currency })) }),
    livemode: false,
    pending: rows.map(({ currency, pending }) => row(pending, currency)),
    refund_and_dispute_prefunding: {
      available: rows.map(({ currency }) => ({ amount: 0, currency })),
      pending: rows.map(({ currency }) => ({ amount: 0, currency })),
    },
  };
}

/** Some of the balance has become available. */
export function announceBalance(cause: Cause, target: string): void {
  const account = target.split('@')[0] || null;
  emit(
    within(cause, account),
    'balance.available',
    balanceOf(cause.everything, account, cause.now) as unknown as AnyObject,
  );
}

export function mountBalance({ get }: Endpoints): void {
  get('/balance', {}, (reader, _params, _id, { account, now }) => balanceOf(reader, account, now));
}
