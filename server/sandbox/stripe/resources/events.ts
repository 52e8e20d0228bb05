import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { listPage, pageShape } from '../lists.js';
import { list, oneOf, text } from '../params.js';

export const events: Resource<'event'> = {
  kind: 'event',
  view: {
    expandable: {},
    present: (event, reader) => ({
      ...event,
      pending_webhooks: reader.get('sandbox.delivery', event.id)?.state === 'pending' ? 1 : 0,
    }),
  },
  mount({ get }) {
    const shape = { ...pageShape, type: text(), types: list(text()), delivery_success: oneOf('true', 'false') };
    get('/events', shape, (reader, params) => {
      const types = params.types ?? (params.type ? [params.type] : undefined);
      const matches = (type: string) =>
        !types || types.some((t) => (t.endsWith('.*') ? type.startsWith(t.slice(0, -1)) : t === type));
      const found = reader.all('event').filter((event) => {
        if (!matches(event.type)) return false;
        if (params.delivery_success === undefined) return true;
        const delivered = reader.get('sandbox.delivery', event.id)?.state === 'delivered';
        return delivered === (params.delivery_success === 'true');
      });
      return listPage(found, params, '/v1/events');
    });

    get('/events/:id', {}, (reader, _params, id) => {
      const event = reader.get('event', id);
      if (!event) throw noSuch('event', id, 'id', 404);
      return event;
    });
  },
};
