import type { FormEvent } from 'react';
import type { DatasetView, RevisionView } from '../../contracts/catalogue';
import { useAct } from '../api';
import { useT } from '../i18n';
import { formText } from '../ui/fields';
import { Button, Problem } from '../ui/parts';

/** The data dictionary as a table to type in: meaning in both languages and unit of each column. */
export function DictionaryEditor({ dataset, revision }: { dataset: DatasetView; revision: RevisionView }) {
  const t = useT();
  const describe = useAct('describeColumns');
  const columns = [
    ...new Map(revision.files.flatMap((file) => (file.columns ?? []).map((one) => [one.name, one]))).values(),
  ];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const said = columns.map((one, index) => ({
      name: one.name,
      description: { vi: text(`vi-${index}`), en: text(`en-${index}`) },
      unit: text(`unit-${index}`) === '' ? null : text(`unit-${index}`),
    }));
    void describe.run({ params: { id: dataset.id }, body: { columns: said } }).catch(() => null);
  };
  const cell = (name: string, label: string, value: string) => (
    <input className="input" name={name} aria-label={label} defaultValue={value} maxLength={500} />
  );
  return (
    <details>
      <summary>
        {t({ vi: `Từ điển dữ liệu (${columns.length} cột)`, en: `Data dictionary (${columns.length} columns)` })}
      </summary>
      <form className="stack" onSubmit={submit}>
        <div className="table-wrap">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Cột', en: 'Column' })}</th>
                <th scope="col">{t({ vi: 'Ý nghĩa (Việt)', en: 'Meaning (Vietnamese)' })}</th>
                <th scope="col">{t({ vi: 'Ý nghĩa (Anh)', en: 'Meaning (English)' })}</th>
                <th scope="col">{t({ vi: 'Đơn vị', en: 'Unit' })}</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((one, index) => (
                <tr key={one.name}>
                  <td>
                    <code>{one.name}</code>
                    <div className="faint">{one.type.slice(0, 20)}</div>
                  </td>
                  <td>{cell(`vi-${index}`, `${one.name}: Việt`, one.description?.vi ?? '')}</td>
                  <td>{cell(`en-${index}`, `${one.name}: English`, one.description?.en ?? '')}</td>
                  <td>{cell(`unit-${index}`, `${one.name}: ${t({ vi: 'đơn vị', en: 'unit' })}`, one.unit ?? '')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <Problem problem={describe.problem} />
        <div>
          <Button type="submit" pending={describe.pending}>
            {t({ vi: 'Lưu từ điển', en: 'Save the dictionary' })}
          </Button>
        </div>
      </form>
    </details>
  );
}
