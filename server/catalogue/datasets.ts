import type { catalogueOperations, DatasetInput, DatasetPage } from '../../contracts/catalogue.js';
import type { ActionOf } from '../../contracts/lifecycle.js';
import type { datasetLifecycle } from '../../contracts/lifecycles/dataset.js';
import type { BodyOf } from '../../contracts/operation.js';
import { notFound, Problem } from '../../contracts/problems.js';
import { decisionCodes, mentionsForeignCurrency, schemeId } from '../../contracts/scheme/pilot-2026.js';
import { record } from '../audit/record.js';
import type { MemberActor } from '../kernel/actor.js';
import { now } from '../kernel/clock.js';
import { lockRow, rowsById, type Tx } from '../kernel/database.js';
import { requireVersion } from '../kernel/http.js';
import { newId } from '../kernel/ids.js';
import { enqueue } from '../kernel/outbox.js';
import { advance, amend, begin } from '../lifecycle/advance.js';
import { tellOfRevision } from './followers.js';
import { datasetSubject, revisionSubject } from './subjects.js';
import { type Dataset, Datasets, type Revision, Revisions } from './tables.js';

/** A page on which nothing is written yet, but for its title. */
const blank: Omit<DatasetPage, 'titleVi'> = {
  ...{ titleEn: '', descriptionVi: '', descriptionEn: '', sector: null, keywords: [] },
  ...{ coverageFrom: null, coverageTo: null, coverageArea: '', provinces: [], granularity: '', updateFrequency: null },
  ...{
    productKind: null,
    activity: null,
    valueAdded: null,
    sharingClass: null,
    importanceClass: null,
    stateSource: null,
  },
  ...{ disclosed: false, subjectsBasic: null, subjectsSensitive: null, quasiIdentifiers: [] },
  ...{ provenanceBasis: null, provenance: '', sourceUrl: null, credit: '', limitations: '', quality: null },
  ...{ personalOrigin: null, deidentification: null, declarations: [] },
};

/** The fields that were given. */
function given<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** Creates a draft of the own organisation. */
export async function createDataset(tx: Tx, actor: MemberActor, input: DatasetInput): Promise<Dataset> {
  const page: DatasetPage = { ...blank, ...given(input) };
  refuseForeignCurrency(page);
  refuseWrongPeriod(page);
  return await begin(
    tx,
    datasetSubject,
    'create',
    {
      id: newId('ds'),
      providerId: actor.organisationId,
      ...page,
      dictionary: {},
      noticeDays: 30,
      importanceFloor: null,
      scheme: schemeId,
      submittedBy: null,
      listedAt: null,
      createdAt: now(),
      updatedAt: now(),
    },
    actor,
  );
}

/** The own dataset, locked; throws 404 for another's. */
async function lockOwn(tx: Tx, actor: MemberActor, id: string): Promise<Dataset> {
  const dataset = await lockRow(tx, Datasets, id);
  if (!dataset || dataset.providerId !== actor.organisationId) throw notFound(datasetSubject.lifecycle.name);
  return dataset;
}

function requireState(dataset: Dataset, states: readonly string[], what: { vi: string; en: string }): void {
  if (states.includes(dataset.state)) return;
  throw new Problem(
    'transition-refused',
    {
      vi: `${what.vi} chỉ sửa được ở trạng thái: ${states.map((one) => label(one).vi).join(', ')}; hiện là “${label(dataset.state).vi}”.`,
      en: `${what.en} can be changed only while the dataset is: ${states.map((one) => label(one).en).join(', ')}; it is “${label(dataset.state).en}”.`,
    },
    { state: dataset.state },
  );
}

function label(state: string) {
  return datasetSubject.lifecycle.states[state] ?? { vi: state, en: state };
}

/** Edits the page of a draft or a dataset that needs changes. */
export async function editDataset(
  tx: Tx,
  actor: MemberActor,
  id: string,
  ifMatch: number,
  change: BodyOf<typeof catalogueOperations.editDataset>,
): Promise<Dataset> {
  const dataset = await lockOwn(tx, actor, id);
  requireVersion(dataset, ifMatch);
  requireState(dataset, ['draft', 'needs_changes'], { vi: 'Trang mô tả', en: 'The page' });
  const set = given(change);
  refuseForeignCurrency(set);
  refuseWrongPeriod({ ...dataset, ...set });
  const edited = await amend(tx, datasetSubject, dataset, { ...set, updatedAt: now() });
  await recordEdit(tx, actor, edited, Object.keys(set));
  if (set.quasiIdentifiers) await measureAgain(tx, id);
  return edited;
}

/** Other quasi-identifiers make other groups: what is ready is measured anew. */
async function measureAgain(tx: Tx, datasetId: string): Promise<void> {
  const ready = await newestRevision(tx, datasetId, 'ready');
  if (ready) await enqueue(tx, 'measure-anonymity', { id: ready.id });
}

/** Describes columns by name; names that are given again replace what was said. */
export async function describeColumns(
  tx: Tx,
  actor: MemberActor,
  id: string,
  { columns }: BodyOf<typeof catalogueOperations.describeColumns>,
): Promise<Dataset> {
  const dataset = await lockOwn(tx, actor, id);
  requireState(dataset, ['draft', 'needs_changes', 'listed'], { vi: 'Từ điển dữ liệu', en: 'The data dictionary' });
  const said = Object.fromEntries(columns.map(({ name, ...entry }) => [name, entry]));
  const dictionary = { ...dataset.dictionary, ...said };
  const edited = await amend(tx, datasetSubject, dataset, { dictionary, updatedAt: now() });
  await recordEdit(tx, actor, edited, ['dictionary']);
  return edited;
}

async function recordEdit(tx: Tx, actor: MemberActor, dataset: Dataset, fields: string[]): Promise<void> {
  const event = { type: 'dataset.edited', data: { fields } } as const;
  await record(tx, actor, event, { kind: 'dataset', id: dataset.id }, datasetSubject.about(dataset));
}

/**
 * Submits, reviews or otherwise moves a dataset. Listing it publishes the newest revision that was ready when the review
 * began, in the same transaction.
 */
export async function moveDataset(
  tx: Tx,
  actor: MemberActor,
  id: string,
  action: ActionOf<typeof datasetLifecycle>,
  reason: string | undefined,
): Promise<Dataset> {
  if (action === 'submit') {
    return await advance(tx, datasetSubject, id, action, actor, { reason, set: { submittedBy: actor.memberId } });
  }
  if (action !== 'approve') return await advance(tx, datasetSubject, id, action, actor, { reason });
  const reviewed = await lockRow(tx, Datasets, id);
  const listed = await advance(tx, datasetSubject, id, action, actor, {
    reason,
    set: { listedAt: now(), scheme: schemeId },
  });
  const revision = await readyBy(tx, id, reviewed?.stateSince ?? now());
  if (revision) {
    const set = { publishedAt: now() };
    await tellOfRevision(tx, await advance(tx, revisionSubject, revision.id, 'publish', actor, { set }), 'published');
  }
  if (!revision && !(await newestRevision(tx, id, 'published'))) {
    throw new Problem('rule-broken', {
      vi: 'Chưa có phiên bản nào sẵn sàng để công bố.',
      en: 'There is no revision that is ready to be published.',
    });
  }
  return listed;
}

/** The newest revision of a dataset that was ready at a moment and is still. */
async function readyBy(tx: Tx, datasetId: string, moment: Date): Promise<Revision | null> {
  return await tx
    .createQueryBuilder(Revisions, 'revision')
    .where(`revision.datasetId = :datasetId and revision.state = 'ready'`, { datasetId })
    .andWhere('revision.stateSince <= :moment', { moment })
    .orderBy('revision.number', 'DESC')
    .limit(1)
    .getOne();
}

/** A period begins in the calendar of the database (year 1) and does not end before it begins. */
function refuseWrongPeriod({ coverageFrom, coverageTo }: Pick<Dataset, 'coverageFrom' | 'coverageTo'>): void {
  const refuse = (pointer: string, vi: string, en: string) => {
    throw new Problem('rule-broken', { vi, en }, { errors: [{ pointer, detail: en, detailVi: vi }] });
  };
  const vi = 'Năm phải từ 0001.';
  const en = 'The year must be 0001 or later.';
  if (coverageFrom?.startsWith('0000')) refuse('/coverageFrom', vi, en);
  if (coverageTo?.startsWith('0000')) refuse('/coverageTo', vi, en);
  if (coverageFrom && coverageTo && coverageTo < coverageFrom) {
    refuse('/coverageTo', 'Ngày kết thúc phải từ ngày bắt đầu trở đi.', 'The period must not end before it begins.');
  }
}

/** No price in or by a foreign currency, anywhere in the text (Ordinance on Foreign Exchange, Art. 22). */
export function refuseForeignCurrency(input: Readonly<Record<string, unknown>>): void {
  const fields = Object.entries(input).filter(
    ([, value]) => typeof value === 'string' && mentionsForeignCurrency(value),
  );
  if (fields.length === 0) return;
  const { vi, en } = decisionCodes.GIA_NGOAI_TE;
  throw new Problem(
    'rule-broken',
    {
      vi: 'Không được nêu hoặc quy đổi giá bằng ngoại tệ; chỉ dùng đồng Việt Nam.',
      en: 'Prices may not be quoted in or indexed to a foreign currency; use Vietnamese đồng only.',
    },
    {
      decisionCode: 'GIA_NGOAI_TE',
      errors: fields.map(([name]) => ({ pointer: `/${name}`, detail: en, detailVi: vi })),
    },
  );
}

/** The newest revision of a dataset in a state, or null. */
export async function newestRevision(tx: Tx, datasetId: string, state: string): Promise<Revision | null> {
  return await tx.findOne(Revisions, { where: { datasetId, state }, order: { number: 'DESC' } });
}

/** The revision that buyers get today: the newest published one. */
export async function currentRevision(tx: Tx, datasetId: string): Promise<Revision | null> {
  return await newestRevision(tx, datasetId, 'published');
}

/** Titles of datasets by id, for the views of other rooms. */
export async function datasetRefs(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { id: string; titleVi: string; titleEn: string }>> {
  const rows = await rowsById(tx, Datasets, ids);
  return new Map([...rows].map(([id, { titleVi, titleEn }]) => [id, { id, titleVi, titleEn }]));
}
