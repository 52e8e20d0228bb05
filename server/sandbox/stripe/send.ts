import { type IncomingMessage, type OutgoingHttpHeaders, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';

/**
 * One HTTP request on a connection of its own, so that nothing stays open afterwards; redirects are not followed.
 * Rejects when the other side cannot be reached, breaks off, or is silent for `timeoutMs`.
 */
export function send(
  url: URL,
  options: { method: string; headers: OutgoingHttpHeaders; body?: Buffer; timeoutMs: number; signal?: AbortSignal },
): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
  const { method, headers, body = Buffer.alloc(0), timeoutMs, signal } = options;
  const start = url.protocol === 'https:' ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const request = start(url, {
      method,
      headers: { ...headers, 'content-length': body.length },
      agent: false,
      timeout: timeoutMs,
      ...(signal ? { signal } : {}),
    });
    request.once('timeout', () => request.destroy(new Error(`No answer within ${timeoutMs} ms.`)));
    request.once('error', reject);
    request.once('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) }),
      );
    });
    request.end(body);
  });
}
