import type { AccountV2 } from '../objects-connect.js';

export const PARTS = [
  'configuration.customer',
  'configuration.merchant',
  'configuration.recipient',
  'defaults',
  'future_requirements',
  'identity',
  'requirements',
] as const;
export type Part = (typeof PARTS)[number];

/** An account of version 2; parts that were not asked for by `include` are null, as at Stripe. */
export function accountView(account: AccountV2, created: number, closed: boolean, include: readonly Part[]) {
  const { id, contact_email, dashboard, display_name, metadata, transfers } = account;
  const parts = {
    configuration: include.includes('configuration.recipient') ? { recipient: recipient(account) } : null,
    defaults: include.includes('defaults') ? account.defaults : null,
    future_requirements: include.includes('future_requirements') ? { entries: [], summary: null } : null,
    identity: include.includes('identity') ? account.identity : null,
    requirements: include.includes('requirements') ? requirements(account) : null,
  };
  return {
    id,
    object: 'v2.core.account' as const,
    applied_configurations: transfers === 'unrequested' ? [] : ['recipient' as const],
    closed,
    contact_email,
    contact_phone: null,
    created: new Date(created * 1000).toISOString(),
    dashboard,
    display_name,
    livemode: false,
    metadata,
    ...parts,
  };
}

export function recipient({ transfers }: Pick<AccountV2, 'transfers'>) {
  if (transfers === 'unrequested') return { applied: false };
  const waiting = [{ code: 'requirements_past_due', resolution: 'provide_info' }] as const;
  const status_details = transfers === 'active' ? [] : [...waiting];
  return {
    applied: true,
    capabilities: {
      stripe_balance: {
        payouts: { status: transfers, status_details },
        stripe_transfers: { status: transfers, status_details },
      },
    },
  };
}

export function requirements({ transfers }: Pick<AccountV2, 'transfers'>) {
  if (transfers !== 'restricted') return { entries: [], summary: null };
  const deadline = { status: 'past_due' } as const;
  const entry = (description: string) => ({
    awaiting_action_from: 'user' as const,
    description,
    errors: [],
    impact: {
      restricts_capabilities: [{ capability: 'stripe_balance.stripe_transfers', configuration: 'recipient', deadline }],
    },
    minimum_deadline: deadline,
    requested_reasons: [{ code: 'routine_onboarding' as const }],
  });
  const entries = [
    entry('configuration.recipient.default_outbound_destination'),
    entry('identity.attestations.terms_of_service'),
  ];
  return { entries, summary: { minimum_deadline: deadline } };
}
