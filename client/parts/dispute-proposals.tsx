import type { DisputeView } from '../../contracts/disputes';
import { useAct } from '../api';
import { dateTime, money } from '../format';
import { useT, useTitle } from '../i18n';
import { Badge, Button, Problem, Section, type Tone } from '../ui/parts';

const standings: Record<DisputeView['proposals'][number]['standing'], { vi: string; en: string; tone: Tone }> = {
  open: { vi: 'chờ trả lời', en: 'awaits an answer', tone: 'info' },
  accepted: { vi: 'đã đồng ý', en: 'accepted', tone: 'good' },
  declined: { vi: 'đã từ chối', en: 'declined', tone: 'bad' },
  replaced: { vi: 'đã thay bằng đề xuất khác', en: 'replaced by another', tone: 'neutral' },
};

/** What was proposed, and the other party's buttons. */
export function Proposals({ dispute }: { dispute: DisputeView }) {
  const t = useT();
  const title = useTitle();
  const answer = useAct('answerProposal');
  if (dispute.proposals.length === 0) return null;
  const say = (proposal: string, accept: boolean) =>
    void answer.run({ params: { id: dispute.id, proposal }, body: { accept } }).catch(() => null);
  return (
    <Section title={{ vi: 'Các đề xuất', en: 'Proposals' }}>
      <ol className="timeline">
        {dispute.proposals.map((one) => (
          <li key={one.id}>
            <div className="meta">
              <strong>{title(one.organisation)}</strong>
              <time dateTime={one.at}>{dateTime(one.at)}</time>
              <Badge tone={standings[one.standing].tone}>{t(standings[one.standing])}</Badge>
            </div>
            <p>
              <strong>
                {t({ vi: 'Hoàn', en: 'Refund' })} {money(one.refundVnd)}
              </strong>{' '}
              {one.text}
            </p>
            {one.standing === 'open' && dispute.may.answer ? (
              <div className="row">
                <Button kind="primary" pending={answer.pending} onClick={() => say(one.id, true)}>
                  {t({ vi: 'Đồng ý', en: 'Agree' })}
                </Button>
                <Button pending={answer.pending} onClick={() => say(one.id, false)}>
                  {t({ vi: 'Từ chối', en: 'Decline' })}
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      <Problem problem={answer.problem} />
    </Section>
  );
}
