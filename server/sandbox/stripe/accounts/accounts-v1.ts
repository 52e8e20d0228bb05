import { type Cause, emit, within } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, pageShape } from '../lists.js';
import { knownCurrency } from '../money.js';
import type { Account } from '../objects-connect.js';
import { accepted, changedMetadata, flag, metadata, metadataChange, object, oneOf, required, text } from '../params.js';
import type { Reader } from '../store.js';
import { addBankAccount } from './bank-accounts.js';
import { allRequirements, noRequirements } from './onboard.js';

const capability = object({ requested: flag });
const shape = {
  business_profile: accepted,
  business_type: oneOf('company', 'government_entity', 'individual', 'non_profit'),
  capabilities: object({ transfers: capability, card_payments: capability }),
  company: accepted,
  controller: accepted,
  country: text(2),
  default_currency: text(3),
  email: text(800),
  settings: accepted,
  tos_acceptance: accepted,
  type: oneOf('custom', 'express', 'standard'),
};

type NewAccount = {
  country: string;
  email: string | null;
  type: string;
  wants: string[];
  metadata: Record<string, string>;
};

/** An account in version 1. One that asks for no capability may be sent money at once, as in Stripe's own fixtures. */
export function putAccount({ tx, now }: Cause, id: string, given: NewAccount): Account {
  const waiting = given.wants.length > 0;
  return tx.put<Account>({
    id,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: null,
      name: null,
      product_description: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    business_type: null,
    capabilities: Object.fromEntries(given.wants.map((name) => [name, 'inactive'])),
    charges_enabled: false,
    controller: { type: 'application', is_controller: true },
    country: given.country,
    created: now,
    default_currency: 'vnd',
    details_submitted: false,
    email: given.email,
    future_requirements: noRequirements,
    metadata: given.metadata,
    payouts_enabled: !waiting,
    requirements: waiting ? allRequirements : noRequirements,
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type: given.type,
  });
}

function accountNamed(reader: Reader, id: string): Account {
  const account = reader.get('account', id);
  if (!account || account.deleted) throw noSuch('account', id, 'account', 404);
  return account;
}

const bankShape = {
  account_holder_name: text(),
  account_holder_type: oneOf('company', 'individual'),
  account_number: required(text(34)),
  country: required(text(2)),
  currency: required(text(3)),
  object: oneOf('bank_account'),
  routing_number: text(),
};

export const accounts: Resource<'account'> = {
  kind: 'account',
  view: { expandable: {} },
  mount({ get, post, delete: remove }) {
    post('/accounts', { ...shape, metadata }, (cause, params) => {
      const wants = Object.entries(params.capabilities ?? {}).filter(([, asked]) => asked?.requested);
      return putAccount(cause, newId('acct', 16), {
        country: params.country ?? 'US',
        email: params.email ?? null,
        metadata: params.metadata ?? {},
        type: params.type ?? 'none',
        wants: wants.map(([name]) => name),
      });
    });
    get('/accounts', pageShape, (reader, params) => listPage(reader.all('account'), params, '/v1/accounts'));
    get('/accounts/:id', {}, (reader, _params, id) => accountNamed(reader, id));
    post('/accounts/:id', { ...shape, metadata: metadataChange }, (cause, params, id) => {
      const before = accountNamed(cause.tx, id);
      const { email = before.email, metadata: about } = params;
      const changed = cause.tx.put<Account>({ ...before, email, metadata: changedMetadata(before.metadata, about) });
      emit(within(cause, id), 'account.updated', changed, before);
      return changed;
    });
    remove('/accounts/:id', {}, (cause, _params, id) => {
      cause.tx.put({ ...accountNamed(cause.tx, id), deleted: true as const });
      return { id, object: 'account', deleted: true };
    });

    const externalShape = { external_account: required(object(bankShape)), default_for_currency: flag, metadata };
    post('/accounts/:id/external_accounts', externalShape, (cause, { external_account: given }, id) => {
      accountNamed(cause.tx, id);
      const bank = addBankAccount(cause, id, {
        number: given.account_number,
        currency: knownCurrency(given.currency, 'external_account[currency]'),
        country: given.country,
        holder: given.account_holder_name ?? null,
        routing: given.routing_number ?? null,
      });
      emit(within(cause, id), 'account.external_account.created', bank);
      return bank;
    });
    get('/accounts/:id/external_accounts', { ...pageShape, object: text() }, (_reader, params, id, { everything }) =>
      listPage(everything.find('bank_account', 'account', id), params, `/v1/accounts/${id}/external_accounts`),
    );
  },
};
