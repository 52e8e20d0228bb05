import { createServer } from 'node:net';

/** Below the ports that systems give to connections of their own: one of those may be taken before a program listens there. */
const [first, count] = [12_000, 18_000];

/** A port of 127.0.0.1 that is free now, and that nothing but a test asks for. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * count);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
