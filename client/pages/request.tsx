import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { purposeLabels } from '../../contracts/licences/policy';
import { endingLabels, lawfulBasisLabels, type RequestInput, type RequestView } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { dateTime } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Attachments } from '../parts/attachments';
import { CounterOffer } from '../parts/counter-offer';
import { RequestEvaluations } from '../parts/evaluation-lists';
import { RequestForm } from '../parts/request-form';
import { Changes, Rounds, TermFacts } from '../parts/rounds';
import { SignForm } from '../parts/sign';
import { State } from '../parts/state';
import { Timeline } from '../parts/timeline';
import { paths } from '../paths';
import { useSession } from '../session';
import { Callout, Facts, PageHead, Section } from '../ui/parts';

export default function Request() {
  const { id = '' } = useParams();
  const { t, language } = useLanguage();
  const title = useTitle();
  const request = useData('getRequest', { params: { id } });
  const move = useAct('transitionRequest');
  const mine = useSession().organisation?.id === request.buyer.id;
  const standing = request.rounds.at(-1);
  const place = [request.storageCountry, request.storage].filter((one) => one !== '').join(', ');
  return (
    <>
      <PageHead eyebrow={request.id} title={title(request.dataset)}>
        <State of="request" state={request.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          {request.stateReason ? <Callout tone="warn">{request.stateReason}</Callout> : null}
          {mine && request.state === 'submitted' ? (
            <Callout tone="good" title={t({ vi: 'Đã gửi yêu cầu', en: 'The request was sent' })}>
              {t({
                vi: 'Bên bán đã được báo; bạn nhận thư khi có trả lời.',
                en: 'The provider has been told; you get a mail when there is an answer.',
              })}
            </Callout>
          ) : null}
          {request.agreementId ? (
            <Callout tone="good" title={t({ vi: 'Thỏa thuận đã lập', en: 'The agreement is ready' })}>
              <div className="row">
                <Link className="button primary" to={paths.agreement(request.agreementId)}>
                  {request.orderId
                    ? t({ vi: 'Mở thỏa thuận', en: 'Open the agreement' })
                    : t({ vi: 'Đọc và ký', en: 'Read and sign' })}
                </Link>
                {request.orderId ? (
                  <Link to={paths.order(request.orderId)}>{t({ vi: 'Đến đơn hàng', en: 'To the order' })}</Link>
                ) : null}
              </div>
            </Callout>
          ) : null}
          {request.renewalChanges.length > 0 ? (
            <Callout title={t({ vi: 'So với thỏa thuận đang có', en: 'Against the agreement in force' })}>
              <Changes changes={request.renewalChanges} />
            </Callout>
          ) : null}
          {request.canEdit ? (
            <Section title={{ vi: 'Soạn yêu cầu', en: 'The request' }}>
              <Write request={request} />
            </Section>
          ) : (
            <Section title={{ vi: 'Yêu cầu', en: 'The request' }}>
              <Facts
                facts={[
                  [{ vi: 'Bên mua', en: 'Buyer' }, title(request.buyer)],
                  [{ vi: 'Bên bán', en: 'Provider' }, title(request.provider)],
                  [{ vi: 'Mục đích', en: 'Purpose' }, t(purposeLabels[request.purpose])],
                  [
                    { vi: 'Căn cứ xử lý', en: 'Lawful basis' },
                    request.lawfulBasis ? t(lawfulBasisLabels[request.lawfulBasis]) : null,
                  ],
                  [{ vi: 'Dự án', en: 'Project' }, request.project],
                  [{ vi: 'Cách dùng', en: 'Statement' }, request.statement],
                  [{ vi: 'Người sử dụng', en: 'Users' }, request.users || null],
                  [{ vi: 'Nơi lưu giữ', en: 'Kept in' }, place],
                  [{ vi: 'Khi kết thúc', en: 'At the end' }, t(endingLabels[request.ending])],
                  ...request.offer.questions.map((one, index) => [one.text, request.answers[index] || null] as const),
                  [{ vi: 'Giấy phép', en: 'Licence' }, t(request.offer.licence.title)],
                  [{ vi: 'Phiên bản', en: 'Revision' }, String(request.revisionNumber)],
                  [
                    { vi: 'Hết hiệu lực nếu không trả lời', en: 'Lapses unanswered' },
                    request.lapsesAt ? <Clock key="clock" until={request.lapsesAt} /> : null,
                  ],
                ]}
              />
            </Section>
          )}
          <Attachments request={request} />
          <RequestEvaluations requestId={id} mine={mine} />
          <Section title={{ vi: 'Điều khoản hiện hành', en: 'Terms that stand' }}>
            {standing ? <TermFacts terms={standing.terms} /> : null}
            {request.rounds.length > 1 ? null : (
              <p className="faint" style={{ marginTop: '0.75rem' }}>
                {request.offer.licence.rules[language].join(' ')}
              </p>
            )}
          </Section>
          {request.rounds.length > 1 ? (
            <Section title={{ vi: 'Thương lượng', en: 'Negotiation' }}>
              <Rounds rounds={request.rounds} />
            </Section>
          ) : null}
          {request.canCounter ? <CounterOffer request={request} /> : null}
        </div>
        <aside className="stack">
          {request.canAccept ? <Accept request={request} /> : null}
          {request.canCounter && !request.canAccept ? (
            <Callout>{t({ vi: 'Đang chờ bên kia trả lời.', en: 'The other side has the word.' })}</Callout>
          ) : null}
          <Actions
            actions={request.actions}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'return', ...(reason ? { reason } : {}) } })
            }
          />
          <Section title={{ vi: 'Diễn biến', en: 'Timeline' }}>
            <Timeline entries={request.timeline} />
          </Section>
        </aside>
      </div>
    </>
  );
}

/** The day, and how many days are left until then. */
function Clock({ until }: { until: string }) {
  const t = useT();
  const days = Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / 86_400_000));
  return (
    <>
      {dateTime(until)}{' '}
      <span className="faint">
        ({t({ vi: `còn ${days} ngày`, en: `${days} ${days === 1 ? 'day' : 'days'} left` })})
      </span>
    </>
  );
}

function Accept({ request }: { request: RequestView }) {
  const t = useT();
  const navigate = useNavigate();
  const accept = useAct('acceptTerms');
  const sha256 = request.rounds.at(-1)?.sha256 ?? '';
  const sign = async (password: string) => {
    const signed = await accept
      .run({ params: { id: request.id }, body: { sha256, accept: true, password } })
      .catch(() => null);
    if (signed?.agreementId) await navigate(paths.agreement(signed.agreementId));
  };
  return (
    <SignForm
      title={t({ vi: 'Đồng ý và ký', en: 'Accept and sign' })}
      sha256={sha256}
      says={t({
        vi: 'Tôi đã đọc các điều khoản hiện hành, có thẩm quyền ký thay tổ chức, và chấp nhận đúng các điều khoản có mã băm này.',
        en: 'I have read the terms that stand, may sign for the organisation, and accept exactly the terms with this hash.',
      })}
      pending={accept.pending}
      problem={accept.problem}
      sign={(password) => void sign(password)}
    />
  );
}

/** A draft, or a request that was returned: save it or send it. */
function Write({ request }: { request: RequestView }) {
  const t = useT();
  const dataset = useData('getDataset', { params: { id: request.dataset.id } });
  const submit = useAct('resubmitRequest');
  const save = useAct('editDraft');
  const [last, setLast] = useState<'sent' | 'saved'>('sent');
  const [saved, setSaved] = useState<string | null>(null);
  const run = (input: Omit<RequestInput, 'offerId'>, send: boolean) => {
    setLast(send ? 'sent' : 'saved');
    setSaved(null);
    const params = { id: request.id };
    if (send) void submit.run({ params, body: input }).catch(() => null);
    else {
      void save
        .run({ params, body: input }, { version: request.version })
        .then(() => setSaved(t({ vi: 'Đã lưu nháp.', en: 'The draft is saved.' })))
        .catch(() => null);
    }
  };
  return (
    <RequestForm
      offer={request.offer}
      personal={dataset.personalOrigin !== null && dataset.personalOrigin !== 'none'}
      request={request}
      pending={submit.pending || save.pending}
      problem={last === 'sent' ? submit.problem : save.problem}
      saved={saved}
      submit={run}
    />
  );
}
