import { EntitySchema } from 'typeorm';
import { count, json, moment, primaryId, text } from './columns.js';

/** A job waiting to be handed to the queue; it commits with the change that asked for it. */
export type OutboxRow = { id: string; name: string; payload: unknown; createdAt: Date; leasedUntil: Date | null };
export const Outbox = new EntitySchema<OutboxRow>({
  name: 'outbox',
  columns: {
    id: primaryId,
    name: text(),
    payload: json(),
    createdAt: moment(),
    leasedUntil: moment({ nullable: true }),
  },
});

/** A remembered answer to a request that moves money or rights. */
export type IdempotencyRow = {
  scope: string;
  key: string;
  fingerprint: string;
  claimedAt: Date;
  /** null while the first request is in progress. */
  status: number | null;
  body: unknown;
  /** A transaction of the first request has committed. */
  carriedOut: boolean;
};
export const IdempotencyKeys = new EntitySchema<IdempotencyRow>({
  name: 'idempotency_keys',
  columns: {
    scope: primaryId,
    key: primaryId,
    fingerprint: text(),
    claimedAt: moment(),
    status: count({ nullable: true }),
    body: json({ nullable: true }),
    carriedOut: { type: 'boolean', default: false },
  },
});

/** How far queued work on a subject is. */
export type ProgressRow = { subjectId: string; fraction: number; step: string; at: Date };
export const ProgressRows = new EntitySchema<ProgressRow>({
  name: 'progress',
  columns: { subjectId: primaryId, fraction: { type: 'real' }, step: text(), at: moment() },
});

/** A mail kept instead of sent: only on a demo exchange without a mail server. */
export type KeptMail = { id: string; to: string; subject: string; text: string; sentAt: Date };
export const KeptMails = new EntitySchema<KeptMail>({
  name: 'kept_mails',
  columns: { id: primaryId, to: text(), subject: text(), text: text(), sentAt: moment() },
});
