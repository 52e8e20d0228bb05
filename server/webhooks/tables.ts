import { EntitySchema } from 'typeorm';
import type { WebhookAttempt } from '../../contracts/webhooks.js';
import { big, count, json, moment, primaryId, reference, text, texts } from '../kernel/columns.js';

/** An event that an organisation may see, at its place in the log. Written in the order of the log, once. */
export type FeedRow = { organisationId: string; place: number; eventId: string; type: string; at: Date };
export const FeedRows = new EntitySchema<FeedRow>({
  name: 'feed_events',
  columns: {
    organisationId: primaryId,
    place: { ...big(), primary: true },
    eventId: text(),
    type: text(),
    at: moment(),
  },
  indices: [{ name: 'feed_events_event', columns: ['organisationId', 'eventId'], unique: true }],
});

/** An address that events are sent to. Secrets are sealed (`secrets.ts`). */
export type WebhookEndpoint = {
  id: string;
  organisationId: string;
  url: string;
  description: string;
  types: string[];
  secret: string;
  oldSecret: string | null;
  oldSecretUntil: Date | null;
  createdBy: string;
  createdAt: Date;
  failingSince: Date | null;
  disabledAt: Date | null;
  disabledWhy: 'member' | 'gone' | 'failing' | null;
};
export const WebhookEndpoints = new EntitySchema<WebhookEndpoint>({
  name: 'webhook_endpoints',
  columns: {
    id: primaryId,
    organisationId: reference('organisations'),
    url: text(),
    description: text(),
    types: texts,
    secret: text(),
    oldSecret: text({ nullable: true }),
    oldSecretUntil: moment({ nullable: true }),
    createdBy: reference('members'),
    createdAt: moment(),
    failingSince: moment({ nullable: true }),
    disabledAt: moment({ nullable: true }),
    disabledWhy: text({ nullable: true }),
  },
  indices: [{ name: 'webhook_endpoints_organisation', columns: ['organisationId'] }],
});

/** One message to one endpoint, with all its attempts. `nextAt` null: nothing more is tried. */
export type WebhookDelivery = {
  id: string;
  endpointId: string;
  /** Null: a test. */
  eventId: string | null;
  messageId: string;
  type: string;
  createdAt: Date;
  nextAt: Date | null;
  /** While a process is at it; after that it died. */
  claimedUntil: Date | null;
  /** Attempts since the message was last asked for. */
  tried: number;
  deliveredAt: Date | null;
  attempts: WebhookAttempt[];
};
export const WebhookDeliveries = new EntitySchema<WebhookDelivery>({
  name: 'webhook_deliveries',
  columns: {
    id: primaryId,
    endpointId: { type: 'text', foreignKey: { target: 'webhook_endpoints', onDelete: 'CASCADE' } },
    eventId: text({ nullable: true }),
    messageId: text(),
    type: text(),
    createdAt: moment(),
    nextAt: moment({ nullable: true }),
    claimedUntil: moment({ nullable: true }),
    tried: count({ default: 0 }),
    deliveredAt: moment({ nullable: true }),
    attempts: json({ default: () => `'[]'` }),
  },
  indices: [
    { name: 'webhook_deliveries_message', columns: ['endpointId', 'messageId'], unique: true },
    { name: 'webhook_deliveries_due', columns: ['nextAt'], where: 'next_at is not null', synchronize: false },
    { name: 'webhook_deliveries_endpoint', columns: ['endpointId', 'id'] },
  ],
});
