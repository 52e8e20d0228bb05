import { readPolicy } from '../../contracts/licences/odrl.js';
import { Problem } from '../../contracts/problems.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { insertRow, type Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { notice } from '../kernel/notices.js';
import { Agreements } from '../ordering/tables.js';
import { deliveredRevisions } from './revisions.js';
import { lockOwn } from './seats.js';
import { entitlementSubject } from './subjects.js';
import { Attestations, type Confirmation, Confirmations, type Entitlement } from './tables.js';

type Said = { manifestSha256: string; files: { name: string; sha256: string }[]; client: string };

/**
 * The buyer’s own hashes of what arrived, put beside the manifest: all the same, or not. Both go on record. Throws 422 for a
 * manifest that was never delivered, and for files that it does not name.
 */
export async function confirmReceipt(tx: Tx, actor: MemberActor, id: string, said: Said): Promise<Confirmation> {
  const entitlement = await lockOwn(tx, actor, id, 'buyerId');
  const delivery = (await deliveredRevisions(tx, entitlement)).find(
    (one) => one.manifestSha256 === said.manifestSha256,
  );
  if (!delivery) {
    throw refused('/manifestSha256', 'Không có bản giao nào có bản kê này.', 'No delivery has this manifest.');
  }
  const expected = new Map(delivery.files.map((file) => [file.name, file.sha256]));
  const strange = said.files.findIndex((file) => !expected.has(file.name));
  if (strange >= 0) {
    throw refused(`/files/${strange}/name`, 'Bản kê không có tệp này.', 'The manifest has no such file.');
  }
  const confirmation: Confirmation = {
    ...{ id: newId('rcf'), entitlementId: id, deliveryId: delivery.deliveryId },
    ...{ manifestSha256: said.manifestSha256, files: said.files, client: said.client, memberId: actor.memberId },
    matching: said.files.every((file) => expected.get(file.name) === file.sha256),
    confirmedAt: now(),
  };
  await insertRow(tx, Confirmations, confirmation);
  const data = {
    ...{ confirmationId: confirmation.id, manifestSha256: said.manifestSha256, files: said.files.length },
    matching: confirmation.matching,
  };
  await record(
    tx,
    actor,
    { type: 'receipt.confirmed', data },
    { kind: 'entitlement', id },
    entitlementSubject.about(entitlement),
  );
  await notice(tx, entitlement.orderId);
  return confirmation;
}

function refused(pointer: string, detailVi: string, detail: string): Problem {
  return new Problem('rule-broken', { vi: detailVi, en: detail }, { errors: [{ pointer, detail, detailVi }] });
}

/** Whether the licence of the agreement asks that copies be deleted at the end. What cannot be read asks for it. */
export async function asksDeletion(tx: Tx, { agreementId }: Entitlement): Promise<boolean> {
  const { document } = await tx.findOneByOrFail(Agreements, { id: agreementId });
  return readPolicy((JSON.parse(document) as { licence: unknown }).licence)?.deletionAtEnd ?? true;
}

/** The buyer attests, after the end, that every copy is gone; throws 409 before the end and the second time. */
export async function attestDeletion(tx: Tx, actor: MemberActor, id: string, statement: string): Promise<void> {
  const entitlement = await lockOwn(tx, actor, id, 'buyerId');
  if (!['expired', 'revoked'].includes(entitlement.state)) {
    throw new Problem(
      'transition-refused',
      { vi: 'Chỉ xác nhận xóa sau khi quyền truy cập đã chấm dứt.', en: 'Deletion is attested once access has ended.' },
      { state: entitlement.state },
    );
  }
  if (await tx.existsBy(Attestations, { entitlementId: id })) {
    throw new Problem('conflict', { vi: 'Đã xác nhận xóa trước đó.', en: 'Deletion was attested already.' });
  }
  await insertRow(tx, Attestations, { entitlementId: id, statement, memberId: actor.memberId, attestedAt: now() });
  await record(
    tx,
    actor,
    { type: 'deletion.attested', data: {} },
    { kind: 'entitlement', id },
    entitlementSubject.about(entitlement),
  );
}
