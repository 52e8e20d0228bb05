import { request } from 'node:http';

/** Begins a download and takes nothing of it, as on a slow line; `ended` reads on a little later and tells whether it came whole when the connection closed. */
export async function slowReader(url: string, secret: string) {
  const sent = request(url, { headers: { Authorization: `Bearer ${secret}` } });
  const reply = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
    sent.end();
  });
  reply.pause();
  return {
    ended: () =>
      new Promise<{ whole: boolean }>((resolve) => {
        reply.once('close', () => resolve({ whole: reply.complete }));
        reply.on('error', () => {});
        setTimeout(() => reply.resume(), 300);
      }),
  };
}
