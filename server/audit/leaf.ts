import { ownWords } from '../../contracts/leaf.js';
import { canonicalJson, sha256 } from '../kernel/hash.js';
import type { AuditEvent } from './tables.js';

/** An entry of the log carries its length in two bytes (C2SP tlog-tiles). */
export const maxLeafBytes = 65_535;

/** A look-up tells whom the regulator looks at: of these the public entry holds that it happened, and a salted hash. */
export function isConfidential(type: string): boolean {
  return type.startsWith('audit.');
}

/**
 * The leaf of an event: canonical JSON (RFC 8785) of what was recorded, fit to be read by anybody. People, their own words
 * and what the regulator looked at appear only as salted hashes: erasing the salt later makes them unknowable and breaks no
 * proof. Pure; the same event always gives the same bytes.
 */
export function leafOf(event: AuditEvent): string {
  const hidden = (value: unknown) => `sha256:${sha256(`${event.salt ?? ''}:${canonicalJson(value)}`)}`;
  const subject = { kind: event.subjectKind, id: event.subjectId };
  const { about, data } = event;
  return canonicalJson({
    v: 'datasan-event/1',
    id: event.id,
    type: event.type,
    at: event.at.toISOString(),
    actor: {
      kind: event.actorKind,
      role: event.actorRole,
      organisation: event.actorOrganisationId,
      person: event.person,
    },
    ...(isConfidential(event.type)
      ? { hidden: hidden({ subject, about, data }) }
      : { subject, about, data: withoutOwnWords(data, hidden) }),
  });
}

function withoutOwnWords(data: Record<string, unknown>, hidden: (value: unknown) => string): Record<string, unknown> {
  const entries = Object.entries(data).map(([name, value]) => [
    name,
    ownWords.has(name) && value !== null ? hidden(value) : value,
  ]);
  return Object.fromEntries(entries);
}
