import { isUtf8 } from 'node:buffer';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What a text file is written in. Windows-1258 stands for every single-byte Vietnamese text that is not UTF-8. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258';
export type TextFacts = {
  encoding: Encoding;
  /** Bytes of a byte order mark at the start. */
  mark: number;
  /** There are letters with combining marks, so the text may not be in the composed form NFC. */
  combining: boolean;
};

const chunk = 4 * 1024 * 1024;

/** Looks at every byte of a file once. Throws for what is no text. */
export async function textFacts(path: string): Promise<TextFacts> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(chunk);
    const first = await file.read(buffer, 0, 4096, 0);
    const head = Buffer.from(buffer.subarray(0, first.bytesRead));
    const marked = byMark(head);
    if (marked && marked.encoding !== 'utf-8') return { ...marked, combining: true };
    const wide = byZeros(head);
    if (wide) return { encoding: wide, mark: 0, combining: true };
    let [place, carried, utf8, combining] = [marked?.mark ?? 0, 0, true, false];
    for (;;) {
      const { bytesRead } = await file.read(buffer, carried, chunk - carried, place);
      if (bytesRead === 0 && carried === 0) break;
      place += bytesRead;
      const part = buffer.subarray(0, carried + bytesRead);
      if (part.includes(0)) throw new Error('The file is binary, not text.');
      const cut = bytesRead === 0 ? part.length : wholeLetters(part);
      const whole = part.subarray(0, cut);
      utf8 &&= isUtf8(whole);
      combining ||= whole.includes(0xcc) || whole.includes(0xcd);
      carried = part.length - cut;
      if (carried > 0) buffer.copyWithin(0, cut, part.length);
      if (bytesRead === 0) break;
    }
    return utf8
      ? { encoding: 'utf-8', mark: marked?.mark ?? 0, combining }
      : { encoding: 'windows-1258', mark: 0, combining: true };
  } finally {
    await file.close();
  }
}

function byMark(head: Buffer): { encoding: Encoding; mark: number } | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', mark: 2 };
  return null;
}

/** UTF-16 without a mark: every other byte of what is mostly Latin is zero. */
function byZeros(head: Buffer): Encoding | null {
  const zeros = [0, 0];
  for (const [place, byte] of head.entries()) if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = head.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  return even > half * 0.4 && odd < half * 0.05 ? 'utf-16be' : null;
}

/** Up to where a piece of UTF-8 ends with a whole letter. */
function wholeLetters(part: Buffer): number {
  for (let back = 1; back <= Math.min(3, part.length); back += 1) {
    const byte = part[part.length - back] ?? 0;
    if (byte < 0x80) return part.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return back >= length ? part.length : part.length - back;
    }
  }
  return part.length;
}

/** Whether the engine can read a file as it is: UTF-8 without mark, and composed already. */
export function readable({ encoding, mark, combining }: TextFacts): boolean {
  return encoding === 'utf-8' && mark === 0 && !combining;
}

/** Writes a text as UTF-8 in the form NFC, without mark; a stream, whatever the size. */
export async function asUtf8(from: string, to: string, { encoding, mark }: TextFacts): Promise<void> {
  const { default: iconv } = await import('iconv-lite');
  let rest = '';
  const compose = new Transform({
    decodeStrings: false,
    transform(part: string | Buffer, _encoding, done) {
      const text = rest + String(part);
      // A letter and its marks may come in two pieces: what follows the last line is kept for the next one.
      const cut = text.lastIndexOf('\n') + 1;
      rest = text.slice(cut);
      done(null, text.slice(0, cut).normalize('NFC'));
    },
    flush(done) {
      done(null, rest.normalize('NFC'));
    },
  });
  compose.setEncoding('utf8');
  await pipeline(
    createReadStream(from, { start: mark, highWaterMark: chunk }),
    iconv.decodeStream(encoding),
    compose,
    createWriteStream(to, { mode: 0o600 }),
  );
}
