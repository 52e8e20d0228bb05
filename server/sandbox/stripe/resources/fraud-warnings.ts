import { type Cause, emit } from '../emit.js';
import type { Resource } from '../endpoints.js';
import { noSuch } from '../errors.js';
import { newId } from '../ids.js';
import { listPage, matching, pageShape } from '../lists.js';
import type { Charge } from '../objects.js';
import { text } from '../params.js';

/** The card network suspects fraud before anyone complains. */
export function warnOfFraud(cause: Cause, charge: Charge): void {
  const warning = cause.tx.put({
    id: newId('issfr'),
    object: 'radar.early_fraud_warning',
    actionable: true,
    charge: charge.id,
    created: cause.now,
    fraud_type: 'misc',
    livemode: false,
    payment_intent: charge.payment_intent,
  });
  emit(cause, 'radar.early_fraud_warning.created', warning);
}

export const fraudWarnings: Resource<'radar.early_fraud_warning'> = {
  kind: 'radar.early_fraud_warning',
  view: { expandable: { charge: ['charge'], payment_intent: ['payment_intent'] } },
  mount({ get }) {
    get('/radar/early_fraud_warnings', { ...pageShape, charge: text(), payment_intent: text() }, (reader, params) => {
      const { charge, payment_intent } = params;
      const found = matching(reader.all('radar.early_fraud_warning'), { charge, payment_intent });
      return listPage(found, params, '/v1/radar/early_fraud_warnings');
    });
    get('/radar/early_fraud_warnings/:id', {}, (reader, _params, id) => {
      const warning = reader.get('radar.early_fraud_warning', id);
      if (!warning) throw noSuch('early fraud warning', id, 'id', 404);
      return warning;
    });
  },
};
