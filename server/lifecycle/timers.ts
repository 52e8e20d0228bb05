import type { Transition } from '../../contracts/lifecycle.js';
import { Problem } from '../../contracts/problems.js';
import { system } from '../kernel/actor.js';
import { type Clocks, now } from '../kernel/clock.js';
import type { Stateful } from '../kernel/columns.js';
import type { Database } from '../kernel/database.js';
import type { Log } from '../kernel/log.js';
import { advance, type Subject } from './advance.js';

/** When a row's present state ends by itself, or null. */
export function dueAt<R extends Stateful>(of: Subject<R>, row: R, clocks: Clocks): Date | null {
  const moments = of.lifecycle.transitions
    .filter((transition) => transition.from.includes(row.state))
    .map((transition) => momentOf(transition, row, clocks))
    .filter((moment) => moment !== null);
  return moments.length === 0 ? null : new Date(Math.min(...moments.map((moment) => moment.getTime())));
}

function momentOf(transition: Transition, row: Stateful, clocks: Clocks): Date | null {
  if (transition.after) return new Date(row.stateSince.getTime() + clocks[transition.after]);
  if (!transition.at) return null;
  const moment = (row as unknown as Record<string, Date | null>)[transition.at.column];
  if (!moment) return null;
  return new Date(moment.getTime() - (transition.at.before ? clocks[transition.at.before] : 0));
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

async function dueIds(db: Database, of: Subject<Stateful>, transition: Transition, clocks: Clocks): Promise<string[]> {
  const query = db.read
    .createQueryBuilder(of.table, 'row')
    .select('row.id', 'id')
    .where('row.state in (:...from)', { from: transition.from })
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
  return (await query.getRawMany<{ id: string }>()).map((row) => row.id);
}

/** 1 when made; 0 when somebody else moved the row first, which is no failure. */
async function makeTransition(db: Database, of: Subject<Stateful>, id: string, action: string): Promise<number> {
  try {
    await db.transaction((tx) => advance(tx, of, id, action, system));
    return 1;
  } catch (error) {
    if (error instanceof Problem && error.code === 'transition-refused') return 0;
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
