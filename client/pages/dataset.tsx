import { Link, useParams } from 'react-router';
import type { DatasetView } from '../../contracts/catalogue';
import type { OfferView } from '../../contracts/licensing';
import { decisionCodes } from '../../contracts/scheme/pilot-2026';
import { useAct, useData } from '../api';
import { useLanguage, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Engage } from '../parts/appraisal';
import { Bundles } from '../parts/bundles';
import { Citation } from '../parts/citation';
import { CompareButton } from '../parts/compare-button';
import { ClassBadges, DatasetFacts, RevisionFiles } from '../parts/dataset';
import { TryDataset } from '../parts/evaluation-terms';
import { Follow } from '../parts/follow';
import { Frozen } from '../parts/holds';
import { MarkingNote } from '../parts/marking';
import { Measured } from '../parts/measured';
import { AnswerTime, OfferMarks, OfferPrice, PriceHistory } from '../parts/offer';
import { OpenFiles } from '../parts/open-files';
import { ReportListing } from '../parts/report-listing';
import { ReviewDesk } from '../parts/review-desk';
import { State } from '../parts/state';
import { Supervise } from '../parts/supervise';
import { paths } from '../paths';
import { useHas, useSession } from '../session';
import { Check, CheckGroup } from '../ui/fields';
import { Callout, PageHead, Section } from '../ui/parts';

export default function Dataset() {
  const { id = '' } = useParams();
  const { t, language } = useLanguage();
  const title = useTitle();
  const dataset = useData('getDataset', { params: { id } });
  const { items, answers } = useData('listOffers', { params: { id } });
  const offers = items.filter((offer) => offer.state === 'open');
  const move = useAct('transitionDataset');
  const moveRevision = useAct('transitionRevision');
  const operator = useHas('operator');
  const inside = useHas('regulator') || operator;
  const intermediary = useHas('intermediary');
  const buyer = useHas('buyer');
  const reviewed = dataset.currentRevision ?? null;
  const waiting = dataset.revisions.find((one) => one.state === 'ready');
  return (
    <>
      <PageHead
        eyebrow={title(dataset.provider)}
        title={title(dataset)}
        lead={language === 'vi' ? dataset.descriptionVi : dataset.descriptionEn || dataset.descriptionVi}
      >
        <ClassBadges dataset={dataset} />
        {dataset.state === 'listed' && !dataset.own ? <ReportListing datasetId={id} /> : null}
        {dataset.state === 'listed' ? null : <State of="dataset" state={dataset.state} />}
      </PageHead>
      <div className="split aside-first">
        <div className="stack-wide">
          {dataset.stateReason && dataset.state !== 'listed' ? (
            <Callout tone="warn">{dataset.stateReason}</Callout>
          ) : null}
          <Frozen id={id} />
          <Supervise id={id} parties={[dataset.provider]} datasetId={id} />
          {dataset.actions.length > 0 && !dataset.own ? (
            <div className="panel stack">
              <h2>{t({ vi: 'Quyết định', en: 'Decision' })}</h2>
              <Actions
                actions={dataset.actions}
                fields={(action) => (operator && action !== 'approve' ? <DecisionCodes /> : null)}
                run={(action, reason, form) => {
                  const codes = (form?.getAll('codes') ?? []) as (keyof typeof decisionCodes)[];
                  const said = { ...(reason ? { reason } : {}), ...(codes.length > 0 ? { codes } : {}) };
                  return move.run({ params: { id }, body: { action: action as 'approve', ...said } });
                }}
              />
            </div>
          ) : null}
          {inside ? <ReviewDesk dataset={dataset} /> : null}
          {intermediary && !dataset.own ? <Engage datasetId={id} /> : null}
          <DatasetFacts dataset={dataset} />
          <MarkingNote datasetId={id} />
          <Bundles kind="dataset" id={id} />
          {reviewed ? <Measured dataset={dataset} revision={reviewed} /> : null}
          {reviewed ? <RevisionFiles revision={reviewed} /> : null}
          {dataset.state === 'listed' ? <Citation dataset={dataset} /> : null}
          {operator && waiting && waiting.id !== reviewed?.id ? (
            <WaitingRevision
              id={waiting.id}
              dataset={dataset}
              run={(action) => moveRevision.run({ params: { id: waiting.id }, body: { action: action as 'publish' } })}
            />
          ) : null}
        </div>
        <aside className="stack" aria-label={t({ vi: 'Chào bán', en: 'Offers' })}>
          <Follow dataset={dataset} />
          {dataset.state === 'listed' && offers.some((one) => one.licence.id === 'open' && one.priceVnd === 0) ? (
            <OpenFiles datasetId={id} files={reviewed?.files ?? []} />
          ) : null}
          {dataset.state === 'listed' ? <CompareButton id={id} /> : null}
          {offers.map((offer) => (
            <Offer key={offer.id} offer={offer} datasetId={id} listed={dataset.state === 'listed'} own={dataset.own} />
          ))}
          <AnswerTime answers={answers} />
          <PriceHistory datasetId={id} />
          {buyer && !dataset.own && dataset.state === 'listed' ? <TryDataset datasetId={id} /> : null}
        </aside>
      </div>
    </>
  );
}

/** Why the operator decides so, by the scheme's codes; some of them also stop the access of holders. */
function DecisionCodes() {
  const { t } = useLanguage();
  return (
    <CheckGroup
      legend={t({ vi: 'Mã quyết định', en: 'Decision codes' })}
      hint={t({
        vi: 'Dữ liệu cá nhân, chưa khử nhận dạng, cốt lõi, bị cấm: tạm dừng hoặc hủy niêm yết sẽ ngừng cả quyền truy cập.',
        en: 'Personal, not de-identified, core, barred: suspending or delisting also stops access.',
      })}
    >
      {Object.entries(decisionCodes).map(([code, label]) => (
        <Check key={code} name="codes" value={code} label={t(label)} />
      ))}
    </CheckGroup>
  );
}

function WaitingRevision({
  id,
  dataset,
  run,
}: {
  id: string;
  dataset: DatasetView;
  run: (action: string) => Promise<unknown>;
}) {
  const revision = useData('getRevision', { params: { id } });
  return (
    <div className="stack">
      <Section
        title={{ vi: `Phiên bản ${revision.number} chờ công bố`, en: `Revision ${revision.number} to be published` }}
      >
        <Actions actions={revision.actions.filter((one) => one.action === 'publish')} run={run} />
      </Section>
      <Measured dataset={dataset} revision={revision} />
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
        <OfferMarks offer={offer} />
        <OfferPrice offer={offer} />
      </div>
      <ul className="soft">
        {offer.licence.rules[language].map((rule) => (
          <li key={rule}>{rule}</li>
        ))}
        <li>
          {t({
            vi: `Thay đổi cấu trúc không tương thích được báo trước ${offer.breakingNoticeDays} ngày.`,
            en: `Breaking revisions are announced ${offer.breakingNoticeDays} days ahead.`,
          })}
        </li>
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
