import { useState } from 'react';
import type { DatasetPatch } from '../../contracts/catalogue';
import { activities, importanceClasses, productKinds, sharingClasses } from '../../contracts/scheme/classes';
import { personalOrigins } from '../../contracts/scheme/pilot-2026';
import { useT } from '../i18n';
import { Check, SelectField } from '../ui/fields';
import { type FieldsProps, readFields, useDatasetFields } from './dataset-fields';

/** Kind, classes, head-counts and personal origin: what the law asks before anything is listed. */
export function ClassificationFields(props: FieldsProps) {
  const { dataset } = props;
  const t = useT();
  const { line, area, choice } = useDatasetFields(props);
  const [kind, setKind] = useState<string>(dataset?.productKind ?? '');
  const [origin, setOrigin] = useState<string>(dataset?.personalOrigin ?? '');
  const none = { value: '', label: t({ vi: '– chưa chọn –', en: '– not chosen –' }) };
  const options = (table: Readonly<Record<string, { vi: string; en: string }>>) => [
    none,
    ...Object.entries(table).map(([value, text]) => ({ value, label: t(text) })),
  ];
  return (
    <>
      <div className="grid-2">
        <SelectField
          name="productKind"
          label={t({ vi: 'Loại sản phẩm', en: 'Kind of product' })}
          options={options(productKinds)}
          defaultValue={kind}
          onChoose={setKind}
        />
        {choice('activity', { vi: 'Hoạt động dữ liệu', en: 'Data activity' }, activities)}
      </div>
      {kind === 'value_added_product' ? (
        <fieldset className="field part">
          <legend>{t({ vi: 'Sản phẩm có giá trị gia tăng', en: 'Value-added product' })}</legend>
          <span className="hint">
            {t({
              vi: 'Trang sẽ ghi “không phải dữ liệu gốc” (Nghị định 314/2026, Điều 7).',
              en: 'The page will say “not original data” (Decree 314/2026, Art. 7).',
            })}
          </span>
          {area('valueAdded.method', { vi: 'Phương pháp', en: 'Method' })}
          {area('valueAdded.inputs', { vi: 'Nguồn dữ liệu đầu vào', en: 'Input sources' })}
          {line('valueAdded.updateFrequency', { vi: 'Chu kỳ làm lại', en: 'How often it is made anew' })}
        </fieldset>
      ) : null}
      <div className="grid-2">
        {choice('sharingClass', { vi: 'Theo tính chất chia sẻ', en: 'By nature of sharing' }, sharingClasses, {
          vi: 'Luật Dữ liệu, Điều 13.',
          en: 'Law on Data, Art. 13.',
        })}
        {choice('importanceClass', { vi: 'Theo mức quan trọng', en: 'By importance' }, importanceClasses, {
          vi: 'Hệ thống đề xuất theo số người; không hạ được dưới mức đề xuất.',
          en: 'Proposed from the head-counts; it cannot be set below that.',
        })}
      </div>
      <fieldset className="field part">
        <legend>{t({ vi: 'Nguồn gốc cá nhân', en: 'Personal origin' })}</legend>
        <SelectField
          name="personalOrigin"
          label={t({ vi: 'Dữ liệu có từ cá nhân không', en: 'Does the data come from persons' })}
          options={options(personalOrigins)}
          defaultValue={origin}
          onChoose={setOrigin}
          hint={t({
            vi: 'Dữ liệu cá nhân không được giao dịch (Nghị định 314/2026, Điều 4).',
            en: 'Personal data is not traded (Decree 314/2026, Art. 4).',
          })}
        />
        {origin === 'aggregate' || origin === 'deidentified' ? (
          <>
            {area(
              'deidentification',
              { vi: 'Báo cáo khử nhận dạng', en: 'Report on de-identification' },
              {
                vi: 'Kỹ thuật theo từng cột, rủi ro còn lại, ai làm và khi nào. Mã hóa hoặc băm không phải là khử nhận dạng.',
                en: 'Technique by column, risk that is left, by whom and when. Encryption or hashing is no de-identification.',
              },
            )}
            {line(
              'quasiIdentifiers',
              { vi: 'Cột gián tiếp nhận dạng', en: 'Quasi-identifiers' },
              {
                vi: 'Tên các cột mà ghép lại có thể chỉ ra một người (tuổi, giới, xã…), cách nhau bằng dấu phẩy. k-ẩn danh tính trên các cột này.',
                en: 'Columns that together may single out a person (age, sex, commune…), separated by commas. k-anonymity is computed over them.',
              },
            )}
          </>
        ) : null}
        <div className="grid-2">
          {line(
            'subjectsBasic',
            { vi: 'Số người có dữ liệu cơ bản', en: 'People with basic data' },
            { vi: 'Để trống nếu không về cá nhân.', en: 'Empty if it is not about persons.' },
            { type: 'number', min: 0 },
          )}
          {line(
            'subjectsSensitive',
            { vi: 'Số người có dữ liệu nhạy cảm', en: 'People with sensitive data' },
            undefined,
            {
              type: 'number',
              min: 0,
            },
          )}
        </div>
        <Check
          name="disclosed"
          label={t({ vi: 'Dữ liệu đã được công khai ở nơi khác', en: 'The data is public elsewhere already' })}
          defaultChecked={dataset?.disclosed ?? false}
        />
      </fieldset>
    </>
  );
}

export function readClassification(form: HTMLFormElement): DatasetPatch {
  const { text, orNull, choice, number, words, checked } = readFields(form);
  return {
    productKind: choice('productKind'),
    activity: choice('activity'),
    valueAdded:
      text('productKind') === 'value_added_product'
        ? {
            method: text('valueAdded.method'),
            inputs: text('valueAdded.inputs'),
            updateFrequency: text('valueAdded.updateFrequency'),
          }
        : null,
    sharingClass: choice('sharingClass'),
    importanceClass: choice('importanceClass'),
    personalOrigin: choice('personalOrigin'),
    deidentification: orNull('deidentification'),
    quasiIdentifiers: words('quasiIdentifiers'),
    subjectsBasic: number('subjectsBasic'),
    subjectsSensitive: number('subjectsSensitive'),
    disclosed: checked('disclosed').length > 0,
  };
}
