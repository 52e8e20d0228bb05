import { EntitySchema } from 'typeorm';
import { json, moment, primaryId, text, texts } from '../kernel/columns.js';

/** One event, written with the change it tells of and never again: the database refuses UPDATE, DELETE, TRUNCATE. */
export type AuditEvent = {
  id: string;
  type: string;
  subjectKind: string;
  subjectId: string;
  actorKind: 'member' | 'system' | 'anonymous';
  actorRole: string | null;
  actorOrganisationId: string | null;
  /** Salted commitment to the person; the salt is in `audit_people` and may be erased. */
  person: string | null;
  data: Record<string, unknown>;
  about: string[];
  at: Date;
  /** Makes the hashes in the public entry unguessable; null on events from before the log. */
  salt: string | null;
};
export const AuditEvents = new EntitySchema<AuditEvent>({
  name: 'audit_events',
  columns: {
    id: primaryId,
    type: text(),
    subjectKind: text(),
    subjectId: text(),
    actorKind: text(),
    actorRole: text({ nullable: true }),
    actorOrganisationId: text({ nullable: true }),
    person: text({ nullable: true }),
    data: json(),
    about: texts,
    at: moment(),
    salt: text({ nullable: true }),
  },
  indices: [
    { name: 'audit_events_type', columns: ['type', 'id'] },
    { name: 'audit_events_organisation', columns: ['actorOrganisationId', 'id'] },
    { name: 'audit_events_about', columns: ['about'], synchronize: false },
    { name: 'audit_events_look_ups', columns: ['actorOrganisationId', 'id'], synchronize: false },
  ],
});

/** Who stands behind a commitment. A row may be erased: no event has to change for it. */
export type AuditPerson = { commitment: string; salt: string; memberId: string };
export const AuditPeople = new EntitySchema<AuditPerson>({
  name: 'audit_people',
  columns: { commitment: primaryId, salt: text(), memberId: text({ unique: true }) },
});
