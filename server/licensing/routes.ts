import { licenceIds, licensingOperations } from '../../contracts/licensing.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import { makeOffer, offersOf, offerView } from './offers.js';
import { offerSubject } from './subjects.js';
import { licenceSummary, licenceView } from './templates.js';

/** Mounts the operations of this room. */
export function mountLicensing(api: Api, { db }: Kernel): void {
  const op = licensingOperations;
  api.open(op.listLicences, async () => ({ items: licenceIds.map((id) => licenceSummary(id)) }));
  api.open(op.getLicence, async ({ params }) => licenceView(params.id));
  api.open(op.listOffers, async ({ actor, params }) => ({
    items: (await offersOf(db.read, actor, params.id)).map((offer) => offerView(offer, actor)),
  }));
  api.route(op.makeOffer, ({ actor, params, body }) =>
    db.transaction(async (tx) => offerView(await makeOffer(tx, actor, params.id, body), actor)),
  );
  api.route(op.transitionOffer, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      offerView(await advance(tx, offerSubject, params.id, body.action, actor, { reason: body.reason }), actor),
    ),
  );
}
