import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export type Journal = { append(entry: object): void; close(): void };

const CHUNK = 1 << 20;

/**
 * Opens `dataDir/journal.jsonl` and hands every stored entry to `replay`, oldest first.
 * An entry is in the file before `append` returns, so it outlives a kill of this process. A last line that a kill cut
 * short was never answered to anyone: it is cut off. A broken line anywhere else is damage and throws.
 */
export function openJournal(dataDir: string, replay: (entry: unknown) => void): Journal {
  mkdirSync(dataDir, { recursive: true });
  const file = openSync(join(dataDir, 'journal.jsonl'), 'a+', 0o600);
  let size = readEntries(file, replay);
  ftruncateSync(file, size);

  return {
    append(entry) {
      const line = Buffer.from(`${JSON.stringify(entry)}\n`);
      try {
        for (let done = 0; done < line.length; ) done += writeSync(file, line, done);
      } catch (error) {
        ftruncateSync(file, size);
        throw error;
      }
      size += line.length;
    },
    close: () => closeSync(file),
  };
}

/** Returns the length in bytes of the sound part of the file. */
function readEntries(file: number, replay: (entry: unknown) => void): number {
  const length = fstatSync(file).size;
  const chunk = Buffer.alloc(CHUNK);
  let rest: Buffer = Buffer.alloc(0);
  let sound = 0;
  for (let position = 0; position < length; ) {
    const read = readSync(file, chunk, 0, CHUNK, position);
    position += read;
    let from = 0;
    const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      const next = sound + end + 1 - from;
      const entry = parse(bytes.subarray(from, end).toString('utf8'));
      if (entry === undefined) {
        if (next < length) throw new Error(`The Stripe stand-in's journal is damaged at byte ${sound}.`);
        return sound;
      }
      replay(entry);
      sound = next;
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  return sound;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
