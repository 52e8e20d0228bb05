import type { PaymentIntent, PaymentMethod } from '../objects.js';

export function billingOf({ billing_details }: PaymentMethod, { receipt_email }: PaymentIntent) {
  return { ...billing_details, email: billing_details.email ?? receipt_email ?? null };
}

export function outcome(declineCode: string | null, declined: boolean) {
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: null,
    network_status: declined ? 'declined_by_network' : 'approved_by_network',
    reason: declineCode,
    risk_level: 'normal',
    seller_message: declined ? 'The bank did not accept the payment.' : 'Payment complete.',
    type: declined ? 'issuer_declined' : 'authorized',
  };
}

export function methodDetails(method: PaymentMethod, amount: number) {
  const { card, sepa_debit: debit } = method;
  if (!card) {
    const { bank_code, branch_code, country, fingerprint, last4 } = debit ?? ({} as Record<string, unknown>);
    return { type: 'sepa_debit', sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate: null } };
  }
  return {
    type: 'card',
    card: {
      amount_authorized: amount,
      authorization_code: null,
      brand: card.brand,
      checks: card.checks,
      country: 'US',
      exp_month: card.exp_month,
      exp_year: card.exp_year,
      fingerprint: card.fingerprint,
      funding: 'credit',
      installments: null,
      last4: card.last4,
      mandate: null,
      network: card.brand,
      regulated_status: 'unregulated',
      three_d_secure: null,
      wallet: null,
    },
  };
}
