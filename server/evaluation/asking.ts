import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from '../../contracts/evaluation.js';
import { Problem } from '../../contracts/problems.js';
import { answersPerOrganisation, rowsPerAnswer } from '../../contracts/scheme/evaluation.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { minute, now, second } from '../kernel/clock.js';
import { insertRow, type Tx, updateRow, violatedConstraint } from '../kernel/database.js';
import { type QueryLimits, withQueryProcess } from '../kernel/duckdb-query.js';
import { sha256 } from '../kernel/hash.js';
import { newId } from '../kernel/ids.js';
import type { Kernel } from '../kernel/kernel.js';
import { answerOf } from './answering.js';
import { Refused, refused } from './refusals.js';
import { lockOwn, requireOpen } from './sessions.js';
import { type Source, sourcesOf, withViews } from './sources.js';
import type { Answered } from './statements.js';
import { evaluationSubject } from './subjects.js';
import { type Evaluation, EvaluationQueries, type EvaluationQueryRow } from './tables.js';
import type { Turns } from './turns.js';

/** What one answer may use; the process cannot pass by the address space. */
const limits: QueryLimits = { timeoutMs: 30_000, memory: '400MB', threads: 2, addressSpace: 3_000_000_000 };
/** Answers leave at ticks of this length, so that the time they took tells next to nothing. */
const tickMs = 250;

type Asked = { query: EvaluationQueryRow; answer: Answer | null };

/**
 * One question of a session: reserved and recorded first, then answered in a process of its own outside any transaction,
 * then finished and recorded. A refusal is an outcome, not an error. Throws 409 while the organisation has another running.
 */
export async function askEvaluation(
  kernel: Kernel,
  turns: Turns,
  actor: MemberActor,
  id: string,
  sql: string,
): Promise<Asked> {
  const { db } = kernel;
  await db.transaction((tx) => forgetLost(tx, actor));
  const { session, query, history, sources, used } = await db.transaction((tx) => reserve(tx, actor, id, sql));
  const began = performance.now();
  let cpuMs = 0;
  try {
    const outcome = await turns.take(session.buyerId, () =>
      withViews(kernel.storage, sources, (views) =>
        withQueryProcess(views, within(session, used.cpuMs), async (running) => {
          try {
            const tables = new Map(sources.map((one) => [one.name, one.schema]));
            const places = new Map(sources.map((one) => [one.name, one.view]));
            const rowsLeft = Math.min(rowsPerAnswer, session.rows - used.rows);
            return await answerOf(running, tables, places, sql, { k: session.k, rowsLeft, history });
          } finally {
            cpuMs = running.cpuMs();
          }
        }),
      ),
    );
    const rows = outcome.answer.rows.length;
    const finished = { outcome: 'answered' as const, population: outcome.population, rows, cpuMs };
    const done = await db.transaction((tx) => finish(tx, actor, session, query, finished));
    return { query: done, answer: outcome.answer };
  } catch (error) {
    const why = error instanceof Refused ? error : refused('resources');
    if (!(error instanceof Refused)) kernel.log.error({ err: error, session: id }, 'an evaluation question failed');
    const outcome = error instanceof Refused ? ('refused' as const) : ('failed' as const);
    const refusal = { code: why.code, detail: why.detail };
    // Who is stopped at the limit has used the time up to it, whatever the process could still tell.
    const spent = why.code === 'resources' ? Math.max(cpuMs, Math.round(performance.now() - began)) : cpuMs;
    const done = await db.transaction((tx) => finish(tx, actor, session, query, { outcome, refusal, cpuMs: spent }));
    return { query: done, answer: null };
  } finally {
    await pause(tickMs - ((performance.now() - began) % tickMs));
  }
}

function within({ seconds }: Evaluation, usedMs: number): QueryLimits {
  return { ...limits, timeoutMs: Math.max(second, Math.min(limits.timeoutMs, seconds * second - usedMs)) };
}

type Reserved = {
  session: Evaluation;
  query: EvaluationQueryRow;
  history: Answered[];
  sources: Source[];
  used: { rows: number; cpuMs: number };
};

async function reserve(tx: Tx, actor: MemberActor, id: string, sql: string): Promise<Reserved> {
  const session = await lockOwn(tx, actor, id);
  await requireOpen(tx, session);
  const sources = await sourcesOf(tx, session.revisionId);
  if (!sources) {
    throw new Problem('conflict', {
      vi: 'Các bảng đang được chuẩn bị; hãy hỏi lại sau ít phút.',
      en: 'The tables are being prepared; ask again in a few minutes.',
    });
  }
  const used = await usedBy(tx, id);
  const history = await historyOf(tx, session);
  if (used.queries >= session.queries || used.rows >= session.rows || used.cpuMs >= session.seconds * second) {
    throw exhausted('Ngân sách của phiên đã hết.', 'The budget of the session is used up.');
  }
  if (history.length >= answersPerOrganisation) {
    throw exhausted(
      `Tổ chức của bạn đã nhận đủ ${answersPerOrganisation} câu trả lời về phiên bản này.`,
      `Your organisation has had ${answersPerOrganisation} answers on this revision.`,
    );
  }
  const salt = randomBytes(16).toString('hex');
  const query: EvaluationQueryRow = {
    ...{ id: newId('evq'), evaluationId: id, buyerId: session.buyerId, revisionId: session.revisionId },
    ...{ number: used.queries + 1, sql, salt, commitment: sha256(`${salt}:${sql}`), outcome: 'running' },
    ...{ refusal: null, population: null, rows: 0, cpuMs: 0, askedBy: actor.memberId, at: now() },
  };
  await insertRow(tx, EvaluationQueries, query).catch((error: unknown) => {
    if (violatedConstraint(error) !== 'evaluation_queries_running') throw error;
    throw new Problem('conflict', {
      vi: 'Câu hỏi trước của tổ chức bạn còn đang được trả lời; hãy chờ câu đó xong.',
      en: 'A question of your organisation is still being answered; wait for it.',
    });
  });
  const { number, commitment } = query;
  const event = { type: 'evaluation.asked' as const, data: { queryId: query.id, number, commitment } };
  await record(tx, actor, event, { kind: 'evaluation', id }, evaluationSubject.about(session));
  return { session, query, history, sources, used };
}

function exhausted(vi: string, en: string): Problem {
  return new Problem('rule-broken', { vi, en });
}

/** What a session has used of its budget. */
export async function usedBy(tx: Tx, id: string): Promise<{ queries: number; rows: number; cpuMs: number }> {
  const [row]: [{ queries: number; rows: number; cpu: number }] = await tx.query(
    `select count(*)::int as queries, coalesce(sum(rows), 0)::int as rows, coalesce(sum(cpu_ms), 0)::int as cpu
     from evaluation_queries where evaluation_id = $1`,
    [id],
  );
  return { queries: row.queries, rows: row.rows, cpuMs: row.cpu };
}

/** What the organisation was answered on this revision, in all its sessions. */
async function historyOf(tx: Tx, { buyerId, revisionId }: Evaluation): Promise<Answered[]> {
  const rows = await tx.find(EvaluationQueries, {
    where: { buyerId, revisionId, outcome: 'answered' },
    order: { id: 'ASC' },
  });
  return rows.flatMap(({ population, number }) => (population ? [{ ...population, number }] : []));
}

/** A question whose process was lost with the server stands in nobody's way. */
async function forgetLost(tx: Tx, { organisationId }: MemberActor): Promise<void> {
  await tx.query(
    `update evaluation_queries set outcome = 'failed' where buyer_id = $1 and outcome = 'running' and at < $2`,
    [organisationId, new Date(now().getTime() - 2 * minute)],
  );
}

type Finished = Pick<EvaluationQueryRow, 'outcome' | 'cpuMs'> &
  Partial<Pick<EvaluationQueryRow, 'refusal' | 'population' | 'rows'>>;

async function finish(
  tx: Tx,
  actor: MemberActor,
  session: Evaluation,
  query: EvaluationQueryRow,
  set: Finished,
): Promise<EvaluationQueryRow> {
  await updateRow(tx, EvaluationQueries, query.id, set);
  const done = { ...query, ...set };
  const { id: queryId, number, rows } = done;
  await record(
    tx,
    actor,
    done.refusal
      ? { type: 'evaluation.refused', data: { queryId, number, why: done.refusal.code } }
      : { type: 'evaluation.answered', data: { queryId, number, rows } },
    { kind: 'evaluation', id: session.id },
    evaluationSubject.about(session),
  );
  return done;
}
