import { Problem } from '../../contracts/problems.js';
import type { Tx } from '../kernel/database.js';

type Trade = { datasetId: string; revisionId: string; providerId: string; buyerId: string };
type Standing = { dataset: string; revision: string; provider: string; buyer: string };
type Why = { vi: string; en: string } | null;

/**
 * `for share` locks for the length of the transaction, so that a suspension comes before or after the step, not in the
 * middle; a look needs no lock.
 */
async function standing(tx: Tx, trade: Trade, lock: 'for share' | ''): Promise<Standing> {
  const { datasetId, revisionId, providerId, buyerId } = trade;
  const state = async (table: string, id: string): Promise<string> => {
    const [row]: { state: string }[] = await tx.query(`select state from ${table} where id = $1 ${lock}`, [id]);
    return row?.state ?? '';
  };
  return {
    dataset: await state('datasets', datasetId),
    revision: await state('revisions', revisionId),
    provider: await state('organisations', providerId),
    buyer: await state('organisations', buyerId),
  };
}

/** Throws 409 unless a new step of a trade may be taken: both parties verified, the dataset listed, its revision not revoked. */
export async function requireOpenTrade(tx: Tx, trade: Trade): Promise<void> {
  const found = await standing(tx, trade, 'for share');
  const why = suspended(found) ?? (found.dataset === 'listed' ? null : endedListing);
  if (why) throw new Problem('conflict', why);
}

/** Throws 409 while what was bought is suspended: a delivery then waits for the operator. */
export async function requireDeliverable(tx: Tx, trade: Trade): Promise<void> {
  const why = suspended(await standing(tx, trade, 'for share'));
  if (why) throw new Problem('conflict', why);
}

/** Why nothing of what was bought may be had at present, or null. */
export async function whyHalted(tx: Tx, trade: Trade): Promise<Why> {
  return suspended(await standing(tx, trade, ''));
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
