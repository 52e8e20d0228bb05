import type { FormEvent } from 'react';
import { Link, useParams } from 'react-router';
import { type Purpose, purposeLabels } from '../../contracts/licences/policy';
import type { RequestView } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { dateTime } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { PriceBox } from '../parts/money';
import { State } from '../parts/state';
import { Timeline } from '../parts/timeline';
import { paths } from '../paths';
import { useSession } from '../session';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Callout, Facts, PageHead, Problem, Section } from '../ui/parts';

export default function Request() {
  const { id = '' } = useParams();
  const { t, language } = useLanguage();
  const title = useTitle();
  const request = useData('getRequest', { params: { id } });
  const move = useAct('transitionRequest');
  const mine = useSession().organisation?.id === request.buyer.id;
  return (
    <>
      <PageHead eyebrow={request.id} title={title(request.dataset)}>
        <State of="request" state={request.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          {request.stateReason ? <Callout tone="warn">{request.stateReason}</Callout> : null}
          {request.agreementId ? (
            <Callout tone="good" title={t({ vi: 'Thỏa thuận đã lập', en: 'The agreement is ready' })}>
              <div className="row">
                <Link className="button primary" to={paths.agreement(request.agreementId)}>
                  {mine && !request.orderId
                    ? t({ vi: 'Đọc và ký', en: 'Read and sign' })
                    : t({ vi: 'Mở thỏa thuận', en: 'Open the agreement' })}
                </Link>
                {request.orderId ? (
                  <Link to={paths.order(request.orderId)}>{t({ vi: 'Đến đơn hàng', en: 'To the order' })}</Link>
                ) : null}
              </div>
            </Callout>
          ) : null}
          <Actions
            actions={request.actions}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'approve', ...(reason ? { reason } : {}) } })
            }
          />
          <Section title={{ vi: 'Yêu cầu', en: 'The request' }}>
            <Facts
              facts={[
                [{ vi: 'Bên mua', en: 'Buyer' }, title(request.buyer)],
                [{ vi: 'Bên bán', en: 'Provider' }, title(request.provider)],
                [{ vi: 'Mục đích', en: 'Purpose' }, t(purposeLabels[request.purpose])],
                [{ vi: 'Dự án', en: 'Project' }, request.project],
                [{ vi: 'Cách dùng', en: 'Statement' }, request.statement],
                [{ vi: 'Giấy phép', en: 'Licence' }, t(request.offer.licence.title)],
                [{ vi: 'Quy tắc', en: 'Rules' }, request.offer.licence.rules[language].join(' ')],
                [{ vi: 'Giá', en: 'Price' }, <PriceBox key="price" price={request.offer.price} />],
                [{ vi: 'Phiên bản', en: 'Revision' }, String(request.revisionNumber)],
                [
                  { vi: 'Hết hiệu lực nếu chưa trả lời', en: 'Lapses unanswered' },
                  request.lapsesAt ? dateTime(request.lapsesAt) : null,
                ],
              ]}
            />
          </Section>
          {mine && request.state === 'returned' ? <Again request={request} /> : null}
        </div>
        <aside>
          <Section title={{ vi: 'Diễn biến', en: 'Timeline' }}>
            <Timeline entries={request.timeline} />
          </Section>
        </aside>
      </div>
    </>
  );
}

function Again({ request }: { request: RequestView }) {
  const t = useT();
  const submit = useAct('resubmitRequest');
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    void submit
      .run({
        params: { id: request.id },
        body: { purpose: text('purpose') as Purpose, statement: text('statement'), project: text('project') },
      })
      .catch(() => null);
  };
  return (
    <Section title={{ vi: 'Sửa và gửi lại', en: 'Change and send again' }}>
      <form className="form" onSubmit={send}>
        <SelectField
          name="purpose"
          label={t({ vi: 'Mục đích', en: 'Purpose' })}
          defaultValue={request.purpose}
          options={request.offer.licence.policy.permittedPurposes.map((one) => ({
            value: one,
            label: t(purposeLabels[one]),
          }))}
        />
        <TextField name="project" label={t({ vi: 'Dự án', en: 'Project' })} defaultValue={request.project} required />
        <TextArea
          name="statement"
          label={t({ vi: 'Cách dùng dữ liệu', en: 'Use of the data' })}
          defaultValue={request.statement}
          required
        />
        <Problem problem={submit.problem} />
        <div>
          <Button type="submit" kind="primary" pending={submit.pending}>
            {t({ vi: 'Gửi lại', en: 'Send again' })}
          </Button>
        </div>
      </form>
    </Section>
  );
}
