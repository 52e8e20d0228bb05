import { Link, useParams } from 'react-router';
import { type DisputeView, disputeDeciders, disputeOutcomes, disputeTypes } from '../../contracts/disputes';
import { useAct, useData } from '../api';
import { dateTime, money } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Bundles } from '../parts/bundles';
import { Countdown } from '../parts/clock';
import { AnswerBank, Decide, Propose, Write } from '../parts/dispute-forms';
import { Proposals } from '../parts/dispute-proposals';
import { Frozen } from '../parts/holds';
import { State } from '../parts/state';
import { Timeline } from '../parts/timeline';
import { paths } from '../paths';
import { Callout, Facts, PageHead, Section } from '../ui/parts';

export default function Dispute() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const dispute = useData('getDispute', { params: { id } });
  const move = useAct('transitionDispute');
  const bank = t({ vi: 'Ngân hàng của bên mua', en: "The buyer's bank" });
  return (
    <>
      <PageHead
        eyebrow={dispute.id}
        title={title(dispute.dataset)}
        lead={`${t(disputeTypes[dispute.type])} · ${title(dispute.provider)} → ${title(dispute.buyer)}`}
      >
        <State of="dispute" state={dispute.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          <Frozen id={dispute.orderId}>
            <Now dispute={dispute} />
            <Actions
              actions={dispute.actions}
              run={(action, reason) =>
                move.run({ params: { id }, body: { action: action as 'withdraw', ...(reason ? { reason } : {}) } })
              }
            />
          </Frozen>
          <Section title={{ vi: 'Trao đổi', en: 'Thread' }}>
            <ol className="timeline">
              <li>
                <div className="meta">
                  <strong>{dispute.openedBy ? title(dispute.openedBy) : bank}</strong>
                  <time dateTime={dispute.createdAt}>{dateTime(dispute.createdAt)}</time>
                </div>
                <p style={{ whiteSpace: 'pre-line' }}>{dispute.statement}</p>
              </li>
              {dispute.messages.map((one) => (
                <li key={one.id}>
                  <div className="meta">
                    <strong>{title(one.organisation)}</strong>
                    <span>{one.memberName}</span>
                    <time dateTime={one.at}>{dateTime(one.at)}</time>
                  </div>
                  <p style={{ whiteSpace: 'pre-line' }}>{one.text}</p>
                </li>
              ))}
            </ol>
          </Section>
          {dispute.may.write ? <Write id={id} /> : null}
          <Proposals dispute={dispute} />
          {dispute.may.propose ? <Propose dispute={dispute} /> : null}
          {dispute.may.decide ? <Decide dispute={dispute} /> : null}
          {dispute.may.answerBank ? <AnswerBank id={id} /> : null}
          <Bundles kind="order" id={dispute.orderId} />
        </div>
        <aside className="stack-wide">
          <DisputeFacts dispute={dispute} />
          <Section title={{ vi: 'Diễn biến', en: 'Timeline' }}>
            <Timeline entries={dispute.timeline} />
          </Section>
        </aside>
      </div>
    </>
  );
}

/** What is to be done next, by whom and until when; or how it ended. */
function Now({ dispute }: { dispute: DisputeView }) {
  const t = useT();
  const { outcome, decidedBy, refundVnd, chargeback, state } = dispute;
  return (
    <>
      {chargeback && !['won', 'lost', 'warning_closed'].includes(chargeback.status) ? (
        <Callout
          tone="warn"
          title={t({ vi: 'Ngân hàng của bên mua đang xem xét', en: "The buyer's bank is looking at it" })}
        >
          <p>
            {t({
              vi: 'Ngân hàng quyết định. Đơn vị vận hành gửi chứng cứ một lần, trước hạn.',
              en: 'The bank decides. The operator sends the evidence once, before the time is over.',
            })}
          </p>
        </Callout>
      ) : null}
      {outcome && decidedBy ? (
        <Callout
          tone={state === 'resolved' ? 'good' : 'warn'}
          title={`${t(disputeOutcomes[outcome])}${outcome === 'refund_part' && refundVnd !== null ? ` (${money(refundVnd)})` : ''} – ${t(disputeDeciders[decidedBy])}`}
        >
          {dispute.stateReason ? <p>{dispute.stateReason}</p> : null}
        </Callout>
      ) : dispute.stateReason ? (
        <Callout>{dispute.stateReason}</Callout>
      ) : null}
    </>
  );
}

function DisputeFacts({ dispute }: { dispute: DisputeView }) {
  const t = useT();
  const { chargeback, state } = dispute;
  const waiting = state === 'opened' || state === 'late';
  return (
    <Facts
      facts={[
        [
          { vi: 'Đơn hàng', en: 'Order' },
          <Link key="order" to={paths.order(dispute.orderId)}>
            {dispute.orderId}
          </Link>,
        ],
        [{ vi: 'Yêu cầu hoàn', en: 'Asked for' }, dispute.wantedVnd === null ? null : money(dispute.wantedVnd)],
        [{ vi: 'Còn có thể hoàn', en: 'Can still go back' }, money(dispute.leftVnd)],
        [
          { vi: 'Hạn tiếp nhận', en: 'To be acknowledged' },
          <Countdown key="acknowledge" due={dispute.acknowledgeDueAt} done={!waiting} />,
        ],
        [
          { vi: 'Hạn gửi chứng cứ', en: 'Evidence until' },
          dispute.evidenceDueAt ? (
            <Countdown key="evidence" due={dispute.evidenceDueAt} done={state !== 'evidence'} />
          ) : null,
        ],
        [
          { vi: 'Hạn khiếu nại', en: 'Appeal until' },
          dispute.appealDueAt ? <Countdown key="appeal" due={dispute.appealDueAt} done={state !== 'decided'} /> : null,
        ],
        [{ vi: 'Ngân hàng', en: 'Bank' }, chargeback ? t(bankStates[chargeback.status] ?? unknown) : null],
        [{ vi: 'Ngân hàng đã rút', en: 'Taken by the bank' }, chargeback ? money(chargeback.takenVnd) : null],
        [
          { vi: 'Hạn của ngân hàng', en: "The bank's deadline" },
          chargeback?.dueBy ? (
            <Countdown key="bank" due={chargeback.dueBy} done={chargeback.answeredAt !== null} />
          ) : null,
        ],
        [
          { vi: 'Đã gửi chứng cứ', en: 'Evidence sent' },
          chargeback?.answeredAt ? dateTime(chargeback.answeredAt) : null,
        ],
      ]}
    />
  );
}

const unknown = { vi: 'trạng thái khác', en: 'another state' };
const bankStates: Readonly<Record<string, { vi: string; en: string }>> = {
  warning_needs_response: { vi: 'hỏi thông tin', en: 'asks for information' },
  warning_under_review: { vi: 'đang xem thông tin', en: 'looks at the information' },
  warning_closed: { vi: 'đã khép câu hỏi', en: 'inquiry closed' },
  needs_response: { vi: 'chờ chứng cứ', en: 'waits for evidence' },
  under_review: { vi: 'đang xem xét', en: 'under review' },
  won: { vi: 'bác khiếu nại', en: 'complaint rejected' },
  lost: { vi: 'chấp nhận khiếu nại', en: 'complaint upheld' },
};
