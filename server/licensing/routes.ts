import { licenceIds, licensingOperations } from '../../contracts/licensing.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { advance } from '../lifecycle/advance.js';
import { answerTimesFor, makeOffer, offersOf, offerView, offerViews, pricesOf } from './offers.js';
import { offerSubject } from './subjects.js';
import { licenceSummary, licenceView } from './templates.js';

function viewed<V>([view]: V[]): V {
  return view as V;
}

/** Mounts the operations of this room. */
export function mountLicensing(api: Api, { db }: Kernel): void {
  const op = licensingOperations;
  api.open(op.listLicences, async () => ({ items: licenceIds.map((id) => licenceSummary(id)) }));
  api.open(op.getLicence, async ({ params }) => licenceView(params.id));
  api.open(op.listOffers, async ({ actor, params }) => ({
    items: await offerViews(db.read, await offersOf(db.read, actor, params.id), actor),
    answers: await answerTimesFor(db.read, params.id),
  }));
  api.open(op.listPrices, async ({ actor, params }) => ({ items: await pricesOf(db.read, actor, params.id) }));
  api.route(op.makeOffer, ({ actor, params, body }) =>
    db.transaction(async (tx) => viewed(await offerViews(tx, [await makeOffer(tx, actor, params.id, body)], actor))),
  );
  api.route(op.transitionOffer, ({ actor, params, body }) =>
    db.transaction(async (tx) =>
      offerView(await advance(tx, offerSubject, params.id, body.action, actor, { reason: body.reason }), actor),
    ),
  );
}
