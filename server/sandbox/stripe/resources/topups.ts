import { emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, pageShape } from '../lists.js';
import { knownCurrency } from '../money.js';
import { integer, metadata, required, text } from '../params.js';
import { book } from './balance-transactions.js';

const createShape = {
  amount: required(integer(1)),
  currency: required(text(3)),
  description: text(),
  metadata,
  statement_descriptor: text(15),
  transfer_group: text(),
};

/** Money the platform adds to its balance by itself; here it is there at once. */
export const topups: Resource<'topup'> = {
  kind: 'topup',
  view: { expandable: { balance_transaction: ['balance_transaction'] } },
  mount({ get, post }) {
    post('/topups', createShape, (cause, params) => {
      const { amount, description = null, statement_descriptor = null, transfer_group = null } = params;
      const currency = knownCurrency(params.currency, 'currency');
      const id = newId('tu');
      const booked = book(cause, { type: 'topup', amount, currency, source: id, description });
      const topup = cause.tx.put({
        id,
        object: 'topup',
        amount,
        balance_transaction: booked.id,
        created: cause.now,
        currency,
        description,
        expected_availability_date: cause.now,
        failure_code: null,
        failure_message: null,
        livemode: false,
        metadata: params.metadata ?? {},
        source: null,
        statement_descriptor,
        status: 'succeeded',
        transfer_group,
      });
      emit(cause, 'topup.created', topup);
      emit(cause, 'topup.succeeded', topup);
      return topup;
    });
    get('/topups', pageShape, (reader, params) => listPage(reader.all('topup'), params, '/v1/topups'));
    get('/topups/:id', {}, (reader, _params, id) => {
      const topup = reader.get('topup', id);
      if (!topup) throw noSuch('topup', id, 'id', 404);
      return topup;
    });
  },
};
