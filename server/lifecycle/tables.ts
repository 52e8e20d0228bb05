import { EntitySchema } from 'typeorm';
import { flag, json, moment, primaryId, reference, text, texts } from '../kernel/columns.js';

/**
 * A regulator's hold on an organisation, a dataset, an order or an entitlement, beside all states. Every hold keeps files
 * and rows from deletion (legal hold); one that `freezes` stops access, transitions, jobs, timers and money as well.
 */
export type Hold = {
  id: string;
  subjectKind: 'organisation' | 'dataset' | 'order' | 'entitlement';
  subjectId: string;
  /** Ids that it stops: the subject, and the order that an entitlement came from. */
  stops: string[];
  freezes: boolean;
  /** Code of the legal ground. */
  ground: string;
  reason: string;
  /** The regulator in whose name it stands: only that organisation lifts it. */
  placedBy: string;
  placedAt: Date;
  liftedAt: Date | null;
  liftReason: string | null;
};
export const Holds = new EntitySchema<Hold>({
  name: 'holds',
  columns: {
    id: primaryId,
    subjectKind: text(),
    subjectId: text(),
    stops: texts,
    freezes: flag(true),
    ground: text(),
    reason: text(),
    placedBy: reference('organisations'),
    placedAt: moment(),
    liftedAt: moment({ nullable: true }),
    liftReason: text({ nullable: true }),
  },
  indices: [
    {
      // A regulator freezes a subject once; what another one decides stands beside it.
      name: 'holds_in_force',
      columns: ['subjectId', 'placedBy'],
      unique: true,
      where: 'lifted_at is null',
      synchronize: false,
    },
    { name: 'holds_stops', columns: ['stops'], synchronize: false },
  ],
});

/** A job that met a freeze: it goes back to the outbox in the transaction that lifts the hold. */
export type WaitingJob = { holdId: string; name: string; key: string; payload: unknown; since: Date };
export const WaitingJobs = new EntitySchema<WaitingJob>({
  name: 'waiting_jobs',
  columns: {
    holdId: { ...primaryId, foreignKey: { target: 'holds', onDelete: 'NO ACTION' } },
    name: primaryId,
    /** The payload as canonical JSON: a job waits once. */
    key: primaryId,
    payload: json(),
    since: moment(),
  },
});
