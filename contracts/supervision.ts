import { z } from 'zod';
import { allowedAction, id, moment, organisationRef, page, pageQuery, text, transitionBody } from './common.js';
import { incidentLifecycle } from './lifecycles/incident.js';
import { questionLifecycle } from './lifecycles/question.js';
import { takedownLifecycle } from './lifecycles/takedown.js';
import { actionsOf, statesOf } from './lifecycles.js';
import { operation } from './operation.js';
import { legalGrounds } from './scheme/pilot-2026.js';

export type LegalGround = keyof typeof legalGrounds;
export const legalGround = z.enum(Object.keys(legalGrounds) as [LegalGround, ...LegalGround[]]);

/** What may be held and asked about, by the prefix of its id. */
export const heldKinds = { org: 'organisation', ds: 'dataset', ord: 'order', ent: 'entitlement' } as const;
export type HeldKind = (typeof heldKinds)[keyof typeof heldKinds];
const heldKind = z.enum(['organisation', 'dataset', 'order', 'entitlement']);
const heldId = z
  .string()
  .regex(/^(org|ds|ord|ent)_[0-9a-hjkmnp-tv-z]{26}$/)
  .meta({ examples: ['ord_01k9v3m7q2x8r4t6w0y5z1a3bc'] });
const subjectRef = z.strictObject({
  kind: heldKind,
  id: z.string(),
  /** The organisation's name, or the title of the dataset that it is about. */
  titleVi: z.string(),
  titleEn: z.string(),
});

export const holdView = z.strictObject({
  id: id('hold'),
  subject: subjectRef,
  /** A freeze stops everything; a mere legal hold keeps files and rows from deletion. */
  freezes: z.boolean(),
  ground: legalGround,
  reason: z.string(),
  placedBy: organisationRef,
  placedAt: moment,
  liftedAt: moment.nullable(),
  liftReason: z.string().nullable(),
  /** Jobs that wait for it to be lifted. */
  waitingJobs: z.number().int(),
  canLift: z.boolean(),
});
export type HoldView = z.infer<typeof holdView>;

/** A hold as those see it whom it concerns: why, only where it is on what is theirs. */
export const holdNotice = z.strictObject({
  id: id('hold'),
  kind: heldKind,
  subjectId: z.string(),
  freezes: z.boolean(),
  ground: legalGround.nullable(),
  reason: z.string().nullable(),
  /** The operator keeps evidence of what it takes off the shelf; everything else is a regulator’s. */
  by: z.enum(['regulator', 'operator']),
  placedAt: moment,
  canLift: z.boolean(),
});
export type HoldNotice = z.infer<typeof holdNotice>;

export const questionView = z.strictObject({
  id: id('qst'),
  subject: subjectRef,
  organisation: organisationRef,
  askedBy: organisationRef,
  state: z.enum(statesOf(questionLifecycle)),
  stateReason: z.string().nullable(),
  stateSince: moment,
  createdAt: moment,
  dueAt: moment,
  canAnswer: z.boolean(),
  canAskAgain: z.boolean(),
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type QuestionView = z.infer<typeof questionView>;
export const questionThread = questionView.extend({
  /** Question and answers, oldest first. */
  entries: z.array(
    z.strictObject({
      id: id('ans'),
      organisation: organisationRef,
      memberName: z.string(),
      text: z.string(),
      at: moment,
    }),
  ),
});
export type QuestionThread = z.infer<typeof questionThread>;

export const takedownView = z.strictObject({
  id: id('tkd'),
  dataset: z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() }),
  revisionNumber: z.number().int().nullable(),
  requestedBy: organisationRef,
  ground: legalGround,
  statement: z.string(),
  receivedAt: moment,
  dueAt: moment,
  holdId: id('hold').nullable(),
  state: z.enum(statesOf(takedownLifecycle)),
  stateReason: z.string().nullable(),
  stateSince: moment,
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type TakedownView = z.infer<typeof takedownView>;

/** What the notice of a breach tells (Form 08): all of it before it is sent. */
export const incidentReport = {
  title: text(3, 200),
  happenedAt: moment.nullable(),
  place: text(0, 500),
  act: text(0, 4000),
  parties: text(0, 2000),
  dataKinds: text(0, 2000),
  records: z.number().int().min(0).max(1_000_000_000_000).nullable(),
  dpoContact: text(0, 500),
  effect: text(0, 4000),
  measures: text(0, 4000),
};
export type IncidentReport = z.output<z.ZodObject<typeof incidentReport>>;

export const incidentView = z.strictObject({
  id: id('inc'),
  organisation: organisationRef,
  openedBy: organisationRef,
  dataset: z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string() }).nullable(),
  report: z.strictObject({ ...incidentReport, title: z.string() }),
  detectedAt: moment,
  dueAt: moment,
  sentAt: moment.nullable(),
  createdAt: moment,
  state: z.enum(statesOf(incidentLifecycle)),
  stateReason: z.string().nullable(),
  canEdit: z.boolean(),
  /** Who was delivered the dataset, by the delivery log; and since when each is told. */
  affected: z.array(z.strictObject({ organisation: organisationRef, toldAt: moment.nullable() })),
  version: z.number().int(),
  actions: z.array(allowedAction),
});
export type IncidentView = z.infer<typeof incidentView>;

const tag = 'supervision';
const regulator = { tag, roles: ['regulator'], scope: 'session', verified: true, idempotent: true } as const;
const watchers = ['regulator', 'operator'] as const;
const of = <P extends 'hold' | 'qst' | 'tkd' | 'inc'>(prefix: P) => z.strictObject({ id: id(prefix) });

export const supervisionOperations = {
  placeHold: operation({
    ...regulator,
    method: 'POST',
    path: '/holds',
    summary: 'Freeze an organisation, dataset, order or entitlement, or put it under a legal hold alone',
    status: 201,
    body: z.strictObject({
      subjectId: heldId,
      ground: legalGround,
      reason: text(10, 2000),
      freezes: z.boolean().default(true),
    }),
    response: holdView,
    problems: ['not-found', 'conflict', 'rule-broken'],
  }),
  liftHold: operation({
    ...regulator,
    roles: watchers,
    method: 'POST',
    path: '/holds/:id/lift',
    summary:
      'Lift a hold of the own organisation (the operator: of evidence that it kept itself); what waited goes on by itself',
    params: of('hold'),
    body: z.strictObject({ reason: text(10, 2000) }),
    response: holdView,
    problems: ['transition-refused'],
  }),
  listHolds: operation({
    method: 'GET',
    path: '/holds',
    tag,
    summary: 'Holds, newest first',
    roles: watchers,
    verified: true,
    query: z.strictObject({ ...pageQuery, state: z.enum(['in-force', 'lifted']).optional() }),
    response: page(holdView),
  }),
  listHoldsOn: operation({
    method: 'GET',
    path: '/holds/on/:id',
    tag,
    summary: 'Holds in force on something the caller may see, or on what it depends on',
    roles: 'anyone',
    params: z.strictObject({ id: heldId }),
    response: z.strictObject({ items: z.array(holdNotice) }),
  }),

  askQuestion: operation({
    ...regulator,
    method: 'POST',
    path: '/questions',
    summary: 'Ask a party about an order, entitlement, dataset or itself, with a deadline of at most 90 days',
    status: 201,
    body: z.strictObject({
      subjectId: heldId,
      /** Which party is asked. */
      organisationId: id('org'),
      text: text(10, 4000),
      dueAt: moment,
    }),
    response: questionThread,
    problems: ['not-found', 'rule-broken'],
  }),
  listQuestions: operation({
    method: 'GET',
    path: '/questions',
    tag,
    summary: 'Questions to the own organisation, newest first (regulator: all)',
    roles: 'signed-in',
    query: z.strictObject({ ...pageQuery, state: z.enum(statesOf(questionLifecycle)).optional() }),
    response: page(questionView),
  }),
  getQuestion: operation({
    method: 'GET',
    path: '/questions/:id',
    tag,
    summary: 'One question with its thread, for the party that was asked and the regulator',
    roles: 'signed-in',
    params: of('qst'),
    response: questionThread,
  }),
  answerQuestion: operation({
    method: 'POST',
    path: '/questions/:id/answers',
    tag,
    summary: 'Answer a question to the own organisation, also when it is overdue or the organisation is frozen',
    roles: 'signed-in',
    idempotent: true,
    status: 201,
    params: of('qst'),
    body: z.strictObject({ text: text(3, 8000) }),
    response: questionThread,
    problems: ['transition-refused', 'role-required'],
  }),
  askAgain: operation({
    ...regulator,
    method: 'POST',
    path: '/questions/:id/follow-ups',
    summary: 'Ask further in the thread of an answered question, with a new deadline',
    status: 201,
    params: of('qst'),
    body: z.strictObject({ text: text(3, 4000), dueAt: moment }),
    response: questionThread,
    problems: ['transition-refused', 'rule-broken'],
  }),
  transitionQuestion: operation({
    ...regulator,
    method: 'POST',
    path: '/questions/:id/transitions',
    summary: 'Close a question',
    params: of('qst'),
    body: transitionBody(actionsOf(questionLifecycle)),
    response: questionThread,
    problems: ['transition-refused'],
  }),

  requestTakedown: operation({
    ...regulator,
    method: 'POST',
    path: '/takedowns',
    summary: 'Ask the operator to take a dataset down within 24 hours',
    status: 201,
    body: z.strictObject({
      datasetId: id('ds'),
      revisionId: id('rev').optional(),
      ground: legalGround,
      statement: text(10, 4000),
    }),
    response: takedownView,
    problems: ['not-found'],
  }),
  listTakedowns: operation({
    method: 'GET',
    path: '/takedowns',
    tag,
    summary: 'Take-down requests, newest first',
    roles: watchers,
    verified: true,
    query: z.strictObject({ ...pageQuery, state: z.enum(statesOf(takedownLifecycle)).optional() }),
    response: page(takedownView),
  }),
  getTakedown: operation({
    method: 'GET',
    path: '/takedowns/:id',
    tag,
    summary: 'One take-down request',
    roles: watchers,
    verified: true,
    params: of('tkd'),
    response: takedownView,
  }),
  transitionTakedown: operation({
    method: 'POST',
    path: '/takedowns/:id/transitions',
    tag,
    summary: 'Take the dataset down and keep the evidence, answer with a reason, or withdraw the request',
    roles: watchers,
    scope: 'session',
    verified: true,
    idempotent: true,
    params: of('tkd'),
    body: transitionBody(actionsOf(takedownLifecycle)),
    response: takedownView,
    problems: ['transition-refused'],
  }),

  openIncident: operation({
    method: 'POST',
    path: '/incidents',
    tag,
    summary: 'Enter an incident in the register; its 72 hours run from its detection',
    roles: ['operator', 'provider', 'regulator'],
    scope: 'session',
    idempotent: true,
    status: 201,
    body: z.strictObject({
      /** Whose files are concerned: of the own organisation, or any for the operator and the regulator. */
      datasetId: id('ds').optional(),
      detectedAt: moment,
      report: z.strictObject(incidentReport),
    }),
    response: incidentView,
    problems: ['not-found', 'rule-broken'],
  }),
  listIncidents: operation({
    method: 'GET',
    path: '/incidents',
    tag,
    summary: 'Incidents of the own organisation, newest first (operator and regulator: all)',
    roles: ['operator', 'provider', 'regulator'],
    query: z.strictObject({ ...pageQuery, state: z.enum(statesOf(incidentLifecycle)).optional() }),
    response: page(incidentView),
  }),
  getIncident: operation({
    method: 'GET',
    path: '/incidents/:id',
    tag,
    summary: 'One incident with the organisations it concerns',
    roles: ['operator', 'provider', 'regulator'],
    params: of('inc'),
    response: incidentView,
  }),
  editIncident: operation({
    method: 'PATCH',
    path: '/incidents/:id',
    tag,
    summary: 'Complete the report until the notice is sent',
    roles: ['operator', 'provider', 'regulator'],
    scope: 'session',
    ifMatch: true,
    params: of('inc'),
    body: z.strictObject(incidentReport).partial(),
    response: incidentView,
    problems: ['transition-refused', 'role-required'],
  }),
  transitionIncident: operation({
    method: 'POST',
    path: '/incidents/:id/transitions',
    tag,
    summary: 'Record that the notice was sent, or close the incident',
    roles: ['operator', 'provider', 'regulator'],
    scope: 'session',
    idempotent: true,
    params: of('inc'),
    body: transitionBody(actionsOf(incidentLifecycle)),
    response: incidentView,
    problems: ['transition-refused', 'rule-broken'],
  }),
  tellAffected: operation({
    method: 'POST',
    path: '/incidents/:id/notices',
    tag,
    summary: 'Tell every organisation that was delivered the dataset; each is told once',
    roles: ['operator', 'provider'],
    scope: 'session',
    idempotent: true,
    params: of('inc'),
    response: incidentView,
    problems: ['transition-refused'],
  }),
};
