import type { EventBody } from '../../contracts/audit.js';
import type { AllowedAction, Party } from '../../contracts/common.js';
import { actionsFor, decide, type Lifecycle, type Transition } from '../../contracts/lifecycle.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import { AuditEvents } from '../audit/tables.js';
import type { JobName } from '../jobs.js';
import { type Actor, has, type MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import type { Stateful } from '../kernel/columns.js';
import { insertRow, lockRow, type Table, type Tx, updateRow } from '../kernel/database.js';
import { notice } from '../kernel/notices.js';
import { enqueue } from '../kernel/outbox.js';
import { requireNotFrozen } from './holds.js';

/** A table whose rows have a lifecycle, and what an event on a row is about. */
export type Subject<R extends Stateful, A extends string = string> = {
  lifecycle: Lifecycle<string, A, string>;
  table: Table<R>;
  about: (row: R) => string[];
  /** Ids whose freeze stops this row; a regulator's own business is stopped by none. */
  stoppedBy: (row: R) => string[];
};

/** Joins a lifecycle to its table. A freeze of anything that a row is about stops the row, unless said otherwise. */
export function subject<R extends Stateful, A extends string>(
  lifecycle: Lifecycle<string, A, string>,
  table: Table<R>,
  about: (row: R) => string[],
  stoppedBy = about,
): Subject<R, A> {
  return { lifecycle, table, about, stoppedBy };
}

/** The columns a caller may set along with a transition: all but those of the state itself. */
type Along<R extends Stateful> = Partial<Omit<R, keyof Stateful>>;

/**
 * The parties the actor plays on this row. Trading, like every capability, counts only while the organisation is verified;
 * what an organisation does to its own profile counts always.
 */
export function rolesOn(lifecycle: Lifecycle, row: object, actor: Actor): Party[] {
  if (actor.kind === 'system') return ['system'];
  if (actor.kind === 'anonymous') return [];
  const roles: Party[] = partiesOf(lifecycle, row, actor).filter((party) => party === 'owner' || actor.verified);
  if (has(actor, 'operator')) roles.push('operator');
  if (has(actor, 'regulator')) roles.push('regulator');
  return roles;
}

/** The parties whose rows these are, whether they may trade at present or not. */
function partiesOf(lifecycle: Lifecycle, row: object, actor: MemberActor): Party[] {
  const columns = Object.entries(lifecycle.partyColumns) as [Party, string][];
  return columns
    .filter(([, column]) => (row as Record<string, unknown>)[column] === actor.organisationId)
    .map(([party]) => party);
}

/** What the actor may do to the row now: the buttons of its screen. */
export function allowedActions<R extends Stateful>(of: Subject<R>, row: R, actor: Actor): AllowedAction[] {
  if (actor.kind === 'member' && actor.role === 'viewer') return [];
  return actionsFor(of.lifecycle, row.state, rolesOn(of.lifecycle, row, actor));
}

/**
 * Moves a row along its lifecycle: locks it, asks who the actor is on the locked row, decides, writes the state, records
 * the event, enqueues what the transition starts. The only writer of `state`, `stateSince`, `stateReason`, `version`.
 * Throws 404 for a row that is not there or not the actor's, 403 for a wrong role, 409 for a wrong state, 423 while frozen.
 */
export async function advance<R extends Stateful, A extends string>(
  tx: Tx,
  of: Subject<R, A>,
  id: string,
  action: A,
  actor: Actor,
  options: { reason?: string | undefined; set?: Along<R> } = {},
): Promise<R> {
  const row = await lockRow(tx, of.table, id);
  const roles = row ? rolesOn(of.lifecycle, row, actor) : [];
  if (row && roles.length === 0) refuseSuspended(of.lifecycle, row, actor);
  if (!row || roles.length === 0) throw notFound(of.lifecycle.name);
  refuseViewer(actor);
  const transition = decide(of.lifecycle, row.state, action, roles);
  refuseTokenOfOffice(transition, roles, actor);
  if (!transition.evenFrozen) await requireNotFrozen(tx, of.stoppedBy(row));
  requireReason(transition, options.reason);
  requireSecondPerson(transition, row, actor);
  await requireSameHand(tx, of.lifecycle, transition, row, actor);
  const moved: Partial<Stateful> = {
    state: transition.to,
    stateSince: now(),
    stateReason: options.reason ?? null,
    version: row.version + 1,
  };
  const set = { ...options.set, ...moved } as Partial<R>;
  await updateRow(tx, of.table, id, set);
  const next: R = { ...row, ...set };
  await tell(tx, of, transition, row.state, next, actor);
  return next;
}

/** Creates a row in the state its first transition leads to. */
export async function begin<R extends Stateful, A extends string>(
  tx: Tx,
  of: Subject<R, A>,
  action: A,
  row: Omit<R, Exclude<keyof Stateful, 'id'>>,
  actor: Actor,
): Promise<R> {
  const transition = decide(of.lifecycle, null, action, rolesOn(of.lifecycle, row, actor));
  const first = { ...row, state: transition.to, stateSince: now(), stateReason: null, version: 1 } as unknown as R;
  await requireNotFrozen(tx, of.stoppedBy(first));
  await insertRow(tx, of.table, first);
  await tell(tx, of, transition, null, first, actor);
  return first;
}

/**
 * Changes columns of a row without moving it: locked, versioned, and recorded by the caller. `even frozen` is for what has
 * happened outside and cannot be kept from happening.
 */
export async function amend<R extends Stateful>(
  tx: Tx,
  of: Subject<R>,
  row: R,
  set: Along<R>,
  when: 'unless frozen' | 'even frozen' = 'unless frozen',
): Promise<R> {
  if (when === 'unless frozen') await requireNotFrozen(tx, of.stoppedBy(row));
  const changed = { ...set, version: row.version + 1 } as Partial<R>;
  await updateRow(tx, of.table, row.id, changed);
  await notice(tx, row.id);
  return { ...row, ...changed };
}

async function tell<R extends Stateful>(
  tx: Tx,
  of: Subject<R>,
  transition: Transition,
  from: string | null,
  row: R,
  actor: Actor,
): Promise<void> {
  const { subject: kind } = of.lifecycle;
  const data = { from, to: row.state, reason: row.stateReason };
  await record(
    tx,
    actor,
    { type: `${kind}.${transition.action}`, data } as EventBody,
    { kind, id: row.id },
    of.about(row),
  );
  for (const name of transition.starts ?? []) await enqueue(tx, name as JobName, { id: row.id } as never);
  await notice(tx, row.id);
}

function requireReason(transition: Transition, reason: string | undefined): void {
  if (transition.reason !== 'required' || reason !== undefined) return;
  throw new Problem(
    'invalid-input',
    { vi: `“${transition.label.vi}” cần nêu lý do.`, en: `“${transition.label.en}” needs a reason.` },
    { errors: [{ pointer: '/reason', detail: 'a reason is required', detailVi: 'bắt buộc nêu lý do' }] },
  );
}

function refuseSuspended(lifecycle: Lifecycle, row: object, actor: Actor): void {
  if (actor.kind !== 'member' || actor.verified || partiesOf(lifecycle, row, actor).length === 0) return;
  throw new Problem('not-verified', {
    vi: 'Tổ chức của bạn chưa được xác minh hoặc đang bị tạm đình chỉ.',
    en: 'Your organisation is not verified, or is suspended.',
  });
}

function refuseViewer(actor: Actor): void {
  if (actor.kind !== 'member' || actor.role !== 'viewer') return;
  throw new Problem('role-required', {
    vi: 'Tài khoản của bạn chỉ được xem.',
    en: 'Your account may only look.',
  });
}

/** What an operator or a regulator decides is decided by a person in a browser, not by whoever holds a token. */
function refuseTokenOfOffice(transition: Transition, roles: readonly Party[], actor: Actor): void {
  if (actor.kind !== 'member' || actor.scopes === null) return;
  const acting = transition.by.filter((party) => roles.includes(party));
  if (acting.some((party) => party !== 'operator' && party !== 'regulator')) return;
  throw new Problem('scope-required', {
    vi: 'Việc này chỉ làm được khi đăng nhập trên trình duyệt.',
    en: 'This needs a browser session; a token cannot do it.',
  });
}

/** A suspension is ended by the organisation that imposed it: the operator does not undo the regulator's. */
async function requireSameHand(tx: Tx, lifecycle: Lifecycle, transition: Transition, row: Stateful, actor: Actor) {
  if (!transition.lifts || actor.kind !== 'member') return;
  const imposing = lifecycle.transitions.find((one) => one.action === transition.lifts);
  if (imposing?.to !== row.state) return;
  const imposed = await tx.findOne(AuditEvents, {
    where: { type: `${lifecycle.subject}.${transition.lifts}`, subjectId: row.id },
    order: { id: 'DESC' },
  });
  if (!imposed?.actorOrganisationId || imposed.actorOrganisationId === actor.organisationId) return;
  throw new Problem('role-required', {
    vi: 'Chỉ tổ chức đã ra quyết định này được gỡ bỏ.',
    en: 'Only the organisation that imposed this may lift it.',
  });
}

function requireSecondPerson(transition: Transition, row: object, actor: Actor): void {
  if (!transition.fourEyes || actor.kind !== 'member') return;
  if ((row as { submittedBy?: string | null }).submittedBy !== actor.memberId) return;
  throw new Problem('four-eyes', {
    vi: 'Bạn là người đã gửi hồ sơ này; một người khác phải quyết định.',
    en: 'You submitted this yourself; somebody else must decide.',
  });
}
