import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { LogFiles } from '../audit/verify.js';
import { openZip } from '../kernel/unzip.js';

/** A log that is read, from a server or from files; `close` when it is done with. */
export type Source = { files: LogFiles; served: boolean; close(): void };

const patienceMs = 30_000;

/** A log at an address (`https://exchange.example/log`), in a folder, or in a `.zip` of such a folder. */
export async function openSource(place: string): Promise<Source> {
  if (/^https?:\/\//.test(place)) return { files: overHttp(place.replace(/\/+$/, '')), served: true, close() {} };
  if ((await stat(place)).isDirectory()) {
    return { files: async (path) => new Uint8Array(await readFile(join(place, path))), served: false, close() {} };
  }
  const zip = await openZip(place);
  return { files: async (path) => new Uint8Array(await zip.read(path)), served: false, close: () => zip.close() };
}

/** Reads with three tries; a file that is not there is no reason to try again. */
function overHttp(base: string): LogFiles {
  return async (path) => {
    for (let attempt = 1; ; attempt += 1) {
      const reply = await fetch(`${base}/${path}`, { signal: AbortSignal.timeout(patienceMs) }).catch(
        (error: Error) => {
          if (attempt === 3) throw new Error(`${base}/${path} cannot be read: ${error.message}`);
          return null;
        },
      );
      if (reply?.ok) return new Uint8Array(await reply.arrayBuffer());
      if (reply && (reply.status < 500 || attempt === 3)) throw new Error(`${base}/${path} answers ${reply.status}.`);
      await pause(300 * attempt);
    }
  };
}
