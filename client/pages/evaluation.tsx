import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Answer, EvaluationQuery, EvaluationView } from '../../contracts/evaluation';
import { purposeLabels } from '../../contracts/licences/policy';
import { useAct, useData } from '../api';
import { dateTime, number } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { EvaluationAnswer } from '../parts/evaluation-answer';
import { AskedList } from '../parts/evaluation-lists';
import { EvaluationOver, EvaluationRules } from '../parts/evaluation-terms';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Button, Callout, Empty, Facts, PageHead, Problem, Section } from '../ui/parts';
import '../ui/evaluation.css';

export default function Evaluation() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const session = useData('getEvaluation', { params: { id } }, (one) => !one.ready && one.state === 'opened');
  const move = useAct('transitionEvaluation');
  const [draft, setDraft] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const put = (sql: string) => {
    setDraft(sql);
    box.current?.focus();
  };
  return (
    <>
      <PageHead
        eyebrow={t({ vi: 'Phiên thử nghiệm dữ liệu', en: 'Evaluation session' })}
        title={title(session.dataset)}
        lead={session.statement}
      >
        <State of="evaluation" state={session.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          {session.stateReason ? <Callout tone="warn">{session.stateReason}</Callout> : null}
          {session.state === 'opened' && !session.ready ? (
            <Callout tone="info">
              {t({ vi: 'Các bảng đang được chuẩn bị…', en: 'The tables are being prepared …' })}
            </Callout>
          ) : null}
          {session.canAsk ? <Ask session={session} draft={draft} setDraft={setDraft} box={box} /> : null}
          {session.state === 'opened' ? null : <EvaluationOver />}
          <Section title={{ vi: 'Đã hỏi', en: 'Asked so far' }}>
            {session.queries.length === 0 ? (
              <Empty title={{ vi: 'Chưa có câu hỏi nào', en: 'Nothing was asked yet' }} />
            ) : (
              <AskedList queries={session.queries} again={session.canAsk ? put : null} />
            )}
          </Section>
        </div>
        <aside className="stack-wide">
          <Budget session={session} />
          <Facts
            facts={[
              [{ vi: 'Bên mua', en: 'Buyer' }, title(session.buyer)],
              [{ vi: 'Bên bán', en: 'Provider' }, title(session.provider)],
              [{ vi: 'Mục đích', en: 'Purpose' }, t(purposeLabels[session.purpose])],
              [{ vi: 'Phiên bản', en: 'Revision' }, String(session.revisionNumber)],
              [{ vi: 'Mở đến', en: 'Open until' }, dateTime(session.expiresAt)],
              [
                { vi: 'Yêu cầu', en: 'Request' },
                session.requestId ? (
                  <Link key="request" to={paths.request(session.requestId)}>
                    {t({ vi: 'Mở yêu cầu', en: 'Open the request' })}
                  </Link>
                ) : null,
              ],
            ]}
          />
          <Tables session={session} />
          <Actions
            actions={session.actions}
            run={(action, reason) =>
              move.run({ params: { id }, body: { action: action as 'end', ...(reason ? { reason } : {}) } })
            }
          />
        </aside>
      </div>
    </>
  );
}

type Asking = {
  session: EvaluationView;
  draft: string;
  setDraft: (sql: string) => void;
  box: React.RefObject<HTMLTextAreaElement | null>;
};

/** The question, what the data invites, and the last answer. Ctrl or ⌘ with Enter asks. */
function Ask({ session, draft, setDraft, box }: Asking) {
  const t = useT();
  const id = useId();
  const ask = useAct('askEvaluation');
  const [last, setLast] = useState<{ query: EvaluationQuery; answer: Answer | null } | null>(null);
  const run = (sql: string) => {
    if (sql.trim() === '' || ask.pending) return;
    setDraft(sql);
    void ask
      .run({ params: { id: session.id }, body: { sql } })
      .then(setLast)
      .catch(() => setLast(null));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(draft);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
  return (
    <>
      <Section title={{ vi: 'Gợi ý', en: 'Suggestions' }}>
        <ul className="suggestions">
          {session.suggestions.map((one) => (
            <li key={one.sql}>
              <Button disabled={ask.pending} onClick={() => run(one.sql)}>
                {t(one.title)}
              </Button>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={{ vi: 'Câu hỏi', en: 'Question' }}>
        <form className="stack" onSubmit={submit}>
          <div className="field">
            <label htmlFor={id}>{t({ vi: 'Một câu SELECT', en: 'One SELECT' })}</label>
            <textarea
              {...{ id, ref: box, value: draft, spellCheck: false, maxLength: 4000, required: true }}
              className="input question"
              aria-describedby={`${id}-hint`}
              placeholder={`SELECT count(*) FROM ${session.tables[0]?.name ?? 'data'}`}
              onChange={(event) => setDraft(event.target.value)}
              onKeyDown={press}
            />
            <span className="hint" id={`${id}-hint`}>
              {t({ vi: 'Ctrl + Enter để hỏi.', en: 'Ctrl + Enter asks.' })}
            </span>
          </div>
          <div>
            <Button type="submit" kind="primary" pending={ask.pending}>
              {ask.pending ? t({ vi: 'Đang tính…', en: 'Computing …' }) : t({ vi: 'Hỏi', en: 'Ask' })}
            </Button>
          </div>
          <EvaluationRules k={session.k} />
        </form>
      </Section>
      <div aria-live="polite">
        <Problem problem={ask.problem} />
        {last ? <Last {...last} /> : null}
      </div>
    </>
  );
}

function Last({ query, answer }: { query: EvaluationQuery; answer: Answer | null }) {
  const t = useT();
  if (answer) {
    return (
      <Section title={{ vi: `Trả lời câu ${query.number}`, en: `Answer to question ${query.number}` }}>
        <EvaluationAnswer answer={answer} />
      </Section>
    );
  }
  return (
    <Callout
      tone="warn"
      title={t({ vi: `Câu ${query.number} không được trả lời`, en: `Question ${query.number} is not answered` })}
    >
      {query.refusal ? t(query.refusal.detail) : null}
    </Callout>
  );
}

function Budget({ session: { budget } }: { session: EvaluationView }) {
  const t = useT();
  const lines = [
    { name: { vi: 'Câu hỏi', en: 'Questions' }, ...budget.queries },
    { name: { vi: 'Dòng đã hiện', en: 'Rows shown' }, ...budget.rows },
    { name: { vi: 'Giây tính toán', en: 'Seconds of computing' }, ...budget.seconds },
  ];
  return (
    <section className="panel budget" aria-label={t({ vi: 'Ngân sách', en: 'Budget' })}>
      <h2>{t({ vi: 'Ngân sách', en: 'Budget' })}</h2>
      {lines.map(({ name, used, of }) => (
        <div key={name.en}>
          <div className="meta">
            <span>{t(name)}</span>
            <span>
              {number(used)} / {number(of)}
            </span>
          </div>
          <progress value={Math.min(used, of)} max={of} aria-label={t(name)} />
        </div>
      ))}
    </section>
  );
}

function Tables({ session }: { session: EvaluationView }) {
  const t = useT();
  return (
    <>
      {session.tables.map((table) => (
        <section key={table.name} className="stack" aria-label={table.name}>
          <h2>
            <code>{table.name}</code>
          </h2>
          <p className="faint">
            {number(table.rows)} {t({ vi: 'dòng', en: 'rows' })}
          </p>
          <Facts
            facts={table.columns.map(({ name, kind, description }) => [
              { vi: name, en: name },
              `${t(kinds[kind])}${description && t(description) ? ` · ${t(description)}` : ''}`,
            ])}
          />
        </section>
      ))}
    </>
  );
}

const kinds = {
  number: { vi: 'số', en: 'number' },
  text: { vi: 'chữ', en: 'text' },
  date: { vi: 'ngày', en: 'date' },
  timestamp: { vi: 'thời điểm', en: 'time' },
  boolean: { vi: 'đúng/sai', en: 'true/false' },
} as const;
