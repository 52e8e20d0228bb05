import type { DatasetPatch } from '../../contracts/catalogue';
import { type FieldsProps, readFields, useDatasetFields } from './dataset-fields';

/** The quality statement, part by part (Decree 314/2026, Art. 17). */
export function QualityFields(props: FieldsProps) {
  const { line, area } = useDatasetFields(props);
  return (
    <>
      {area('quality.accuracy', { vi: 'Độ chính xác', en: 'Accuracy' })}
      {area('quality.completeness', { vi: 'Tính đầy đủ', en: 'Completeness' })}
      {area('quality.currency', { vi: 'Tính cập nhật', en: 'Currency' })}
      {area(
        'quality.consistency',
        { vi: 'Tính nhất quán', en: 'Consistency' },
        { vi: 'Không bắt buộc.', en: 'Not demanded.' },
      )}
      {area(
        'limitations',
        { vi: 'Hạn chế đã biết', en: 'Known limitations' },
        { vi: 'Bắt buộc công bố (Nghị định 314/2026, Điều 17).', en: 'Must be published (Decree 314/2026, Art. 17).' },
      )}
      <div className="grid-2">
        {line('quality.method', { vi: 'Cách đo', en: 'How it was measured' })}
        {line('quality.measuredAt', { vi: 'Ngày đo', en: 'Measured on' }, undefined, { type: 'date' })}
      </div>
    </>
  );
}

export function readQuality(form: HTMLFormElement): DatasetPatch {
  const { text, orNull } = readFields(form);
  const part = (name: string) => text(`quality.${name}`);
  const quality = {
    accuracy: part('accuracy'),
    completeness: part('completeness'),
    currency: part('currency'),
    consistency: part('consistency'),
    method: part('method'),
    measuredAt: orNull('quality.measuredAt'),
  };
  const empty = Object.values(quality).every((one) => one === '' || one === null);
  return { limitations: text('limitations'), quality: empty ? null : quality };
}
