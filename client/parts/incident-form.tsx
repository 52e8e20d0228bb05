import type { FormEvent, ReactNode } from 'react';
import type { ProblemBody } from '../../contracts/problems';
import type { IncidentReport } from '../../contracts/supervision';
import { useLanguage } from '../i18n';
import { formText, TextArea, TextField } from '../ui/fields';
import { Button, fieldError, Problem } from '../ui/parts';

/** Names of the report's fields: those of the notice of a breach (Form 08). */
export const reportFields = {
  title: { vi: 'Tên sự cố', en: 'Title' },
  happenedAt: { vi: 'Xảy ra lúc (giờ Việt Nam)', en: 'Happened at (UTC+7)' },
  place: { vi: 'Địa điểm, hệ thống', en: 'Place or system' },
  act: { vi: 'Hành vi, diễn biến', en: 'What was done' },
  parties: { vi: 'Tổ chức, cá nhân liên quan', en: 'Who is involved' },
  dataKinds: { vi: 'Loại dữ liệu', en: 'Kinds of data' },
  records: { vi: 'Số bản ghi', en: 'Number of records' },
  dpoContact: { vi: 'Liên hệ người phụ trách bảo vệ dữ liệu', en: 'Contact of the data protection officer' },
  effect: { vi: 'Hậu quả', en: 'Effect' },
  measures: { vi: 'Biện pháp đã và sẽ làm', en: 'Measures taken and planned' },
} as const;

type Props = {
  report: IncidentReport | null;
  problem: ProblemBody | null;
  pending: boolean;
  button: string;
  save: (report: IncidentReport, text: (name: string) => string) => void;
  children?: ReactNode;
};

const long = ['act', 'parties', 'dataKinds', 'effect', 'measures'] as const;

/** The report of an incident; it may be completed until it is sent. */
export function IncidentForm({ report, problem, pending, button, save, children }: Props) {
  const { t, language } = useLanguage();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const happened = momentOf(text('happenedAt'));
    const records = text('records');
    save(
      {
        ...{ title: text('title'), place: text('place'), act: text('act'), parties: text('parties') },
        ...{ dataKinds: text('dataKinds'), dpoContact: text('dpoContact'), effect: text('effect') },
        ...{ measures: text('measures'), happenedAt: happened, records: records === '' ? null : Number(records) },
      },
      text,
    );
  };
  const common = (name: keyof IncidentReport) => ({
    name,
    label: t(reportFields[name]),
    wrong: fieldError(problem, `/report/${name}`, language === 'vi'),
  });
  return (
    <form className="form" onSubmit={submit}>
      {children}
      <TextField {...common('title')} required defaultValue={report?.title} />
      <TextField {...common('happenedAt')} type="datetime-local" defaultValue={localOf(report?.happenedAt ?? null)} />
      <TextField {...common('place')} defaultValue={report?.place} />
      {long.map((name) => (
        <TextArea key={name} {...common(name)} defaultValue={report?.[name]} rows={3} />
      ))}
      <TextField {...common('records')} type="number" min={0} defaultValue={report?.records ?? undefined} />
      <TextField {...common('dpoContact')} defaultValue={report?.dpoContact} />
      <Problem problem={problem} />
      <div>
        <Button type="submit" kind="primary" pending={pending}>
          {button}
        </Button>
      </div>
    </form>
  );
}

/** What a field for date and time holds is UTC+7, wherever the reader is. */
export function momentOf(local: string): string | null {
  return local === '' ? null : new Date(`${local}:00+07:00`).toISOString();
}

export function localOf(moment: string | null): string | undefined {
  if (moment === null) return undefined;
  return new Date(Date.parse(moment) + 7 * 3_600_000).toISOString().slice(0, 16);
}
