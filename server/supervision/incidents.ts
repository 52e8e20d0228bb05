import type { ActionOf } from '../../contracts/lifecycle.js';
import type { incidentLifecycle } from '../../contracts/lifecycles/incident.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { IncidentReport } from '../../contracts/supervision.js';
import { record } from '../audit/record.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets } from '../catalogue/tables.js';
import { type Actor, has, type MemberActor, seesEverything } from '../kernel/actor.js';
import { type Clocks, now } from '../kernel/clock.js';
import { lockRow, type Tx } from '../kernel/database.js';
import { requireVersion } from '../kernel/http.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { seesIncident } from './policy.js';
import { incidentSubject } from './subjects.js';
import { type Incident, Incidents } from './tables.js';

/** Enters an incident: of an own dataset, or of any for the operator and the regulator. */
export async function openIncident(
  tx: Tx,
  actor: MemberActor,
  input: { datasetId?: string | undefined; detectedAt: string; report: IncidentReport },
  clocks: Clocks,
): Promise<Incident> {
  const dataset = input.datasetId === undefined ? null : await tx.findOneBy(Datasets, { id: input.datasetId });
  const foreign = dataset?.providerId !== actor.organisationId && !seesEverything(actor);
  if (input.datasetId !== undefined && (!dataset || foreign)) throw notFound(datasetSubject.lifecycle.name);
  if (!dataset && has(actor, 'regulator')) {
    throw broken('/datasetId', 'Nêu bộ dữ liệu mà sự cố liên quan.', 'Name the dataset that the incident concerns.');
  }
  const detectedAt = new Date(input.detectedAt);
  if (detectedAt > now()) throw broken('/detectedAt', 'Thời điểm ở tương lai.', 'This moment lies in the future.');
  return await begin(
    tx,
    incidentSubject,
    'open',
    {
      ...{ id: newId('inc'), organisationId: dataset?.providerId ?? actor.organisationId },
      ...{ openedBy: actor.organisationId, datasetId: dataset?.id ?? null, report: input.report, detectedAt },
      dueAt: new Date(detectedAt.getTime() + clocks['incident-notice']),
      ...{ sentAt: null, createdAt: now() },
    },
    actor,
  );
}

/** Completes the report, until the notice is sent. */
export async function editIncident(
  tx: Tx,
  actor: MemberActor,
  id: string,
  ifMatch: number,
  change: { [F in keyof IncidentReport]?: IncidentReport[F] | undefined },
): Promise<Incident> {
  const incident = await lockIncident(tx, actor, id);
  if (!mayEdit(incident, actor)) throw notYours();
  requireVersion(incident, ifMatch);
  if (incident.sentAt !== null) {
    throw new Problem('transition-refused', {
      vi: 'Thông báo đã gửi thì không sửa được nữa.',
      en: 'A report that has been sent is not changed any more.',
    });
  }
  const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const edited = await amend(tx, incidentSubject, incident, { report: { ...incident.report, ...set } });
  const event = { type: 'incident.edited', data: { fields: Object.keys(set) } } as const;
  await record(tx, actor, event, { kind: 'incident', id }, incidentSubject.about(incident));
  return edited;
}

/** Sends only what is complete: every field of the form. */
export async function moveIncident(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof incidentLifecycle>,
  reason: string | undefined,
): Promise<Incident> {
  const incident = await lockIncident(tx, actor, id);
  const moved = await advance(tx, incidentSubject, id, action, actor, {
    reason,
    ...(action === 'send' ? { set: { sentAt: now() } } : {}),
  });
  const missing = action === 'send' ? Object.entries(incident.report).filter(([, value]) => !filled(value)) : [];
  if (missing.length === 0) return moved;
  throw new Problem(
    'rule-broken',
    { vi: 'Điền đủ các mục của mẫu trước khi gửi.', en: 'Fill in every field of the form before it is sent.' },
    {
      errors: missing.map(([field]) => ({
        pointer: `/report/${field}`,
        detail: 'is missing',
        detailVi: 'còn thiếu',
      })),
    },
  );
}

/** Asks for a notice to every organisation that was delivered the dataset and has none yet; each is a job of its own. */
export async function tellAffected(tx: Tx, actor: MemberActor, id: string): Promise<Incident> {
  const incident = await lockIncident(tx, actor, id);
  if (!mayEdit(incident, actor)) throw notYours();
  for (const organisationId of await affectedBy(tx, incident)) {
    const added: { id: string }[] = await tx.query(
      `insert into incident_notices (id, incident_id, organisation_id, asked_at) values ($1, $2, $3, $4)
       on conflict do nothing returning id`,
      [newId('ntc'), id, organisationId, now()],
    );
    if (added[0]) await enqueue(tx, 'notify-affected', { id: added[0].id });
  }
  return incident;
}

/** Organisations that were delivered the incident's dataset, by the delivery log. */
export async function affectedBy(tx: Tx, { datasetId }: Incident): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `select distinct o.buyer_id as id from deliveries d join orders o on o.id = d.order_id
      where o.dataset_id = $1 order by id`,
    [datasetId],
  );
  return rows.map((row) => row.id);
}

/** The incident when the actor may see it; throws 404 otherwise. */
export async function readIncident(tx: Tx, actor: Actor, id: string): Promise<Incident> {
  return visible(await tx.findOneBy(Incidents, { id }), actor);
}

async function lockIncident(tx: Tx, actor: MemberActor, id: string): Promise<Incident> {
  return visible(await lockRow(tx, Incidents, id), actor);
}

function visible(incident: Incident | null, actor: Actor): Incident {
  if (!incident || !seesIncident(incident, actor)) throw notFound(incidentSubject.lifecycle.name);
  return incident;
}

/** Those who answer for the data write the report; a regulator reads it. */
export function mayEdit(incident: Incident, actor: Actor): boolean {
  if (actor.kind !== 'member' || actor.role === 'viewer') return false;
  return actor.organisationId === incident.organisationId || has(actor, 'operator');
}

function notYours(): Problem {
  return new Problem('role-required', {
    vi: 'Chỉ tổ chức có dữ liệu và đơn vị vận hành được làm việc này.',
    en: 'Only the organisation whose data it is and the operator may do this.',
  });
}

function filled(value: unknown): boolean {
  return value !== null && value !== '';
}

function broken(pointer: string, vi: string, en: string): Problem {
  return new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}
