import type { OrganisationRef } from '../../contracts/common.js';
import type { QueryOf, ResponseOf } from '../../contracts/operation.js';
import { monthsUpTo, periodsOf, spanOf } from '../../contracts/periods.js';
import { notFound } from '../../contracts/problems.js';
import type { DashboardView, ReportView, reportingOperations } from '../../contracts/reporting.js';
import { auditEventView, organisationsIn } from '../audit/events.js';
import { record } from '../audit/record.js';
import { AuditEvents } from '../audit/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import { has, type MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor, pageOf } from '../kernel/cursor.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { loadFacts, settledTrades } from './facts.js';
import { figureView, groupViews } from './figures.js';
import { reportOf } from './report.js';
import { isCounted } from './strict.js';
import { Flags } from './tables.js';

type Op = typeof reportingOperations;

/** The report of a period, counted now; that it was looked at is recorded. */
export async function openReport(tx: Tx, actor: MemberActor, period: string, what: string): Promise<ReportView> {
  const event = { type: 'audit.report-opened', data: { period, what } } as const;
  await record(tx, actor, event, { kind: 'organisation', id: actor.organisationId });
  return await countReport(tx, period);
}

async function countReport(tx: Tx, period: string): Promise<ReportView> {
  const { from, to } = spanOf(period);
  const groups = groupViews(reportOf(await loadFacts(tx, { from, to })));
  return { period, from: from.toISOString(), to: to.toISOString(), countedAt: now().toISOString(), groups };
}

/** Exactly the events a number was counted from, oldest first; throws 404 for a number the report does not have. */
export async function figureEvents(
  tx: Tx,
  actor: MemberActor,
  { period, key }: { period: string; key: string },
  query: QueryOf<Op['listFigureEvents']>,
): Promise<ResponseOf<Op['listFigureEvents']>> {
  const event = { type: 'audit.report-opened', data: { period, what: key } } as const;
  await record(tx, actor, event, { kind: 'organisation', id: actor.organisationId });
  const figure = reportOf(await loadFacts(tx, spanOf(period)))
    .flatMap((group) => group.figures)
    .find((one) => one.key === key);
  if (!figure) throw notFound({ vi: 'số liệu', en: 'number' });
  const after = decodeCursor(query.cursor, 1)?.[0] ?? '';
  const counted = [...figure.counted].sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  const rest = counted.filter((one) => one.eventId > `${after}`).slice(0, query.limit + 1);
  const events = await rowsById(
    tx,
    AuditEvents,
    rest.map((one) => one.eventId),
  );
  const refs: ReadonlyMap<string, OrganisationRef> = await organisationRefs(tx, organisationsIn([...events.values()]));
  const rows = rest.flatMap(({ eventId, value }) => {
    const found = events.get(eventId);
    return found ? [{ event: auditEventView(found, refs), value }] : [];
  });
  const page = pageOf(
    rows,
    query.limit,
    (row) => [row.event.id],
    (row) => row,
  );
  return { ...page, figure: figureView(figure) };
}

/** The present quarter, the last twelve months, and how many flags are open; flags are the regulator's alone. */
export async function openDashboard(tx: Tx, actor: MemberActor): Promise<DashboardView> {
  const months = monthsUpTo(now(), 12);
  const [first = '', last = ''] = [months[0], months.at(-1)];
  const settled = await settledTrades(tx, { from: spanOf(first).from, to: spanOf(last).to });
  return {
    report: await openReport(tx, actor, periodsOf(now()).quarter, 'dashboard'),
    months: months.map((period) => {
      const { from, to } = spanOf(period);
      const own = settled.filter((one) => one.settledAt >= from && one.settledAt < to);
      const strict = own.filter(isCounted);
      const countedVnd = strict.reduce((sum, one) => sum + one.vnd, 0);
      return { period, settled: own.length, counted: strict.length, countedVnd };
    }),
    openFlags: has(actor, 'regulator') ? await tx.countBy(Flags, { state: 'open' }) : null,
  };
}
