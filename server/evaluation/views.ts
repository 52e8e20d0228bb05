import type { EvaluationCard, EvaluationQuery, EvaluationView } from '../../contracts/evaluation.js';
import { datasetRefs } from '../catalogue/datasets.js';
import { Datasets, Revisions } from '../catalogue/tables.js';
import { organisationRefs } from '../identity/organisations.js';
import { type Actor, has } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { rowsById, type Tx } from '../kernel/database.js';
import { allowedActions } from '../lifecycle/advance.js';
import { usedBy } from './asking.js';
import { type Source, sourcesOf } from './sources.js';
import { evaluationSubject } from './subjects.js';
import { suggestionsFor } from './suggestions.js';
import { type Evaluation, EvaluationQueries, type EvaluationQueryRow } from './tables.js';

export async function evaluationCards(tx: Tx, rows: readonly Evaluation[], actor: Actor): Promise<EvaluationCard[]> {
  const organisations = await organisationRefs(
    tx,
    rows.flatMap((row) => [row.providerId, row.buyerId]),
  );
  const datasets = await datasetRefs(
    tx,
    rows.map((row) => row.datasetId),
  );
  const revisions = await rowsById(
    tx,
    Revisions,
    rows.map((row) => row.revisionId),
  );
  const cards: EvaluationCard[] = [];
  for (const row of rows) {
    const used = await usedBy(tx, row.id);
    cards.push({
      ...{ id: row.id, revisionId: row.revisionId, requestId: row.requestId, purpose: row.purpose },
      dataset: must(datasets, row.datasetId),
      revisionNumber: must(revisions, row.revisionId).number,
      provider: must(organisations, row.providerId),
      buyer: must(organisations, row.buyerId),
      ...{ statement: row.statement, stateReason: row.stateReason, k: row.k, version: row.version },
      state: row.state as EvaluationCard['state'],
      budget: {
        queries: { used: used.queries, of: row.queries },
        rows: { used: used.rows, of: row.rows },
        seconds: { used: Math.round(used.cpuMs / 100) / 10, of: row.seconds },
      },
      openedAt: row.openedAt.toISOString(),
      expiresAt: row.expiresAt.toISOString(),
      actions: allowedActions(evaluationSubject, row, actor),
    });
  }
  return cards;
}

/** One session whole: tables and suggestions come from profile and dictionary, never from rows. */
export async function evaluationView(tx: Tx, row: Evaluation, actor: Actor): Promise<EvaluationView> {
  const [card] = await evaluationCards(tx, [row], actor);
  const { dictionary } = await tx.findOneByOrFail(Datasets, { id: row.datasetId });
  const sources = await sourcesOf(tx, row.revisionId);
  const queries = await tx.find(EvaluationQueries, { where: { evaluationId: row.id }, order: { number: 'DESC' } });
  const own = actor.kind === 'member' && actor.organisationId === row.buyerId;
  const described = (name: string) => dictionary[name]?.description ?? null;
  return {
    ...(card as EvaluationCard),
    ready: sources !== null,
    canAsk: own && row.state === 'opened' && row.expiresAt > now() && sources !== null,
    tables: (sources ?? []).map(({ name, file, schema }) => ({
      ...{ name, rows: file.profile?.rows ?? 0 },
      columns: [...schema].map(([column, { kind }]) => ({ name: column, kind, description: described(column) })),
    })),
    suggestions: suggestionsFor((sources ?? []).map(suggested), dictionary),
    queries: queries.map((one) => queryView(one, actor)),
  };
}

function suggested({ name, schema, file }: Source) {
  return { name, schema, profile: file.profile };
}

/** The text is for those whose data or question it is, and for the regulator. */
export function queryView(row: EvaluationQueryRow, actor: Actor): EvaluationQuery {
  const { id, number, commitment, outcome, refusal, rows, cpuMs, at } = row;
  const blind = has(actor, 'operator') && !(actor.kind === 'member' && actor.organisationId === row.buyerId);
  const [sql, salt] = blind ? [null, null] : [row.sql, row.salt];
  return { id, number, sql, salt, commitment, outcome, refusal, rows, cpuMs, at: at.toISOString() };
}

function must<V>(map: ReadonlyMap<string, V>, id: string): V {
  const value = map.get(id);
  if (value === undefined) throw new Error(`${id} is referred to and does not exist.`);
  return value;
}
