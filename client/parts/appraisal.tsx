import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { type AppraisalView, appraisalVerdicts, type ReviewView } from '../../contracts/gate';
import { useAct } from '../api';
import { dateTime } from '../format';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { Check, formText, SelectField, TextArea } from '../ui/fields';
import { Badge, Button, Facts, Hash, Problem, Section } from '../ui/parts';
import { Actions } from './actions';
import { State } from './state';

/** Results of intermediaries: one basis for the operator, never the decision. */
export function Appraisals({ review }: { review: ReviewView }) {
  if (review.appraisals.length === 0) return null;
  return (
    <Section title={{ vi: 'Kết quả thẩm định của trung gian', en: 'Appraisals by intermediaries' }}>
      <ul className="list">
        {review.appraisals.map((one) => (
          <Appraisal key={one.id} appraisal={one} />
        ))}
      </ul>
    </Section>
  );
}

/** Shown wherever an intermediary also sells (Decree 314/2026, Art. 7(3)). */
export function AlsoProvider() {
  const t = useT();
  return <Badge tone="warn">{t({ vi: 'Đồng thời là Bên bán', en: 'Also a provider' })}</Badge>;
}

export function Appraisal({ appraisal }: { appraisal: AppraisalView }) {
  const t = useT();
  const title = useTitle();
  const move = useAct('transitionAppraisal');
  const [writing, setWriting] = useState(false);
  const mine = appraisal.actions.length > 0 && appraisal.state === 'engaged';
  return (
    <li className="entry stack">
      <div className="row">
        <strong>
          <Link to={paths.intermediary(appraisal.appraiser.id)}>{title(appraisal.appraiser)}</Link>
        </strong>
        {appraisal.alsoProvider ? <AlsoProvider /> : null}
        <State of="appraisal" state={appraisal.state} />
        {appraisal.verdict ? (
          <Badge tone={appraisal.verdict === 'fit' ? 'good' : appraisal.verdict === 'unfit' ? 'bad' : 'warn'}>
            {t(appraisalVerdicts[appraisal.verdict])}
          </Badge>
        ) : null}
      </div>
      <Facts
        facts={[
          [
            { vi: 'Lợi ích đã công bố', en: 'Interests disclosed' },
            `${appraisal.interest} (${dateTime(appraisal.disclosedAt)})`,
          ],
          [{ vi: 'Phạm vi', en: 'Scope' }, appraisal.scope],
          [{ vi: 'Nội dung', en: 'Content' }, appraisal.content],
          [{ vi: 'Phương pháp', en: 'Method' }, appraisal.method],
          [{ vi: 'Tài liệu đã dùng', en: 'Documents used' }, appraisal.documents],
          [{ vi: 'Kết luận', en: 'Conclusion' }, appraisal.conclusion],
          [
            { vi: 'Mã băm đã ký', en: 'Signed hash' },
            appraisal.sha256 ? <Hash key="hash" value={appraisal.sha256} /> : null,
          ],
        ]}
      />
      {mine ? (
        <div className="row">
          <Button onClick={() => setWriting(!writing)}>{t({ vi: 'Ghi kết quả', en: 'Write the result' })}</Button>
          <Actions
            actions={appraisal.actions}
            run={(action, reason) =>
              move.run({
                params: { id: appraisal.id },
                body: { action: action as 'withdraw', ...(reason ? { reason } : {}) },
              })
            }
          />
        </div>
      ) : null}
      {writing && mine ? <Result id={appraisal.id} /> : null}
    </li>
  );
}

function Result({ id }: { id: string }) {
  const t = useT();
  const deliver = useAct('deliverAppraisal');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const [scope, content, method] = [text('scope'), text('content'), text('method')];
    const [documents, conclusion] = [text('documents'), text('conclusion')];
    const verdict = text('verdict') as 'fit';
    const body = { scope, content, method, documents, conclusion, verdict, accept: true as const };
    void deliver.run({ params: { id }, body }).catch(() => null);
  };
  const area = (name: string, vi: string, en: string) => (
    <TextArea name={name} required rows={3} label={t({ vi, en })} />
  );
  return (
    <form className="form" onSubmit={submit}>
      {area('scope', 'Phạm vi', 'Scope')}
      {area('content', 'Nội dung', 'Content')}
      {area('method', 'Phương pháp', 'Method')}
      {area('documents', 'Tài liệu đã dùng', 'Documents used')}
      {area('conclusion', 'Kết luận', 'Conclusion')}
      <SelectField
        name="verdict"
        label={t({ vi: 'Đánh giá', en: 'Verdict' })}
        options={Object.entries(appraisalVerdicts).map(([value, label]) => ({ value, label: t(label) }))}
      />
      <Check
        name="accept"
        required
        label={t({
          vi: 'Tôi ký và chịu trách nhiệm về kết quả này.',
          en: 'I sign this result and answer for it.',
        })}
      />
      <Problem problem={deliver.problem} />
      <div>
        <Button type="submit" kind="primary" pending={deliver.pending}>
          {t({ vi: 'Ký và nộp', en: 'Sign and deliver' })}
        </Button>
      </div>
    </form>
  );
}

/** An intermediary discloses its interests and begins. */
export function Engage({ datasetId }: { datasetId: string }) {
  const t = useT();
  const engage = useAct('engageAppraisal');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    void engage
      .run({ params: { id: datasetId }, body: { interest: formText(form)('interest') } })
      .then(() => form.reset())
      .catch(() => null);
  };
  return (
    <details className="panel">
      <summary>{t({ vi: 'Thẩm định bộ dữ liệu này', en: 'Appraise this dataset' })}</summary>
      <form className="form" onSubmit={submit} style={{ marginTop: '1rem' }}>
        <TextArea
          name="interest"
          required
          rows={3}
          label={t({ vi: 'Lợi ích ở bên bán hay dữ liệu này', en: 'Interests in the provider or the data' })}
          hint={t({ vi: 'Không có thì ghi rõ là không có.', en: 'If there are none, say so.' })}
        />
        <Problem problem={engage.problem} />
        <div>
          <Button type="submit" kind="primary" pending={engage.pending}>
            {t({ vi: 'Công bố và bắt đầu', en: 'Disclose and begin' })}
          </Button>
        </div>
      </form>
    </details>
  );
}
