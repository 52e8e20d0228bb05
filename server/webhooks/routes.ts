import type { Response } from 'express';
import {
  webhookOperations as operations,
  type WebhookDeliveryView,
  type WebhookEndpointView,
} from '../../contracts/webhooks.js';
import { organisationsIn } from '../audit/events.js';
import { organisationRefs } from '../identity/organisations.js';
import { second } from '../kernel/clock.js';
import { pageOf } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import { quietUntil } from '../kernel/events.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Sealer } from '../kernel/sealing.js';
import type { Reach } from './addresses.js';
import {
  addEndpoint,
  editEndpoint,
  findDeliveries,
  ownEndpoint,
  removeEndpoint,
  replayOne,
  replaySince,
  rotateSecret,
  sendTest,
} from './endpoints.js';
import { feedEventView, feedOf, placeOf, readFeed } from './feed.js';
import { type WebhookDelivery, type WebhookEndpoint, WebhookEndpoints } from './tables.js';

/** The feed of an organisation’s own events, and the addresses they are sent to. */
export function mountWebhooks(
  api: Api,
  { db, notices }: Kernel,
  { reach, sealer }: { reach: Reach; sealer: Sealer },
): void {
  api.route(operations.readFeed, async ({ actor, query, req }) => {
    const { organisationId } = actor;
    const after =
      typeof query.after === 'string' ? await placeOf(db.read, organisationId, query.after) : (query.after ?? -1);
    const read = () => readFeed(db.read, organisationId, after, query.limit);
    let found = await read();
    if (found.placed.length === 0 && query.wait > 0) {
      await quietUntil(req.res as Response, notices, feedOf(organisationId), query.wait * second, async () => {
        found = await read();
        return found.placed.length > 0;
      });
    }
    const refs = await organisationRefs(db.read, organisationsIn(found.placed.map((one) => one.event)));
    const items = found.placed.map((one) => feedEventView(one, organisationId, refs));
    return { items, nextAfter: found.nextAfter, more: found.more };
  });
  api.route(operations.listWebhooks, async ({ actor }) => {
    const rows = await db.read.find(WebhookEndpoints, {
      where: { organisationId: actor.organisationId },
      order: { id: 'ASC' },
    });
    return { items: await Promise.all(rows.map((row) => endpointView(db.read, row))) };
  });
  api.route(operations.addWebhook, ({ actor, body }) =>
    db.transaction(async (tx) => {
      const { endpoint, secret } = await addEndpoint(tx, actor, body, { reach, sealer });
      return { endpoint: await endpointView(tx, endpoint), secret };
    }),
  );
  api.route(operations.editWebhook, ({ actor, params, body }) =>
    db.transaction(async (tx) => endpointView(tx, await editEndpoint(tx, actor, params.id, body, reach))),
  );
  api.route(operations.removeWebhook, ({ actor, params }) =>
    db.transaction(async (tx) => {
      await removeEndpoint(tx, actor, params.id);
      return {};
    }),
  );
  api.route(operations.rotateWebhook, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const { endpoint, secret } = await rotateSecret(tx, actor, params.id, body.overlapHours, sealer);
      return { endpoint: await endpointView(tx, endpoint), secret };
    }),
  );
  api.route(operations.testWebhook, ({ actor, params }) =>
    db.transaction(async (tx) => deliveryView(await sendTest(tx, actor, params.id))),
  );
  api.route(operations.replayWebhook, ({ actor, params, body }) =>
    db.transaction(async (tx) => ({ replayed: await replaySince(tx, actor, params.id, body) })),
  );
  api.route(operations.listWebhookDeliveries, ({ actor, params, query }) =>
    db.transaction(async (tx) => {
      const { id } = await ownEndpoint(tx, actor, params.id);
      return pageOf(await findDeliveries(tx, id, query), query.limit, (one) => [one.id], deliveryView);
    }),
  );
  api.route(operations.replayDelivery, ({ actor, params }) =>
    db.transaction(async (tx) => deliveryView(await replayOne(tx, actor, params.id))),
  );
}

async function endpointView(tx: Tx, row: WebhookEndpoint): Promise<WebhookEndpointView> {
  const [waiting]: { n: string }[] = await tx.query(
    'select count(*) as n from webhook_deliveries where endpoint_id = $1 and next_at is not null',
    [row.id],
  );
  const { id, url, description, types, disabledAt, disabledWhy } = row;
  return {
    ...{ id, url, description, types },
    createdAt: row.createdAt.toISOString(),
    disabled: disabledAt && disabledWhy ? { at: disabledAt.toISOString(), why: disabledWhy } : null,
    failingSince: row.failingSince?.toISOString() ?? null,
    oldSecretUntil: row.oldSecretUntil?.toISOString() ?? null,
    waiting: Number(waiting?.n ?? 0),
  };
}

function deliveryView(row: WebhookDelivery): WebhookDeliveryView {
  const { id, endpointId, messageId, type, attempts } = row;
  return {
    ...{ id, endpointId, messageId, type, attempts },
    createdAt: row.createdAt.toISOString(),
    state: row.nextAt !== null ? 'waiting' : row.deliveredAt !== null ? 'delivered' : 'failed',
    nextAt: row.nextAt?.toISOString() ?? null,
  };
}
