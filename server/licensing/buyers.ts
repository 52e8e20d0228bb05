import { buyerClassOf } from '../../contracts/licences/buyer-class.js';
import type { UserClass } from '../../contracts/licences/policy.js';
import { Organisations } from '../identity/tables.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import type { Offer } from './tables.js';

/** The class of a buyer by its verified legal form. */
export async function classOfBuyer(tx: Tx, organisationId: string): Promise<Exclude<UserClass, 'any'> | null> {
  const { legalForm } = await tx.findOneByOrFail(Organisations, { id: organisationId });
  return buyerClassOf(legalForm);
}

/** Whether an offer may be taken up at this moment: open, and within its dates. */
export function isCurrent({ state, validFrom, validUntil }: Offer): boolean {
  const at = now();
  return state === 'open' && (validFrom === null || validFrom <= at) && (validUntil === null || at < validUntil);
}

/** Whether the organisation may know of the offer. */
export function isShownTo(offer: Offer, organisationId: string | null): boolean {
  if (offer.visibleTo.length === 0 || offer.providerId === organisationId) return true;
  return organisationId !== null && offer.visibleTo.includes(organisationId);
}
