import type { Bilingual } from '../../contracts/common.js';
import { datasetRefs } from '../catalogue/datasets.js';
import type { Tx } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import type { Entitlement } from './tables.js';

type Said = { organisationIds: string[]; once: string; title: Bilingual; text: Bilingual; path: string };

/** Tells organisations something about an entitlement, once under its key; commits with the caller’s change. */
export async function tellOf(tx: Tx, { id, datasetId }: Entitlement, said: Said): Promise<void> {
  const dataset = (await datasetRefs(tx, [datasetId])).get(datasetId);
  const { organisationIds, once, text, path } = said;
  const title = {
    vi: `${said.title.vi} – ${dataset?.titleVi ?? ''}`,
    en: `${said.title.en} – ${dataset?.titleEn ?? ''}`,
  };
  await enqueue(tx, 'tell', {
    ...{
      organisationIds,
      audience: 'members',
      memberIds: [],
      kind: 'access',
      subject: { kind: 'entitlement', id },
      once,
    },
    note: { title, text, path },
  });
}
