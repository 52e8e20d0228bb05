import type { Capability } from '../../contracts/common.js';
import type { MemberRole } from '../../contracts/identity.js';
import type { TokenScope } from '../../contracts/operation.js';
import { Problem } from '../../contracts/problems.js';

/** A signed-in member, with the organisation as it is now. */
export type MemberActor = {
  kind: 'member';
  memberId: string;
  displayName: string;
  role: MemberRole;
  organisationId: string;
  capabilities: readonly Capability[];
  verified: boolean;
  /** Scopes of the API token in use; null for a browser session. */
  scopes: readonly TokenScope[] | null;
};
export type Actor = MemberActor | { kind: 'system' } | { kind: 'anonymous' };

/** The exchange itself: timers and jobs. */
export const system: Actor = { kind: 'system' };
export const anonymous: Actor = { kind: 'anonymous' };

/** The actor as a member of a verified organisation with the capability; throws 403 otherwise. */
export function requireCapability(actor: MemberActor, capability: Capability): void {
  if (!actor.capabilities.includes(capability)) {
    throw new Problem('role-required', {
      vi: `Tổ chức của bạn không có vai trò “${capability}”.`,
      en: `Your organisation does not have the capability “${capability}”.`,
    });
  }
}

/** Whether the actor is a member of a verified organisation with the capability. */
export function has(actor: Actor, capability: Capability): boolean {
  return actor.kind === 'member' && actor.verified && actor.capabilities.includes(capability);
}

/** The capabilities that count now: an operator or a regulator that is not verified, or suspended, is neither. */
export function effective(actor: MemberActor): readonly Capability[] {
  if (actor.verified) return actor.capabilities;
  return actor.capabilities.filter((one) => one !== 'operator' && one !== 'regulator');
}

/** Whether the actor may look at every party's rows: the operator and the regulator. */
export function seesEverything(actor: Actor): boolean {
  return has(actor, 'operator') || has(actor, 'regulator');
}
