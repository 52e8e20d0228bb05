import { gateClocks } from '../../contracts/scheme/thresholds.js';
import { type Organisation, Organisations } from '../identity/tables.js';
import { day, now } from '../kernel/clock.js';
import { decodeCursor } from '../kernel/cursor.js';
import type { Database, Tx } from '../kernel/database.js';
import { organisationsWith, tell } from '../notifications/telling.js';

/** Verified participants whose next look comes within the time of warning, or is past. By id, one more than asked for. */
export async function dueForReverification(
  tx: Tx,
  query: { cursor?: string | undefined; limit: number },
): Promise<Organisation[]> {
  const until = new Date(now().getTime() + gateClocks.certificateWarningDays.length * day);
  const rows = tx
    .createQueryBuilder(Organisations, 'o')
    .where(`o.state = 'verified' and o.reverifyAt <= :until`, { until })
    .orderBy('o.id')
    .limit(query.limit + 1);
  const after = decodeCursor(query.cursor, 1);
  if (after) rows.andWhere('o.id > :after', { after: after[0] });
  return await rows.getMany();
}

/** Tells the operator and the participant, once for every date, that it is to be verified again. */
export async function remindOfReverification(db: Database): Promise<void> {
  const due = await dueForReverification(db.read, { limit: 200 });
  for (const { id, nameVi, nameEn, reverifyAt } of due) {
    const date = (reverifyAt as Date).toISOString();
    const on = date.slice(0, 10).split('-').reverse().join('/');
    const news = {
      kind: 'organisation',
      subject: { kind: 'organisation', id },
      once: `${id}:reverify:${date}`,
    } as const;
    const note = {
      title: { vi: `Xác minh lại: ${nameVi}`, en: `Verify again: ${nameEn}` },
      text: {
        vi: `Tổ chức “${nameVi}” đến hạn xác minh lại ngày ${on}.`,
        en: `The organisation “${nameEn}” is to be verified again by ${on}.`,
      },
    };
    await db.transaction(async (tx) => {
      const operators = await organisationsWith(tx, 'operator');
      await tell(tx, { ...news, organisationIds: operators, note: { ...note, path: `/operator/organisations/${id}` } });
      await tell(tx, { ...news, organisationIds: [id], note: { ...note, path: '/organisation' } });
    });
  }
}
