import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Bytes that can be read at any place, such as an open file. */
export type Source = {
  /** Fills the buffer from a place on; gives how many bytes there were. */
  read(buffer: Buffer, position: number): Promise<number>;
  close(): Promise<void>;
};

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;
/** A reader that takes its chunk at once is given larger ones, a slow one smaller ones. */
const [smallest, largest] = [64 * kilobyte, 4 * megabyte];
const [quickMs, slowMs] = [20, 200];

export type FairOptions = {
  /** Bytes that all streams of this process hold in memory at most. */
  budget?: number;
  /** Bytes in flight of one group while others stream too: as many as one stream needs for full speed. */
  share?: number;
  /** Bytes a second that one group is given at most; null = as many as there are. */
  cap?: number | null;
};

type Waiter = { bytes: number; go: () => void };
type Group = { streams: number; inFlight: number; served: number; waiters: Waiter[]; free: number };

export type FairStreams = {
  /** Sends `length` bytes of the source from `start` on; throws the signal’s reason when it aborts, and when the reader goes away. */
  send(
    out: Writable,
    source: Source,
    part: { start: number; length: number },
    group: string,
    signal: AbortSignal,
  ): Promise<void>;
  /** Passes on what comes as it comes, under the same shares. */
  pass(out: Writable, chunks: AsyncIterable<Buffer>, group: string, signal: AbortSignal): Promise<void>;
  /** Bytes held at present. */
  held(): number;
};

/**
 * Streams that share one process fairly: memory is bounded however many there are, and chunks are handed out so that each
 * group (an entitlement) gets the same, whether it has one stream open or a hundred.
 */
export function createFairStreams(options: FairOptions = {}): FairStreams {
  const { budget = 64 * megabyte, share = 2 * megabyte, cap = null } = options;
  const groups = new Map<string, Group>();
  /** Buffers to use again, by their size (powers of two). */
  const pool = new Map<number, Buffer[]>();
  let total = 0;

  const borrow = (bytes: number): Buffer => {
    const size = 2 ** Math.ceil(Math.log2(Math.max(smallest, bytes)));
    return pool.get(size)?.pop() ?? Buffer.allocUnsafeSlow(size);
  };
  const putBack = (buffer: Buffer) => {
    const same = pool.get(buffer.length) ?? [];
    pool.set(buffer.length, same);
    if ((same.length + 1) * buffer.length <= budget / 4) same.push(buffer);
  };

  const mayHave = (group: Group, bytes: number): boolean => {
    const own = groups.size > 1 ? share : budget / 2;
    return total + bytes <= budget && (group.inFlight === 0 || group.inFlight + bytes <= own);
  };
  const take = (group: Group, bytes: number) => {
    total += bytes;
    group.inFlight += bytes;
    group.served += bytes;
  };
  /** Whoever has been given least comes first. */
  const handOut = () => {
    for (;;) {
      let next: Group | null = null;
      for (const group of groups.values()) {
        const [first] = group.waiters;
        if (first && mayHave(group, first.bytes) && (next === null || group.served < next.served)) next = group;
      }
      const waiter = next?.waiters.shift();
      if (!next || !waiter) return;
      take(next, waiter.bytes);
      waiter.go();
    }
  };
  const lease = async (group: Group, bytes: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    await pace(group, bytes, cap, signal);
    if (group.waiters.length === 0 && mayHave(group, bytes)) {
      take(group, bytes);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const gone = () => {
        const place = group.waiters.indexOf(waiter);
        if (place >= 0) group.waiters.splice(place, 1);
        reject(signal.reason);
      };
      const waiter: Waiter = {
        bytes,
        go() {
          // A long stream waits thousands of times: nothing of that may stay with its signal.
          signal.removeEventListener('abort', gone);
          resolve();
        },
      };
      group.waiters.push(waiter);
      signal.addEventListener('abort', gone, { once: true });
    });
  };
  const giveBack = (group: Group, bytes: number) => {
    total -= bytes;
    group.inFlight -= bytes;
    handOut();
  };
  const join = (name: string): Group => {
    const least = Math.min(...[...groups.values()].map((one) => one.served));
    const found = groups.get(name) ?? { streams: 0, inFlight: 0, served: 0, waiters: [], free: 0 };
    // Whoever comes anew is owed nothing for the time before.
    if (found.streams === 0 && Number.isFinite(least)) found.served = least;
    found.streams += 1;
    groups.set(name, found);
    return found;
  };
  const leave = (name: string, group: Group) => {
    group.streams -= 1;
    if (group.streams === 0) groups.delete(name);
    handOut();
  };

  const within = async (
    out: Writable,
    name: string,
    signal: AbortSignal,
    work: (group: Group, gone: AbortSignal) => Promise<void>,
  ) => {
    const group = join(name);
    const closing = new AbortController();
    const close = () => closing.abort(new ReaderGone());
    out.once('close', close);
    try {
      if (out.destroyed) throw new ReaderGone();
      await work(group, AbortSignal.any([signal, closing.signal]));
      out.end();
      if (!out.writableFinished) await once(out, 'finish', { signal: AbortSignal.any([signal, closing.signal]) });
    } catch (error) {
      out.destroy();
      throw signal.aborted ? signal.reason : closing.signal.aborted ? closing.signal.reason : error;
    } finally {
      out.off('close', close);
      leave(name, group);
    }
  };

  return {
    held: () => total,
    send: (out, source, { start, length }, name, signal) =>
      within(out, name, signal, async (group, gone) => {
        let size = 4 * smallest;
        let before: Promise<void> = Promise.resolve();
        for (let at = start; at < start + length; ) {
          // Beside others, no chunk is so large that a group could not have two in flight.
          const bytes = Math.min(size, groups.size > 1 ? Math.max(smallest, share / 2) : largest, start + length - at);
          await lease(group, bytes, gone);
          const buffer = borrow(bytes);
          const done = () => {
            putBack(buffer);
            giveBack(group, bytes);
          };
          let read = 0;
          try {
            read = await source.read(buffer.subarray(0, bytes), at);
            if (read === 0) throw new Error(`The file ends at ${at}, before ${start + length}.`);
            await before;
          } catch (error) {
            done();
            throw error;
          }
          // The next chunk is read while this one is taken.
          const given = performance.now();
          before = written(out, buffer.subarray(0, read)).finally(done);
          before = before.then(() => {
            const took = performance.now() - given;
            if (took < quickMs) size = Math.min(largest, size * 2);
            else if (took > slowMs) size = Math.max(smallest, size / 2);
          });
          before.catch(() => {});
          at += read;
        }
        await before;
      }),
    pass: (out, chunks, name, signal) =>
      within(out, name, signal, async (group, gone) => {
        for await (const chunk of chunks) {
          await lease(group, chunk.length, gone);
          await written(out, chunk).finally(() => giveBack(group, chunk.length));
        }
      }),
  };
}

/** The reader closed its connection; it may come back for the rest. */
export class ReaderGone extends Error {
  constructor() {
    super('The reader went away.');
  }
}

function written(out: Writable, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    out.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

/** Waits until the group’s cap allows these bytes; every group has its own. */
async function pace(group: Group, bytes: number, cap: number | null, signal: AbortSignal): Promise<void> {
  if (cap === null) return;
  const at = performance.now();
  const turn = Math.max(at, group.free);
  group.free = turn + (1000 * bytes) / cap;
  if (turn <= at) return;
  await new Promise<void>((resolve, reject) => {
    const gone = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', gone);
      resolve();
    }, turn - at);
    signal.addEventListener('abort', gone, { once: true });
  });
}
