import type { Transition } from '../../contracts/lifecycle.js';
import { Problem } from '../../contracts/problems.js';
import { system } from '../kernel/actor.js';
import { type Clocks, now } from '../kernel/clock.js';
import type { Stateful } from '../kernel/columns.js';
import type { Database } from '../kernel/database.js';
import type { Log } from '../kernel/log.js';
import { advance, type Subject } from './advance.js';
import { frozenTime, holdsEver } from './holds.js';
import type { Hold } from './tables.js';

/**
 * When a row's present state ends by itself, or null. `holds` are those that have ever stopped the row: their time is
 * added to clocks that run, and while one freezes the row nothing ends.
 */
export function dueAt<R extends Stateful>(
  of: Subject<R>,
  row: R,
  clocks: Clocks,
  holds: readonly Hold[] = [],
): Date | null {
  const mine = stopping(of, row, holds);
  if (mine.some((hold) => hold.freezes && hold.liftedAt === null)) return null;
  const moments = of.lifecycle.transitions
    .filter((transition) => transition.from.includes(row.state))
    .map((transition) => momentOf(transition, row, clocks, mine))
    .filter((moment) => moment !== null);
  return moments.length === 0 ? null : new Date(Math.min(...moments.map((moment) => moment.getTime())));
}

function stopping<R extends Stateful>(of: Subject<R>, row: R, holds: readonly Hold[]): Hold[] {
  const ids = of.stoppedBy(row);
  return holds.filter((hold) => hold.stops.some((id) => ids.includes(id)));
}

function momentOf(transition: Transition, row: Stateful, clocks: Clocks, holds: readonly Hold[]): Date | null {
  const { after, at } = transition;
  const plus = (from: Date, milliseconds: number) => new Date(from.getTime() + milliseconds);
  if (after) return plus(row.stateSince, clocks[after] + frozenTime(holds, row.stateSince));
  const moment = at ? (row as unknown as Record<string, Date | null>)[at.column] : null;
  if (!at || !moment) return null;
  const stood = at.runs ? frozenTime(holds, plus(moment, -clocks[at.runs])) : 0;
  return plus(moment, stood - (at.before ? clocks[at.before] : 0));
}

/** Makes every transition whose time has come, each in a transaction of its own. Gives how many were made. */
export async function runTimers(db: Database, subjects: readonly Subject<Stateful>[], clocks: Clocks): Promise<number> {
  let made = 0;
  let failure: unknown = null;
  for (const of of subjects) {
    for (const transition of of.lifecycle.transitions) {
      for (const id of await dueIds(db, of, transition, clocks)) {
        try {
          made += await makeTransition(db, of, id, transition.action);
        } catch (error) {
          // One row that cannot be moved holds up no other; it is told when the round is over.
          failure ??= error;
        }
      }
    }
  }
  if (failure !== null) throw failure;
  return made;
}

/** Rows whose time has come, page by page: those that a freeze keeps do not stand before the others. */
async function dueIds(db: Database, of: Subject<Stateful>, transition: Transition, clocks: Clocks): Promise<string[]> {
  const due: string[] = [];
  for (let after = ''; due.length < 200; ) {
    const rows = await pageOfDue(db, of, transition, clocks, after);
    const holds = await holdsEver(db.read, [...new Set(rows.flatMap((row) => of.stoppedBy(row)))]);
    for (const row of rows) {
      const mine = stopping(of, row, holds);
      if (mine.some((hold) => hold.freezes && hold.liftedAt === null)) continue;
      const moment = momentOf(transition, row, clocks, mine);
      if (moment !== null && moment <= now()) due.push(row.id);
    }
    const last = rows.at(-1);
    if (!last || rows.length < 200) break;
    after = last.id;
  }
  return due;
}

/** The next rows whose clock would have run out if it had never stood still. */
async function pageOfDue(
  db: Database,
  of: Subject<Stateful>,
  transition: Transition,
  clocks: Clocks,
  after: string,
): Promise<Stateful[]> {
  const query = db.read
    .createQueryBuilder(of.table, 'row')
    .where('row.state in (:...from) and row.id > :after', { from: transition.from, after })
    .orderBy('row.id')
    .limit(200);
  if (transition.after) {
    query.andWhere('row.stateSince <= :until', { until: new Date(now().getTime() - clocks[transition.after]) });
  } else if (transition.at) {
    const ahead = transition.at.before ? clocks[transition.at.before] : 0;
    query.andWhere(`row.${transition.at.column} <= :until`, { until: new Date(now().getTime() + ahead) });
  } else {
    return [];
  }
  return await query.getMany();
}

/** 1 when made; 0 when somebody else moved or froze the row first, which is no failure. */
async function makeTransition(db: Database, of: Subject<Stateful>, id: string, action: string): Promise<number> {
  try {
    await db.transaction((tx) => advance(tx, of, id, action, system));
    return 1;
  } catch (error) {
    if (error instanceof Problem && ['transition-refused', 'frozen'].includes(error.code)) return 0;
    throw error;
  }
}

/** Runs the timers every `intervalMs`; the result stops after the running round. */
export function startTimers(
  db: Database,
  subjects: readonly Subject<Stateful>[],
  clocks: Clocks,
  intervalMs: number,
  log: Log,
): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  const round = () => {
    running ??= runTimers(db, subjects, clocks)
      .then((made) => {
        if (made > 0) log.info({ made }, 'Timers moved rows along.');
      })
      .catch((error) => log.error({ err: error }, 'A round of timers failed; the next one tries again.'))
      .finally(() => {
        running = null;
      });
  };
  const timer = setInterval(round, intervalMs);
  round();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
