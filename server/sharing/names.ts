import { fold } from '../../contracts/fold.js';

/** The one schema of a share: an entitlement is to one dataset. */
export const schemaName = 'data';

/** A name that needs no quotes anywhere: small letters, digits and `_`. */
export function slug(text: string, fallback: string): string {
  const bare = fold(text)
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 80);
  return bare === '' ? fallback : bare;
}

/** Table names of files, in their order: without folder and extension; a name that comes again is numbered. */
export function tableNames(files: readonly string[]): string[] {
  const taken = new Set<string>();
  return files.map((file) => {
    const base = slug((file.split('/').at(-1) ?? file).replace(/\.[a-z]+$/i, ''), 'table');
    let name = base;
    for (let n = 2; taken.has(name); n += 1) name = `${base}_${n}`;
    taken.add(name);
    return name;
  });
}
