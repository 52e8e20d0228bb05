import type Stripe from 'stripe';
import type { accountView, recipient, requirements } from '../../server/sandbox/stripe/accounts/view-v2.js';

type Shown = Stripe.V2.Core.Account;
type Holds<Part extends Whole, Whole> = [Part, Whole];

/**
 * The published file has nothing of version 2, so that what the stand-in shows there is compared with the SDK's own
 * types, by the compiler: this does not compile when a field is wrong.
 */
export type AsTheSdkTypesIt = [
  Holds<keyof ReturnType<typeof accountView>, keyof Shown>,
  Holds<keyof Shown, keyof ReturnType<typeof accountView>>,
  Holds<ReturnType<typeof recipient>, Stripe.V2.Core.Account.Configuration.Recipient>,
  Holds<ReturnType<typeof requirements>['entries'], Stripe.V2.Core.Account.Requirements.Entry[]>,
];
