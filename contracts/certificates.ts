import { z } from 'zod';
import { type Bilingual, id, moment, sha256 } from './common.js';
import { orderLifecycle } from './lifecycles/order.js';
import { statesOf } from './lifecycles.js';
import { operation } from './operation.js';

/** How far an order had come when it was certified. */
export const certificateStages = ['paid', 'delivered', 'accepted', 'refunded'] as const;
export type CertificateStage = (typeof certificateStages)[number];
export const stageNames: Record<CertificateStage, Bilingual> = {
  paid: { vi: 'Đã thanh toán, chưa giao', en: 'Paid, not delivered yet' },
  delivered: { vi: 'Đã giao, chưa nghiệm thu', en: 'Delivered, not accepted yet' },
  accepted: { vi: 'Đã giao và nghiệm thu', en: 'Delivered and accepted' },
  refunded: { vi: 'Đã hoàn tiền', en: 'Refunded' },
};

/** The stage that can be certified in a state of the order; null where there is nothing to certify, or not yet. Pure. */
export function stageOf(state: string): CertificateStage | null {
  if (['paid', 'fulfilling', 'stuck'].includes(state)) return 'paid';
  if (state === 'settled') return 'accepted';
  return certificateStages.find((stage) => stage === state) ?? null;
}

/** Steps that a certificate names with their place in the log, and how it calls them. */
export const certifiedSteps: Readonly<Record<string, Bilingual>> = {
  'agreement.signed': { vi: 'Ký thỏa thuận', en: 'Agreement signed' },
  'agreement.seal': { vi: 'Thỏa thuận có hiệu lực', en: 'Agreement sealed' },
  'order.place-free': { vi: 'Đặt nhận miễn phí', en: 'Placed, free of charge' },
  'order.pay': { vi: 'Đã nhận đủ tiền', en: 'Paid in full' },
  'delivery.made': { vi: 'Giao dữ liệu', en: 'Data delivered' },
  'order.accept': { vi: 'Bên mua xác nhận đã nhận', en: 'Accepted by the buyer' },
  'order.auto-accept': { vi: 'Nghiệm thu theo thời hạn', en: 'Accepted by time' },
  'receipt.issued': { vi: 'Lập biên nhận', en: 'Receipt issued' },
  'order.complete-refund': { vi: 'Hoàn tiền xong', en: 'Refunded' },
};

export const certificateNumberText = z
  .string()
  .regex(/^DS-\d{4}-[0-9A-Z]{6}-[0-9A-Z]{2}$/)
  .meta({ examples: ['DS-2026-7K3M9Q-Y1'] });

/** What a certificate says in public: kinds, times and hashes. The buyer stands behind a salted commitment. */
export const certificateDocument = z.strictObject({
  kind: z.literal('datasan.certificate/1'),
  number: certificateNumberText,
  stage: z.enum(certificateStages),
  issuedAt: moment,
  exchange: z.strictObject({ address: z.string(), mode: z.enum(['demo', 'pilot', 'live']) }),
  scheme: z.string(),
  orderId: id('ord'),
  agreementId: id('agr'),
  dataset: z.strictObject({ id: id('ds'), titleVi: z.string(), titleEn: z.string(), revision: z.number().int() }),
  provider: z.strictObject({ nameVi: z.string(), nameEn: z.string() }),
  /** `sha256:` of salt, colon, canonical JSON of name and tax code; the salt is printed on the certificate. */
  buyer: z.strictObject({ commitment: z.string() }),
  agreementSha256: sha256,
  manifestSha256: sha256.nullable(),
  receiptId: id('rcp').nullable(),
  /** The signed head of the log under which the steps were found. */
  log: z.strictObject({ origin: z.string(), vkey: z.string(), size: z.number().int(), root: z.base64() }),
  steps: z.array(
    z.strictObject({
      eventId: id('evt'),
      type: z.string(),
      at: moment,
      index: z.number().int(),
      leafHash: z.base64(),
    }),
  ),
});
export type CertificateDocument = z.infer<typeof certificateDocument>;

export const certificateCard = z.strictObject({
  number: certificateNumberText,
  stage: z.enum(certificateStages),
  pdfSha256: sha256,
  issuedAt: moment,
});
export type CertificateCard = z.infer<typeof certificateCard>;

/** All that the check page needs; nothing in it has to be believed. */
export const certificateCheck = z.strictObject({
  number: certificateNumberText,
  /** The canonical JSON (RFC 8785) of the document, byte for byte as it was hashed into the log. */
  document: z.string(),
  pdfSha256: sha256,
  /** The `.tlog-proof` of the event that issued it; null while that waits for its place in the log. */
  proof: z.string().nullable(),
  /** Where the order stands now, and what was certified of it later: the exchange’s own word. */
  orderState: z.enum(statesOf(orderLifecycle)),
  later: z.array(certificateCard.omit({ pdfSha256: true })),
});
export type CertificateCheck = z.infer<typeof certificateCheck>;

const tag = 'certificates';
const params = z.strictObject({ number: certificateNumberText });
const orderParams = z.strictObject({ id: id('ord') });
const parties = ['buyer', 'provider', 'operator', 'regulator'] as const;

export const certificateOperations = {
  issueCertificate: operation({
    method: 'POST',
    path: '/orders/:id/certificates',
    tag,
    summary: 'Certify the order as it stands now; for the same stage the same certificate is given again',
    roles: ['buyer', 'provider'],
    idempotent: true,
    status: 201,
    params: orderParams,
    response: certificateCard,
    problems: ['conflict'],
  }),
  listCertificates: operation({
    method: 'GET',
    path: '/orders/:id/certificates',
    tag,
    summary: 'Certificates of an order, oldest first, and whether another can be issued now',
    roles: parties,
    params: orderParams,
    response: z.strictObject({ items: z.array(certificateCard), issuable: z.boolean() }),
  }),
  downloadCertificate: operation({
    method: 'GET',
    path: '/certificates/:number/pdf',
    tag,
    summary: 'The certificate as PDF, for the parties, the operator and the regulator',
    roles: parties,
    kind: 'download',
    params,
  }),
  checkCertificate: operation({
    method: 'GET',
    path: '/certificates/:number',
    tag,
    summary: 'What a certificate says in public, with the proof that it is in the transparency log',
    roles: 'anyone',
    params,
    response: certificateCheck,
  }),
};
