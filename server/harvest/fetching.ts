import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { second } from '../kernel/clock.js';
import { pinned, type Reach } from '../webhooks/addresses.js';

const patience = 60 * second;
/** One page of a catalogue is never longer. */
const most = 32 * 1024 * 1024;

/**
 * Reads JSON from an address that somebody else runs: the host is looked up once and must be public, redirects are not
 * followed, size and time have limits. Throws a sentence that may be shown.
 */
export async function fetchJson(url: string, reach: Reach): Promise<unknown> {
  const { hostname, protocol } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new Error(
      'Địa chỉ phải bắt đầu bằng http:// hoặc https://. / The address must begin with http:// or https://.',
    );
  const to = await pinned(hostname, reach);
  const text = await new Promise<string>((resolve, reject) => {
    const request = (protocol === 'https:' ? secureRequest : plainRequest)(url, {
      headers: { accept: 'application/ld+json, application/json;q=0.9', 'user-agent': 'Datasan harvester' },
      agent: false,
      signal: AbortSignal.timeout(patience),
      lookup: (_hostname, options, done) => {
        if (options.all) (done as (error: null, all: { address: string; family: number }[]) => void)(null, [to]);
        else done(null, to.address, to.family);
      },
    });
    request.on('error', reject);
    request.on('response', (answer) => {
      if (answer.statusCode !== 200) {
        request.destroy();
        return reject(
          new Error(`Cổng trả lời HTTP ${answer.statusCode}. / The portal answered with HTTP ${answer.statusCode}.`),
        );
      }
      const parts: Buffer[] = [];
      let size = 0;
      answer.on('data', (part: Buffer) => {
        size += part.length;
        parts.push(part);
        if (size > most)
          request.destroy(new Error('Trả lời của cổng quá dài. / The answer of the portal is too long.'));
      });
      answer.on('error', reject);
      answer.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    });
    request.end();
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('Cổng không trả lời bằng JSON. / The portal did not answer with JSON.');
  }
}
