import { type ReactNode, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { DatasetView } from '../../contracts/catalogue';
import type { TakenOver } from '../../contracts/data-package';
import { useAct, useData } from '../api';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Checklist } from '../parts/checklist';
import { ClassificationFields, readClassification } from '../parts/classification-fields';
import { DecisionDue } from '../parts/clock';
import { DescriptionFields, readDescription } from '../parts/dataset-fields';
import { DictionaryEditor } from '../parts/dictionary-editor';
import { DropFiles } from '../parts/drop-files';
import { useLive } from '../parts/live';
import { Measured } from '../parts/measured';
import { OfferEditor } from '../parts/offer-editor';
import { PackageOffer, readPackage } from '../parts/package-offer';
import { ProvenanceFields, readProvenance } from '../parts/provenance-fields';
import { QualityFields, readQuality } from '../parts/quality-fields';
import { RevisionFileList } from '../parts/revision-editor';
import { SavingForm } from '../parts/saving-form';
import { paths } from '../paths';
import { Button, Callout, PageHead, Problem, ProgressBar, Section } from '../ui/parts';

const steps = {
  data: { vi: 'Dữ liệu', en: 'Data' },
  description: { vi: 'Mô tả', en: 'Description' },
  dictionary: { vi: 'Từ điển', en: 'Dictionary' },
  quality: { vi: 'Chất lượng', en: 'Quality' },
  classification: { vi: 'Phân loại, nguồn gốc', en: 'Classes and origin' },
  offers: { vi: 'Chào bán', en: 'Offers' },
  submit: { vi: 'Kiểm tra và gửi', en: 'Check and submit' },
} as const;
type Step = keyof typeof steps;
const order = Object.keys(steps) as Step[];

/** What is done, read off the dataset itself: whoever comes back goes on where they were. */
function useDone(dataset: DatasetView): Record<Step, boolean> {
  const offers = useData('listOffers', { params: { id: dataset.id } }).items;
  const profiled = dataset.revisions.some((one) => one.state === 'ready' || one.state === 'published');
  return {
    data: profiled,
    description: dataset.descriptionVi !== '' && dataset.sector !== null && dataset.coverageArea !== '',
    dictionary: dataset.described,
    quality: dataset.quality !== null,
    classification:
      dataset.sharingClass !== null && dataset.provenanceBasis !== null && dataset.personalOrigin !== null,
    offers: offers.some((one) => one.state === 'open'),
    submit: !['draft', 'needs_changes'].includes(dataset.state),
  };
}

export default function ListingWizard() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const [search] = useSearchParams();
  const dataset = useData('getDataset', { params: { id } }, (one) => one.state === 'screening');
  const done = useDone(dataset);
  const asked = order.find((one) => one === search.get('step'));
  const step = asked ?? order.find((one) => !done[one]) ?? 'submit';
  const at = order.indexOf(step);
  const to = (one: Step) => `${paths.listingWizard(id)}?step=${one}`;
  const [before, after] = [order[at - 1], order[at + 1]];
  return (
    <>
      <PageHead eyebrow={t({ vi: 'Niêm yết', en: 'Listing' })} title={title(dataset)}>
        <Link className="button" to={paths.ownDataset(id)}>
          {t({ vi: 'Xem tất cả', en: 'All on one page' })}
        </Link>
      </PageHead>
      <nav aria-label={t({ vi: 'Các bước', en: 'Steps' })}>
        <ol className="steps">
          {order.map((one, index) => (
            <li key={one}>
              <Link to={to(one)} aria-current={one === step ? 'step' : undefined}>
                <span aria-hidden="true">{done[one] ? '✓' : index + 1}</span>
                {t(steps[one])}
                {done[one] ? <span className="visually-hidden">{t({ vi: 'xong', en: 'done' })}</span> : null}
              </Link>
            </li>
          ))}
        </ol>
      </nav>
      {dataset.stateReason ? <Callout tone="warn">{dataset.stateReason}</Callout> : null}
      <StepBody key={step} step={step} dataset={dataset} done={done} />
      <div className="row steps-way">
        {before ? (
          <Link className="button" to={to(before)}>
            ← {t(steps[before])}
          </Link>
        ) : null}
        {after ? (
          <Link className="button primary" to={to(after)}>
            {t(steps[after])} →
          </Link>
        ) : null}
      </div>
    </>
  );
}

function StepBody({
  step,
  dataset,
  done,
}: {
  step: Step;
  dataset: DatasetView;
  done: Record<Step, boolean>;
}): ReactNode {
  switch (step) {
    case 'data':
      return <DataStep dataset={dataset} />;
    case 'description':
      return (
        <Section title={steps.description}>
          <SavingForm dataset={dataset} read={readDescription}>
            {(problem) => <DescriptionFields dataset={dataset} problem={problem} />}
          </SavingForm>
        </Section>
      );
    case 'dictionary':
      return <DictionaryStep dataset={dataset} />;
    case 'quality':
      return <QualityStep dataset={dataset} />;
    case 'classification':
      return (
        <Section title={steps.classification}>
          <SavingForm dataset={dataset} read={(form) => ({ ...readClassification(form), ...readProvenance(form) })}>
            {(problem) => (
              <>
                <ClassificationFields dataset={dataset} problem={problem} />
                <ProvenanceFields dataset={dataset} problem={problem} />
              </>
            )}
          </SavingForm>
        </Section>
      );
    case 'offers':
      return <OfferStep dataset={dataset} />;
    case 'submit':
      return <SubmitStep dataset={dataset} done={done} />;
  }
}

function DataStep({ dataset }: { dataset: DatasetView }) {
  const t = useT();
  const open = useAct('openRevision');
  const [found, setFound] = useState<TakenOver | null>(null);
  const newest = dataset.revisions[0];
  const draft = newest?.state === 'draft' ? newest.id : null;
  const mayOpen = newest === undefined || (newest.state !== 'profiling' && newest.state !== 'failed');
  const revision = async () => draft ?? (await open.run({ params: { id: dataset.id }, body: {} })).id;
  return (
    <Section title={steps.data}>
      <div className="stack">
        {mayOpen ? <DropFiles revision={revision} onPackage={(content) => setFound(readPackage(content))} /> : null}
        {found ? <PackageOffer found={found} dataset={dataset} onDone={() => setFound(null)} /> : null}
        {newest ? <Newest id={newest.id} dataset={dataset} /> : null}
        {newest === undefined ? (
          <p className="faint">
            {t({
              vi: 'Sàn lưu tệp như đã tải lên và bản Parquet có kiểu, đo mọi dòng và tìm dữ liệu cá nhân.',
              en: 'The exchange keeps the file as uploaded and as typed Parquet, measures every row and looks for personal data.',
            })}
          </p>
        ) : null}
      </div>
    </Section>
  );
}

/** The files of the newest revision, and the profile as it is made. */
function Newest({ id, dataset }: { id: string; dataset: DatasetView }) {
  const t = useT();
  const revision = useData('getRevision', { params: { id } }, (one) => one.state === 'profiling');
  const move = useAct('transitionRevision');
  useLive('watchRevision', 'getRevision', { params: { id } }, revision.state === 'profiling');
  const [taken, setTaken] = useState(false);
  const described = revision.files.find((file) => file.dataPackage)?.dataPackage;
  const found = described && !taken ? readPackage(described) : null;
  return (
    <div className="panel stack">
      <RevisionFileList revision={revision} />
      {found ? <PackageOffer found={found} dataset={dataset} onDone={() => setTaken(true)} /> : null}
      {revision.stateReason ? <Callout tone="bad">{revision.stateReason}</Callout> : null}
      {revision.state === 'draft' && revision.files.length > 0 ? (
        <div>
          <Button
            kind="primary"
            pending={move.pending}
            onClick={() => void move.run({ params: { id }, body: { action: 'finalise' } }).catch(() => null)}
          >
            {t({ vi: 'Xong tệp: đo dữ liệu', en: 'Files complete: measure them' })}
          </Button>
        </div>
      ) : null}
      {revision.state === 'failed' ? (
        <div>
          <Button onClick={() => void move.run({ params: { id }, body: { action: 'reopen' } }).catch(() => null)}>
            {t({ vi: 'Mở lại để sửa tệp', en: 'Reopen to replace files' })}
          </Button>
        </div>
      ) : null}
      {revision.state === 'profiling' ? (
        <ProgressBar
          fraction={revision.progress?.fraction ?? 0}
          label={revision.progress?.step ?? t({ vi: 'đang đo', en: 'measuring' })}
        />
      ) : null}
      <Problem problem={move.problem} />
      <Measured dataset={dataset} revision={revision} />
    </div>
  );
}

function DictionaryStep({ dataset }: { dataset: DatasetView }) {
  const newest = dataset.revisions[0];
  return (
    <Section title={{ vi: 'Từ điển dữ liệu', en: 'Data dictionary' }}>
      {newest ? <DictionaryOf id={newest.id} dataset={dataset} /> : <NothingYet />}
    </Section>
  );
}

function DictionaryOf({ id, dataset }: { id: string; dataset: DatasetView }) {
  const revision = useData('getRevision', { params: { id } }, (one) => one.state === 'profiling');
  if (!revision.files.some((file) => file.columns)) return <NothingYet />;
  return <DictionaryEditor key={revision.state} dataset={dataset} revision={revision} />;
}

function NothingYet() {
  const t = useT();
  return (
    <Callout>
      {t({
        vi: 'Tải dữ liệu lên và đo trước; bạn có thể làm các bước khác trong khi chờ.',
        en: 'Upload and measure the data first; do other steps while you wait.',
      })}
    </Callout>
  );
}

function QualityStep({ dataset }: { dataset: DatasetView }) {
  const newest = dataset.revisions[0];
  return (
    <>
      <Section title={{ vi: 'Công bố chất lượng', en: 'Quality statement' }}>
        <SavingForm dataset={dataset} read={readQuality}>
          {(problem) => <QualityFields dataset={dataset} problem={problem} />}
        </SavingForm>
      </Section>
      {newest ? <MeasuredOf id={newest.id} dataset={dataset} /> : null}
    </>
  );
}

function MeasuredOf({ id, dataset }: { id: string; dataset: DatasetView }) {
  return <Measured dataset={dataset} revision={useData('getRevision', { params: { id } })} />;
}

function OfferStep({ dataset }: { dataset: DatasetView }) {
  const offers = useData('listOffers', { params: { id: dataset.id } }).items;
  return <OfferEditor datasetId={dataset.id} offers={offers} />;
}

function SubmitStep({ dataset, done }: { dataset: DatasetView; done: Record<Step, boolean> }) {
  const t = useT();
  const move = useAct('transitionDataset');
  const review = useData('getReview', { params: { id: dataset.id } });
  const parts = order.filter((one) => one !== 'submit');
  return (
    <Section title={steps.submit}>
      <div className="stack">
        <ul className="list">
          {parts.map((one) => (
            <li key={one} className="row">
              <span aria-hidden="true">{done[one] ? '✓' : '○'}</span>
              <Link to={`${paths.listingWizard(dataset.id)}?step=${one}`}>{t(steps[one])}</Link>
              <span className="faint">
                {done[one] ? t({ vi: 'xong', en: 'done' }) : t({ vi: 'còn thiếu', en: 'still missing' })}
              </span>
            </li>
          ))}
        </ul>
        {done.submit ? (
          <Callout tone="good">{t({ vi: 'Đã gửi kiểm duyệt.', en: 'Submitted for review.' })}</Callout>
        ) : null}
        {review.dueAt ? <DecisionDue due={review.dueAt} /> : null}
        {done.data ? <Checklist review={review} contest /> : null}
        <Actions
          actions={dataset.actions.filter((one) => one.action !== 'submit' || (done.data && done.offers))}
          run={(action, reason) =>
            move.run({
              params: { id: dataset.id },
              body: { action: action as 'submit', ...(reason ? { reason } : {}) },
            })
          }
        />
        <p className="faint">
          {t({
            vi: 'Khi gửi, sàn kiểm tra mọi điều kiện niêm yết và nêu từng điểm còn thiếu.',
            en: 'On submission the exchange checks every condition of listing and names each thing that is missing.',
          })}
        </p>
      </div>
    </Section>
  );
}
