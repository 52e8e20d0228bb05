import { type Cause, emit, within } from '../emit.js';
import type { Endpoints } from '../endpoints.js';
import { StripeError } from '../errors.js';
import { newId } from '../ids.js';
import type { Account, AccountV2 } from '../objects-connect.js';
import { accepted, changedMetadata, flag, metadata, metadataChange, type Params, text } from '../params.js';
import type { Reader } from '../store.js';
import { putAccount } from './accounts-v1.js';
import { createLink, linkShape } from './links.js';
import { include, shape } from './params-v2.js';
import { accountView } from './view-v2.js';

/** Version 2 has its own words for what is not there. */
function notFound(id: string): StripeError {
  const message = `No such account: '${id}'`;
  return new StripeError(404, { type: 'invalid_request_error', code: 'not_found', message }, true);
}

function accountNamed(reader: Reader, id: string): { v1: Account & { deleted?: true }; v2: AccountV2 } {
  const [v1, v2] = [reader.get('account', id), reader.get('sandbox.account_v2', id)];
  if (!v1 || !v2) throw notFound(id);
  return { v1, v2 };
}

function show(reader: Reader, id: string, parts: Params<typeof shape>['include']): object {
  const { v1, v2 } = accountNamed(reader, id);
  return accountView(v2, v1.created, v1.deleted === true, parts ?? []);
}

const asksForTransfers = (params: Pick<Params<typeof shape>, 'configuration'>) =>
  params.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.requested === true;

function create(cause: Cause, params: Params<typeof shape> & { metadata: Record<string, string> | undefined }): object {
  const id = newId('acct', 16);
  const asks = asksForTransfers(params);
  const { contact_email = null, display_name = null, dashboard = null } = params;
  const about = params.metadata ?? {};
  const country = params.identity?.country?.toUpperCase() ?? 'VN';
  putAccount(cause, id, { country, email: contact_email, type: 'none', wants: ['transfers'], metadata: about });
  const collectors = params.defaults?.responsibilities;
  cause.tx.put<AccountV2>({
    id,
    object: 'sandbox.account_v2',
    contact_email,
    dashboard,
    defaults: {
      currency: 'vnd',
      locales: [],
      ...params.defaults,
      responsibilities: {
        fees_collector: collectors?.fees_collector ?? 'application',
        losses_collector: collectors?.losses_collector ?? 'application',
        requirements_collector: 'stripe',
      },
    },
    display_name,
    identity: { ...params.identity, country: country.toLowerCase() },
    metadata: about,
    payout_method: null,
    transfers: asks ? 'restricted' : 'unrequested',
  });
  return show(cause.tx, id, params.include);
}

function update(
  cause: Cause,
  {
    metadata: about,
    include: parts,
    ...params
  }: Params<typeof shape> & { metadata: Params<{ metadata: typeof metadataChange }>['metadata'] },
  id: string,
): object {
  const { v1, v2 } = accountNamed(cause.tx, id);
  const merged = changedMetadata(v2.metadata, about);
  const { contact_email = v2.contact_email, display_name = v2.display_name, dashboard = v2.dashboard } = params;
  const { defaults, identity } = {
    defaults: { ...v2.defaults, ...params.defaults },
    identity: { ...v2.identity, ...params.identity },
  };
  const transfers = v2.transfers === 'unrequested' && asksForTransfers(params) ? 'restricted' : v2.transfers;
  cause.tx.put<AccountV2>({
    ...v2,
    contact_email,
    display_name,
    dashboard,
    defaults,
    identity,
    transfers,
    metadata: merged,
  });
  const changed = cause.tx.put<Account>({ ...v1, email: contact_email, metadata: merged });
  emit(within(cause, id), 'account.updated', changed, v1);
  return show(cause.tx, id, parts);
}

/** Connected accounts as Stripe wants them today, and the links to their hosted onboarding. */
export function mountAccountsV2({ get, post, sandbox }: Endpoints): void {
  post('/core/accounts', { ...shape, metadata }, create);
  get(
    '/core/accounts',
    { limit: text(), page: text(), applied_configurations: accepted, closed: flag },
    (reader, params) => {
      const limit = Math.min(Number(params.limit ?? 20), 100);
      const from = Number(params.page ?? 0);
      const newest = [...reader.all('sandbox.account_v2')].reverse();
      const page = (start: number) => `/v2/core/accounts?limit=${limit}&page=${start}`;
      return {
        data: newest.slice(from, from + limit).map(({ id }) => show(reader, id, [])),
        next_page_url: newest.length > from + limit ? page(from + limit) : null,
        previous_page_url: from > 0 ? page(Math.max(0, from - limit)) : null,
      };
    },
  );
  get('/core/accounts/:id', { include }, (reader, params, id) => show(reader, id, params.include));
  post('/core/accounts/:id', { ...shape, metadata: metadataChange }, update);
  post('/core/accounts/:id/close', { applied_configurations: accepted }, (cause, _params, id) => {
    const { v1 } = accountNamed(cause.tx, id);
    cause.tx.put({ ...v1, deleted: true as const });
    return show(cause.tx, id, []);
  });
  post('/core/account_links', linkShape, (cause, params) => {
    accountNamed(cause.tx, params.account);
    return createLink(cause, params, sandbox.checkoutBaseUrl);
  });
}
