import { bidOperations as op } from '../../contracts/bids.js';
import { pageOf } from '../kernel/cursor.js';
import type { Tx } from '../kernel/database.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { answerBid, createBid, editBid, listBids, matchBid, moveBid, readBid } from './bids.js';
import type { Bid } from './tables.js';
import { bidCards, bidView } from './views.js';

/** Mounts the operations of this room. */
export function mountBids(api: Api, { db }: Kernel): void {
  const cards = async (tx: Tx, rows: readonly Bid[], limit: number) => {
    const views = new Map((await bidCards(tx, rows)).map((card) => [card.id, card]));
    return pageOf(
      rows,
      limit,
      (row) => [row.id],
      (row) => views.get(row.id) as NonNullable<ReturnType<typeof views.get>>,
    );
  };
  api.open(op.listBids, async ({ query: { state, sector, ...query } }) =>
    cards(db.read, await listBids(db.read, query, { state, ...(sector ? { sector } : {}) }), query.limit),
  );
  api.route(op.listOwnBids, async ({ actor, query }) =>
    cards(db.read, await listBids(db.read, query, { buyerId: actor.organisationId }), query.limit),
  );
  api.route(op.listBidQueue, async ({ query }) =>
    cards(db.read, await listBids(db.read, query, { state: 'submitted' }), query.limit),
  );
  api.open(op.getBid, async ({ actor, params }) => bidView(db.read, await readBid(db.read, actor, params.id), actor));
  api.route(op.createBid, ({ actor, body }) =>
    db.transaction(async (tx) => bidView(tx, await createBid(tx, actor, body), actor)),
  );
  api.route(op.editBid, ({ actor, params, body, ifMatch }) =>
    db.transaction(async (tx) => bidView(tx, await editBid(tx, actor, params.id, ifMatch, body), actor)),
  );
  api.route(op.transitionBid, ({ actor, params, body }) =>
    db.transaction(async (tx) => bidView(tx, await moveBid(tx, actor, params.id, body.action, body.reason), actor)),
  );
  api.route(op.answerBid, ({ actor, params, body }) =>
    db.transaction(async (tx) => {
      await answerBid(tx, actor, params.id, body);
      return bidView(tx, await readBid(tx, actor, params.id), actor);
    }),
  );
  api.route(op.matchBid, ({ actor, params, body }) =>
    db.transaction(async (tx) => bidView(tx, await matchBid(tx, actor, params.id, body.answerId), actor)),
  );
}
