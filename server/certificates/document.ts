import { randomBytes } from 'node:crypto';
import { certificateNumber } from '../../contracts/certificate-number.js';
import {
  type CertificateDocument,
  type CertificateStage,
  certifiedSteps,
  stageOf,
} from '../../contracts/certificates.js';
import { Problem } from '../../contracts/problems.js';
import { toBase64 } from '../../contracts/proofs.js';
import { schemeId } from '../../contracts/scheme/pilot-2026.js';
import { eventsAbout } from '../audit/events.js';
import { indexOf, proverOf, readHead, readIdentity } from '../audit/log.js';
import type { AuditEvent } from '../audit/tables.js';
import { Deliveries, Receipts } from '../fulfilment/tables.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import type { Settings } from '../kernel/kernel.js';
import type { AgreementDocument, PartySnapshot } from '../ordering/document.js';
import { Agreements, type Order } from '../ordering/tables.js';
import { Certificates } from './tables.js';

/** What stands on paper beside the public document: only who holds the PDF reads it. */
export type OnPaper = { provider: PartySnapshot; buyer: PartySnapshot; buyerSalt: string; priceVnd: number };
export type Draft = { document: CertificateDocument; onPaper: OnPaper };

/** Draws up the certificate of an order as it stands. Throws 409 `conflict` while there is nothing to certify, or not yet. */
export async function drawUp(tx: Tx, order: Order, settings: Settings): Promise<Draft> {
  const stage = requireStage(order);
  const agreement = await tx.findOneByOrFail(Agreements, { id: order.agreementId });
  const agreed = JSON.parse(agreement.document) as AgreementDocument;
  const delivery = await tx.findOneBy(Deliveries, { orderId: order.id });
  const receipt = await tx.findOneBy(Receipts, { orderId: order.id });
  if (stage === 'accepted' && !receipt) throw notYet();
  const { provider, buyer, dataset, revision } = agreed;
  const buyerSalt = randomBytes(16).toString('hex');
  const issuedAt = now();
  const document: CertificateDocument = {
    kind: 'datasan.certificate/1',
    number: await freeNumber(tx, issuedAt),
    stage,
    issuedAt: issuedAt.toISOString(),
    exchange: { address: settings.publicUrl, mode: settings.mode },
    scheme: schemeId,
    orderId: order.id,
    agreementId: agreement.id,
    dataset: { ...dataset, revision: revision.number },
    provider: { nameVi: provider.nameVi, nameEn: provider.nameEn },
    buyer: { commitment: commitmentTo(buyer, buyerSalt) },
    agreementSha256: agreement.sha256,
    manifestSha256: delivery?.manifestSha256 ?? null,
    receiptId: receipt?.id ?? null,
    ...(await stepsInLog(tx, order)),
  };
  return { document, onPaper: { provider, buyer, buyerSalt, priceVnd: order.priceVnd } };
}

/** The stage that can be certified now; throws 409 `conflict` where there is none. */
export function requireStage(order: Order): CertificateStage {
  const stage = stageOf(order.state);
  if (stage) return stage;
  throw new Problem('conflict', {
    vi: 'Chứng nhận chỉ cấp được khi đơn đã thanh toán, đã giao, đã nghiệm thu hoặc đã hoàn tiền xong.',
    en: 'A certificate can be issued once the order is paid, delivered, accepted, or wholly refunded.',
  });
}

/** Hides the buyer behind a hash; who knows the salt can show that it is this buyer. Pure. */
export function commitmentTo({ nameVi, nameEn, taxCode }: PartySnapshot, salt: string): string {
  return `sha256:${sha256(`${salt}:${canonicalJson({ nameVi, nameEn, taxCode })}`)}`;
}

function notYet(): Problem {
  return new Problem('conflict', {
    vi: 'Các bước mới nhất đang chờ vào sổ minh bạch; hãy thử lại sau vài giây.',
    en: 'The newest steps wait for their place in the log; try again in some seconds.',
  });
}

/** The steps of the order with their places, and the signed head over them. Throws 409 while one of them waits. */
async function stepsInLog(tx: Tx, order: Order): Promise<Pick<CertificateDocument, 'log' | 'steps'>> {
  const identity = await readIdentity(tx);
  const head = await readHead(tx);
  if (!identity || !head) throw notYet();
  const { size, root } = head;
  const prover = proverOf(tx, size);
  const steps = [];
  for (const event of (await eventsAbout(tx, [order.id, order.agreementId])).filter(isStep)) {
    const index = await indexOf(tx, event.id);
    if (index === null || index >= size) throw notYet();
    const leafHash = toBase64(await prover.leaf(index));
    steps.push({ eventId: event.id, type: event.type, at: event.at.toISOString(), index, leafHash });
  }
  return { log: { origin: identity.origin, vkey: identity.vkey, size, root }, steps };
}

function isStep(event: AuditEvent): boolean {
  return event.type in certifiedSteps;
}

async function freeNumber(tx: Tx, at: Date): Promise<string> {
  // By the calendar of UTC+7.
  const year = new Date(at.getTime() + 7 * 3_600_000).getUTCFullYear();
  for (;;) {
    const number = certificateNumber(year, [...randomBytes(6)]);
    if (number && !(await tx.existsBy(Certificates, { number }))) return number;
  }
}
