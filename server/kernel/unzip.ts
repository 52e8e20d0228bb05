import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** A `.zip` on disk: the names in it, and its files one by one. */
export type Archive = { names: readonly string[]; read(name: string): Promise<Buffer>; close(): void };

/** Opens a `.zip`. Throws for what is none, or has a name that leads out of it. */
export async function openZip(path: string): Promise<Archive> {
  const zip = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true });
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  return {
    names: [...entries.keys()],
    async read(name) {
      const entry = entries.get(name);
      if (!entry) throw new Error(`${name} is not in ${path}.`);
      return await buffer(await zip.openReadStreamPromise(entry));
    },
    close: () => zip.close(),
  };
}
