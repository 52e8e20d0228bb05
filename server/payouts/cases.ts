import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { advance, begin } from '../lifecycle/advance.js';
import { moneyCaseSubject } from './subjects.js';
import { MoneyCases } from './tables.js';

export type Difference = {
  kind: string;
  object: string;
  expectedVnd: number;
  foundVnd: number;
  orderId: string | null;
};

const lock = (tx: Tx, { kind, object }: Pick<Difference, 'kind' | 'object'>) =>
  tx.query('select pg_advisory_xact_lock(83142031, hashtext($1))', [`${kind} ${object}`]);

/** Opens a case for a difference, once: while one is not closed, the same difference makes no second. */
export async function openCase(tx: Tx, found: Difference): Promise<void> {
  await lock(tx, found);
  const { kind, object } = found;
  const earlier = await tx.findOne(MoneyCases, { where: { kind, object }, order: { id: 'DESC' } });
  if (earlier && earlier.state !== 'closed') return;
  // What persons have explained and closed is not found again while it is the same.
  const same = earlier?.expectedVnd === found.expectedVnd && earlier.foundVnd === found.foundVnd;
  if (same && earlier.submittedBy !== null) return;
  await begin(
    tx,
    moneyCaseSubject,
    'find',
    { id: newId('mcs'), ...found, submittedBy: null, createdAt: now() },
    system,
  );
}

/** The difference is gone: its case is closed, on the record. */
export async function closeCase(tx: Tx, kind: string, object: string): Promise<void> {
  if (!(await tx.existsBy(MoneyCases, { kind, object }))) return;
  await lock(tx, { kind, object });
  const rows = await tx.findBy(MoneyCases, { kind, object });
  for (const row of rows.filter((one) => one.state !== 'closed')) {
    await advance(tx, moneyCaseSubject, row.id, 'vanish', system);
  }
}
