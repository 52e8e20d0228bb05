import { Link, useParams } from 'react-router';
import type { OfferView } from '../../contracts/licensing';
import { useAct, useData } from '../api';
import { useLanguage, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Bundles } from '../parts/bundles';
import { DatasetFacts, RevisionFiles } from '../parts/dataset';
import { Frozen } from '../parts/holds';
import { PriceBox } from '../parts/money';
import { State } from '../parts/state';
import { Supervise } from '../parts/supervise';
import { paths } from '../paths';
import { useHas, useSession } from '../session';
import { Callout, PageHead, Section } from '../ui/parts';

export default function Dataset() {
  const { id = '' } = useParams();
  const { t, language } = useLanguage();
  const title = useTitle();
  const dataset = useData('getDataset', { params: { id } });
  const offers = useData('listOffers', { params: { id } }).items.filter((offer) => offer.state === 'open');
  const move = useAct('transitionDataset');
  const moveRevision = useAct('transitionRevision');
  const operator = useHas('operator');
  const reviewed = dataset.currentRevision ?? null;
  const waiting = dataset.revisions.find((one) => one.state === 'ready');
  return (
    <>
      <PageHead
        eyebrow={title(dataset.provider)}
        title={title(dataset)}
        lead={language === 'vi' ? dataset.descriptionVi : dataset.descriptionEn}
      >
        {dataset.state === 'listed' ? null : <State of="dataset" state={dataset.state} />}
      </PageHead>
      <div className="split aside-first">
        <div className="stack-wide">
          {dataset.stateReason ? <Callout tone="warn">{dataset.stateReason}</Callout> : null}
          <Frozen id={id} />
          <Supervise id={id} parties={[dataset.provider]} datasetId={id} />
          {dataset.actions.length > 0 && !dataset.own ? (
            <div className="panel stack">
              <h2>{t({ vi: 'Quyết định', en: 'Decision' })}</h2>
              <Actions
                actions={dataset.actions}
                run={(action, reason) =>
                  move.run({ params: { id }, body: { action: action as 'approve', ...(reason ? { reason } : {}) } })
                }
              />
            </div>
          ) : null}
          <DatasetFacts dataset={dataset} />
          <Bundles kind="dataset" id={id} />
          {reviewed ? <RevisionFiles revision={reviewed} /> : null}
          {operator && waiting && waiting.id !== reviewed?.id ? (
            <WaitingRevision
              id={waiting.id}
              run={(action) => moveRevision.run({ params: { id: waiting.id }, body: { action: action as 'publish' } })}
            />
          ) : null}
        </div>
        <aside className="stack" aria-label={t({ vi: 'Chào bán', en: 'Offers' })}>
          {offers.map((offer) => (
            <Offer key={offer.id} offer={offer} datasetId={id} listed={dataset.state === 'listed'} own={dataset.own} />
          ))}
        </aside>
      </div>
    </>
  );
}

function WaitingRevision({ id, run }: { id: string; run: (action: string) => Promise<unknown> }) {
  const revision = useData('getRevision', { params: { id } });
  return (
    <div className="stack">
      <Section
        title={{ vi: `Phiên bản ${revision.number} chờ công bố`, en: `Revision ${revision.number} to be published` }}
      >
        <Actions actions={revision.actions.filter((one) => one.action === 'publish')} run={run} />
      </Section>
      <RevisionFiles revision={revision} />
    </div>
  );
}

function Offer({
  offer,
  datasetId,
  listed,
  own,
}: {
  offer: OfferView;
  datasetId: string;
  listed: boolean;
  own: boolean;
}) {
  const { t, language } = useLanguage();
  const { member } = useSession();
  const buyer = useHas('buyer');
  return (
    <section className="panel stack">
      <div>
        <h2>{t(offer.licence.title)}</h2>
        <PriceBox price={offer.price} />
        {offer.priceVnd > 0 ? <p className="faint">{t({ vi: 'trả một lần', en: 'paid once' })}</p> : null}
      </div>
      <ul className="soft">
        {offer.licence.rules[language].map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
      </ul>
      {offer.autoApprovePurposes.length > 0 ? (
        <p className="faint">
          {t({ vi: 'Một số mục đích được chấp thuận ngay.', en: 'Some purposes are approved at once.' })}
        </p>
      ) : null}
      {!listed || own ? null : member === null || buyer ? (
        <Link
          className="button primary"
          to={
            member === null
              ? `${paths.signIn()}?next=${paths.newRequest(datasetId, offer.id)}`
              : paths.newRequest(datasetId, offer.id)
          }
        >
          {t({ vi: 'Yêu cầu truy cập', en: 'Request access' })}
        </Link>
      ) : null}
    </section>
  );
}
