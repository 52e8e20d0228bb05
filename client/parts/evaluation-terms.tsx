import type { FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { type Purpose, purposeLabels, purposes } from '../../contracts/licences/policy';
import { evaluationBounds as bounds } from '../../contracts/scheme/evaluation';
import { useAct, useData } from '../api';
import { useLanguage, useT } from '../i18n';
import { paths } from '../paths';
import { Check, formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Callout, fieldError, Problem, Section } from '../ui/parts';

/** The provider's switch: whether the dataset can be tried, and how much a session may take. */
export function EvaluationTerms({ datasetId }: { datasetId: string }) {
  const { t, language } = useLanguage();
  const params = { id: datasetId };
  const settings = useData('getEvaluationSettings', { params });
  const set = useAct('setEvaluationSettings');
  const wrong = (name: string) => fieldError(set.problem, `/${name}`, language === 'vi');
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const number = (name: keyof typeof bounds) => Number(text(name));
    const limits = { k: number('k'), queries: number('queries'), rows: number('rows') };
    const body = { allowed: text('allowed') === 'on', ...limits, seconds: number('seconds'), days: number('days') };
    void set.run({ params, body }).catch(() => null);
  };
  const field = (name: keyof typeof bounds, label: string, hint?: string) => (
    <TextField
      {...{ name, label, type: 'number', required: true, step: 1, wrong: wrong(name), defaultValue: settings[name] }}
      {...{ min: bounds[name].least, max: bounds[name].most }}
      {...(hint === undefined ? {} : { hint })}
    />
  );
  return (
    <Section title={{ vi: 'Thử trước khi mua', en: 'Trial before buying' }}>
      <form className="stack" onSubmit={save} key={JSON.stringify(settings)}>
        <p className="soft">
          {t({
            vi: 'Bên mua hỏi trên toàn bộ dữ liệu trong một tiến trình cách ly; chỉ số tổng hợp từ đủ số dòng được đưa ra màn hình, không có gì tải xuống được. Bạn và cơ quan quản lý đọc được mọi câu hỏi.',
            en: 'Buyers ask questions of the full data in an isolated process; only aggregates over enough rows reach their screen, and nothing can be downloaded. You and the regulator can read every question.',
          })}
        </p>
        <Check
          name="allowed"
          defaultChecked={settings.allowed}
          label={t({
            vi: 'Cho phép phiên thử nghiệm trên bộ dữ liệu này',
            en: 'Allow evaluation sessions on this dataset',
          })}
        />
        <div className="grid-2">
          {field(
            'k',
            t({ vi: 'Số dòng tối thiểu của mỗi nhóm', en: 'Fewest rows of a group' }),
            t({ vi: 'Không dưới 10.', en: 'Not under 10.' }),
          )}
          {field('queries', t({ vi: 'Câu hỏi mỗi phiên', en: 'Questions in a session' }))}
          {field('rows', t({ vi: 'Dòng kết quả mỗi phiên', en: 'Rows shown in a session' }))}
          {field('seconds', t({ vi: 'Giây tính toán mỗi phiên', en: 'Seconds of computing in a session' }))}
          {field('days', t({ vi: 'Phiên mở trong (ngày)', en: 'Days a session is open' }))}
        </div>
        <Problem problem={set.problem} />
        <div>
          <Button type="submit" pending={set.pending}>
            {t({ vi: 'Lưu điều kiện thử nghiệm', en: 'Save the terms of trial' })}
          </Button>
        </div>
      </form>
    </Section>
  );
}

/** On a listed dataset, for buyers: open a session, or go to the one that is open. Nothing where no trial is allowed. */
export function TryDataset({ datasetId }: { datasetId: string }) {
  const t = useT();
  const navigate = useNavigate();
  const settings = useData('getEvaluationSettings', { params: { id: datasetId } });
  const sessions = useData('listEvaluations', { query: { datasetId } }).items;
  const open = useAct('openEvaluation');
  const current = sessions.find((one) => one.state === 'opened');
  if (!settings.allowed && !current) return null;
  const start = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const body = { datasetId, purpose: text('purpose') as Purpose, statement: text('statement') };
    const session = await open.run({ body }).catch(() => null);
    if (session) await navigate(paths.evaluation(session.id));
  };
  return (
    <section className="panel stack">
      <h2>{t({ vi: 'Thử trước khi mua', en: 'Try before buying' })}</h2>
      <p className="soft">
        {t({
          vi: `Hỏi trên toàn bộ dữ liệu; chỉ số tổng hợp từ ít nhất ${settings.k} dòng được đưa ra.`,
          en: `Ask questions of the full data; only aggregates over at least ${settings.k} rows leave.`,
        })}
      </p>
      {current ? (
        <Button kind="primary" onClick={() => void navigate(paths.evaluation(current.id))}>
          {t({ vi: 'Vào phiên thử nghiệm', en: 'Go to the session' })}
        </Button>
      ) : (
        <form className="stack" onSubmit={(event) => void start(event)}>
          <SelectField
            name="purpose"
            label={t({ vi: 'Mục đích thử', en: 'Purpose of the trial' })}
            options={purposes.map((one) => ({ value: one, label: t(purposeLabels[one]) }))}
          />
          <TextArea
            name="statement"
            required
            rows={3}
            label={t({ vi: 'Bạn muốn biết gì trước khi mua?', en: 'What do you want to know before buying?' })}
          />
          <Problem problem={open.problem} />
          <Button type="submit" pending={open.pending}>
            {t({ vi: 'Mở phiên thử nghiệm', en: 'Open a session' })}
          </Button>
        </form>
      )}
    </section>
  );
}

/** Why answers come rounded, and what never comes: said before anything is asked. */
export function EvaluationRules({ k }: { k: number }) {
  const t = useT();
  const rules = [
    {
      vi: `Mỗi con số tính từ ít nhất ${k} dòng; nhóm nhỏ hơn không hiện, nhóm chỉ hơn ${k} vài dòng cũng có thể không hiện.`,
      en: `Every number comes from at least ${k} rows; smaller groups are not shown, and groups barely over ${k} may be missing too.`,
    },
    {
      vi: 'Câu hỏi: SELECT nhóm và tổng hợp (count, sum, avg, min, max, median, quantile_cont, stddev) FROM một bảng, WHERE các điều kiện nối bằng AND (mỗi điều kiện một cột), GROUP BY, HAVING, ORDER BY, LIMIT.',
      en: 'A question: SELECT groups and aggregates (count, sum, avg, min, max, median, quantile_cont, stddev) FROM one table, WHERE conditions joined by AND (one column each), GROUP BY, HAVING, ORDER BY, LIMIT.',
    },
    {
      vi: `Câu hỏi có nhóm dòng khác một câu đã trả lời (của tổ chức bạn, ở mọi phiên) dưới ${k} dòng bị từ chối, kể cả khi hai nhóm trùng nhau mà viết khác.`,
      en: `A question whose rows differ from those of an answered one (of your organisation, in any session) by fewer than ${k} is refused, also where the two are the same rows put differently.`,
    },
    {
      vi: 'Tổng và trung bình không hiện nếu một dòng chiếm trên 80 %.',
      en: 'Sums and averages are not shown where one row makes up more than 80 %.',
    },
    {
      vi: 'Không tải xuống, không xuất tệp; mọi câu hỏi được ghi lại, bên bán và cơ quan quản lý đọc được.',
      en: 'No download, no export; every question is recorded, and the provider and the regulator can read it.',
    },
  ];
  return (
    <details>
      <summary>{t({ vi: 'Câu hỏi nào được trả lời, và vì sao', en: 'What is answered, and why' })}</summary>
      <ul className="soft">
        {rules.map((rule) => (
          <li key={rule.en}>{t(rule)}</li>
        ))}
      </ul>
    </details>
  );
}

export function EvaluationOver() {
  const t = useT();
  return (
    <Callout>
      {t({
        vi: 'Phiên đã kết thúc: câu hỏi còn đây, câu trả lời không được lưu.',
        en: 'The session is over: the questions are kept here, the answers were not.',
      })}
    </Callout>
  );
}
