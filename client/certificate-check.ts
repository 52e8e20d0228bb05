import { type CertificateCheck, type CertificateDocument, certificateDocument } from '../contracts/certificates';
import { entryIn, type Leaf, readLeaf } from '../contracts/leaf';
import {
  type Bytes,
  fromBase64,
  leafHash,
  ProofFault,
  same,
  tilePath,
  toHex,
  utf8,
  verifyConsistency,
  verifyInclusion,
} from '../contracts/proofs';
import { ApiProblem, call } from './api';
import { sha256 } from './crypto';
import { fetchConsistency } from './log-memory';
import { checkProof, type Proven, paced } from './proofs';

export type ProvenCertificate = { document: CertificateDocument; issued: Proven };

/**
 * Checks a certificate from the signature of the log down to every step it names: that the document is the one that was
 * logged, that each step’s entry lies in the log’s own tiles at its place, speaks of this trade and carries these hashes, and
 * that the head on paper is an earlier state of the log. Throws `ProofFault` for whatever does not hold.
 */
export async function proveCertificate(number: string, check: CertificateCheck): Promise<ProvenCertificate> {
  const issued = await checkProof(check.proof ?? '');
  const logged = issued.leaf.data ?? {};
  const documentSha256 = toHex(await sha256(utf8(check.document)));
  demand(issued.leaf.type === 'certificate.issued', 'The proof is not of a certificate.');
  demand(logged.documentSha256 === documentSha256, 'The document is not the one that was logged.');
  const document = certificateDocument.parse(JSON.parse(check.document));
  demand(logged.number === number && document.number === number, 'The proof is of another certificate.');
  demand(logged.pdfSha256 === check.pdfSha256, 'The hash of the PDF is not the one that was logged.');
  demand(logged.stage === document.stage, 'The stage is not the one that was logged.');
  const head = { size: issued.size, root: fromBase64(issued.root) };
  const { log } = document;
  const fromRoot = fromBase64(log.root);
  const proof = await orMissing(fetchConsistency(log.size, head.size));
  await verifyConsistency(sha256, { from: log.size, fromRoot, to: head.size, toRoot: head.root, proof });
  const bundles = new Map<string, Promise<Bytes>>();
  const leaves = await Promise.all(document.steps.map((step) => paced(() => proveStep(document, step, head, bundles))));
  requireHashes(document, leaves);
  return { document, issued };
}

type Head = { size: number; root: Bytes };
type Step = CertificateDocument['steps'][number];

async function proveStep(document: CertificateDocument, step: Step, head: Head, bundles: Map<string, Promise<Bytes>>) {
  const { index } = step;
  const n = Math.floor(index / 256);
  const path = tilePath('entries', n, Math.min(256, head.size - n * 256));
  const bundle = bundles.get(path) ?? fetchTile(path);
  bundles.set(path, bundle);
  const entry = entryIn(await bundle, index % 256);
  const leaf = await leafHash(sha256, entry);
  demand(same(leaf, fromBase64(step.leafHash)), `The entry ${index} of the log is not the one on the certificate.`);
  const { proof } = await orMissing(call('proveInclusion', { query: { index, size: head.size } }));
  await verifyInclusion(sha256, { index, size: head.size, root: head.root, leaf, proof: proof.map(fromBase64) });
  const event = readLeaf(entry);
  const fits = event.id === step.eventId && event.type === step.type && event.at === step.at;
  const ofTrade = [document.orderId, document.agreementId].some((id) => event.about?.includes(id));
  demand(fits && ofTrade, `The entry ${index} of the log is another step.`);
  return event;
}

/** The hashes on the certificate are those that the steps carry. */
function requireHashes(document: CertificateDocument, leaves: readonly Leaf[]): void {
  for (const { type, data } of leaves) {
    const fits =
      type === 'agreement.signed'
        ? data?.sha256 === document.agreementSha256
        : type === 'delivery.made'
          ? data?.manifestSha256 === document.manifestSha256
          : type !== 'receipt.issued' || data?.receiptId === document.receiptId;
    demand(fits, `The hash on the certificate is not the one of its step ${type}.`);
  }
}

function demand(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new ProofFault(otherwise);
}

/** A log that does not have what it has signed is broken, not out of reach. */
async function orMissing<T>(asked: Promise<T>): Promise<T> {
  return await asked.catch((error) => {
    if (!(error instanceof ApiProblem) || error.body.status !== 404) throw error;
    throw new ProofFault('The log does not have the entries that the certificate names.');
  });
}

async function fetchTile(path: string): Promise<Bytes> {
  const reply = await fetch(`/log/${path}`);
  if (reply.status === 404) throw new ProofFault('The log does not serve the entries that the certificate names.');
  if (!reply.ok) throw new TypeError(`${path}: ${reply.status}`);
  return new Uint8Array(await reply.arrayBuffer());
}
