import { type KeyboardEvent, useRef, useState } from 'react';
import type { DatasetView, RevisionView } from '../../contracts/catalogue';
import {
  columnKindCodes,
  columnKinds,
  type DictionaryEntry,
  dictionaryFromCsv,
  dictionaryToCsv,
  inferEntry,
} from '../../contracts/dictionary';
import { useAct } from '../api';
import { useT } from '../i18n';
import { Button, Callout, Problem } from '../ui/parts';

/** What is said of each column, or what its name and profile suggest where nothing was said. */
function entriesOf(revision: RevisionView): DictionaryEntry[] {
  const columns = new Map(revision.files.flatMap((file) => (file.columns ?? []).map((one) => [one.name, one])));
  return [...columns.values()].map((column) => {
    const { name, description, unit, kind, codes } = column;
    return description === null ? inferEntry(column) : { name, description, unit, kind, codes };
  });
}

type Props = { dataset: DatasetView; revision: RevisionView; onSaved?: () => void };

/** The data dictionary as a table to type in: Enter and the arrows go up and down, as in a spreadsheet; CSV out and in. */
export function DictionaryEditor({ dataset, revision, onSaved }: Props) {
  const t = useT();
  const describe = useAct('describeColumns');
  const [entries, setEntries] = useState(() => entriesOf(revision));
  const [saved, setSaved] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const change = (index: number, set: Partial<DictionaryEntry>) => {
    setSaved(false);
    setEntries((all) => all.map((one, at) => (at === index ? { ...one, ...set } : one)));
  };
  const save = async () => {
    await describe.run({ params: { id: dataset.id }, body: { columns: entries } });
    setSaved(true);
    onSaved?.();
  };
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const cell = event.target as HTMLElement;
    const [row, column] = [Number(cell.dataset.row), cell.dataset.column];
    const select = cell.tagName === 'SELECT';
    const step =
      event.key === 'Enter' || (event.key === 'ArrowDown' && !select) ? 1 : event.key === 'ArrowUp' && !select ? -1 : 0;
    if (step === 0 || column === undefined) return;
    const next = table.current?.querySelector<HTMLElement>(`[data-row="${row + step}"][data-column="${column}"]`);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const read = new Map(dictionaryFromCsv(await file.text()).map((one) => [one.name, one]));
      setEntries((all) => all.map((one) => read.get(one.name) ?? one));
      setWrong(null);
      setSaved(false);
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  const cell = (
    row: number,
    column: string,
    label: string,
    value: string,
    set: (value: string) => void,
    size = 500,
  ) => (
    <input
      className="input"
      data-row={row}
      data-column={column}
      aria-label={label}
      value={value}
      maxLength={size}
      onChange={(event) => set(event.target.value)}
    />
  );
  return (
    <div className="stack">
      <p className="soft">
        {t({
          vi: 'Kiểu, đơn vị và mã được gợi ý từ dữ liệu; hãy sửa lại. Phím Enter, ↑, ↓ để đi giữa các dòng.',
          en: 'Types, units and codes are suggested from the data; correct them. Enter, ↑ and ↓ move between rows.',
        })}
      </p>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move between the fields inside */}
      <div className="table-wrap" onKeyDown={move}>
        <table className="table cards dictionary" ref={table}>
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Cột', en: 'Column' })}</th>
              <th scope="col">{t({ vi: 'Kiểu', en: 'Type' })}</th>
              <th scope="col">{t({ vi: 'Đơn vị', en: 'Unit' })}</th>
              <th scope="col">{t({ vi: 'Ý nghĩa (Việt)', en: 'Meaning (Vietnamese)' })}</th>
              <th scope="col">{t({ vi: 'Ý nghĩa (Anh)', en: 'Meaning (English)' })}</th>
              <th scope="col">{t({ vi: 'Bảng mã', en: 'Codes' })}</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((one, row) => (
              <tr key={one.name}>
                <th scope="row">
                  <code>{one.name}</code>
                </th>
                <td data-label={t({ vi: 'Kiểu', en: 'Type' })}>
                  <select
                    className="input"
                    data-row={row}
                    data-column="kind"
                    aria-label={`${one.name}: ${t({ vi: 'kiểu', en: 'type' })}`}
                    value={one.kind ?? ''}
                    onChange={(event) =>
                      change(row, { kind: columnKindCodes.find((code) => code === event.target.value) ?? null })
                    }
                  >
                    <option value="">–</option>
                    {columnKindCodes.map((code) => (
                      <option key={code} value={code}>
                        {t(columnKinds[code])}
                      </option>
                    ))}
                  </select>
                </td>
                <td data-label={t({ vi: 'Đơn vị', en: 'Unit' })}>
                  {cell(
                    row,
                    'unit',
                    `${one.name}: ${t({ vi: 'đơn vị', en: 'unit' })}`,
                    one.unit ?? '',
                    (unit) => change(row, { unit: unit || null }),
                    50,
                  )}
                </td>
                <td data-label={t({ vi: 'Ý nghĩa (Việt)', en: 'Meaning (Vietnamese)' })}>
                  {cell(row, 'vi', `${one.name}: Việt`, one.description.vi, (vi) =>
                    change(row, { description: { ...one.description, vi } }),
                  )}
                </td>
                <td data-label={t({ vi: 'Ý nghĩa (Anh)', en: 'Meaning (English)' })}>
                  {cell(row, 'en', `${one.name}: English`, one.description.en, (en) =>
                    change(row, { description: { ...one.description, en } }),
                  )}
                </td>
                <td data-label={t({ vi: 'Bảng mã', en: 'Codes' })}>
                  <Codes entry={one} change={(codes) => change(row, { codes })} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {wrong === null ? null : (
        <Callout tone="bad">
          {t({ vi: 'Tệp CSV không đúng mẫu từ điển, dòng: ', en: 'The CSV is not a dictionary; row: ' })}
          {wrong}
        </Callout>
      )}
      <Problem problem={describe.problem} />
      <div className="row">
        <Button kind="primary" pending={describe.pending} onClick={() => void save().catch(() => null)}>
          {t({ vi: 'Lưu từ điển', en: 'Save the dictionary' })}
        </Button>
        <Button onClick={() => download(`${dataset.id}-dictionary.csv`, dictionaryToCsv(entries))}>
          {t({ vi: 'Xuất CSV', en: 'Export CSV' })}
        </Button>
        <label className="button">
          {t({ vi: 'Nhập CSV', en: 'Import CSV' })}
          <input
            className="visually-hidden"
            type="file"
            accept=".csv"
            onChange={(event) => {
              void take(event.target.files?.[0]);
              event.target.value = '';
            }}
          />
        </label>
        {saved ? <span role="status">{t({ vi: 'Đã lưu.', en: 'Saved.' })}</span> : null}
      </div>
    </div>
  );
}

function Codes({ entry, change }: { entry: DictionaryEntry; change: (codes: DictionaryEntry['codes']) => void }) {
  const t = useT();
  if (entry.codes.length === 0) {
    return (
      <Button
        small
        kind="quiet"
        label={t({ vi: `Thêm mã cho ${entry.name}`, en: `Add codes to ${entry.name}` })}
        onClick={() => change([{ value: '?', vi: '', en: '' }])}
      >
        +
      </Button>
    );
  }
  const set = (at: number, part: Partial<DictionaryEntry['codes'][number]>) =>
    change(entry.codes.map((one, index) => (index === at ? { ...one, ...part } : one)));
  return (
    <details>
      <summary>
        {t({ vi: `${entry.codes.length} mã`, en: entry.codes.length === 1 ? '1 code' : `${entry.codes.length} codes` })}
      </summary>
      <div className="codes">
        {entry.codes.map((one, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a code has no name but its place while it is typed
          <div key={at} className="row">
            <input
              className="input"
              aria-label={`${entry.name} ${at + 1}: ${t({ vi: 'mã', en: 'code' })}`}
              value={one.value}
              onChange={(event) => set(at, { value: event.target.value })}
            />
            <input
              className="input"
              aria-label={`${entry.name} ${one.value}: Việt`}
              value={one.vi}
              onChange={(event) => set(at, { vi: event.target.value })}
            />
            <input
              className="input"
              aria-label={`${entry.name} ${one.value}: English`}
              value={one.en}
              onChange={(event) => set(at, { en: event.target.value })}
            />
            <Button
              small
              kind="quiet"
              label={t({ vi: `Bỏ mã ${one.value}`, en: `Remove code ${one.value}` })}
              onClick={() => change(entry.codes.filter((_, index) => index !== at))}
            >
              ×
            </Button>
          </div>
        ))}
        <Button small onClick={() => change([...entry.codes, { value: '?', vi: '', en: '' }])}>
          {t({ vi: 'Thêm mã', en: 'Add a code' })}
        </Button>
      </div>
    </details>
  );
}

function download(name: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
