import type { FormEvent, ReactNode } from 'react';
import type { DatasetInput, DatasetView } from '../../contracts/catalogue';
import type { ProblemBody } from '../../contracts/problems';
import { personalOrigins, provenanceBases, sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { useLanguage, useT } from '../i18n';
import { formText, SelectField, TextArea, TextField } from '../ui/fields';
import { Button, fieldError, Problem } from '../ui/parts';

type Props = {
  dataset?: DatasetView;
  problem: ProblemBody | null;
  pending: boolean;
  save: (input: DatasetInput) => void;
  button: ReactNode;
};

/** Everything a provider says about a dataset, in one form. */
export function DatasetForm({ dataset, problem, pending, save, button }: Props) {
  const { language } = useLanguage();
  const t = useT();
  const wrong = (name: string) => fieldError(problem, `/${name}`, language === 'vi');
  const options = (table: Readonly<Record<string, { vi: string; en: string }>>) =>
    Object.entries(table).map(([value, label]) => ({ value, label: t(label) }));
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const orNull = (name: string) => (text(name) === '' ? null : text(name));
    save({
      titleVi: text('titleVi'),
      titleEn: text('titleEn'),
      descriptionVi: text('descriptionVi'),
      descriptionEn: text('descriptionEn'),
      sector: text('sector') as DatasetInput['sector'],
      keywords: text('keywords')
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
      coverageFrom: orNull('coverageFrom'),
      coverageTo: orNull('coverageTo'),
      coverageArea: text('coverageArea'),
      updateFrequency: text('updateFrequency') as DatasetInput['updateFrequency'],
      provenanceBasis: text('provenanceBasis') as DatasetInput['provenanceBasis'],
      provenance: text('provenance'),
      sourceUrl: orNull('sourceUrl'),
      credit: text('credit'),
      limitations: text('limitations'),
      personalOrigin: text('personalOrigin') as DatasetInput['personalOrigin'],
      deidentification: orNull('deidentification'),
    });
  };
  const line = (name: keyof DatasetInput, vi: string, en: string, more: object = {}) => (
    <TextField
      name={name}
      label={t({ vi, en })}
      wrong={wrong(name)}
      defaultValue={String(dataset?.[name] ?? '')}
      {...more}
    />
  );
  const area = (name: keyof DatasetInput, vi: string, en: string, hint?: string) => (
    <TextArea
      name={name}
      label={t({ vi, en })}
      wrong={wrong(name)}
      required
      defaultValue={String(dataset?.[name] ?? '')}
      hint={hint}
    />
  );
  return (
    <form className="form" onSubmit={submit} noValidate>
      {line('titleVi', 'Tên (tiếng Việt)', 'Title (Vietnamese)', { required: true })}
      {line('titleEn', 'Tên (tiếng Anh)', 'Title (English)', { required: true })}
      {area(
        'descriptionVi',
        'Mô tả (tiếng Việt)',
        'Description (Vietnamese)',
        t({ vi: 'Ít nhất 50 ký tự.', en: 'At least 50 characters.' }),
      )}
      {area('descriptionEn', 'Mô tả (tiếng Anh)', 'Description (English)')}
      <div className="grid-2">
        <SelectField
          name="sector"
          label={t({ vi: 'Lĩnh vực', en: 'Sector' })}
          options={options(sectors)}
          defaultValue={dataset?.sector}
        />
        <SelectField
          name="updateFrequency"
          label={t({ vi: 'Tần suất cập nhật', en: 'Update frequency' })}
          options={options(updateFrequencies)}
          defaultValue={dataset?.updateFrequency}
        />
        {line('coverageFrom', 'Dữ liệu từ ngày', 'Data from', { type: 'date' })}
        {line('coverageTo', 'Đến ngày', 'To', { type: 'date' })}
      </div>
      {line('coverageArea', 'Phạm vi không gian', 'Area covered', { required: true })}
      <TextField
        name="keywords"
        label={t({ vi: 'Từ khóa', en: 'Keywords' })}
        hint={t({ vi: 'Cách nhau bằng dấu phẩy.', en: 'Separated by commas.' })}
        defaultValue={dataset?.keywords.join(', ') ?? ''}
      />
      <SelectField
        name="provenanceBasis"
        label={t({ vi: 'Căn cứ nguồn gốc', en: 'Basis of origin' })}
        options={options(provenanceBases)}
        defaultValue={dataset?.provenanceBasis}
        hint={t({
          vi: 'Hồ sơ nguồn gốc hợp pháp: Nghị định 314/2026, Điều 17.',
          en: 'Dossier of lawful origin: Decree 314/2026, Art. 17.',
        })}
      />
      <SelectField
        name="personalOrigin"
        label={t({ vi: 'Nguồn gốc cá nhân', en: 'Personal origin' })}
        options={options(personalOrigins)}
        defaultValue={dataset?.personalOrigin}
        hint={t({
          vi: 'Dữ liệu cá nhân không được giao dịch (Nghị định 314/2026, Điều 4).',
          en: 'Personal data is not traded (Decree 314/2026, Art. 4).',
        })}
      />
      <TextArea
        name="deidentification"
        label={t({ vi: 'Báo cáo khử nhận dạng', en: 'Report on de-identification' })}
        wrong={wrong('deidentification')}
        defaultValue={dataset?.deidentification ?? ''}
        hint={t({
          vi: 'Bắt buộc khi có nguồn gốc cá nhân: kỹ thuật theo từng cột, rủi ro còn lại, ai làm và khi nào.',
          en: 'Demanded with a personal origin: technique by column, risk that is left, by whom and when.',
        })}
      />
      {area('provenance', 'Nguồn gốc và cách thu thập', 'Origin and how it was collected')}
      {line('sourceUrl', 'Địa chỉ nguồn', 'Source address', { type: 'url' })}
      {line('credit', 'Ghi công', 'Credit', { required: true })}
      {area(
        'limitations',
        'Hạn chế đã biết',
        'Known limitations',
        t({ vi: 'Bắt buộc công bố (Điều 17).', en: 'Must be published (Art. 17).' }),
      )}
      <Problem problem={problem} />
      <div>
        <Button type="submit" kind="primary" pending={pending}>
          {button}
        </Button>
      </div>
    </form>
  );
}
