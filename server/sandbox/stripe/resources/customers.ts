import { emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, matching, pageShape } from '../lists.js';
import { accepted, changedMetadata, metadata, metadataChange, optionalText, text } from '../params.js';
import type { Reader } from '../store.js';

const shape = {
  address: accepted,
  description: optionalText(),
  email: optionalText(512),
  name: optionalText(256),
  phone: optionalText(20),
  shipping: accepted,
};

function customerNamed(reader: Reader, id: string) {
  const customer = reader.get('customer', id);
  if (!customer || customer.deleted) throw noSuch('customer', id, 'id', 404);
  return customer;
}

export const customers: Resource<'customer'> = {
  kind: 'customer',
  view: { expandable: {} },
  mount({ get, post, delete: remove }) {
    post('/customers', { ...shape, metadata }, (cause, { metadata: about = {}, ...params }) => {
      const customer = cause.tx.put({
        id: newId('cus', 14),
        object: 'customer',
        address: params.address ?? null,
        balance: 0,
        created: cause.now,
        currency: null,
        customer_account: null,
        default_source: null,
        delinquent: false,
        description: params.description ?? null,
        email: params.email ?? null,
        invoice_prefix: newId('x', 8).slice(2).toUpperCase(),
        invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
        livemode: false,
        metadata: about,
        name: params.name ?? null,
        next_invoice_sequence: 1,
        phone: params.phone ?? null,
        preferred_locales: [],
        shipping: params.shipping ?? null,
        tax_exempt: 'none',
        test_clock: null,
      });
      emit(cause, 'customer.created', customer);
      return customer;
    });
    get('/customers', { ...pageShape, email: text() }, (reader, params) =>
      listPage(matching(reader.all('customer'), { email: params.email }), params, '/v1/customers'),
    );
    get('/customers/:id', {}, (reader, _params, id) => {
      const customer = reader.get('customer', id);
      if (!customer) throw noSuch('customer', id, 'id', 404);
      return customer.deleted ? { id, object: 'customer', deleted: true } : customer;
    });
    post('/customers/:id', { ...shape, metadata: metadataChange }, (cause, { metadata: about, ...params }, id) => {
      const customer = customerNamed(cause.tx, id);
      const changed = cause.tx.put({ ...customer, ...params, metadata: changedMetadata(customer.metadata, about) });
      emit(cause, 'customer.updated', changed, customer);
      return changed;
    });
    remove('/customers/:id', {}, (cause, _params, id) => {
      const customer = customerNamed(cause.tx, id);
      cause.tx.put({ ...customer, deleted: true as const });
      emit(cause, 'customer.deleted', customer);
      return { id, object: 'customer', deleted: true };
    });
  },
};
