import type { DatasetPatch } from '../../contracts/catalogue';
import { provenanceBases } from '../../contracts/scheme/pilot-2026';
import { useT } from '../i18n';
import { type FieldsProps, readFields, useDatasetFields } from './dataset-fields';

/** The dossier of lawful origin (Decree 314/2026, Art. 17), and the State database it comes from, if any (Art. 5). */
export function ProvenanceFields(props: FieldsProps) {
  const t = useT();
  const { line, area, choice } = useDatasetFields(props);
  return (
    <>
      {choice('provenanceBasis', { vi: 'Căn cứ nguồn gốc', en: 'Basis of origin' }, provenanceBases, {
        vi: 'Hồ sơ nguồn gốc hợp pháp: Nghị định 314/2026, Điều 17.',
        en: 'Dossier of lawful origin: Decree 314/2026, Art. 17.',
      })}
      {area('provenance', { vi: 'Nguồn gốc và cách thu thập', en: 'Origin and how it was collected' }, undefined, 4)}
      <div className="grid-2">
        {line('sourceUrl', { vi: 'Địa chỉ nguồn', en: 'Source address' }, undefined, { type: 'url' })}
        {line('credit', { vi: 'Ghi công', en: 'Credit' })}
      </div>
      <fieldset className="field part">
        <legend>{t({ vi: 'Cơ sở dữ liệu nhà nước', en: 'State database' })}</legend>
        <span className="hint">
          {t({
            vi: 'Chỉ khi dữ liệu lấy từ cơ sở dữ liệu của cơ quan nhà nước (Nghị định 314/2026, Điều 5).',
            en: 'Only where the data come from a database of a State body (Decree 314/2026, Art. 5).',
          })}
        </span>
        {line('stateSource.sourceDatabase', { vi: 'Tên cơ sở dữ liệu', en: 'Name of the database' })}
        {line('stateSource.governingBody', { vi: 'Cơ quan chủ quản', en: 'Governing body' })}
      </fieldset>
    </>
  );
}

export function readProvenance(form: HTMLFormElement): DatasetPatch {
  const { text, orNull, choice } = readFields(form);
  const [sourceDatabase, governingBody] = [text('stateSource.sourceDatabase'), text('stateSource.governingBody')];
  return {
    provenanceBasis: choice('provenanceBasis'),
    provenance: text('provenance'),
    sourceUrl: orNull('sourceUrl'),
    credit: text('credit'),
    stateSource: sourceDatabase === '' && governingBody === '' ? null : { sourceDatabase, governingBody },
  };
}
