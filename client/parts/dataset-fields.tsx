import type { DatasetPatch, DatasetView } from '../../contracts/catalogue';
import type { Bilingual } from '../../contracts/common';
import type { ProblemBody } from '../../contracts/problems';
import { sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { provinces } from '../../contracts/scheme/provinces';
import { useLanguage, useT } from '../i18n';
import { Check, formText, SelectField, TextArea, TextField } from '../ui/fields';
import { fieldError } from '../ui/parts';

/** What a part of the listing form needs: what is written so far, and what was refused. */
export type FieldsProps = { dataset?: DatasetView | undefined; problem: ProblemBody | null };

/** Fields of a dataset by name; a dotted name is a field of a part (`quality.accuracy`), its pointer `/quality/accuracy`. */
export function useDatasetFields({ dataset, problem }: FieldsProps) {
  const { language } = useLanguage();
  const t = useT();
  const wrong = (name: string) => fieldError(problem, `/${name.replace('.', '/')}`, language === 'vi');
  const said = (name: string): string => {
    const [first = '', second] = name.split('.');
    const whole = (dataset as Readonly<Record<string, unknown>> | undefined)?.[first] ?? '';
    const value = second === undefined ? whole : (whole as Readonly<Record<string, unknown>>)[second];
    return Array.isArray(value) ? value.join(', ') : String(value ?? '');
  };
  const common = (name: string, label: Bilingual, hint?: Bilingual) => ({
    ...{ name, label: t(label), wrong: wrong(name), defaultValue: said(name) },
    ...(hint ? { hint: t(hint) } : {}),
  });
  return {
    line: (name: string, label: Bilingual, hint?: Bilingual, more: object = {}) => (
      <TextField {...common(name, label, hint)} {...more} />
    ),
    area: (name: string, label: Bilingual, hint?: Bilingual, rows = 3) => (
      <TextArea {...common(name, label, hint)} rows={rows} />
    ),
    choice: (name: string, label: Bilingual, table: Readonly<Record<string, Bilingual>>, hint?: Bilingual) => (
      <SelectField
        {...common(name, label, hint)}
        options={[
          { value: '', label: t({ vi: '– chưa chọn –', en: '– not chosen –' }) },
          ...Object.entries(table).map(([value, text]) => ({ value, label: t(text) })),
        ]}
      />
    ),
  };
}

/** Reads typed fields: text, text or null, a choice or null, a whole number or null, words between commas. */
export function readFields(form: HTMLFormElement) {
  const text = formText(form);
  const orNull = (name: string) => (text(name) === '' ? null : text(name));
  return {
    text,
    orNull,
    choice: <T extends string>(name: string) => orNull(name) as T | null,
    number: (name: string) => (text(name) === '' ? null : Number(text(name))),
    words: (name: string) =>
      text(name)
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    checked: (name: string) => new FormData(form).getAll(name).map(String),
  };
}

/** Title, text, sector and coverage. */
export function DescriptionFields(props: FieldsProps) {
  const t = useT();
  const { line, area, choice } = useDatasetFields(props);
  const chosen = props.dataset?.provinces ?? [];
  return (
    <>
      {line('titleVi', { vi: 'Tên (tiếng Việt)', en: 'Title (Vietnamese)' }, undefined, { required: true })}
      {line('titleEn', { vi: 'Tên (tiếng Anh)', en: 'Title (English)' })}
      {area(
        'descriptionVi',
        { vi: 'Mô tả (tiếng Việt)', en: 'Description (Vietnamese)' },
        {
          vi: 'Ít nhất 50 ký tự khi gửi kiểm duyệt.',
          en: 'At least 50 characters when it is submitted.',
        },
        4,
      )}
      {area('descriptionEn', { vi: 'Mô tả (tiếng Anh)', en: 'Description (English)' }, undefined, 4)}
      <div className="grid-2">
        {choice('sector', { vi: 'Lĩnh vực', en: 'Sector' }, sectors)}
        {choice('updateFrequency', { vi: 'Tần suất cập nhật', en: 'Update frequency' }, updateFrequencies)}
        {line('coverageFrom', { vi: 'Dữ liệu từ ngày', en: 'Data from' }, undefined, { type: 'date' })}
        {line('coverageTo', { vi: 'Đến ngày', en: 'To' }, undefined, { type: 'date' })}
      </div>
      {line('coverageArea', { vi: 'Phạm vi không gian', en: 'Area covered' })}
      <details>
        <summary>
          {t({ vi: 'Tỉnh, thành phố có trong dữ liệu', en: 'Provinces in the data' })}
          {chosen.length > 0 ? ` (${chosen.length})` : ''}
        </summary>
        <fieldset className="field choices">
          <legend className="visually-hidden">{t({ vi: 'Tỉnh, thành phố', en: 'Provinces' })}</legend>
          {provinces.map(({ code, name }) => (
            <Check key={code} name="provinces" value={code} label={name} defaultChecked={chosen.includes(code)} />
          ))}
        </fieldset>
      </details>
      {line(
        'granularity',
        { vi: 'Mỗi dòng là gì', en: 'What one row stands for' },
        { vi: 'Ví dụ: một trạm trong một giờ.', en: 'For example: one station in one hour.' },
      )}
      {line(
        'keywords',
        { vi: 'Từ khóa', en: 'Keywords' },
        { vi: 'Cách nhau bằng dấu phẩy.', en: 'Separated by commas.' },
      )}
    </>
  );
}

export function readDescription(form: HTMLFormElement): DatasetPatch & { titleVi: string } {
  const { text, orNull, choice, words, checked } = readFields(form);
  return {
    titleVi: text('titleVi'),
    titleEn: text('titleEn'),
    descriptionVi: text('descriptionVi'),
    descriptionEn: text('descriptionEn'),
    sector: choice('sector'),
    updateFrequency: choice('updateFrequency'),
    coverageFrom: orNull('coverageFrom'),
    coverageTo: orNull('coverageTo'),
    coverageArea: text('coverageArea'),
    provinces: checked('provinces') as NonNullable<DatasetPatch['provinces']>,
    granularity: text('granularity'),
    keywords: words('keywords'),
  };
}
