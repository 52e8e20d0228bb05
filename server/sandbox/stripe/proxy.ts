import type { Request, RequestHandler } from 'express';
import { send } from './send.js';

const MAX_BODY = 64 * 1024;
const PASSED_ON = ['content-type', 'accept-language', 'accept'] as const;
const PASSED_BACK = [
  'content-type',
  'location',
  'cache-control',
  'content-security-policy',
  'referrer-policy',
  'x-content-type-options',
] as const;

/**
 * Shows the stand-in's hosted checkout under the application's own address: `app.use('/sandbox/stripe', checkoutProxy(origin))`,
 * before any body parser. Only GET and POST under `/c/` pass, with bodies up to 64 kB and without cookies or keys;
 * everything else goes to the next handler, so the API of the stand-in is not reachable this way. 413 for a larger
 * body, 502 when the stand-in cannot be reached.
 */
export function checkoutProxy(origin: string): RequestHandler {
  return async (req, res, next) => {
    const url = new URL(`.${req.url}`, `${origin}/`);
    if (!['GET', 'POST'].includes(req.method) || !url.pathname.startsWith('/c/') || url.origin !== origin)
      return next();
    const body = await readBody(req);
    if (!body) {
      res.status(413).type('text').set('Connection', 'close').send('The form is larger than 64 kB.');
      return;
    }
    const headers = Object.fromEntries(
      PASSED_ON.flatMap((name) => (req.headers[name] ? [[name, req.headers[name]]] : [])),
    );
    try {
      const answer = await send(url, { method: req.method, headers, body, timeoutMs: 15_000 });
      for (const name of PASSED_BACK) if (answer.headers[name]) res.setHeader(name, answer.headers[name]);
      res.status(answer.status).end(answer.body);
    } catch {
      res
        .status(502)
        .type('text')
        .send(
          'Trang thanh toán mô phỏng không phản hồi. The simulated payment page does not answer: try again in a moment.',
        );
    }
  };
}

async function readBody(req: Request): Promise<Buffer | undefined> {
  if (req.method === 'GET') return Buffer.alloc(0);
  if (req.readableEnded) throw new Error('checkoutProxy must come before any body parser: the body is already read.');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
