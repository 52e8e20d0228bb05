import type { Database, Tx } from '../kernel/database.js';
import { lockRow, updateRow } from '../kernel/database.js';
import { enqueue } from '../kernel/outbox.js';
import { CatalogueSearches } from './tables.js';
import { understand } from './vocabulary.js';
import { filtersOf, termsOf, wordsOf } from './words.js';

type Fresh = { dataset_id: string; title_vi: string; title_en: string; listed_at: Date };
const named = 5;

/** Tells members of datasets that were listed since their searches last looked. Each search is told of in a transaction of its own. */
export async function alertSearches(db: Database): Promise<void> {
  const due: { id: string }[] = await db.read.query(
    `select s.id from catalogue_searches s where s.alert
        and exists (select 1 from listing_search l where l.listed_at > s.seen_until) order by s.id`,
  );
  for (const { id } of due) await db.transaction((tx) => alertOne(tx, id));
}

async function alertOne(tx: Tx, id: string): Promise<void> {
  const search = await lockRow(tx, CatalogueSearches, id);
  if (!search?.alert) return;
  const [{ until } = { until: search.seenUntil }] = (await tx.query(
    'select max(listed_at) as until from listing_search',
  )) as { until: Date }[];
  const { words, completions } = await understand(tx, wordsOf(search.query.q ?? ''));
  const { matches } = termsOf(words, filtersOf(search.query), completions);
  const fresh: Fresh[] = await tx.query(
    `select l.dataset_id, l.title_vi, d.title_en, l.listed_at from listing_search l join datasets d on d.id = l.dataset_id
      where l.listed_at > $1 and l.listed_at <= $2 ${matches === '' ? '' : 'and l.words @@ $3::tsquery'}
      order by l.listed_at desc limit 100`,
    [search.seenUntil, until, ...(matches === '' ? [] : [matches])],
  );
  await updateRow(tx, CatalogueSearches, id, { seenUntil: until });
  if (fresh.length === 0) return;
  const list = (title: (one: Fresh) => string) =>
    fresh
      .slice(0, named)
      .map((one) => `– ${title(one)}`)
      .join('\n');
  const only = fresh.length === 1 ? fresh[0] : undefined;
  await enqueue(tx, 'tell', {
    organisationIds: [],
    audience: 'members',
    memberIds: [search.memberId],
    kind: 'search',
    subject: { kind: 'search', id },
    once: `${id}:${until.toISOString()}`,
    note: {
      title: {
        vi: `${fresh.length} bộ dữ liệu mới khớp với “${search.name}”`,
        en: `${fresh.length} new datasets match “${search.name}”`,
      },
      text: {
        vi: `${list((one) => one.title_vi)}\n\nTắt báo tin của tìm kiếm này ở trang Tìm kiếm của tôi.`,
        en: `${list((one) => one.title_en || one.title_vi)}\n\nSwitch this search’s alert off under My searches.`,
      },
      path: only ? `/datasets/${only.dataset_id}` : '/searches',
    },
  });
}
