import type { DatasetPatch } from '../../contracts/catalogue';
import { provenanceBases } from '../../contracts/scheme/pilot-2026';
import { declarationCodes, declarations } from '../../contracts/scheme/thresholds';
import { useT } from '../i18n';
import { Check, CheckGroup } from '../ui/fields';
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
      <CheckGroup
        legend={t({ vi: 'Cam kết của bên bán', en: 'The provider declares' })}
        hint={t({ vi: 'Luật Dữ liệu, Điều 42.', en: 'Law on Data, Art. 42.' })}
      >
        {declarationCodes.map((code) => (
          <Check
            key={code}
            name="declarations"
            value={code}
            label={t(declarations[code])}
            defaultChecked={props.dataset?.declarations.includes(code) ?? false}
          />
        ))}
      </CheckGroup>
    </>
  );
}

export function readProvenance(form: HTMLFormElement): DatasetPatch {
  const { text, orNull, choice, checked } = readFields(form);
  const [sourceDatabase, governingBody] = [text('stateSource.sourceDatabase'), text('stateSource.governingBody')];
  return {
    provenanceBasis: choice('provenanceBasis'),
    provenance: text('provenance'),
    sourceUrl: orNull('sourceUrl'),
    credit: text('credit'),
    declarations: checked('declarations') as NonNullable<DatasetPatch['declarations']>,
    stateSource: sourceDatabase === '' && governingBody === '' ? null : { sourceDatabase, governingBody },
  };
}
