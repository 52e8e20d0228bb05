import { EntitySchema } from 'typeorm';
import type { CertificateStage } from '../../contracts/certificates.js';
import { moment, primaryId, reference, text } from '../kernel/columns.js';

/** A numbered document on an order, frozen when it was issued; the database refuses UPDATE, DELETE, TRUNCATE. */
export type Certificate = {
  number: string;
  orderId: string;
  stage: CertificateStage;
  /** Canonical JSON (RFC 8785) of what may be public. */
  document: string;
  /** Under this hash the store keeps the PDF. */
  pdfSha256: string;
  issuedAt: Date;
};
export const Certificates = new EntitySchema<Certificate>({
  name: 'certificates',
  columns: {
    number: primaryId,
    orderId: reference('orders'),
    stage: text(),
    document: text(),
    pdfSha256: text(),
    issuedAt: moment(),
  },
  uniques: [{ name: 'certificates_stage', columns: ['orderId', 'stage'] }],
});
