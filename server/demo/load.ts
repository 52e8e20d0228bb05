import type { Context } from '../context.js';
import type { Tx } from '../kernel/database.js';
import { demoDatasets } from './catalogue.js';
import { setFees } from './fees.js';
import { beat } from './heartbeat.js';
import { listDataset } from './listing.js';
import { organisations, purchases } from './participants.js';
import { makePurchase } from './purchasing.js';
import { demoPassword, registerEverybody } from './registering.js';

/**
 * Fills an empty demo exchange by using it: over HTTP, through the same operations, queue and Stripe stand-in as anybody.
 * What is there already is left alone, so a load that was broken off is taken up again at the next start. Gives what the
 * person who started it wants to know.
 */
export async function loadDemo(context: Context, origin: string): Promise<string[]> {
  const { kernel } = context;
  const done = await finished(kernel.db.read);
  if (!done) {
    process.stdout.write('Loading the demo exchange: participants, datasets, purchases …\n');
    const cast = await registerEverybody(kernel, origin);
    await setFees(cast, origin);
    for (const dataset of demoDatasets) await listDataset(cast, dataset);
    await beat({ context, origin }, cast);
    for (const purchase of purchases) await makePurchase(cast, purchase, kernel.settings.publicUrl, origin);
  }
  return summary(kernel.settings.publicUrl, await counts(kernel.db.read), !done);
}

/** Loaded before, or an exchange that people have begun to use: nothing is added. */
async function finished(tx: Tx): Promise<boolean> {
  const [row]: { settled: string; strangers: string }[] = await tx.query(
    `select (select count(*) from orders where state = 'settled') as settled,
            (select count(*) from organisations where not (name_vi = any ($1))) as strangers`,
    [organisations.map((one) => one.nameVi)],
  );
  return Number(row?.settled) >= purchases.length || Number(row?.strangers) > 0;
}

type Counts = { organisations: number; datasets: number; files: number; rows: number; orders: number; events: number };

async function counts(tx: Tx): Promise<Counts> {
  const [row]: Record<keyof Counts, string>[] = await tx.query(
    `select (select count(*) from organisations) as organisations,
            (select count(*) from datasets where state = 'listed') as datasets,
            (select count(*) from files) as files,
            (select coalesce(sum((profile ->> 'rows')::bigint), 0) from files) as rows,
            (select count(*) from orders where state in ('delivered', 'accepted', 'settled')) as orders,
            (select count(*) from audit_events) as events`,
  );
  const number = (name: keyof Counts) => Number(row?.[name] ?? 0);
  return {
    organisations: number('organisations'),
    datasets: number('datasets'),
    files: number('files'),
    rows: number('rows'),
    orders: number('orders'),
    events: number('events'),
  };
}

function summary(url: string, found: Counts, loaded: boolean): string[] {
  const n = (value: number) => value.toLocaleString('vi-VN');
  return [
    '',
    `  Datasan  ${url}`,
    '',
    `  ${loaded ? 'Loaded now' : 'Already there'}: ${n(found.organisations)} organisations, ${n(found.datasets)} listed datasets (${n(found.files)} files, ${n(found.rows)} rows),`,
    `  ${n(found.orders)} completed purchases, ${n(found.events)} recorded events.`,
    '',
    `  Sign in with the password  ${demoPassword}`,
    ...signIns(),
    '',
    '  Pay with card 4242 4242 4242 4242, any future date, any CVC. Mails are kept at /outbox. API: /api/docs/',
    '',
  ];
}

function signIns(): string[] {
  return organisations
    .filter((one) => one.state === 'verified')
    .map((one) => `    ${one.capabilities.join('+').padEnd(15)} ${one.members[0].email.padEnd(34)} ${one.nameEn}`);
}
