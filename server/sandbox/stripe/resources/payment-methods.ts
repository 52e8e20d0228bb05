import type { Cause } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch, refused } from '../errors.js';
import { accepted, integer, metadata, object, oneOf, type Params, required, text } from '../params.js';
import { NAMED_CARDS, TEST_IBANS } from '../test-cards.js';
import { storeMethod, testCard } from '../typed-method.js';

const createShape = {
  type: required(oneOf('card', 'sepa_debit')),
  billing_details: object({ address: accepted, email: text(), name: text(), phone: text(), tax_id: text() }),
  card: object({ token: text(), number: text(), exp_month: integer(1, 12), exp_year: integer(0), cvc: text(4) }),
  sepa_debit: object({ iban: required(text(34)) }),
  metadata,
};

function createMethod(cause: Cause, params: Params<typeof createShape>) {
  const { type, billing_details: billing, card, sepa_debit } = params;
  const name = billing?.name ?? null;
  if (type === 'sepa_debit') {
    const iban = sepa_debit?.iban.replaceAll(' ', '').toUpperCase() ?? '';
    const behaviour = TEST_IBANS[iban];
    if (!behaviour)
      throw refused('The IBAN is not one of the test IBANs.', 'invalid_bank_account_iban', 'sepa_debit[iban]');
    return storeMethod(cause, { type, iban, behaviour, name }, { ...billing } as object);
  }
  const number = card?.number ?? NAMED_CARDS[card?.token?.replace(/^tok_/, '') ?? ''];
  if (!number) throw refused(`No such token: '${card?.token ?? ''}'`, 'resource_missing', 'card[token]');
  const typed = testCard(number, cause.now);
  const dates = card?.exp_month && card.exp_year ? { exp_month: card.exp_month, exp_year: card.exp_year } : {};
  return storeMethod(cause, { ...typed, ...dates, name } as typeof typed, { ...billing } as object);
}

export const paymentMethods: Resource<'payment_method'> = {
  kind: 'payment_method',
  view: { expandable: { customer: ['customer'] } },
  mount({ get, post }) {
    post('/payment_methods', createShape, createMethod);
    get('/payment_methods/:id', {}, (reader, _params, id) => {
      const method = reader.get('payment_method', id);
      if (!method) throw noSuch('PaymentMethod', id, 'payment_method', 404);
      return method;
    });
  },
};
