import { Link, useParams } from 'react-router';
import { useAct, useData } from '../api';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { DatasetFacts } from '../parts/dataset';
import { DatasetForm } from '../parts/dataset-form';
import { Frozen } from '../parts/holds';
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
  const ready = dataset.revisions.some((one) => one.state === 'ready' || one.state === 'published');
  const open = offers.some((one) => one.state === 'open');
  return (
    <>
      <PageHead eyebrow={dataset.id} title={title(dataset)}>
        <State of="dataset" state={dataset.state} />
        <Link className="button" to={paths.dataset(id)}>
          {t({ vi: 'Xem trang', en: 'View the page' })}
        </Link>
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          {dataset.stateReason ? <Callout tone="warn">{dataset.stateReason}</Callout> : null}
          <Frozen id={id} />
          <RevisionEditor dataset={dataset} />
          <OfferEditor datasetId={id} offers={offers} />
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
          <ul>
            <li>
              {ready ? '✓ ' : '○ '}
              {t({ vi: 'Phiên bản đã chốt và phân tích xong', en: 'A revision finalised and profiled' })}
            </li>
            <li>
              {open ? '✓ ' : '○ '}
              {t({ vi: 'Có chào bán đang mở', en: 'An open offer' })}
            </li>
          </ul>
          <Actions
            actions={dataset.actions.filter((one) => one.action !== 'submit' || (ready && open))}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'submit', ...(reason ? { reason } : {}) } })
            }
          />
        </aside>
      </div>
    </>
  );
}
