import { openJournal } from './journal.js';
import type { AnyObject, Kind, Objects } from './objects.js';

export type Reader = {
  get<K extends Kind>(kind: K, id: string): Objects[K] | undefined;
  /** Oldest first. */
  all<K extends Kind>(kind: K): Objects[K][];
};

/** What one request reads and writes; it sees its own writes. Stored objects are replaced, never changed in place. */
export type Transaction = Reader & { put<T extends AnyObject>(object: T): T };

export type Store = Reader & {
  /** Runs `work` and stores all it put as one journal line, or nothing if it throws. */
  transaction<T>(work: (tx: Transaction) => T): T;
  close(): void;
};

/** Opens the stand-in's state. `onStored` hears every object stored, also those found at start. */
export function openStore(dataDir: string, onStored: (object: AnyObject) => void): Store {
  const kinds = new Map<string, Map<string, AnyObject>>();

  function apply(objects: AnyObject[]): void {
    for (const object of objects) {
      const known = kinds.get(object.object);
      if (known) known.set(object.id, object);
      else kinds.set(object.object, new Map([[object.id, object]]));
      onStored(object);
    }
  }

  const journal = openJournal(dataDir, (entry) => apply((entry as { put: AnyObject[] }).put));
  const get = <K extends Kind>(kind: K, id: string) => kinds.get(kind)?.get(id) as Objects[K] | undefined;
  const all = <K extends Kind>(kind: K) => [...(kinds.get(kind)?.values() ?? [])] as Objects[K][];

  return {
    get,
    all,
    transaction(work) {
      const written = new Map<string, AnyObject>();
      const result = work({
        get: <K extends Kind>(kind: K, id: string) =>
          (written.get(`${kind} ${id}`) as Objects[K] | undefined) ?? get(kind, id),
        all: <K extends Kind>(kind: K) => {
          const merged = new Map(kinds.get(kind));
          for (const object of written.values()) if (object.object === kind) merged.set(object.id, object);
          return [...merged.values()] as Objects[K][];
        },
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
