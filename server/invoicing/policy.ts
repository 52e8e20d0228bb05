import { type Actor, seesEverything } from '../kernel/actor.js';
import type { Invoice } from './tables.js';

/** Seller and buyer see their own; the operator and the regulator see all. */
export function isVisible(row: Pick<Invoice, 'sellerId' | 'buyerId'>, actor: Actor): boolean {
  if (seesEverything(actor)) return true;
  return actor.kind === 'member' && [row.sellerId, row.buyerId].includes(actor.organisationId);
}

/** Whether the member may enter the official number now: the seller's, once. */
export function mayEnterOfficial(row: Pick<Invoice, 'sellerId' | 'officialNumber'>, actor: Actor): boolean {
  if (actor.kind !== 'member' || actor.role === 'viewer' || !actor.verified) return false;
  return actor.organisationId === row.sellerId && row.officialNumber === null;
}
