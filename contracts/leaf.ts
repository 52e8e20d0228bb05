import { eventSentence } from './audit.js';
import type { Bilingual } from './common.js';
import { type Bytes, ProofFault } from './proofs.js';

/** An event as the public log holds it. Of a confidential one there is only a salted hash. */
export type Leaf = {
  v: string;
  id: string;
  type: string;
  at: string;
  actor: { kind: string; role: string | null; organisation: string | null; person: string | null };
  hidden?: string;
  subject?: { kind: string; id: string };
  about?: string[];
  data?: Record<string, unknown>;
};

/** What people wrote in their own words may name somebody: the public entry holds a salted hash of it. */
export const ownWords: ReadonlySet<string> = new Set(['reason', 'why']);

/** What a screen shows of an event; parts that it does not show are left out. */
export type ShownEvent = {
  id: string;
  type: string;
  at: string;
  sentence?: Bilingual;
  organisation?: string | null;
  subject?: { kind: string; id: string };
  person?: string | null;
  about?: readonly string[];
  data?: Record<string, unknown>;
};

/** Reads the bytes of an entry; throws `ProofFault` for what is no event of this log. */
export function readLeaf(bytes: Bytes): Leaf {
  let leaf: Leaf | null = null;
  try {
    leaf = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Leaf;
  } catch {
    // Falls through to the refusal.
  }
  if (leaf?.v !== 'datasan-event/1') throw new ProofFault('The entry is not an event of an exchange.');
  return leaf;
}

/**
 * Throws `ProofFault` naming the first part in which the event on screen is not the one in the log. People’s own words are
 * in the log as salted hashes: there only that something was said can be compared.
 */
export function requireSame(leaf: Leaf, shown: ShownEvent): void {
  const organisation = leaf.actor?.organisation;
  const parts: [string, unknown, unknown][] = [
    ['id', leaf.id, shown.id],
    ['type', leaf.type, shown.type],
    ['time', leaf.at, shown.at],
    ['organisation', organisation, shown.organisation],
    ['person', leaf.actor?.person, shown.person],
    ...(leaf.hidden === undefined
      ? ([
          ['subject', leaf.subject, shown.subject],
          ['ids', leaf.about, shown.about],
          ['content', leaf.data, shown.data && likeLogged(shown.data, leaf.data ?? {})],
        ] as [string, unknown, unknown][])
      : []),
    ['sentence', shown.data && eventSentence(shown.type, shown.data), shown.data && shown.sentence],
  ];
  for (const [name, logged, seen] of parts) {
    if (seen !== undefined && ordered(logged) !== ordered(seen)) {
      throw new ProofFault(`The ${name} of the event on screen is not what the log holds.`);
    }
  }
}

/** The same data with what is hashed in the log hashed, so that both can be compared. */
function likeLogged(data: Record<string, unknown>, logged: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(data).map(([name, value]) => {
    const words = ownWords.has(name) && value !== null;
    const hashed = /^sha256:[0-9a-f]{64}$/.test(String(logged[name]));
    return [name, words && hashed ? logged[name] : value];
  });
  return Object.fromEntries(entries);
}

/** JSON with its members sorted: equal for equal values. */
function ordered(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(ordered).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${ordered(one)}`).join()}}`;
}

/** The entry at a place of a bundle (each is two bytes of length and that many bytes); throws where it ends before. */
export function entryIn(bundle: Bytes, place: number): Bytes {
  const lengthAt = (at: number) => ((bundle[at] ?? 0) << 8) | (bundle[at + 1] ?? 0);
  let at = 0;
  for (let left = place; left > 0; left -= 1) at += 2 + lengthAt(at);
  const end = at + 2 + lengthAt(at);
  if (at + 2 > bundle.length || end > bundle.length) throw new ProofFault('A bundle of entries is cut short.');
  return bundle.slice(at + 2, end);
}
