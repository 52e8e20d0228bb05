import type { Database, Tx } from '../../server/kernel/database.js';
import type { Kernel } from '../../server/kernel/kernel.js';
import type { StripeGate } from '../../server/payments/stripe.js';

/** What a killed process leaves: nothing after the step at which it died. */
export class Death extends Error {
  constructor() {
    super('The process was killed.');
  }
}

/** The life of one process: it is killed at its step `diesAt`, counted from 1; with 0 it lives on. */
export type Life = { dead: boolean; step(): void };

export function lifeOf(diesAt: number): Life {
  let steps = 0;
  const life: Life = {
    dead: false,
    step() {
      steps += 1;
      if (steps === diesAt) life.dead = true;
      // A dead process does nothing more, whatever its `catch` and `finally` would do.
      if (life.dead) throw new Death();
    },
  };
  return life;
}

/**
 * The same database and the same Stripe, as a process sees them that may die: before every statement, before a commit, between a
 * commit and hearing of it, before a call of Stripe, and between Stripe's doing and its answer.
 */
export function mortal(kernel: Kernel, stripe: StripeGate, life: Life): { kernel: Kernel; stripe: StripeGate } {
  const { connect, ...direct } = stripe;
  return {
    kernel: { ...kernel, db: mortalDatabase(kernel.db, life) },
    stripe: { ...stepped(direct, life), connect: stepped(connect, life) } as StripeGate,
  };
}

function mortalDatabase(db: Database, life: Life): Database {
  return {
    ...db,
    read: counting(db.read, life),
    async transaction(work) {
      life.step();
      const done = await db.transaction(async (tx) => {
        const result = await work(counting(tx, life));
        life.step();
        return result;
      });
      life.step();
      return done;
    },
  };
}

/** Counts a step before every method of an entity manager. */
function counting(tx: Tx, life: Life): Tx {
  return new Proxy(tx, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        life.step();
        return Reflect.apply(value, target, given);
      };
    },
  });
}

type Calls = Record<string, (...given: never[]) => unknown>;

function stepped<C extends object>(calls: C, life: Life): C {
  const entries = Object.entries(calls as Calls).map(([name, call]) => [
    name,
    async (...given: never[]) => {
      life.step();
      const answer = await call(...given);
      life.step();
      return answer;
    },
  ]);
  return Object.fromEntries(entries) as C;
}
