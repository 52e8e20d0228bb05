import type { DatasetCard, DatasetView, FileView, RevisionView, SampleView } from '../../contracts/catalogue.js';
import type { LicenceId } from '../../contracts/licensing.js';
import { organisationRefs } from '../identity/organisations.js';
import type { Actor } from '../kernel/actor.js';
import type { Tx } from '../kernel/database.js';
import { readProgress } from '../kernel/progress.js';
import { allowedActions } from '../lifecycle/advance.js';
import { freezeOn } from '../lifecycle/holds.js';
import { publicColumns } from './disclosure.js';
import { isFollower, noticeOf } from './followers.js';
import { isInsider, isVisibleRevision } from './policy.js';
import { revisionFiles } from './revisions.js';
import { datasetSubject, revisionSubject } from './subjects.js';
import { type DataFile, type Dataset, Datasets, type Dictionary, type Revision, Revisions } from './tables.js';

type Shelf = {
  formats: DatasetCard['formats'];
  rows: number | null;
  bytes: number | null;
  licences: LicenceId[];
  fromVnd: number | null;
};

/**
 * What a card shows of a dataset's newest published (else newest) revision and its open offers, in one query. Of a
 * listed dataset, whose card everybody sees, it is never one that is not out.
 */
async function shelfOf(tx: Tx, ids: readonly string[]): Promise<Map<string, Shelf>> {
  const rows: {
    id: string;
    formats: string[];
    rows: string | null;
    bytes: string | null;
    licences: string[];
    from_vnd: string | null;
  }[] = await tx.query(
    `select d.id,
              coalesce(array_agg(distinct f.format) filter (where f.format is not null), '{}') as formats,
              sum((f.profile ->> 'rows')::bigint) as rows, sum(f.bytes) as bytes,
              (select coalesce(array_agg(distinct o.licence), '{}') from offers o where o.dataset_id = d.id and o.state = 'open' and o.visible_to = '{}') as licences,
              (select min(o.price_vnd) from offers o where o.dataset_id = d.id and o.state = 'open' and o.visible_to = '{}') as from_vnd
         from datasets d
         left join lateral (select r.id from revisions r where r.dataset_id = d.id
                               and (d.state <> 'listed' or r.state in ('published', 'deprecated', 'revoked'))
                             order by (r.state = 'published') desc, r.number desc limit 1) shown on true
         left join files f on f.revision_id = shown.id
        where d.id = any ($1) group by d.id`,
    [ids],
  );
  const number = (value: string | null) => (value === null ? null : Number(value));
  return new Map(
    rows.map((row) => [
      row.id,
      {
        formats: row.formats as DatasetCard['formats'],
        rows: number(row.rows),
        bytes: number(row.bytes),
        licences: row.licences as LicenceId[],
        fromVnd: number(row.from_vnd),
      },
    ]),
  );
}

export async function datasetCards(tx: Tx, datasets: readonly Dataset[]): Promise<DatasetCard[]> {
  if (datasets.length === 0) return [];
  const shelf = await shelfOf(
    tx,
    datasets.map((one) => one.id),
  );
  const providers = await organisationRefs(
    tx,
    datasets.map((one) => one.providerId),
  );
  return datasets.map((dataset) => {
    const provider = providers.get(dataset.providerId);
    const shown = shelf.get(dataset.id);
    if (!provider || !shown) throw new Error(`${dataset.id} has no provider.`);
    const { id, titleVi, titleEn, descriptionVi, descriptionEn, sector, keywords } = dataset;
    const { updateFrequency, coverageFrom, coverageTo, productKind, sharingClass } = dataset;
    return {
      ...{ id, titleVi, titleEn, descriptionVi, descriptionEn, sector, keywords, provider },
      ...{ updateFrequency, coverageFrom, coverageTo, productKind, sharingClass, ...shown },
      state: dataset.state as DatasetCard['state'],
      listedAt: dataset.listedAt?.toISOString() ?? null,
    };
  });
}

export async function datasetView(tx: Tx, dataset: Dataset, actor: Actor): Promise<DatasetView> {
  const [card] = await datasetCards(tx, [dataset]);
  const revisions = await tx.find(Revisions, { where: { datasetId: dataset.id }, order: { number: 'DESC' } });
  const visible = revisions.filter((one) => isVisibleRevision(one, actor));
  const current = visible.find((one) => one.state === 'published');
  return {
    ...(card as DatasetCard),
    coverageArea: dataset.coverageArea,
    provinces: dataset.provinces,
    granularity: dataset.granularity,
    activity: dataset.activity,
    valueAdded: dataset.valueAdded,
    importanceClass: dataset.importanceClass,
    stateSource: dataset.stateSource,
    disclosed: dataset.disclosed,
    subjectsBasic: dataset.subjectsBasic,
    subjectsSensitive: dataset.subjectsSensitive,
    quasiIdentifiers: dataset.quasiIdentifiers,
    provenanceBasis: dataset.provenanceBasis,
    provenance: dataset.provenance,
    sourceUrl: dataset.sourceUrl,
    credit: dataset.credit,
    limitations: dataset.limitations,
    quality: dataset.quality,
    personalOrigin: dataset.personalOrigin,
    deidentification: dataset.deidentification,
    declarations: dataset.declarations,
    importanceFloor: dataset.importanceFloor,
    stateReason: dataset.stateReason,
    scheme: dataset.scheme,
    version: dataset.version,
    createdAt: dataset.createdAt.toISOString(),
    updatedAt: dataset.updatedAt.toISOString(),
    currentRevision: current ? await revisionView(tx, current, actor) : null,
    revisions: visible.map((one) => ({
      id: one.id,
      number: one.number,
      state: one.state as RevisionView['state'],
      notes: one.notes,
      createdAt: one.createdAt.toISOString(),
      publishedAt: one.publishedAt?.toISOString() ?? null,
    })),
    described: Object.values(dataset.dictionary).some((one) => one.description.vi !== ''),
    follows: actor.kind === 'member' && (await isFollower(tx, actor.memberId, dataset.id)),
    own: actor.kind === 'member' && actor.organisationId === dataset.providerId,
    actions: allowedActions(datasetSubject, dataset, actor),
  };
}

export async function revisionView(tx: Tx, revision: Revision, actor: Actor): Promise<RevisionView> {
  const { dictionary, state } = await tx.findOneByOrFail(Datasets, { id: revision.datasetId });
  const files = await shownFiles(tx, revision, actor);
  const actions = allowedActions(revisionSubject, revision, actor);
  return {
    id: revision.id,
    datasetId: revision.datasetId,
    number: revision.number,
    state: revision.state as RevisionView['state'],
    stateReason: revision.stateReason,
    notes: revision.notes,
    files: files.map((file) => fileView(file, dictionary, isInsider(revision, actor))),
    qualityScore: revision.qualityScore,
    noticeEnds: (await noticeOf(tx, revision))?.ends.toISOString() ?? null,
    measured: revision.measured,
    schemaChange: revision.schemaChange,
    schemaDiff: revision.schemaDiff,
    version: revision.version,
    createdAt: revision.createdAt.toISOString(),
    finalisedAt: revision.finalisedAt?.toISOString() ?? null,
    publishedAt: revision.publishedAt?.toISOString() ?? null,
    progress: await readProgress(tx, revision.id),
    // The first revision is published with the listing, not by a button of its own.
    actions: state === 'listed' ? actions : actions.filter((one) => one.action !== 'publish'),
  };
}

/** A file as it is shown; what its scan found, and rare values, are for its provider and those who watch over the exchange. */
export function fileView(file: DataFile, dictionary: Dictionary, insider: boolean): FileView {
  const { id, name, format, bytes, sha256, profile, tableSha256, container } = file;
  const shown = profile && (insider ? profile.columns : publicColumns(profile, file.sample ?? []));
  const columns = shown?.map((column) => ({
    ...{ mean: null, bins: null, top: [], ...column },
    description: dictionary[column.name]?.description ?? null,
    unit: dictionary[column.name]?.unit ?? null,
    kind: dictionary[column.name]?.kind ?? null,
    codes: dictionary[column.name]?.codes ?? [],
  }));
  return {
    ...{ id, name, format, bytes, sha256, tableSha256 },
    container: container && { name: container.name, sha256: container.sha256, bytes: container.bytes },
    dataPackage: insider ? (container?.dataPackage ?? null) : null,
    rows: profile?.rows ?? null,
    columns: columns ?? null,
    duplicates: profile?.duplicates ?? null,
    coverage: profile?.coverage ?? null,
    written: profile?.written ?? null,
    personal: insider ? (profile?.personal ?? null) : null,
  };
}

/** What a revoked revision held is for its provider and for those who watch over the exchange. */
async function shownFiles(tx: Tx, revision: Revision, actor: Actor): Promise<DataFile[]> {
  if (revision.state === 'revoked' && !isInsider(revision, actor)) return [];
  return await revisionFiles(tx, revision.id);
}

/** The first rows of each file, as tables; none of what is frozen, but for its provider and those who watch. */
export async function samplesView(tx: Tx, revision: Revision, actor: Actor): Promise<SampleView[]> {
  if (!isInsider(revision, actor) && (await freezeOn(tx, revisionSubject.stoppedBy(revision)))) return [];
  return (await shownFiles(tx, revision, actor)).map(sampleView);
}

function sampleView(file: DataFile): SampleView {
  const columns = file.profile?.columns.map((column) => column.name) ?? [];
  return { fileId: file.id, columns, rows: (file.sample ?? []).map((row) => columns.map((name) => row[name] ?? null)) };
}
