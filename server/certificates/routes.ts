import { pipeline } from 'node:stream/promises';
import { type CertificateCard, certificateOperations, stageOf } from '../../contracts/certificates.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { readOrder } from '../ordering/policy.js';
import { certificatesOf, checkCertificate, issueCertificate, readCertificate } from './certificates.js';
import type { Certificate } from './tables.js';

/** Mounts the operations of this room. */
export function mountCertificates(api: Api, kernel: Kernel): void {
  const { db, storage } = kernel;
  const op = certificateOperations;
  api.route(op.issueCertificate, async ({ actor, params }) => card(await issueCertificate(kernel, actor, params.id)));
  api.route(op.listCertificates, async ({ actor, params }) => {
    const order = await readOrder(db.read, actor, params.id);
    const items = await certificatesOf(db.read, order.id);
    const stage = stageOf(order.state);
    const party = [order.providerId, order.buyerId].includes(actor.organisationId) && actor.role !== 'viewer';
    return { items: items.map(card), issuable: party && stage !== null && items.every((one) => one.stage !== stage) };
  });
  api.stream(op.downloadCertificate, async ({ actor, params, req }, res) => {
    const { number, pdfSha256 } = await readCertificate(db.read, actor, params.number);
    res.attachment(`${number}.pdf`).type('application/pdf').set('ETag', `"${pdfSha256}"`);
    if (req.fresh) res.status(304).end();
    else await pipeline(await storage.open(pdfSha256), res);
  });
  api.open(op.checkCertificate, ({ params }) => checkCertificate(db.read, params.number));
}

function card({ number, stage, pdfSha256, issuedAt }: Certificate): CertificateCard {
  return { number, stage, pdfSha256, issuedAt: issuedAt.toISOString() };
}
