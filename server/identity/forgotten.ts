import { day, now } from '../kernel/clock.js';
import { type Database, isStillReferred, type Tx } from '../kernel/database.js';

/** Whoever has not confirmed the address by now will hardly do so; the address may be somebody else's. */
const keptFor = 7 * day;

type Deletion = (tx: Tx) => Promise<boolean>;

/**
 * Deletes sign-ups whose address was never confirmed, a week after they were made, and with each its draft organisation,
 * unless something else refers to it. An invitation is no sign-up and stays; so does every event of the record. Gives how many.
 */
export async function forgetSignUps(db: Database): Promise<number> {
  const rows: { id: string; organisation_id: string }[] = await db.read.query(
    `select id, organisation_id from members
      where email_verified_at is null and password_hash is not null and created_at < $1 order by id limit 200`,
    [new Date(now().getTime() - keptFor)],
  );
  let forgotten = 0;
  for (const row of rows) {
    const gone = await unlessReferred(db, (tx) => forgetMember(tx, row.id));
    if (!gone) continue;
    forgotten += 1;
    await unlessReferred(db, (tx) => forgetDraft(tx, row.organisation_id));
  }
  return forgotten;
}

/** Links first, as whoever opens one in this moment takes them; then the member, if still unconfirmed. */
async function forgetMember(tx: Tx, id: string): Promise<boolean> {
  await tx.query('delete from mail_secrets where member_id = $1 and used_at is null', [id]);
  const [deleted]: [{ id: string }[], number] = await tx.query(
    'delete from members where id = $1 and email_verified_at is null returning id',
    [id],
  );
  return deleted.length > 0;
}

async function forgetDraft(tx: Tx, id: string): Promise<boolean> {
  const [deleted]: [{ id: string }[], number] = await tx.query(
    `delete from organisations where id = $1 and state = 'draft' returning id`,
    [id],
  );
  return deleted.length > 0;
}

/** False, and nothing done, when another row refers to what was to be deleted. */
async function unlessReferred(db: Database, deletion: Deletion): Promise<boolean> {
  try {
    return await db.transaction(deletion);
  } catch (error) {
    if (!isStillReferred(error)) throw error;
    return false;
  }
}
