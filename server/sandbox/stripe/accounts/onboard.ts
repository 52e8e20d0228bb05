import { type Cause, emit, within } from '../emit.js';
import { noSuch } from '../errors.js';
import type { AnyObject } from '../objects.js';
import type { Account } from '../objects-connect.js';
import { addBankAccount } from './bank-accounts.js';

export const noRequirements = {
  alternatives: [],
  current_deadline: null,
  currently_due: [] as string[],
  disabled_reason: null as string | null,
  errors: [],
  eventually_due: [] as string[],
  past_due: [] as string[],
  pending_verification: [],
};

/** What a new account has still to tell. */
export const allRequirements = {
  ...noRequirements,
  currently_due: ['external_account', 'tos_acceptance.date'],
  disabled_reason: 'requirements.past_due',
  eventually_due: ['external_account', 'tos_acceptance.date'],
};

/** The account has told all that was asked, and can receive transfers and be paid out. */
export function onboard(cause: Cause, id: string, bankNumber: string): Account {
  const { account, v2 } = known(cause, id);
  // What the forms were given last is where money goes from now on.
  const { tx } = within(cause, id);
  for (const earlier of tx.find('bank_account', 'account', id)) tx.put({ ...earlier, default_for_currency: false });
  addBankAccount(cause, id, {
    number: bankNumber,
    isDefault: true,
    currency: 'vnd',
    country: String(account.country ?? 'VN'),
    holder: v2?.display_name ?? null,
    routing: '01101100',
  });
  return change(cause, account, 'active');
}

/** Stripe wants to know something again: nothing can be transferred until it is told. */
export function restrict(cause: Cause, id: string): Account {
  return change(cause, known(cause, id).account, 'inactive');
}

function known({ tx }: Cause, id: string) {
  const account = tx.get('account', id);
  if (!account || account.deleted) throw noSuch('account', id, 'account', 404);
  return { account, v2: tx.get('sandbox.account_v2', id) };
}

function change(cause: Cause, before: Account, status: 'active' | 'inactive'): Account {
  const { tx, now } = cause;
  const v2 = tx.get('sandbox.account_v2', before.id);
  if (v2) tx.put({ ...v2, transfers: status === 'active' ? 'active' : 'restricted' });
  const capabilities = { ...before.capabilities, transfers: status };
  const account = tx.put<Account>({
    ...before,
    capabilities,
    details_submitted: true,
    payouts_enabled: status === 'active',
    requirements: status === 'active' ? noRequirements : allRequirements,
  });
  const inside = within(cause, account.id);
  emit(inside, 'account.updated', account, before);
  const capability = {
    id: 'transfers',
    object: 'capability',
    account: account.id,
    requested: true,
    requested_at: now,
    requirements: account.requirements,
    status,
  };
  emit(inside, 'capability.updated', capability as unknown as AnyObject);
  return account;
}
