import type { Cause } from '../emit.js';
import { newId } from '../ids.js';
import { accepted, object, oneOf, type Params, required, text, url } from '../params.js';

const onboarding = object({
  refresh_url: required(url),
  return_url: url,
  collection_options: accepted,
  configurations: accepted,
});
export const linkShape = {
  account: required(text()),
  use_case: required(
    object({
      type: required(oneOf('account_onboarding', 'account_update')),
      account_onboarding: onboarding,
      account_update: onboarding,
    }),
  ),
};

const LINK_LASTS = 5 * 60;

/** A way to the hosted onboarding that can be used once, within five minutes. The account must be there. */
export function createLink(cause: Cause, params: Params<typeof linkShape>, base: string): object {
  const { account, use_case } = params;
  const { refresh_url = '', return_url } = use_case[use_case.type] ?? {};
  const id = newId('link', 40);
  const expires_at = cause.now + LINK_LASTS;
  cause.tx.put({
    id,
    object: 'sandbox.account_link',
    account,
    expires_at,
    refresh_url,
    return_url: return_url ?? refresh_url,
    used: false,
  });
  const time = (at: number) => new Date(at * 1000).toISOString();
  return {
    object: 'v2.core.account_link',
    account,
    created: time(cause.now),
    expires_at: time(expires_at),
    livemode: false,
    url: `${base}/c/onboard/${id}`,
    use_case,
  };
}
