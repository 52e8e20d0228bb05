import type { UserClass } from './policy.js';

/**
 * The class of an organisation, by the legal form that the operator verified: universities and public non-business units (among
 * them the institutes) are academic, enterprises commercial; state bodies and associations are of neither class. Pure.
 */
export function buyerClassOf(legalForm: string): Exclude<UserClass, 'any'> | null {
  if (['university', 'public_unit'].includes(legalForm)) return 'academic';
  if (['company', 'state_enterprise', 'cooperative', 'branch', 'household', 'individual'].includes(legalForm))
    return 'commercial';
  return null;
}
