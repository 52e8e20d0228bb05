import { notFound } from '../../contracts/problems.js';
import { type SharingProfile, sharingOperations } from '../../contracts/sharing.js';
import { entitlementSubject } from '../fulfilment/subjects.js';
import { type Entitlement, Entitlements } from '../fulfilment/tables.js';
import type { MemberActor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { isVisible } from '../ordering/policy.js';
import { type Issued, issueToken, revokeToken } from './tokens.js';
import { endpointOf, sharingView } from './views.js';

/** Mounts the operations of this room. */
export function mountSharing(api: Api, { db, settings: { publicUrl } }: Kernel): void {
  const op = sharingOperations;
  const view = async (tx: Tx, actor: MemberActor, id: string) =>
    await sharingView(tx, await visible(tx, actor, id), publicUrl);
  api.route(op.getSharing, ({ actor, params }) => view(db.read, actor, params.id));
  api.route(op.openSharing, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      const issued = await issueToken(tx, actor, params.id, body.expiresInDays);
      const profile = profileOf(issued, body.profile, endpointOf(publicUrl));
      return { profile, sharing: await view(tx, actor, params.id) };
    }),
  );
  api.route(op.closeSharing, ({ actor, params }) =>
    db.transaction(async (tx) => {
      await revokeToken(tx, actor, params.id);
      return await view(tx, actor, params.id);
    }),
  );
}

async function visible(tx: Tx, actor: MemberActor, id: string): Promise<Entitlement> {
  const entitlement = await tx.findOneBy(Entitlements, { id });
  if (entitlement && isVisible(entitlement, actor)) return entitlement;
  throw notFound(entitlementSubject.lifecycle.name);
}

function profileOf({ token, secret }: Issued, kind: 'bearer' | 'oauth', endpoint: string): SharingProfile {
  if (kind === 'bearer') {
    const expirationTime = token.expiresAt.toISOString();
    return { shareCredentialsVersion: 1, endpoint, bearerToken: secret, expirationTime };
  }
  return {
    shareCredentialsVersion: 2,
    type: 'oauth_client_credentials',
    endpoint,
    tokenEndpoint: `${endpoint}/oauth/token`,
    clientId: token.id,
    clientSecret: secret,
  };
}
