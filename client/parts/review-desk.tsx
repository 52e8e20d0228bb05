import { type FormEvent, Suspense } from 'react';
import type { DatasetView } from '../../contracts/catalogue';
import type { ReviewView } from '../../contracts/gate';
import { importanceClasses } from '../../contracts/scheme/classes';
import { decisionCodes } from '../../contracts/scheme/pilot-2026';
import { useAct, useData } from '../api';
import { dateTime, number } from '../format';
import { useT } from '../i18n';
import { useHas } from '../session';
import { formText, SelectField, TextArea } from '../ui/fields';
import { Badge, Button, Callout, Facts, Problem, Section } from '../ui/parts';
import { Appraisals } from './appraisal';
import { Checklist } from './checklist';
import { DecisionDue } from './clock';
import { OverrideList } from './override-list';

const roleNames = {
  legal: { vi: 'Pháp lý', en: 'Law' },
  data: { vi: 'Dữ liệu', en: 'Data' },
} as const;

/** What the reviewers see of a listing: findings by article, claimed beside measured, signatures, decisions. */
export function ReviewDesk({ dataset }: { dataset: DatasetView }) {
  return (
    <Suspense>
      <Desk dataset={dataset} />
    </Suspense>
  );
}

function Desk({ dataset }: { dataset: DatasetView }) {
  const t = useT();
  const operator = useHas('operator');
  const review = useData('getReview', { params: { id: dataset.id } });
  return (
    <>
      <Section title={{ vi: 'Thẩm định', en: 'Review' }}>
        <div className="stack">
          {review.dueAt ? <DecisionDue due={review.dueAt} /> : null}
          <Checklist review={review} contest={operator} />
        </div>
      </Section>
      <Claims dataset={dataset} review={review} />
      <Signatures dataset={dataset} review={review} operator={operator} />
      {review.overrides.length > 0 ? (
        <Section title={{ vi: 'Phát hiện bị phản bác', en: 'Contested findings' }}>
          <OverrideList items={review.overrides} />
        </Section>
      ) : null}
      <Appraisals review={review} />
      {review.decisions.length > 0 ? (
        <Section title={{ vi: 'Các quyết định', en: 'Decisions' }}>
          <ul className="list">
            {review.decisions.map((one) => (
              <li key={one.at} className="stack">
                <div className="meta">
                  <span>{dateTime(one.at)}</span>
                  <code>{one.action}</code>
                  <span>{one.scheme}</span>
                  {one.codes.map((code) => (
                    <Badge key={code} tone="warn">
                      {t(decisionCodes[code])}
                    </Badge>
                  ))}
                </div>
                <p>{one.note}</p>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  );
}

/** What the provider claims, beside what was counted in the files. */
function Claims({ dataset, review }: { dataset: DatasetView; review: ReviewView }) {
  const t = useT();
  const none = t({ vi: 'chưa nêu', en: 'not said' });
  const classOf = (code: keyof typeof importanceClasses | null) => (code ? t(importanceClasses[code]) : none);
  const people = [dataset.subjectsBasic, dataset.subjectsSensitive].map((one) => (one === null ? '–' : number(one)));
  const rows: readonly (readonly [{ vi: string; en: string }, string, string])[] = [
    [{ vi: 'Mức quan trọng', en: 'Importance' }, classOf(dataset.importanceClass), classOf(review.proposedClass)],
    [
      { vi: 'Số người (cơ bản / nhạy cảm)', en: 'People (basic / sensitive)' },
      people.join(' / '),
      dataset.disclosed ? t({ vi: 'đã công khai nơi khác', en: 'public elsewhere' }) : '–',
    ],
    [
      { vi: 'Số dòng', en: 'Rows' },
      dataset.quality?.completeness || none,
      dataset.rows === null ? '–' : number(dataset.rows),
    ],
    ...review.anonymity.map(
      (one) =>
        [
          { vi: `Ẩn danh, ${one.file}`, en: `Anonymity, ${one.file}` },
          one.columns.join(', '),
          `k = ${number(one.k)}${one.l === null ? '' : `, l = ${number(one.l)}`}, ${number(one.rowsBelow)} ${t({ vi: 'dòng dưới ngưỡng', en: 'rows below' })}`,
        ] as const,
    ),
  ];
  return (
    <Section title={{ vi: 'Công bố bên cạnh đo được', en: 'Claimed beside measured' }}>
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Mục', en: 'Point' })}</th>
            <th scope="col">{t({ vi: 'Bên bán công bố', en: 'The provider says' })}</th>
            <th scope="col">{t({ vi: 'Hệ thống đo', en: 'Measured' })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, said, measured]) => (
            <tr key={name.en}>
              <td>{t(name)}</td>
              <td data-label={t({ vi: 'Công bố', en: 'Claimed' })}>{said}</td>
              <td data-label={t({ vi: 'Đo được', en: 'Measured' })}>{measured}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

type SignProps = { dataset: DatasetView; review: ReviewView; operator: boolean };

function Signatures({ dataset, review, operator }: SignProps) {
  const t = useT();
  const signed = (role: 'legal' | 'data') => review.signOffs.find((one) => one.role === role);
  if (dataset.state !== 'in_review') return null;
  return (
    <Section title={{ vi: 'Chữ ký thẩm định', en: 'Signatures' }}>
      <div className="stack">
        {review.needs.length === 0 ? (
          <p className="soft">
            {t({
              vi: 'Một người quyết định là đủ: không phải dữ liệu quan trọng, không có nguồn gốc cá nhân.',
              en: 'One decision is enough: neither important data nor of personal origin.',
            })}
          </p>
        ) : (
          <Facts
            facts={review.needs.map((role) => {
              const one = signed(role);
              return [
                roleNames[role],
                one ? (
                  <span key={role}>
                    <Badge tone="good">{t({ vi: 'Đã ký', en: 'Signed' })}</Badge> {dateTime(one.at)} {one.note}
                  </span>
                ) : (
                  <Badge key={role} tone="warn">
                    {t({ vi: 'Chưa ký', en: 'Not signed' })}
                  </Badge>
                ),
              ] as const;
            })}
          />
        )}
        {operator ? <SignOff dataset={dataset} review={review} /> : null}
        {operator ? <Raise dataset={dataset} /> : null}
      </div>
    </Section>
  );
}

function SignOff({ dataset, review }: Omit<SignProps, 'operator'>) {
  const t = useT();
  const sign = useAct('signOff');
  const open = review.needs.filter((role) => !review.signOffs.some((one) => one.role === role));
  const own = review.signOffs.some((one) => one.own);
  if (open.length === 0) return null;
  if (own)
    return <Callout>{t({ vi: 'Vai còn lại do người khác ký.', en: 'Somebody else signs the other part.' })}</Callout>;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const body = { role: text('role') as 'legal', note: text('note') };
    void sign.run({ params: { id: dataset.id }, body }).catch(() => null);
  };
  return (
    <form className="form" onSubmit={submit}>
      <SelectField
        name="role"
        label={t({ vi: 'Tôi ký phần', en: 'I sign for' })}
        options={open.map((role) => ({ value: role, label: t(roleNames[role]) }))}
      />
      <TextArea name="note" required rows={2} label={t({ vi: 'Nhận xét', en: 'Note' })} />
      <Problem problem={sign.problem} />
      <div>
        <Button type="submit" kind="primary" pending={sign.pending}>
          {t({ vi: 'Ký thẩm định', en: 'Sign off' })}
        </Button>
      </div>
    </form>
  );
}

function Raise({ dataset }: { dataset: DatasetView }) {
  const t = useT();
  const raise = useAct('raiseImportance');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const body = { importanceClass: text('importanceClass') as 'important', reason: text('reason') };
    void raise.run({ params: { id: dataset.id }, body }).catch(() => null);
  };
  return (
    <details>
      <summary>{t({ vi: 'Nâng mức quan trọng', en: 'Raise the importance class' })}</summary>
      <form className="form" onSubmit={submit} style={{ marginTop: '1rem' }}>
        <SelectField
          name="importanceClass"
          label={t({ vi: 'Nâng lên', en: 'Raise to' })}
          options={(['important', 'core'] as const).map((value) => ({ value, label: t(importanceClasses[value]) }))}
        />
        <TextArea name="reason" required rows={2} label={t({ vi: 'Lý do', en: 'Reason' })} />
        <Problem problem={raise.problem} />
        <div>
          <Button type="submit" pending={raise.pending}>
            {t({ vi: 'Nâng mức', en: 'Raise' })}
          </Button>
        </div>
      </form>
    </details>
  );
}
