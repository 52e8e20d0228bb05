import type { Capability } from '../../contracts/common.js';
import { kindOf, type Note, type NotificationKind, type Telling, telling } from '../../contracts/notifications.js';
import { type Member, Members } from '../identity/tables.js';
import { now } from '../kernel/clock.js';
import type { Tx } from '../kernel/database.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { NotificationPreferences } from './tables.js';

/**
 * Tells members something: a row in each one's list and, by the channel they chose, one mail each, so that an address that
 * takes no mail silences nobody else. Commits with the caller's change. With `once` a member is told once under that key.
 * Members that are switched off are told nothing; addresses that were never verified get no mail.
 * Rooms below this one enqueue the job `tell` with the same input instead.
 */
export async function tell(tx: Tx, input: Telling): Promise<void> {
  const { kind, subject, note, once, ...to } = telling.parse(input);
  const members = await recipients(tx, to);
  const chosen = await channelsOf(tx, members, kind);
  for (const member of members) {
    const channel = chosen.get(member.id) ?? kindOf(kind).usually;
    if (channel === 'none') continue;
    const id = await keep(tx, member.id, { kind, subject, note, once });
    const mailed = channel === 'mail' && member.emailVerifiedAt !== null;
    if (id !== null && mailed) await enqueue(tx, 'mail-notification', { id });
  }
}

type To = { organisationIds: string[]; audience: 'members' | 'admins'; memberIds: string[] };

async function recipients(tx: Tx, { organisationIds, audience, memberIds }: To): Promise<Member[]> {
  return await tx
    .createQueryBuilder(Members, 'member')
    .where('member.active')
    .andWhere(
      `(member.id = any (:memberIds) or (member.organisationId = any (:organisationIds) and member.role = any (:roles)))`,
      { memberIds, organisationIds, roles: audience === 'admins' ? ['admin'] : ['admin', 'member'] },
    )
    .orderBy('member.id')
    .getMany();
}

/** What members have chosen for a kind; nothing for a mandatory one. */
async function channelsOf(tx: Tx, members: readonly Member[], kind: NotificationKind) {
  if (kindOf(kind).mandatory || members.length === 0) return new Map<string, string>();
  const rows = await tx
    .createQueryBuilder(NotificationPreferences, 'chosen')
    .where('chosen.kind = :kind and chosen.memberId = any (:ids)', { kind, ids: members.map((one) => one.id) })
    .getMany();
  return new Map<string, string>(rows.map((row) => [row.memberId, row.channel]));
}

type Kept = {
  kind: NotificationKind;
  subject: { kind: string; id: string } | null;
  note: Note;
  once?: string | undefined;
};

/** Writes the row; null where the member was told this already. */
async function keep(tx: Tx, memberId: string, { kind, subject, note, once }: Kept): Promise<string | null> {
  const written: { id: string }[] = await tx.query(
    `insert into notifications (id, member_id, kind, subject_kind, subject_id, title, text, path, once, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id`,
    [
      ...[newId('ntf'), memberId, kind, subject?.kind ?? null, subject?.id ?? null],
      ...[JSON.stringify(note.title), JSON.stringify(note.text), note.path, once ?? null, now()],
    ],
  );
  return written[0]?.id ?? null;
}

/** Verified organisations with a capability. */
export async function organisationsWith(tx: Tx, capability: Capability): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `select id from organisations where state = 'verified' and $1 = any (capabilities)`,
    [capability],
  );
  return rows.map((row) => row.id);
}
