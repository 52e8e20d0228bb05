import { discoveryOperations } from '../../contracts/discovery.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { removeSearch, saveSearch, searchView, setAlert } from './saved.js';
import { browse } from './search.js';
import { suggest } from './suggest.js';
import { CatalogueSearches } from './tables.js';

/** Mounts the operations of this room. */
export function mountDiscovery(api: Api, { db }: Kernel): void {
  const op = discoveryOperations;
  api.open(op.browseDatasets, ({ query }) => browse(db.read, query));
  api.open(op.suggest, ({ query }) => suggest(db.read, query.q));
  api.route(op.listCatalogueSearches, async ({ actor }) => {
    const rows = await db.read.find(CatalogueSearches, { where: { memberId: actor.memberId }, order: { id: 'DESC' } });
    return { items: rows.map(searchView) };
  });
  api.route(op.saveCatalogueSearch, ({ actor, body }) =>
    db.transaction(async (tx) => searchView(await saveSearch(tx, actor, body))),
  );
  api.route(op.setCatalogueSearch, ({ actor, params, body }) =>
    db.transaction(async (tx) => searchView(await setAlert(tx, actor, params.id, body.alert))),
  );
  api.route(op.removeCatalogueSearch, async ({ actor, params }) => {
    await db.transaction((tx) => removeSearch(tx, actor, params.id));
    return {};
  });
}
