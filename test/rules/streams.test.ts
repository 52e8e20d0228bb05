import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { Writable } from 'node:stream';
import { createFairStreams, type FairStreams, ReaderGone, type Source } from '../../server/kernel/fair-streams.js';
import { inRounds } from '../../server/kernel/rounds.js';

const megabyte = 1024 * 1024;
const never = new AbortController().signal;
/** Bytes that are all there at once, each telling its place. */
const source: Source = {
  read: async (buffer, position) => {
    buffer.fill(position % 251);
    return buffer.length;
  },
  close: async () => {},
};

/** Takes one chunk a turn, as a socket that is always ready; tells what it was given. */
function reader(took: (bytes: number) => void = () => {}): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      took(chunk.length);
      setImmediate(done);
    },
  });
}

/** What was on its way when a stream was cut is given back within some turns. */
async function nothingHeld(streams: FairStreams): Promise<void> {
  for (let turn = 0; turn < 100 && streams.held() > 0; turn += 1) await new Promise(setImmediate);
  assert.equal(streams.held(), 0);
}

describe('Streams of one process', () => {
  it('one buyer with fifty streams takes no more than its share from another with one', async () => {
    const streams = createFairStreams({ budget: 16 * megabyte, share: megabyte });
    let many = 0;
    const stop = new AbortController();
    const part = { start: 0, length: 1000 * megabyte };
    const hog = Array.from({ length: 50 }, () =>
      streams.send(
        reader((bytes) => {
          many += bytes;
        }),
        source,
        part,
        'hog',
        stop.signal,
      ),
    );
    const ends = Promise.allSettled(hog);
    let before = 0;
    let one = 0;
    const alone = reader((bytes) => {
      if (one === 0) before = many;
      one += bytes;
    });
    await streams.send(alone, source, { start: 0, length: 32 * megabyte }, 'alone', never);
    const meanwhile = many - before;
    stop.abort(new Error('Enough.'));
    await ends;
    assert.equal(one, 32 * megabyte);
    assert.ok(meanwhile < 4 * one, `${Math.round(meanwhile / megabyte)} MB went to the other meanwhile`);
    await nothingHeld(streams);
  });

  it('two hundred streams hold no more than the budget, and leave nothing with their signals', async () => {
    const budget = 8 * megabyte;
    const streams = createFairStreams({ budget });
    let most = 0;
    const part = { start: 0, length: 2 * megabyte };
    const shared = new AbortController().signal;
    const looking = () => {
      most = Math.max(most, streams.held());
    };
    await Promise.all(
      Array.from({ length: 200 }, (_, at) => streams.send(reader(looking), source, part, `buyer ${at % 20}`, shared)),
    );
    assert.ok(most > 0 && most <= budget, `${most} bytes were held`);
    assert.deepEqual([streams.held(), getEventListeners(shared, 'abort').length], [0, 0]);
  });

  it('keeps to the bandwidth of a buyer, whatever others have, and ends at once when it is told to', async () => {
    const streams = createFairStreams({ cap: 4 * megabyte });
    const started = performance.now();
    await streams.send(reader(), source, { start: 0, length: megabyte }, 'capped', never);
    // The first chunk goes at once, the last one when those before it are paid for.
    assert.ok(performance.now() - started > 100);
    const ending = new AbortController();
    const cut = streams.send(reader(), source, { start: 0, length: 1000 * megabyte }, 'capped', ending.signal);
    ending.abort(new Error('Access has ended.'));
    await assert.rejects(cut, /Access has ended/);
    const gone = reader();
    const left = streams.send(gone, source, { start: 0, length: 1000 * megabyte }, 'capped', never);
    gone.destroy();
    await Promise.all([assert.rejects(left, ReaderGone), once(gone, 'close')]);
    await nothingHeld(streams);
  });
});

describe('What is asked at the same time', () => {
  it('is done in rounds, in order, each key for itself; a round that fails fails for those in it alone', async () => {
    const rounds: number[][] = [];
    const ask = inRounds(async (items: number[]) => {
      rounds.push(items);
      await new Promise(setImmediate);
      if (items.includes(13)) throw new Error('unlucky');
      return items.map((item) => item * 2);
    }, 3);
    const numbers = [1, 2, 3, 4, 5];
    const answers = await Promise.all([...numbers.map((item) => ask('a', item)), ask('b', 7)]);
    assert.deepEqual(answers, [2, 4, 6, 8, 10, 14]);
    assert.deepEqual(rounds, [[1], [7], [2, 3, 4], [5]]);
    const settled = await Promise.allSettled([ask('a', 1), ask('a', 13), ask('a', 2)]);
    assert.deepEqual(
      settled.map((one) => one.status),
      ['fulfilled', 'rejected', 'rejected'],
    );
    assert.equal(await ask('a', 4), 8);
  });
});
