import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inspectionOperations } from '../../contracts/inspection.js';
import { record } from '../audit/record.js';
import { encodeCursor, pageOf } from '../kernel/cursor.js';
import type { Api } from '../kernel/http.js';
import type { Kernel } from '../kernel/kernel.js';
import { createLimit } from '../kernel/limits.js';
import { csvOf } from './csv.js';
import { totalsOf } from './facets.js';
import { openFile } from './file.js';
import { countLookUps, findLookUps, lookUpViews } from './look-ups.js';
import { asText } from './reads.js';
import { removeSearch, renameSearch, savedSearches, savedSearchView, saveSearch } from './saved.js';
import { findTransactions, lastShown } from './search.js';
import { unmaskPerson } from './unmasking.js';

/** Mounts the operations of this room. A regulator's look-up is itself an event. */
export function mountInspection(api: Api, { db, clocks }: Kernel): void {
  const op = inspectionOperations;
  const limits = {
    unmask: createLimit(db.pool, 'unmask', 20, 3600),
    export: createLimit(db.pool, 'export', 30, 3600),
  };

  api.route(op.searchTransactions, ({ actor, query }) =>
    db.transaction(async (tx) => {
      const { cursor, limit, sort, ...filters } = query;
      const last = lastShown(cursor, sort);
      const rows = await findTransactions(tx, filters, { sort, last, limit: limit + 1 });
      const items = rows.slice(0, limit);
      const end = items.at(-1);
      const event = {
        type: 'audit.transactions-searched',
        data: { filters: asText(filters), shown: items.length },
      } as const;
      await record(tx, actor, event, { kind: 'organisation', id: actor.organisationId });
      return {
        items,
        nextCursor: rows.length > limit && end ? encodeCursor([sort, end.id]) : null,
        totals: last === null ? await totalsOf(tx, filters) : null,
      };
    }),
  );
  api.stream(op.exportTransactions, async ({ actor, query }, res) => {
    await limits.export.take(actor.memberId);
    const { sort, ...filters } = query;
    await db.transaction(async (tx) => {
      const { transactions: rows } = await totalsOf(tx, filters);
      const event = { type: 'audit.exported', data: { filters: asText(filters), rows } } as const;
      await record(tx, actor, event, { kind: 'organisation', id: actor.organisationId });
    });
    res.attachment('transactions.csv').type('text/csv; charset=utf-8');
    await pipeline(Readable.from(csvOf(db.read, filters, sort)), res).catch((error: NodeJS.ErrnoException) => {
      // The reader went away.
      if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    });
  });

  api.route(op.listSavedSearches, async ({ actor }) => ({
    items: (await savedSearches(db.read, actor)).map(savedSearchView),
  }));
  api.route(op.saveSearch, ({ actor, body }) =>
    db.transaction(async (tx) => savedSearchView(await saveSearch(tx, actor, body.name, body.query))),
  );
  api.route(op.renameSearch, ({ actor, params, body }) =>
    db.transaction(async (tx) => savedSearchView(await renameSearch(tx, actor, params.id, body.name))),
  );
  api.route(op.removeSearch, async ({ actor, params }) => {
    await db.transaction((tx) => removeSearch(tx, actor, params.id));
    return {};
  });

  api.route(op.openTransactionFile, ({ actor, params }) =>
    db.transaction((tx) => openFile(tx, actor, params.id, clocks)),
  );
  api.route(op.unmaskPerson, async ({ actor, params, body }) => {
    await limits.unmask.take(actor.memberId);
    return await db.transaction((tx) => unmaskPerson(tx, actor, params, body.reason));
  });

  api.route(op.listLookUps, async ({ actor, query }) => {
    const page = pageOf(
      await findLookUps(db.read, actor, query),
      query.limit,
      (row) => [row.id],
      (row) => row,
    );
    return { ...page, items: await lookUpViews(db.read, actor, page.items) };
  });
  api.route(op.countLookUps, async () => ({ days: await countLookUps(db.read) }));
}
