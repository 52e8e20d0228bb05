import type { FormEvent } from 'react';
import { useParams } from 'react-router';
import type { QuestionThread } from '../../contracts/supervision';
import { useAct, useData } from '../api';
import { dateTime } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Countdown } from '../parts/clock';
import { State } from '../parts/state';
import { SubjectLink } from '../parts/subject-link';
import { Deadline, endOf } from '../parts/supervise';
import { formText, TextArea } from '../ui/fields';
import { Button, Facts, PageHead, Problem, Section } from '../ui/parts';

export default function Question() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const question = useData('getQuestion', { params: { id } });
  const move = useAct('transitionQuestion');
  const done = question.state === 'answered' || question.state === 'closed';
  return (
    <>
      <PageHead eyebrow={question.id} title={t({ vi: 'Câu hỏi của cơ quan quản lý', en: 'Question of the regulator' })}>
        <State of="question" state={question.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          <Section title={{ vi: 'Trao đổi', en: 'Thread' }}>
            <ol className="timeline">
              {question.entries.map((entry) => (
                <li key={entry.id}>
                  <div className="meta">
                    <strong>{title(entry.organisation)}</strong>
                    <span>{entry.memberName}</span>
                    <time dateTime={entry.at}>{dateTime(entry.at)}</time>
                  </div>
                  <p style={{ whiteSpace: 'pre-line' }}>{entry.text}</p>
                </li>
              ))}
            </ol>
          </Section>
          {question.canAnswer || question.canAskAgain ? <Say question={question} /> : null}
          <Actions
            actions={question.actions}
            run={(_, reason) => move.run({ params: { id }, body: { action: 'close', ...(reason ? { reason } : {}) } })}
          />
        </div>
        <aside>
          <Facts
            facts={[
              [{ vi: 'Về', en: 'About' }, <SubjectLink key="subject" subject={question.subject} />],
              [{ vi: 'Hỏi', en: 'Asked by' }, title(question.askedBy)],
              [{ vi: 'Bên được hỏi', en: 'Asked' }, title(question.organisation)],
              [{ vi: 'Hạn trả lời', en: 'Due' }, <Countdown key="due" due={question.dueAt} done={done} />],
              [{ vi: 'Ghi chú', en: 'Note' }, question.stateReason],
            ]}
          />
        </aside>
      </div>
    </>
  );
}

function Say({ question }: { question: QuestionThread }) {
  const t = useT();
  const answer = useAct('answerQuestion');
  const again = useAct('askAgain');
  const act = question.canAnswer ? answer : again;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const text = formText(form);
    const params = { id: question.id };
    const sent: Promise<unknown> = question.canAnswer
      ? answer.run({ params, body: { text: text('text') } })
      : again.run({ params, body: { text: text('text'), dueAt: endOf(text('due')) } });
    void sent.then(() => form.reset()).catch(() => null);
  };
  const label = question.canAnswer ? t({ vi: 'Trả lời', en: 'Answer' }) : t({ vi: 'Hỏi thêm', en: 'Ask further' });
  return (
    <form className="panel stack" onSubmit={submit}>
      <TextArea name="text" required label={label} rows={6} />
      {question.canAnswer ? null : <Deadline />}
      <Problem problem={act.problem} />
      <div>
        <Button type="submit" kind="primary" pending={act.pending}>
          {t({ vi: 'Gửi', en: 'Send' })}
        </Button>
      </div>
    </form>
  );
}
