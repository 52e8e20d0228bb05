import type { OrganisationRef } from '../../contracts/common.js';
import type { BodyOf, QueryOf } from '../../contracts/operation.js';
import { dayOf } from '../../contracts/periods.js';
import { notFound, Problem } from '../../contracts/problems.js';
import type { RelatedPartiesView, reportingOperations } from '../../contracts/reporting.js';
import { record } from '../audit/record.js';
import { Organisations } from '../identity/tables.js';
import { has, type MemberActor, seesEverything } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import { insertRow, lockRow, rowsById, type Tx, updateRow, violatedConstraint } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { type Declared, type Relation, relationOf } from './relations.js';
import { type RelatedParties, RelatedPartiesTable } from './tables.js';

type Op = typeof reportingOperations;
type Sides = { providerId: string; buyerId: string; at: Date };

/** The relations among some organisations, to be asked trade by trade. */
export async function loadRelations(
  tx: Tx,
  organisationIds: readonly string[],
): Promise<{ relationOfTrade: (trade: Sides) => Relation | null }> {
  const ids = [...new Set(organisationIds)];
  const parties = await rowsById(tx, Organisations, ids);
  const declared =
    ids.length === 0
      ? []
      : await tx
          .createQueryBuilder(RelatedPartiesTable, 'row')
          .where('row.firstId in (:...ids) and row.secondId in (:...ids)', { ids })
          .orderBy('row.id')
          .getMany();
  const byPair = new Map<string, Declared[]>();
  for (const one of declared) {
    const pair = `${one.firstId} ${one.secondId}`;
    byPair.set(pair, [...(byPair.get(pair) ?? []), one]);
  }
  const party = (id: string) => ({ id, taxCode: parties.get(id)?.taxCode ?? null });
  return {
    relationOfTrade: ({ providerId, buyerId, at }) => {
      const pair = byPair.get([providerId, buyerId].sort().join(' ')) ?? [];
      return relationOf(party(providerId), party(buyerId), at, pair);
    },
  };
}

/** Declares a relation; a party may do so for itself, the operator for any two. Throws 404, 409 for what is declared. */
export async function declareRelated(
  tx: Tx,
  actor: MemberActor,
  input: BodyOf<Op['declareRelatedParties']>,
): Promise<RelatedParties> {
  const [firstId = '', secondId = ''] = [input.organisationId, input.otherId].sort();
  if (!has(actor, 'operator') && ![firstId, secondId].includes(actor.organisationId)) {
    throw notFound({ vi: 'tổ chức', en: 'organisation' });
  }
  const first = await lockRow(tx, Organisations, firstId);
  const second = await lockRow(tx, Organisations, secondId);
  if (!first || !second) throw notFound({ vi: 'tổ chức', en: 'organisation' });
  if (firstId === secondId) refuse('rule-broken', '/otherId', 'Cần hai tổ chức khác nhau.', 'Name two organisations.');
  if (input.since > dayOf(now())) {
    refuse('rule-broken', '/since', 'Ngày bắt đầu không được ở tương lai.', 'The relation must have begun by today.');
  }
  const row: RelatedParties = {
    ...{ id: newId('rel'), firstId, secondId, ground: input.ground, note: input.note, since: input.since, until: null },
    ...{ declaredBy: actor.organisationId, declaredAt: now() },
  };
  await insertRow(tx, RelatedPartiesTable, row).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'related_parties_lasting') throw error;
    refuse('conflict', '/ground', 'Quan hệ này đã được khai báo.', 'This relation is declared already.');
  });
  const event = {
    type: 'relation.declared',
    data: { relationId: row.id, ground: row.ground, since: row.since },
  } as const;
  await record(tx, actor, event, { kind: 'organisation', id: firstId }, [secondId]);
  return row;
}

/** Says when a relation ended. Throws 404, 409 when it has ended before, 422 for a day before it began. */
export async function endRelated(tx: Tx, actor: MemberActor, id: string, until: string): Promise<RelatedParties> {
  const row = await lockRow(tx, RelatedPartiesTable, id);
  if (!row || !has(actor, 'operator')) throw notFound({ vi: 'quan hệ', en: 'relation' });
  if (row.until !== null) refuse('conflict', '/until', 'Quan hệ này đã chấm dứt.', 'The relation has ended already.');
  if (until < row.since || until > dayOf(now())) {
    const vi = 'Ngày chấm dứt phải từ ngày bắt đầu đến hôm nay.';
    refuse('rule-broken', '/until', vi, 'It must have ended between its beginning and today.');
  }
  await updateRow(tx, RelatedPartiesTable, id, { until });
  const event = { type: 'relation.ended', data: { relationId: id, until } } as const;
  await record(tx, actor, event, { kind: 'organisation', id: row.firstId }, [row.secondId]);
  return { ...row, until };
}

function refuse(code: 'rule-broken' | 'conflict', pointer: string, vi: string, en: string): never {
  throw new Problem(code, { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
}

/** Relations, newest first, one more than asked for; those of others only for the operator and the regulator. */
export async function listRelated(
  tx: Tx,
  actor: MemberActor,
  query: QueryOf<Op['listRelatedParties']>,
): Promise<RelatedParties[]> {
  const rows = tx
    .createQueryBuilder(RelatedPartiesTable, 'row')
    .orderBy('row.id', 'DESC')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('row.id < :after', { after: after[0] });
  const own = seesEverything(actor) ? [] : [actor.organisationId];
  for (const [at, id] of [...own, ...(query.organisation ? [query.organisation] : [])].entries()) {
    rows.andWhere(`:id${at} in (row.firstId, row.secondId)`, { [`id${at}`]: id });
  }
  return await rows.getMany();
}

export function relatedPartiesView(
  row: RelatedParties,
  nameOf: (organisationId: string) => OrganisationRef,
): RelatedPartiesView {
  const { id, ground, note, since, until } = row;
  return {
    ...{ id, ground, note, since, until, parties: [nameOf(row.firstId), nameOf(row.secondId)] },
    ...{ declaredBy: nameOf(row.declaredBy), declaredAt: row.declaredAt.toISOString() },
  };
}
