import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { listPage, pageShape } from '../lists.js';
import type { Delivery } from '../objects-own.js';
import { list, oneOf, text } from '../params.js';
import type { Reader } from '../store.js';

/** The deliveries of an event: to the configured receiver and to each endpoint that wanted it. */
function deliveriesOf(reader: Reader, event: string): Delivery[] {
  const ids = [event, ...reader.all('webhook_endpoint').map((endpoint) => `${event} ${endpoint.id}`)];
  return ids.flatMap((id) => reader.get('sandbox.delivery', id) ?? []);
}

export const events: Resource<'event'> = {
  kind: 'event',
  view: {
    expandable: {},
    present: (event, reader) => ({
      ...event,
      pending_webhooks: deliveriesOf(reader, event.id).filter(({ state }) => state === 'pending').length,
    }),
  },
  mount({ get, post }) {
    const shape = { ...pageShape, type: text(), types: list(text()), delivery_success: oneOf('true', 'false') };
    get('/events', shape, (reader, params) => {
      const types = params.types ?? (params.type ? [params.type] : undefined);
      const matches = (type: string) =>
        !types || types.some((t) => (t.endsWith('.*') ? type.startsWith(t.slice(0, -1)) : t === type));
      const found = reader.all('event').filter((event) => {
        if (!matches(event.type)) return false;
        if (params.delivery_success === undefined) return true;
        const delivered = deliveriesOf(reader, event.id).every(({ state }) => state === 'delivered');
        return delivered === (params.delivery_success === 'true');
      });
      return listPage(found, params, '/v1/events');
    });

    get('/events/:id', {}, (reader, _params, id) => {
      const event = reader.get('event', id);
      if (!event) throw noSuch('event', id, 'id', 404);
      return event;
    });

    // What `stripe events resend` calls.
    post('/events/:id/retry', { account: text(), webhook_endpoint: text() }, (cause, params, id) => {
      const event = cause.everything.get('event', id);
      if (!event) throw noSuch('event', id, 'id', 404);
      for (const delivery of deliveriesOf(cause.everything, id)) {
        if (!params.webhook_endpoint || delivery.endpoint === params.webhook_endpoint) {
          cause.tx.put({ ...delivery, state: 'pending', created: cause.now });
        }
      }
      return event;
    });
  },
};
