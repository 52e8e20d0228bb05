import { isCertificateNumber } from '../../contracts/certificate-number.js';
import { type CertificateCheck, stageOf } from '../../contracts/certificates.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { proofOf } from '../audit/event-proofs.js';
import { eventsAbout } from '../audit/events.js';
import { record } from '../audit/record.js';
import type { Actor, MemberActor } from '../kernel/actor.js';
import { insertRow, lockRow, type Tx } from '../kernel/database.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import type { Kernel } from '../kernel/kernel.js';
import { isVisible } from '../ordering/policy.js';
import { orderSubject } from '../ordering/subjects.js';
import { type Order, Orders } from '../ordering/tables.js';
import { drawUp, requireStage } from './document.js';
import { renderPdf } from './pdf.js';
import { type Certificate, Certificates } from './tables.js';

const noCertificate = () => notFound({ vi: 'chứng nhận', en: 'certificate' });

/**
 * Certifies an order for one of its parties. For the same stage the certificate that is there is given again. What if it
 * dies half-way? The PDF lies in the store under its hash and nothing refers to it; the next request draws up another.
 */
export async function issueCertificate(kernel: Kernel, actor: MemberActor, orderId: string): Promise<Certificate> {
  const { db, storage, settings } = kernel;
  const order = requireParty(await db.read.findOneBy(Orders, { id: orderId }), actor);
  const stage = requireStage(order);
  const known = await db.read.findOneBy(Certificates, { orderId, stage });
  if (known) return known;
  const draft = await drawUp(db.read, order, settings);
  const { sha256: pdfSha256 } = await storage.keep(await renderPdf(draft));
  const { number, issuedAt } = draft.document;
  const document = canonicalJson(draft.document);
  const row: Certificate = { number, orderId, stage, document, pdfSha256, issuedAt: new Date(issuedAt) };
  return await db.transaction((tx) => enter(tx, actor, row));
}

/** Enters a certificate that was drawn up, unless somebody was quicker or the order has moved on meanwhile. */
async function enter(tx: Tx, actor: MemberActor, row: Certificate): Promise<Certificate> {
  const order = requireParty(await lockRow(tx, Orders, row.orderId), actor);
  const { orderId, stage, number, pdfSha256 } = row;
  const known = await tx.findOneBy(Certificates, { orderId, stage });
  if (known) return known;
  if (stageOf(order.state) !== stage) {
    throw new Problem('conflict', {
      vi: 'Đơn hàng vừa chuyển trạng thái; hãy yêu cầu chứng nhận lần nữa.',
      en: 'The order has just moved on; ask for the certificate again.',
    });
  }
  await insertRow(tx, Certificates, row);
  const data = { number, stage, documentSha256: sha256(row.document), pdfSha256 };
  const about = [number, ...orderSubject.about(order)];
  await record(tx, actor, { type: 'certificate.issued', data }, { kind: 'certificate', id: number }, about);
  return row;
}

function requireParty(order: Order | null, actor: MemberActor): Order {
  if (order && [order.providerId, order.buyerId].includes(actor.organisationId)) return order;
  throw notFound({ vi: 'đơn hàng', en: 'order' });
}

/** Certificates of an order, oldest first. */
export async function certificatesOf(tx: Tx, orderId: string): Promise<Certificate[]> {
  return await tx.find(Certificates, { where: { orderId }, order: { issuedAt: 'ASC', number: 'ASC' } });
}

/** The certificate when the actor may hold its PDF; throws 404 otherwise. */
export async function readCertificate(tx: Tx, actor: Actor, number: string): Promise<Certificate> {
  const row = await tx.findOneBy(Certificates, { number });
  const order = row && (await tx.findOneByOrFail(Orders, { id: row.orderId }));
  if (!row || !order || !isVisible(order, actor)) throw noCertificate();
  return row;
}

/** What anybody may see of a certificate, with its proof; throws 404 for a number that was never given. */
export async function checkCertificate(tx: Tx, number: string): Promise<CertificateCheck> {
  const row = isCertificateNumber(number) ? await tx.findOneBy(Certificates, { number }) : null;
  if (!row) throw noCertificate();
  const { document, pdfSha256 } = row;
  const order = await tx.findOneByOrFail(Orders, { id: row.orderId });
  const issued = (await eventsAbout(tx, [number])).find((event) => event.type === 'certificate.issued');
  const all = await certificatesOf(tx, row.orderId);
  const later = all.slice(all.findIndex((one) => one.number === number) + 1);
  return {
    ...{ number, document, pdfSha256 },
    proof: issued ? await proofOf(tx, issued.id) : null,
    orderState: order.state as CertificateCheck['orderState'],
    later: later.map((one) => ({ number: one.number, stage: one.stage, issuedAt: one.issuedAt.toISOString() })),
  };
}
