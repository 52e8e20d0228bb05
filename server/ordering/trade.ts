import { Problem } from '../../contracts/problems.js';
import type { Tx } from '../kernel/database.js';

type Trade = { datasetId: string; revisionId: string; providerId: string; buyerId: string };
type Standing = { dataset: string; revision: string; provider: string; buyer: string };
type Why = { vi: string; en: string } | null;

/** Locks for the length of the transaction, so that a suspension comes before or after the step, not in the middle. */
async function lockedStanding(tx: Tx, trade: Trade): Promise<Standing> {
  const { datasetId, revisionId, providerId, buyerId } = trade;
  const state = async (table: string, id: string): Promise<string> => {
    const [row]: { state: string }[] = await tx.query(`select state from ${table} where id = $1 for share`, [id]);
    return row?.state ?? '';
  };
  return {
    dataset: await state('datasets', datasetId),
    revision: await state('revisions', revisionId),
    provider: await state('organisations', providerId),
    buyer: await state('organisations', buyerId),
  };
}

/** The same for looking only: no lock, one statement. */
async function standing(tx: Tx, { datasetId, revisionId, providerId, buyerId }: Trade): Promise<Standing> {
  const [found]: [Record<keyof Standing, string | null>] = await tx.query(
    `select (select state from datasets where id = $1) as dataset, (select state from revisions where id = $2) as revision,
       (select state from organisations where id = $3) as provider, (select state from organisations where id = $4) as buyer`,
    [datasetId, revisionId, providerId, buyerId],
  );
  const { dataset, revision, provider, buyer } = found;
  return { dataset: dataset ?? '', revision: revision ?? '', provider: provider ?? '', buyer: buyer ?? '' };
}

/** Important data goes to no buyer abroad before the State has allowed it (Law on Data, Art. 23; scheme C12). */
async function refuseAbroad(tx: Tx, { datasetId, buyerId }: Trade): Promise<void> {
  const [found]: { abroad: boolean }[] = await tx.query(
    `select true as abroad from datasets d, organisations o
      where d.id = $1 and o.id = $2 and o.legal_form = 'foreign'
        and ('important' in (d.importance_class, d.importance_floor) or 'core' in (d.importance_class, d.importance_floor))`,
    [datasetId, buyerId],
  );
  if (!found) return;
  throw new Problem('rule-broken', {
    vi: 'Dữ liệu quan trọng không chuyển cho bên mua nước ngoài khi chưa có hồ sơ và chấp thuận của cơ quan nhà nước (Luật Dữ liệu, Đ.23).',
    en: 'Important data does not go to a buyer abroad before the State has assessed and allowed it (Law on Data, Art. 23).',
  });
}

/** Throws 409 unless a new step of a trade may be taken: both parties verified, the dataset listed, its revision not revoked. */
export async function requireOpenTrade(tx: Tx, trade: Trade): Promise<void> {
  const found = await lockedStanding(tx, trade);
  const why = suspended(found) ?? (found.dataset === 'listed' ? null : endedListing);
  if (why) throw new Problem('conflict', why);
  await refuseAbroad(tx, trade);
}

/** Throws 422 unless both parties have a verified payment account: money moves on no other (Decree 314/2026, Art. 18). */
export async function requirePaymentAccounts(
  tx: Tx,
  { providerId, buyerId }: Pick<Trade, 'providerId' | 'buyerId'>,
): Promise<void> {
  const rows: { id: string }[] = await tx.query(
    `select distinct organisation_id as id from payment_accounts where state = 'verified' and organisation_id = any ($1)`,
    [[providerId, buyerId]],
  );
  const ready = new Set(rows.map((row) => row.id));
  if (ready.has(providerId) && ready.has(buyerId)) return;
  const [vi, en] = ready.has(buyerId) ? ['Bên bán', 'The provider'] : ['Bên mua', 'The buyer'];
  throw new Problem('rule-broken', {
    vi: `${vi} chưa có tài khoản thanh toán được xác minh: đăng ký trong hồ sơ tổ chức và chờ đơn vị vận hành xác minh (NĐ 314/2026, Đ.18).`,
    en: `${en} has no verified payment account: register one on the organisation’s page and wait for the operator (Decree 314/2026, Art. 18).`,
  });
}

/** Throws 409 while what was bought is suspended: a delivery then waits for the operator. */
export async function requireDeliverable(tx: Tx, trade: Trade): Promise<void> {
  const why = suspended(await lockedStanding(tx, trade));
  if (why) throw new Problem('conflict', why);
}

/** Why nothing of what was bought may be had at present, or null. */
export async function whyHalted(tx: Tx, trade: Trade): Promise<Why> {
  return suspended(await standing(tx, trade));
}

const endedListing = {
  vi: 'Bộ dữ liệu không còn được niêm yết.',
  en: 'The dataset is no longer listed.',
};

function suspended({ dataset, revision, provider, buyer }: Standing): Why {
  if (provider !== 'verified') return { vi: 'Bên bán đang bị tạm đình chỉ.', en: 'The provider is suspended.' };
  if (buyer !== 'verified') return { vi: 'Bên mua đang bị tạm đình chỉ.', en: 'The buyer is suspended.' };
  if (dataset === 'suspended') return { vi: 'Bộ dữ liệu đang bị tạm dừng.', en: 'The dataset is suspended.' };
  if (revision === 'revoked') return { vi: 'Phiên bản này đã bị thu hồi.', en: 'This revision was revoked.' };
  return null;
}
