import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch, refused } from '../errors.js';
import { listPage, matching, pageShape } from '../lists.js';
import type { Dispute } from '../objects-disputes.js';
import { changedMetadata, flag, metadataChange, object, type Params, text } from '../params.js';
import type { Reader } from '../store.js';
import { evidenceShape } from './dispute-evidence.js';
import { decideDispute, escalateDispute, giveUpDispute, isOver, reviewDispute } from './dispute-steps.js';

const updateShape = { evidence: object(evidenceShape), metadata: metadataChange, submit: flag };

function disputeNamed(reader: Reader, id: string): Dispute {
  const dispute = reader.get('dispute', id);
  if (!dispute) throw noSuch('dispute', id, 'dispute', 404);
  return dispute;
}

/** Evidence goes to the bank unless `submit` is false; three texts decide at once, https://docs.stripe.com/testing#evidence. */
function updateDispute(cause: Cause, params: Params<typeof updateShape>, id: string): Dispute {
  const before = disputeNamed(cause.tx, id);
  if (params.evidence && isOver(before)) throw refused('This dispute is already closed.');
  if (params.evidence && before.status.endsWith('under_review')) {
    throw refused('Evidence has been submitted for this dispute already.');
  }
  const evidence: Record<string, unknown> = { ...before.evidence, ...params.evidence };
  const has_evidence = Object.values(evidence).some((entry) => typeof entry === 'string');
  const changed = cause.tx.put<Dispute>({
    ...before,
    evidence,
    evidence_details: { ...before.evidence_details, has_evidence },
    metadata: changedMetadata(before.metadata, params.metadata),
  });
  const submitted = params.evidence && has_evidence && params.submit !== false;
  const now = submitted ? reviewDispute(cause, changed) : changed;
  emit(cause, 'charge.dispute.updated', now, before);
  if (!submitted) return now;
  const word = evidence.uncategorized_text;
  if (word === 'winning_evidence') return decideDispute(cause, id, 'won');
  if (word === 'losing_evidence') return decideDispute(cause, id, 'lost');
  if (word === 'escalate_inquiry_evidence') return escalateDispute(cause, id);
  return now;
}

export const disputes: Resource<'dispute'> = {
  kind: 'dispute',
  view: { expandable: { charge: ['charge'], payment_intent: ['payment_intent'] } },
  mount({ get, post }) {
    get('/disputes', { ...pageShape, charge: text(), payment_intent: text() }, (reader, params) => {
      const { charge, payment_intent } = params;
      const found = charge
        ? reader.find('dispute', 'charge', charge)
        : payment_intent
          ? reader.find('dispute', 'payment_intent', payment_intent)
          : reader.all('dispute');
      return listPage(matching(found, { charge, payment_intent }), params, '/v1/disputes');
    });
    get('/disputes/:id', {}, (reader, _params, id) => disputeNamed(reader, id));
    post('/disputes/:id', updateShape, updateDispute);
    post('/disputes/:id/close', {}, (cause, _params, id) => {
      disputeNamed(cause.tx, id);
      return giveUpDispute(cause, id);
    });
  },
};
