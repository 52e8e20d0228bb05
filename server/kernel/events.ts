import type { Application, Response } from 'express';
import { second } from './clock.js';
import type { Notices } from './notices.js';

type Streams = Set<() => void>;

function streamsOf(app: Application): Streams {
  app.locals.streams ??= new Set();
  return app.locals.streams as Streams;
}

/** Ends every open stream of a server that stops; readers come back to whoever serves next. */
export function endStreams(app: Application): void {
  for (const end of streamsOf(app)) end();
}

/**
 * Streams `snapshot()` as server-sent events: once at the start and again whenever the subject changes. Ends when the
 * reader goes away, the server stops, or `done(value)` says that nothing more will come.
 */
export async function streamSnapshots<V>(
  res: Response,
  notices: Notices,
  subject: string,
  snapshot: () => Promise<V>,
  done: (value: V) => boolean,
): Promise<void> {
  res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
  res.flushHeaders();
  let wake: () => void = () => {};
  // Whoever went away while the first snapshot was made has closed already, and closes only once.
  let open = !res.destroyed;
  let dirty = true;
  const stir = () => {
    dirty = true;
    wake();
  };
  const forget = notices.on(subject, stir);
  const heartbeat = setInterval(() => res.write(': still here\n\n'), 15 * second);
  const end = () => {
    open = false;
    wake();
  };
  res.on('close', end);
  const streams = streamsOf(res.app);
  streams.add(end);
  try {
    let last = '';
    while (open) {
      if (!dirty) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      dirty = false;
      const value = await snapshot();
      const text = JSON.stringify(value);
      if (text !== last) res.write(`data: ${text}\n\n`);
      last = text;
      if (done(value)) break;
    }
  } finally {
    clearInterval(heartbeat);
    forget();
    streams.delete(end);
    res.end();
  }
}

/**
 * Waits until the subject has changed and `come()` says so, the reader goes away, the server stops, or `most` milliseconds
 * are over: for answers that may wait for something to tell.
 */
export async function quietUntil(
  res: Response,
  notices: Notices,
  subject: string,
  most: number,
  come: () => Promise<boolean>,
): Promise<void> {
  let wake: () => void = () => {};
  let over = res.destroyed;
  let dirty = true;
  const end = () => {
    over = true;
    wake();
  };
  const forget = notices.on(subject, () => {
    dirty = true;
    wake();
  });
  const timer = setTimeout(end, most);
  const streams = streamsOf(res.app);
  streams.add(end);
  res.on('close', end);
  try {
    while (!over) {
      if (dirty) {
        dirty = false;
        if (await come()) return;
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    clearTimeout(timer);
    forget();
    streams.delete(end);
    res.off('close', end);
  }
}
