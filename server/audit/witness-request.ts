import { type Cosignature, findCosignature } from '../../contracts/cosignatures.js';
import { parseVerifierKey, toBase64 } from '../../contracts/proofs.js';
import { now } from '../kernel/clock.js';
import { ed25519 } from './signer.js';
import { hashOf } from './tree.js';
import type { Witness } from './witness-list.js';

/** What a witness is asked to cosign: a signed checkpoint, and the way to its tree from any earlier size. */
export type Growth = {
  note: string;
  size: number;
  consistency(from: number): Promise<readonly Uint8Array<ArrayBuffer>[]>;
};

const patienceMs = 10_000;
const longestAnswer = 64 * 1024;
const aheadSeconds = 3600;

/**
 * Asks a witness to cosign (C2SP tlog-witness, `add-checkpoint`), from the size it is believed to know; a witness that knows
 * another says so and is asked from there. Gives its cosignature, verified. Throws for anything else.
 */
export async function requestCosignature(witness: Witness, growth: Growth, known: number): Promise<Cosignature> {
  let from = known;
  for (let attempt = 1; ; attempt += 1) {
    const { status, text } = await addCheckpoint(witness, growth, from);
    if (status === 200) return await cosignatureIn(text, witness, growth.note);
    const size = status === 409 && /^(0|[1-9]\d{0,15})\n$/.test(text) ? Number(text) : null;
    if (size === null) throw new Error(`it answers ${status}${text === '' ? '' : `: ${text.trim().slice(0, 200)}`}`);
    if (size > growth.size) throw new Error(`it has cosigned ${size} entries of this log, which has ${growth.size}`);
    if (size === from) throw new Error(`it has cosigned another history of ${size} entries`);
    if (attempt === 3) throw new Error(`the size it knows changes: ${size} after ${from}`);
    from = size;
  }
}

async function addCheckpoint({ url }: Witness, { note, consistency }: Growth, from: number) {
  const proof = (await consistency(from)).map(toBase64);
  const reply = await fetch(`${url}/add-checkpoint`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    body: [`old ${from}`, ...proof, '', note].join('\n'),
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  });
  return { status: reply.status, text: await shortText(reply) };
}

async function shortText(reply: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of reply.body ?? []) {
    parts.push(part);
    length += part.length;
    if (length > longestAnswer) throw new Error('its answer is too long');
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The log's own signatures are left out: only what the witness answered counts. */
async function cosignatureIn(answer: string, witness: Witness, note: string): Promise<Cosignature> {
  const key = await parseVerifierKey(hashOf, witness.vkey, 'cosignature');
  const body = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const cosignature = await findCosignature(ed25519, `${body}\n${answer}`, key);
  if (!cosignature) throw new Error('its answer holds no cosignature of its key');
  if (cosignature.time > now().getTime() / 1000 + aheadSeconds) throw new Error('its cosignature is from the future');
  return cosignature;
}
