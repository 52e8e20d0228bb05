import { Datasets } from '../catalogue/tables.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { noteFor } from '../notifications/notes.js';
import { organisationsWith, tell } from '../notifications/telling.js';
import { carryOut, followBank } from './carrying-out.js';
import { closeAsPaid, openUnpaid } from './opening.js';
import { disputeSubject } from './subjects.js';
import { Disputes } from './tables.js';

export function disputeJobs({
  db,
  clocks,
}: Kernel): Pick<
  Handlers,
  'notify-dispute' | 'carry-out-dispute' | 'follow-chargeback' | 'dispute-payment' | 'payment-found'
> {
  return {
    'notify-dispute': ({ id }) => db.transaction((tx) => tellOfDispute(tx, id)),
    'carry-out-dispute': ({ id }) => carryOut(db, clocks, id),
    'dispute-payment': ({ id }) => db.transaction((tx) => openUnpaid(tx, id)),
    'payment-found': ({ id }) => db.transaction((tx) => closeAsPaid(tx, id)),
    'follow-chargeback': ({ id }) => followBank(db, id),
  };
}

/** Both parties and the operator learn of every step; the regulator when it is called upon, and of how that ended. */
async function tellOfDispute(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Disputes, { id });
  const { titleVi, titleEn } = await tx.findOneByOrFail(Datasets, { id: row.datasetId });
  const called = row.state === 'escalated' || row.decidedBy === 'regulator';
  const offices = [
    ...(await organisationsWith(tx, 'operator')),
    ...(called ? await organisationsWith(tx, 'regulator') : []),
  ];
  const note = noteFor(disputeSubject.lifecycle, row, { vi: titleVi, en: titleEn }, `/disputes/${id}`);
  await tell(tx, {
    kind: 'dispute',
    subject: { kind: 'dispute', id },
    once: `${id}:${row.state}:${row.stateSince.toISOString()}`,
    organisationIds: [row.buyerId, row.providerId, ...offices],
    note,
  });
}
