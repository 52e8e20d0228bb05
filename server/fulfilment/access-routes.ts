import { accessOperations } from '../../contracts/access.js';
import { notFound } from '../../contracts/problems.js';
import type { Actor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { isVisible } from '../ordering/policy.js';
import { accessView, confirmationView, decisionsView } from './access-views.js';
import { attestDeletion, confirmReceipt } from './confirmations.js';
import { askExtension, declineExtension, grantExtension } from './extensions.js';
import { chooseRevisions } from './following.js';
import { assignSeat, raiseLimits, releaseSeat } from './seats.js';
import { entitlementSubject } from './subjects.js';
import { type Entitlement, Entitlements } from './tables.js';
import { usageView } from './uses.js';

/** Mounts what belongs to an entitlement beside its files. */
export function mountAccess(api: Api, { db, clocks }: Kernel): void {
  const op = accessOperations;
  const view = async (tx: Tx, actor: Actor, id: string) => accessView(tx, await visible(tx, actor, id), actor, clocks);
  const acting = (actor: Actor, id: string, act: (tx: Tx) => Promise<void>) =>
    db.transaction(async (tx) => {
      await act(tx);
      return await view(tx, actor, id);
    });
  api.route(op.getDecisions, async ({ actor, params }) =>
    decisionsView(db.read, await visible(db.read, actor, params.id), actor),
  );
  api.route(op.getAccess, ({ actor, params }) => view(db.read, actor, params.id));
  api.route(op.getUsage, async ({ actor, params }) =>
    usageView(db.read, await visible(db.read, actor, params.id), actor),
  );
  api.route(op.assignSeat, ({ actor, params }) =>
    acting(actor, params.id, (tx) => assignSeat(tx, actor, params.id, params.memberId)),
  );
  api.route(op.releaseSeat, ({ actor, params }) =>
    acting(actor, params.id, (tx) => releaseSeat(tx, actor, params.id, params.memberId)),
  );
  api.route(op.raiseLimits, ({ actor, params, body }) =>
    acting(actor, params.id, (tx) => raiseLimits(tx, actor, params.id, body)),
  );
  api.route(op.askExtension, ({ actor, params, body }) =>
    acting(actor, params.id, (tx) => askExtension(tx, actor, params.id, body)),
  );
  api.route(op.giveExtension, ({ actor, params, body }) =>
    acting(actor, params.id, (tx) =>
      body.decision === 'grant'
        ? grantExtension(tx, actor, params.id, body.days)
        : declineExtension(tx, actor, params.id),
    ),
  );
  api.route(op.chooseRevisions, ({ actor, params, body }) =>
    acting(actor, params.id, (tx) => chooseRevisions(tx, actor, params.id, body.follows)),
  );
  api.route(op.confirmReceipt, ({ actor, params, body }) =>
    db.transaction(async (tx) => confirmationView(await confirmReceipt(tx, actor, params.id, body))),
  );
  api.route(op.attestDeletion, ({ actor, params, body }) =>
    acting(actor, params.id, (tx) => attestDeletion(tx, actor, params.id, body.statement)),
  );
}

async function visible(tx: Tx, actor: Actor, id: string): Promise<Entitlement> {
  const entitlement = await tx.findOneBy(Entitlements, { id });
  if (entitlement && isVisible(entitlement, actor)) return entitlement;
  throw notFound(entitlementSubject.lifecycle.name);
}
