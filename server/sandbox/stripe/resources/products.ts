import { emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, matching, pageShape } from '../lists.js';
import { knownCurrency } from '../money.js';
import type { Price } from '../objects.js';
import {
  changedMetadata,
  flag,
  integer,
  metadata,
  metadataChange,
  notSimulated,
  optionalText,
  required,
  text,
} from '../params.js';

const productShape = {
  active: flag,
  description: optionalText(),
  metadata,
  name: required(text(250)),
  tax_code: notSimulated,
};

export const products: Resource<'product'> = {
  kind: 'product',
  view: { expandable: { default_price: ['price'] } },
  mount({ get, post, delete: remove }) {
    post('/products', productShape, (cause, params) => {
      const product = cause.tx.put({
        id: newId('prod', 14),
        object: 'product',
        active: params.active ?? true,
        created: cause.now,
        default_price: null,
        description: params.description ?? null,
        images: [],
        livemode: false,
        marketing_features: [],
        metadata: params.metadata ?? {},
        name: params.name,
        package_dimensions: null,
        shippable: null,
        statement_descriptor: null,
        tax_code: null,
        type: 'service',
        unit_label: null,
        updated: cause.now,
        url: null,
      });
      emit(cause, 'product.created', product);
      return product;
    });
    get('/products', { ...pageShape, active: flag }, (reader, params) =>
      listPage(matching(reader.all('product'), { active: params.active }), params, '/v1/products'),
    );
    get('/products/:id', {}, (reader, _params, id) => {
      const product = reader.get('product', id);
      if (!product || product.deleted) throw noSuch('product', id, 'id', 404);
      return product;
    });
    const changes = { ...productShape, name: text(250), metadata: metadataChange };
    post('/products/:id', changes, (cause, { metadata: about, ...params }, id) => {
      const product = cause.tx.get('product', id);
      if (!product || product.deleted) throw noSuch('product', id, 'id', 404);
      const merged = changedMetadata(product.metadata, about);
      const changed = cause.tx.put({ ...product, ...params, metadata: merged, updated: cause.now });
      emit(cause, 'product.updated', changed, product);
      return changed;
    });
    remove('/products/:id', {}, (cause, _params, id) => {
      const product = cause.tx.get('product', id);
      if (!product || product.deleted) throw noSuch('product', id, 'id', 404);
      cause.tx.put({ ...product, deleted: true as const });
      emit(cause, 'product.deleted', product);
      return { id, object: 'product', deleted: true };
    });
  },
};

const priceShape = {
  active: flag,
  currency: required(text(3)),
  metadata,
  nickname: optionalText(),
  product: required(text()),
  recurring: notSimulated,
  unit_amount: required(integer(0)),
};

/** A price of one payment. */
export function newPrice(
  id: string,
  given: { currency: string; now: number; product: string; unitAmount: number; active: boolean },
) {
  return {
    id,
    object: 'price' as const,
    active: given.active,
    billing_scheme: 'per_unit',
    created: given.now,
    currency: given.currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: null,
    metadata: {},
    nickname: null,
    product: given.product,
    recurring: null,
    tax_behavior: 'unspecified',
    tiers_mode: null,
    transform_quantity: null,
    type: 'one_time',
    unit_amount: given.unitAmount,
    unit_amount_decimal: String(given.unitAmount),
  };
}

export const prices: Resource<'price'> = {
  kind: 'price',
  view: { expandable: { product: ['product'] } },
  mount({ get, post }) {
    post('/prices', priceShape, (cause, params) => {
      const { product, unit_amount, active = true, nickname = null } = params;
      const known = cause.tx.get('product', product);
      if (!known || known.deleted) throw noSuch('product', product, 'product', 400);
      const currency = knownCurrency(params.currency, 'currency');
      const made = newPrice(newId('price'), { currency, now: cause.now, product, unitAmount: unit_amount, active });
      const price = cause.tx.put<Price>({ ...made, metadata: params.metadata ?? {}, nickname });
      emit(cause, 'price.created', price);
      return price;
    });
    get('/prices', { ...pageShape, product: text(), active: flag }, (reader, params) => {
      const { product, active } = params;
      return listPage(matching(reader.all('price'), { product, active }), params, '/v1/prices');
    });
    get('/prices/:id', {}, (reader, _params, id) => {
      const price = reader.get('price', id);
      if (!price) throw noSuch('price', id, 'id', 404);
      return price;
    });
    const changes = { active: flag, nickname: optionalText(), metadata: metadataChange };
    post('/prices/:id', changes, (cause, { metadata: about, ...params }, id) => {
      const price = cause.tx.get('price', id);
      if (!price) throw noSuch('price', id, 'id', 404);
      const changed = { ...price, ...params, metadata: changedMetadata(price.metadata, about) } as Price;
      emit(cause, 'price.updated', changed, price);
      return cause.tx.put(changed);
    });
  },
};
