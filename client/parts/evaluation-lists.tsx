import { Link } from 'react-router';
import type { EvaluationCard, EvaluationQuery } from '../../contracts/evaluation';
import { useAct, useData } from '../api';
import { dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { Badge, Button, Hash, Problem, Section } from '../ui/parts';
import { State } from './state';

/** Sessions as entries: which dataset, between whom, how much was asked. */
export function EvaluationCards({ sessions, heading }: { sessions: readonly EvaluationCard[]; heading: 'h2' | 'h3' }) {
  const t = useT();
  const Heading = heading;
  const title = useTitle();
  return (
    <ul className="list">
      {sessions.map((one) => (
        <li key={one.id} className="entry">
          <div className="row">
            <Heading>
              <Link to={paths.evaluation(one.id)}>{title(one.dataset)}</Link>
            </Heading>
            <State of="evaluation" state={one.state} />
          </div>
          <p className="soft clamp">{one.statement}</p>
          <div className="meta">
            <span>{title(one.buyer)}</span>
            <span>
              {t({ vi: 'phiên bản', en: 'revision' })} {one.revisionNumber}
            </span>
            <span>
              {number(one.budget.queries.used)} {t({ vi: 'câu hỏi', en: 'questions' })}
            </span>
            <time dateTime={one.openedAt}>{dateTime(one.openedAt)}</time>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** What was asked, newest first, with what became of it; the text again in the box with one click. */
export function AskedList({
  queries,
  again,
}: {
  queries: readonly EvaluationQuery[];
  again: ((sql: string) => void) | null;
}) {
  const t = useT();
  return (
    <ol className="asked">
      {queries.map((one) => (
        <li key={one.id}>
          <div className="row">
            <strong>
              {t({ vi: 'Câu', en: 'Question' })} {one.number}
            </strong>
            <Outcome query={one} />
            <time className="faint" dateTime={one.at}>
              {dateTime(one.at)}
            </time>
            {again && one.sql !== null ? (
              <Button small kind="quiet" onClick={() => again(one.sql ?? '')}>
                {t({ vi: 'Hỏi lại', en: 'Ask again' })}
              </Button>
            ) : null}
          </div>
          {one.sql === null ? null : <pre>{one.sql}</pre>}
          {one.refusal ? <p className="soft">{t(one.refusal.detail)}</p> : null}
          <div className="meta">
            <span>
              {t({ vi: 'Trong sổ minh bạch', en: 'In the log' })}: <Hash value={one.commitment} />
            </span>
          </div>
        </li>
      ))}
    </ol>
  );
}

function Outcome({ query }: { query: EvaluationQuery }) {
  const t = useT();
  if (query.outcome === 'answered') {
    return (
      <Badge tone="good">
        {number(query.rows)} {t({ vi: 'dòng tổng hợp', en: 'rows of aggregates' })}
      </Badge>
    );
  }
  if (query.outcome === 'running') return <Badge tone="info">{t({ vi: 'Đang trả lời', en: 'Being answered' })}</Badge>;
  return (
    <Badge tone="warn">
      {query.outcome === 'refused' ? t({ vi: 'Từ chối', en: 'Refused' }) : t({ vi: 'Không xong', en: 'Not finished' })}
    </Badge>
  );
}

/** Sessions of a request: what the buyer asked of the data before deciding. Nothing where there is none. */
export function RequestEvaluations({ requestId, mine }: { requestId: string; mine: boolean }) {
  const t = useT();
  const { items } = useData('listEvaluations', { query: { requestId } });
  const attach = useAct('attachEvaluation');
  if (items.length === 0) return null;
  const alone = mine ? items.filter((one) => one.requestId === null) : [];
  return (
    <Section title={{ vi: 'Phiên thử nghiệm dữ liệu', en: 'Evaluation sessions' }}>
      <EvaluationCards sessions={items} heading="h3" />
      {alone.map((one) => (
        <Button
          key={one.id}
          pending={attach.pending}
          onClick={() => void attach.run({ params: { id: one.id }, body: { requestId } }).catch(() => null)}
        >
          {t({ vi: 'Gắn phiên vào yêu cầu này', en: 'Attach the session to this request' })}
        </Button>
      ))}
      <Problem problem={attach.problem} />
    </Section>
  );
}
