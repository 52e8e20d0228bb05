import { openJournal } from './journal.js';
import type { AnyObject, Kind, Objects } from './objects.js';

export type Reader = {
  get<K extends Kind>(kind: K, id: string): Objects[K] | undefined;
  /** Oldest first. */
  all<K extends Kind>(kind: K): readonly Objects[K][];
  /** Those whose `field`, one of `INDEXED`, is `value`; oldest first. */
  find<K extends Kind>(kind: K, field: string, value: string): Objects[K][];
};

/** What one request reads and writes; it sees its own writes. Stored objects are replaced, never changed in place. */
export type Transaction = Reader & { put<T extends AnyObject>(object: T): T };

export type Store = Reader & {
  /** Runs `work` and stores all it put as one journal line, or nothing if it throws. */
  transaction<T>(work: (tx: Transaction) => T): T;
  close(): void;
};

const INDEXED: Partial<Record<Kind, string[]>> = {
  charge: ['payment_intent', 'transfer_group', 'source_transfer'],
  'checkout.session': ['payment_intent'],
  dispute: ['charge', 'payment_intent'],
  payment_intent: ['customer'],
  refund: ['charge', 'payment_intent'],
  transfer: ['source_transaction', 'transfer_group', 'destination'],
  transfer_reversal: ['transfer'],
  balance_transaction: ['source'],
  bank_account: ['account'],
};

/** Opens the stand-in's state. `onStored` hears every object stored, also those found at start. */
export function openStore(dataDir: string, onStored: (object: AnyObject) => void): Store {
  const shelves = new Map<string, { list: AnyObject[]; places: Map<string, number> }>();
  const index = new Map<string, Set<string>>();

  function shelf(kind: string) {
    const known = shelves.get(kind) ?? { list: [], places: new Map<string, number>() };
    shelves.set(kind, known);
    return known;
  }

  function apply(objects: AnyObject[]): void {
    for (const object of objects) {
      const { list, places } = shelf(object.object);
      const place = places.get(object.id) ?? list.length;
      list[place] = object;
      places.set(object.id, place);
      for (const field of INDEXED[object.object] ?? []) {
        const value = (object as Record<string, unknown>)[field];
        if (typeof value !== 'string') continue;
        const key = `${object.object}.${field}=${value}`;
        index.set(key, (index.get(key) ?? new Set()).add(object.id));
      }
      onStored(object);
    }
  }

  const journal = openJournal(dataDir, (entry) => apply((entry as { put: AnyObject[] }).put));
  const get = <K extends Kind>(kind: K, id: string) => {
    const { list, places } = shelf(kind);
    return list[places.get(id) ?? -1] as Objects[K] | undefined;
  };
  const all = <K extends Kind>(kind: K) => shelf(kind).list as Objects[K][];
  const find = <K extends Kind>(kind: K, field: string, value: string): Objects[K][] => {
    if (!INDEXED[kind]?.includes(field)) throw new Error(`${kind} cannot be found by its ${field}.`);
    const ids = [...(index.get(`${kind}.${field}=${value}`) ?? [])];
    return ids.flatMap((id) => get(kind, id) ?? []).filter(having(field, value));
  };

  return {
    get,
    all,
    find,
    transaction(work) {
      const written = new Map<string, AnyObject>();
      /** `stored` with what this transaction has written of its kind. */
      const merged = <K extends Kind>(kind: K, stored: readonly Objects[K][]): Objects[K][] => {
        const objects = new Map(stored.map((object) => [object.id, object]));
        for (const object of written.values()) if (object.object === kind) objects.set(object.id, object as Objects[K]);
        return [...objects.values()];
      };
      const result = work({
        get: <K extends Kind>(kind: K, id: string) =>
          (written.get(`${kind} ${id}`) as Objects[K] | undefined) ?? get(kind, id),
        all: (kind) => merged(kind, all(kind)),
        find: (kind, field, value) => merged(kind, find(kind, field, value)).filter(having(field, value)),
        put: (object) => {
          written.set(`${object.object} ${object.id}`, object);
          return object;
        },
      });
      if (written.size > 0) {
        const put = [...written.values()];
        journal.append({ put });
        apply(put);
      }
      return result;
    },
    close: () => journal.close(),
  };
}

function having(field: string, value: string) {
  return (object: AnyObject) => (object as Record<string, unknown>)[field] === value;
}
