import type { AnyObject, Kind, Objects } from './objects.js';
import type { Reader, Transaction } from './store.js';

const owner = (object: AnyObject) => (object as { _account?: string })._account ?? null;

/** What `account` owns, or the platform itself for null. The stand-in's own records belong to nobody. */
export function readerOf(reader: Reader, account: string | null): Reader {
  const seen = (object: AnyObject) => object.object.startsWith('sandbox.') || owner(object) === account;
  return {
    get: <K extends Kind>(kind: K, id: string) => {
      const object = reader.get(kind, id);
      return object && seen(object) ? object : undefined;
    },
    all: <K extends Kind>(kind: K) => reader.all(kind).filter(seen) as Objects[K][],
    find: (kind, field, value) => reader.find(kind, field, value).filter(seen),
  };
}

/** The same for writing: what is put becomes the account's. */
export function transactionOf(tx: Transaction, account: string | null): Transaction {
  const put = <T extends AnyObject>(object: T): T =>
    tx.put(account && !object.object.startsWith('sandbox.') ? { ...object, _account: account } : object);
  return { ...readerOf(tx, account), put };
}
