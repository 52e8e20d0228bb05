import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { cosignedMessage, timestamped } from '../contracts/cosignatures.js';
import {
  type Bytes,
  fromBase64,
  keyIdOf,
  openCheckpoint,
  openNote,
  ProofFault,
  parseVerifierKey,
  signatureTypes,
  toBase64,
  toHex,
  verifyConsistency,
} from '../contracts/proofs.js';
import { ed25519 } from '../server/audit/signer.js';
import { hashOf } from '../server/audit/tree.js';

type Answer = { status: number; body: string; type?: string };

/** A witness of logs (C2SP tlog-witness) that does what the protocol demands, and shows what it was asked. */
export type WitnessServer = {
  url: string;
  vkey: string;
  /** Statuses it has answered. */
  answered: number[];
  /** The size it cosigned last, by origin. */
  sizes: ReadonlyMap<string, number>;
  trust(vkey: string): Promise<void>;
  /** Answers of another kind than the protocol's, until it is null again. */
  misbehave(answer: ((honest: Answer, note: string) => Answer) | null): void;
  /** Remembers another tree for an origin than the one it saw. */
  pretend(origin: string, size: number, root: Bytes): void;
  cosign(note: string, time?: number): string;
  close(): Promise<void>;
};

export async function startWitness(name: string, port = 0): Promise<WitnessServer> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = rawKey(publicKey);
  const keyId = await keyIdOf(hashOf, name, raw, 'cosignature');
  const vkey = `${name}+${toHex(keyId)}+${toBase64(Uint8Array.of(signatureTypes.cosignature, ...raw))}`;
  const trusted = new Map<string, string>();
  const latest = new Map<string, { size: number; root: Bytes }>();
  const answered: number[] = [];
  let twist: ((honest: Answer, note: string) => Answer) | null = null;

  function cosign(note: string, time = Math.floor(Date.now() / 1000)): string {
    const { body } = openNote(note);
    const signature = new Uint8Array(sign(null, cosignedMessage(body, time), privateKey));
    return `— ${name} ${toBase64(Uint8Array.of(...keyId, ...timestamped(time, signature)))}\n`;
  }

  /** The checks of `add-checkpoint`, in the order of the protocol. */
  async function addCheckpoint(body: string): Promise<Answer> {
    const split = body.indexOf('\n\n');
    const [first = '', ...lines] = body.slice(0, split).split('\n');
    const old = /^old (0|[1-9]\d*)$/.exec(first);
    if (split < 0 || !old || lines.length > 63) return { status: 400, body: 'malformed\n' };
    const note = body.slice(split + 2);
    const key = trusted.get(note.slice(0, note.indexOf('\n')));
    if (key === undefined) return { status: 404, body: 'unknown log\n' };
    const verifier = await parseVerifierKey(hashOf, key);
    const head = await openCheckpoint(ed25519, note, verifier).catch(() => null);
    if (!head) return { status: 403, body: 'no signature of the log\n' };
    const from = Number(old[1]);
    if (from > head.size) return { status: 400, body: 'old is newer\n' };
    const last = latest.get(head.origin) ?? { size: 0, root: hashOf() };
    const conflict = { status: 409, body: `${last.size}\n`, type: 'text/x.tlog.size' };
    if (from !== last.size || (from === head.size && toHex(last.root) !== toHex(head.root))) return conflict;
    try {
      const proof = lines.map(fromBase64);
      await verifyConsistency(hashOf, { from, fromRoot: last.root, to: head.size, toRoot: head.root, proof });
    } catch (error) {
      if (error instanceof ProofFault) return { status: 422, body: 'not consistent\n' };
      throw error;
    }
    if ((latest.get(head.origin)?.size ?? 0) !== from) return conflict;
    latest.set(head.origin, { size: head.size, root: head.root });
    return { status: 200, body: cosign(note) };
  }

  async function answer(req: IncomingMessage): Promise<Answer> {
    if (req.method !== 'POST' || req.url !== '/add-checkpoint') return { status: 404, body: '' };
    const body = await text(req);
    const honest = await addCheckpoint(body);
    return twist ? twist(honest, body.slice(body.indexOf('\n\n') + 2)) : honest;
  }

  const server = createServer((req, res) => {
    void answer(req).then(({ status, body, type }) => {
      answered.push(status);
      res.writeHead(status, { 'Content-Type': type ?? 'text/plain; charset=utf-8' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    vkey,
    answered,
    get sizes() {
      return new Map([...latest].map(([origin, { size }]) => [origin, size]));
    },
    async trust(key) {
      trusted.set((await parseVerifierKey(hashOf, key)).name, key);
    },
    misbehave(next) {
      twist = next;
    },
    pretend: (origin, size, root) => void latest.set(origin, { size, root }),
    cosign,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function rawKey(key: KeyObject): Bytes {
  return new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-32));
}
