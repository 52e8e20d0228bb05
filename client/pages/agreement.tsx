import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { AllowedAction } from '../../contracts/common';
import { purposeLabels } from '../../contracts/licences/policy';
import type { AgreementView } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { bytes, dateTime } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Markdown } from '../parts/markdown';
import { FeeSentence, OrderMoneyBox } from '../parts/money';
import { TermFacts } from '../parts/rounds';
import { SignForm } from '../parts/sign';
import { State } from '../parts/state';
import { Timeline } from '../parts/timeline';
import { paths } from '../paths';
import { Button, Callout, Facts, Hash, PageHead, Section } from '../ui/parts';

export default function Agreement() {
  const { id = '' } = useParams();
  const { t, language } = useLanguage();
  const title = useTitle();
  const agreement = useData('getAgreement', { params: { id } });
  const move = useAct('transitionAgreement');
  const [shown, setShown] = useState(language);
  return (
    <>
      <PageHead
        eyebrow={agreement.id}
        title={`${t({ vi: 'Thỏa thuận', en: 'Agreement' })}: ${title(agreement.dataset)}`}
      >
        <State of="agreement" state={agreement.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          <Section title={{ vi: 'Nội dung đã chốt', en: 'Frozen terms' }}>
            <Facts
              facts={[
                [{ vi: 'Bên bán', en: 'Provider' }, title(agreement.provider)],
                [{ vi: 'Bên mua', en: 'Buyer' }, title(agreement.buyer)],
                [{ vi: 'Tiền', en: 'Money' }, <OrderMoneyBox key="money" money={agreement.money} since="document" />],
                [
                  { vi: 'Phí của sàn', en: 'Fee of the exchange' },
                  agreement.priceVnd === 0 ? null : <FeeSentence key="fee" terms={agreement.feeTerms} />,
                ],
                [{ vi: 'Mục đích', en: 'Purpose' }, t(purposeLabels[agreement.purpose])],
                [{ vi: 'Quy tắc', en: 'Rules' }, <Rules key="rules" agreement={agreement} />],
                [{ vi: 'Phiên bản', en: 'Revision' }, String(agreement.revisionNumber)],
                [
                  { vi: 'Tệp', en: 'Files' },
                  <ul key="files" className="list">
                    {agreement.files.map((file) => (
                      <li key={file.sha256 + file.name}>
                        {file.name} · {bytes(file.bytes, language)} · <Hash value={file.sha256} />
                      </li>
                    ))}
                  </ul>,
                ],
              ]}
            />
          </Section>
          {agreement.terms ? (
            <Section title={{ vi: 'Điều khoản theo từng mục', en: 'Terms clause by clause' }}>
              <TermFacts terms={agreement.terms} />
            </Section>
          ) : null}
          <Section title={{ vi: 'Văn bản giấy phép', en: 'Licence text' }}>
            <div className="stack">
              <div className="row">
                <Button kind={shown === 'vi' ? 'primary' : 'plain'} onClick={() => setShown('vi')}>
                  Tiếng Việt
                </Button>
                <Button kind={shown === 'en' ? 'primary' : 'plain'} onClick={() => setShown('en')}>
                  English
                </Button>
              </div>
              <section
                className="scroll"
                lang={shown}
                tabIndex={0}
                aria-label={shown === 'vi' ? 'Giấy phép bằng tiếng Việt' : 'Licence in English'}
              >
                <Markdown text={agreement.text[shown]} />
              </section>
            </div>
          </Section>
        </div>
        <aside className="stack">
          {agreement.canSign ? <Sign agreement={agreement} /> : null}
          {agreement.orderId ? (
            <Callout tone="good" title={t({ vi: 'Đã ký kết', en: 'Sealed' })}>
              <Link to={paths.order(agreement.orderId)}>{t({ vi: 'Đến đơn hàng', en: 'To the order' })}</Link>
            </Callout>
          ) : null}
          {agreement.renewableUnder ? (
            <Link
              className="button"
              to={`${paths.newRequest(agreement.dataset.id, agreement.renewableUnder)}?renews=${agreement.id}`}
            >
              {t({ vi: 'Yêu cầu gia hạn', en: 'Request a renewal' })}
            </Link>
          ) : null}
          <Section title={{ vi: 'Chữ ký', en: 'Signatures' }}>
            <ul className="list">
              {agreement.signatures.map((one) => (
                <li key={one.party} className="entry">
                  <strong>{title(one.organisation)}</strong>
                  <span className="faint">
                    {one.signer} · {dateTime(one.signedAt)}
                    {one.method === 'standing-offer'
                      ? ` · ${t({ vi: 'theo quy tắc của chào bán', en: 'by the offer’s own rule' })}`
                      : one.method === 'password'
                        ? ` · ${t({ vi: 'đã nhập lại mật khẩu', en: 'password asked again' })}`
                        : ''}
                  </span>
                </li>
              ))}
            </ul>
          </Section>
          <Section title={{ vi: 'Diễn biến', en: 'Timeline' }}>
            <Timeline entries={agreement.timeline} />
          </Section>
          <div className="faint">
            SHA-256: <code>{agreement.sha256}</code>
          </div>
          <a className="button" href={`/api/v1/agreements/${agreement.id}/document`} download>
            {t({ vi: 'Tải văn bản (JSON)', en: 'Download the document (JSON)' })}
          </a>
          <div className="row">
            <a className="button" href={`/api/v1/agreements/${agreement.id}/pdf?language=vi`} download>
              PDF tiếng Việt
            </a>
            <a className="button" href={`/api/v1/agreements/${agreement.id}/pdf?language=en`} download>
              PDF in English
            </a>
          </div>
          <Ending agreement={agreement} />
          <Actions
            actions={agreement.actions}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'refuse', ...(reason ? { reason } : {}) } })
            }
          />
        </aside>
      </div>
    </>
  );
}

function Rules({ agreement }: { agreement: AgreementView }) {
  const { language } = useLanguage();
  return (
    <ul>
      {agreement.licence.rules[language].map((rule) => (
        <li key={rule}>{rule}</li>
      ))}
    </ul>
  );
}

function Sign({ agreement }: { agreement: AgreementView }) {
  const t = useT();
  const navigate = useNavigate();
  const sign = useAct('signAgreement');
  const submit = async (password: string) => {
    const { id, sha256 } = agreement;
    const signed = await sign.run({ params: { id }, body: { sha256, accept: true, password } }).catch(() => null);
    if (signed?.orderId) await navigate(paths.order(signed.orderId));
  };
  return (
    <SignForm
      title={t({ vi: 'Ký thỏa thuận', en: 'Sign the agreement' })}
      sha256={agreement.sha256}
      says={t({
        vi: 'Tôi đã đọc toàn bộ nội dung, có thẩm quyền ký thay tổ chức và chấp nhận đúng văn bản có mã băm dưới đây.',
        en: 'I have read all of it, may sign for the organisation, and accept exactly the document with the hash below.',
      })}
      pending={sign.pending}
      problem={sign.problem}
      sign={(password) => void submit(password)}
    />
  );
}

/** Ending early: who gave notice, when access ends; giving notice and taking it back. */
function Ending({ agreement }: { agreement: AgreementView }) {
  const t = useT();
  const give = useAct('giveNotice');
  const withdraw = useAct('withdrawNotice');
  const params = { id: agreement.id };
  const days = agreement.terms?.terminationNoticeDays ?? 30;
  const { endsAt, endedBy } = agreement;
  if (!endsAt && !agreement.canGiveNotice) return null;
  return (
    <Section title={{ vi: 'Chấm dứt sớm', en: 'Early termination' }}>
      <div className="stack">
        {endsAt ? (
          <Callout tone="warn">
            {endedBy === 'buyer'
              ? t({ vi: 'Bên mua đã báo chấm dứt.', en: 'The buyer has given notice.' })
              : t({ vi: 'Bên bán đã báo chấm dứt.', en: 'The provider has given notice.' })}{' '}
            {t({ vi: 'Quyền truy cập kết thúc lúc', en: 'Access ends at' })} {dateTime(endsAt)}.
          </Callout>
        ) : (
          <p className="faint">
            {t({
              vi: `Mỗi bên được báo chấm dứt trước ${days} ngày; bên kia được báo ngay.`,
              en: `Either party may end it with ${days} days of notice; the other is told at once.`,
            })}
          </p>
        )}
        <Actions
          actions={[...(agreement.canGiveNotice ? [notice] : []), ...(agreement.canWithdrawNotice ? [takeBack] : [])]}
          run={(action, reason) =>
            action === 'give' ? give.run({ params, body: { reason: reason ?? '' } }) : withdraw.run({ params })
          }
        />
      </div>
    </Section>
  );
}

const notice: AllowedAction = {
  action: 'give',
  label: { vi: 'Báo chấm dứt sớm', en: 'Give notice of termination' },
  reason: 'required',
  tone: 'danger',
};
const takeBack: AllowedAction = {
  action: 'withdraw',
  label: { vi: 'Rút thông báo chấm dứt', en: 'Withdraw the notice' },
  reason: 'none',
  tone: 'neutral',
};
