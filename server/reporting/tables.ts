import { EntitySchema } from 'typeorm';
import type { bundleScopes, FlagKind, relationGrounds } from '../../contracts/reporting.js';
import {
  big,
  count,
  day,
  json,
  moment,
  primaryId,
  reference,
  type Stateful,
  stateColumns,
  text,
  texts,
} from '../kernel/columns.js';
import type { Explanation } from './rules/explain.js';

/** Two organisations that are related; `firstId` sorts before `secondId`. */
export type RelatedParties = {
  id: string;
  firstId: string;
  secondId: string;
  ground: keyof typeof relationGrounds;
  note: string;
  since: string;
  until: string | null;
  declaredBy: string;
  declaredAt: Date;
};
export const RelatedPartiesTable = new EntitySchema<RelatedParties>({
  name: 'related_parties',
  columns: {
    id: primaryId,
    firstId: reference('organisations'),
    secondId: reference('organisations'),
    ground: text(),
    note: text(),
    since: day(),
    until: day({ nullable: true }),
    declaredBy: reference('organisations'),
    declaredAt: moment(),
  },
  checks: [{ name: 'related_parties_two', expression: `first_id < second_id` }],
  indices: [
    {
      // A relation that lasts is declared once.
      name: 'related_parties_lasting',
      columns: ['firstId', 'secondId', 'ground'],
      unique: true,
      where: 'until is null',
      synchronize: false,
    },
  ],
});

/** An evidence bundle somebody asked for; its bytes lie in the store under `sha256` until it expires. */
export type Bundle = Stateful & {
  organisationId: string;
  memberId: string;
  scopeKind: (typeof bundleScopes)[number];
  scopeId: string;
  /** Asked for by a regulator: look-ups belong to it too. */
  withLookUps: boolean;
  sha256: string | null;
  bytes: number | null;
  events: number | null;
  createdAt: Date;
  expiresAt: Date | null;
};
export const Bundles = new EntitySchema<Bundle>({
  name: 'evidence_bundles',
  columns: {
    id: primaryId,
    organisationId: reference('organisations'),
    memberId: text(),
    scopeKind: text(),
    scopeId: text(),
    withLookUps: { type: 'boolean' },
    sha256: text({ nullable: true }),
    bytes: big({ nullable: true }),
    events: count({ nullable: true }),
    createdAt: moment(),
    expiresAt: moment({ nullable: true }),
    ...stateColumns,
  },
  indices: [
    { name: 'evidence_bundles_organisation', columns: ['organisationId', 'id'] },
    {
      // While one is being built, the same organisation asks for no second one of the same scope.
      name: 'evidence_bundles_open',
      columns: ['organisationId', 'scopeId'],
      unique: true,
      where: `state = 'queued'`,
      synchronize: false,
    },
  ],
});

/** Something the monitor noticed; `key` is its kind, subjects and window, so that it is raised once. */
export type Flag = Stateful & {
  kind: FlagKind;
  key: string;
  /** Organisations it is about. */
  parties: string[];
  /** Orders it is about, oldest first. */
  orders: string[];
  during: string;
  explanation: Explanation;
  note: string | null;
  raisedAt: Date;
};
export const Flags = new EntitySchema<Flag>({
  name: 'flags',
  columns: {
    id: primaryId,
    kind: text(),
    key: text({ unique: true }),
    parties: texts,
    orders: texts,
    during: text(),
    explanation: json(),
    note: text({ nullable: true }),
    raisedAt: moment(),
    ...stateColumns,
  },
  indices: [{ name: 'flags_state', columns: ['state', 'id'] }],
});
