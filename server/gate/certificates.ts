import { isService } from '../../contracts/scheme/classes.js';
import type { CertificateFact } from '../../contracts/scheme/findings.js';
import { certified } from '../../contracts/scheme/rules/classes.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { datasetSubject } from '../catalogue/subjects.js';
import { Datasets } from '../catalogue/tables.js';
import { system } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import { advance } from '../lifecycle/advance.js';
import { ParticipantCertificates } from './tables.js';

/** What the rules need to know of an organisation's certificates. */
export async function certificateFacts(tx: Tx, organisationId: string): Promise<CertificateFact[]> {
  const rows = await tx.findBy(ParticipantCertificates, { organisationId });
  return rows.map(({ kind, expiresOn, state }) => ({ kind, expiresOn, confirmed: state === 'confirmed' }));
}

/** Suspends every listed service that no certificate carries any longer; holders are told (Decree 314/2026, Art. 8(3)). */
export async function suspendServices(tx: Tx, certificateId: string): Promise<void> {
  const { organisationId } = await tx.findOneByOrFail(ParticipantCertificates, { id: certificateId });
  const facts = await certificateFacts(tx, organisationId);
  const listed = await tx.findBy(Datasets, { providerId: organisationId, state: 'listed' });
  for (const { id, productKind } of listed) {
    if (!isService(productKind) || certified(productKind, facts, vietnamDay(now()))) continue;
    const reason =
      'Giấy chứng nhận đã hết hạn hoặc bị thu hồi (CHUNG_NHAN_HET_HAN). / ' +
      'The certificate has ended or was withdrawn (CHUNG_NHAN_HET_HAN).';
    await advance(tx, datasetSubject, id, 'suspend', system, { reason });
    await enqueue(tx, 'notify-holders', { id });
  }
}
