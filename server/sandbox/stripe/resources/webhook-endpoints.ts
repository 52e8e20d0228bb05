import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, pageShape } from '../lists.js';
import { changedMetadata, flag, list, metadata, metadataChange, optionalText, required, text, url } from '../params.js';
import type { Reader } from '../store.js';

function endpointNamed(reader: Reader, id: string) {
  const endpoint = reader.get('webhook_endpoint', id);
  if (!endpoint || endpoint.deleted) throw noSuch('webhook endpoint', id, 'webhook_endpoint', 404);
  return endpoint;
}

const createShape = {
  api_version: text(),
  connect: flag,
  description: optionalText(),
  enabled_events: required(list(text())),
  metadata,
  url: required(url),
};

/** Receivers beside the one of the configuration; each signs with a secret that is told once, when it is made. */
export const webhookEndpoints: Resource<'webhook_endpoint'> = {
  kind: 'webhook_endpoint',
  view: { expandable: {} },
  mount({ get, post, delete: remove }) {
    post('/webhook_endpoints', createShape, (cause, params) => {
      const secret = `whsec_${newId('x', 32).slice(2)}`;
      const endpoint = cause.tx.put({
        id: newId('we'),
        object: 'webhook_endpoint',
        api_version: params.api_version ?? null,
        application: null,
        created: cause.now,
        description: params.description ?? null,
        enabled_events: params.enabled_events,
        livemode: false,
        metadata: params.metadata ?? {},
        status: 'enabled',
        url: params.url,
        _secret: secret,
        _connect: params.connect ?? false,
      });
      return { ...endpoint, secret };
    });
    get('/webhook_endpoints', pageShape, (reader, params) =>
      listPage(reader.all('webhook_endpoint'), params, '/v1/webhook_endpoints'),
    );
    get('/webhook_endpoints/:id', {}, (reader, _params, id) => endpointNamed(reader, id));
    const changes = {
      description: optionalText(),
      disabled: flag,
      enabled_events: list(text()),
      metadata: metadataChange,
      url,
    };
    post('/webhook_endpoints/:id', changes, (cause, { metadata: about, disabled, ...params }, id) => {
      const before = endpointNamed(cause.tx, id);
      const status = disabled === undefined ? before.status : disabled ? 'disabled' : 'enabled';
      const changed = { ...before, ...params, status, metadata: changedMetadata(before.metadata, about) };
      return cause.tx.put(changed as typeof before);
    });
    remove('/webhook_endpoints/:id', {}, (cause, _params, id) => {
      cause.tx.put({ ...endpointNamed(cause.tx, id), deleted: true as const });
      return { id, object: 'webhook_endpoint', deleted: true };
    });
  },
};
