import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { BidInput, BidView } from '../../contracts/bids';
import { purposeLabels, purposes } from '../../contracts/licences/policy';
import type { ProblemBody } from '../../contracts/problems';
import { bidFindings } from '../../contracts/scheme/bids';
import { sectors } from '../../contracts/scheme/pilot-2026';
import { call } from '../api';
import { useLanguage, useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, Callout, fieldError, Problem, Section } from '../ui/parts';

type Props = {
  bid?: BidView;
  problem: ProblemBody | null;
  pending: boolean;
  button: string;
  save: (input: BidInput) => void;
};

/** What a bid says at least (Decree 314/2026, Art. 8(1)): what data, for what, which rights. Similar listings are shown first. */
export function BidForm({ bid, problem, pending, button, save }: Props) {
  const { t, language } = useLanguage();
  const [title, setTitle] = useState(bid?.title ?? '');
  const [written, setWritten] = useState('');
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(inputIn(event.currentTarget));
  };
  const field = (name: keyof BidInput) => ({ name, wrong: fieldError(problem, `/${name}`, language === 'vi') });
  const [finding] = bidFindings([title, written]);
  return (
    <form
      className="form"
      onSubmit={submit}
      onInput={(event) => {
        const form = event.currentTarget;
        setWritten([...form.querySelectorAll('textarea')].map((one) => one.value).join('\n'));
      }}
    >
      <Section title={{ vi: 'Cần dữ liệu gì', en: 'What data' }}>
        <TextField
          {...field('title')}
          required
          label={t({ vi: 'Tên dữ liệu cần mua', en: 'Name of the data' })}
          defaultValue={bid?.title}
          onType={setTitle}
        />
        <Similar title={title} />
        <TextArea
          {...field('description')}
          required
          rows={5}
          label={t({ vi: 'Nội dung', en: 'Content' })}
          hint={t({
            vi: 'Mức chi tiết, các cột cần có. Không hỏi dữ liệu nhận dạng cá nhân.',
            en: 'Level of detail and columns. Do not ask for data that identifies persons.',
          })}
          defaultValue={bid?.description}
        />
        {finding ? <Callout tone="bad">{t(finding.sentence)}</Callout> : null}
        <SelectField
          {...field('sector')}
          label={t({ vi: 'Lĩnh vực', en: 'Field' })}
          options={Object.entries(sectors).map(([value, label]) => ({ value, label: t(label) }))}
          defaultValue={bid?.sector}
        />
        <div className="grid-2">
          <TextField
            {...field('periodFrom')}
            type="date"
            label={t({ vi: 'Dữ liệu từ ngày', en: 'Period from' })}
            defaultValue={bid?.periodFrom ?? undefined}
          />
          <TextField
            {...field('periodTo')}
            type="date"
            label={t({ vi: 'Đến ngày', en: 'To' })}
            defaultValue={bid?.periodTo ?? undefined}
          />
        </div>
        <TextField
          {...field('scope')}
          required
          label={t({ vi: 'Phạm vi', en: 'Scope' })}
          hint={t({ vi: 'Địa bàn, đối tượng', en: 'Territory and population' })}
          defaultValue={bid?.scope}
        />
        <TextField
          {...field('delivery')}
          required
          label={t({ vi: 'Hình thức và cách giao', en: 'Form and delivery' })}
          defaultValue={bid?.delivery}
        />
        <TextArea
          {...field('quality')}
          required
          rows={3}
          label={t({ vi: 'Yêu cầu chất lượng, kỹ thuật', en: 'Quality and technical needs' })}
          defaultValue={bid?.quality}
        />
      </Section>
      <Section title={{ vi: 'Để làm gì', en: 'What for' }}>
        <SelectField
          {...field('purpose')}
          label={t({ vi: 'Mục đích', en: 'Purpose' })}
          options={purposes.map((value) => ({ value, label: t(purposeLabels[value]) }))}
          defaultValue={bid?.purpose}
        />
        <TextArea
          {...field('purposeText')}
          required
          rows={3}
          label={t({ vi: 'Mô tả mục đích', en: 'The purpose in words' })}
          defaultValue={bid?.purposeText}
        />
      </Section>
      <Section title={{ vi: 'Quyền và điều kiện', en: 'Rights and conditions' }}>
        <TextField
          {...field('months')}
          type="number"
          min={1}
          max={120}
          label={t({ vi: 'Thời hạn sử dụng (tháng)', en: 'Term of use (months)' })}
          hint={t({ vi: 'Để trống: không giới hạn', en: 'Empty: without limit' })}
          defaultValue={bid?.months ?? undefined}
        />
        <TextArea
          {...field('rights')}
          required
          rows={3}
          label={t({ vi: 'Quyền mong muốn, điều kiện khác', en: 'Wanted rights and other conditions' })}
          defaultValue={bid?.rights}
        />
        <TextField
          {...field('budgetVnd')}
          type="number"
          min={0}
          step={1}
          label={t({ vi: 'Ngân sách dự kiến (₫, trước thuế)', en: 'Budget (₫, before VAT)' })}
          hint={t({ vi: 'Để trống: chờ báo giá', en: 'Empty: open to proposals' })}
          defaultValue={bid?.budgetVnd ?? undefined}
        />
        <TextField
          {...field('closesOn')}
          type="date"
          required
          label={t({ vi: 'Nhận trả lời đến hết ngày', en: 'Answers until the end of' })}
          defaultValue={bid?.closesOn}
        />
      </Section>
      <Problem problem={problem} />
      <div>
        <Button type="submit" kind="primary" pending={pending}>
          {button}
        </Button>
      </div>
    </form>
  );
}

function inputIn(form: HTMLFormElement): BidInput {
  const text = formText(form);
  const number = (name: string) => (text(name) === '' ? null : Number(text(name)));
  const date = (name: string) => (text(name) === '' ? null : text(name));
  return {
    ...{ title: text('title'), description: text('description'), sector: text('sector') as BidInput['sector'] },
    ...{ periodFrom: date('periodFrom'), periodTo: date('periodTo'), scope: text('scope'), delivery: text('delivery') },
    ...{ quality: text('quality'), purpose: text('purpose') as BidInput['purpose'], purposeText: text('purposeText') },
    ...{ months: number('months'), rights: text('rights'), budgetVnd: number('budgetVnd') },
    closesOn: text('closesOn'),
  };
}

/** Listings that may already be what is wanted: a bid is for what is not on the exchange yet. */
export function Similar({ title }: { title: string }) {
  const t = useT();
  const titled = useTitle();
  const q = title.trim();
  const { data } = useQuery({
    queryKey: ['similar', q],
    queryFn: () => call('browseDatasets', { query: { q, limit: 3 } }),
    enabled: q.length >= 5,
    staleTime: 60_000,
  });
  if (!data || data.items.length === 0) return null;
  return (
    <Callout>
      <p>{t({ vi: 'Đã có trên sàn, có thể là dữ liệu bạn cần:', en: 'Already listed, and maybe what you need:' })}</p>
      <ul>
        {data.items.map((card) => (
          <li key={card.id}>
            <Link to={paths.dataset(card.id)}>{titled(card)}</Link>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
