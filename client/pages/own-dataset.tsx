import { Link, useParams } from 'react-router';
import { useAct, useData } from '../api';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Checklist } from '../parts/checklist';
import { DecisionDue } from '../parts/clock';
import { DatasetFacts } from '../parts/dataset';
import { DatasetForm } from '../parts/dataset-form';
import { EvaluationTerms } from '../parts/evaluation-terms';
import { Frozen } from '../parts/holds';
import { MarkingTermsForm } from '../parts/marking';
import { OfferEditor } from '../parts/offer-editor';
import { RevisionEditor } from '../parts/revision-editor';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Callout, PageHead, Section } from '../ui/parts';

export default function OwnDataset() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const dataset = useData('getDataset', { params: { id } }, (one) => one.state === 'screening');
  const offers = useData('listOffers', { params: { id } }).items;
  const edit = useAct('editDataset');
  const move = useAct('transitionDataset');
  const editable = dataset.state === 'draft' || dataset.state === 'needs_changes';
  const review = useData('getReview', { params: { id } }, (one) =>
    one.findings.some((found) => found.rule === 'anonymity-unmeasured'),
  );
  return (
    <>
      <PageHead eyebrow={dataset.id} title={title(dataset)}>
        <State of="dataset" state={dataset.state} />
        {editable ? (
          <Link className="button primary" to={paths.listingWizard(id)}>
            {t({ vi: 'Từng bước', en: 'Step by step' })}
          </Link>
        ) : null}
        <Link className="button" to={paths.dataset(id)}>
          {t({ vi: 'Xem trang', en: 'View the page' })}
        </Link>
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          {dataset.stateReason && dataset.state !== 'listed' ? (
            <Callout tone="warn">{dataset.stateReason}</Callout>
          ) : null}
          <Frozen id={id} />
          <RevisionEditor dataset={dataset} />
          <OfferEditor datasetId={id} offers={offers} />
          <EvaluationTerms datasetId={id} />
          <MarkingTermsForm
            datasetId={id}
            columns={
              dataset.currentRevision?.files.flatMap((file) => (file.columns ?? []).map(({ name }) => name)) ?? []
            }
          />
          {editable ? (
            <Section title={{ vi: 'Trang mô tả', en: 'The page' }}>
              <DatasetForm
                key={dataset.version}
                dataset={dataset}
                problem={edit.problem}
                pending={edit.pending}
                button={t({ vi: 'Lưu', en: 'Save' })}
                save={(body) => void edit.run({ params: { id }, body }, { version: dataset.version }).catch(() => null)}
              />
            </Section>
          ) : (
            <DatasetFacts dataset={dataset} />
          )}
        </div>
        <aside className="panel stack">
          <h2>{t({ vi: 'Danh sách việc', en: 'Checklist' })}</h2>
          {review.dueAt ? <DecisionDue due={review.dueAt} /> : null}
          <Checklist review={review} contest />
          <Actions
            actions={dataset.actions.filter((one) => one.action !== 'submit' || review.clear)}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'submit', ...(reason ? { reason } : {}) } })
            }
          />
        </aside>
      </div>
    </>
  );
}
