import type { ColumnProfileView, DatasetView, FileView, RevisionView, SampleView } from '../../contracts/catalogue';
import { blockingCode, personalKinds } from '../../contracts/scheme/personal-data';
import { personalOrigins, provenanceBases, sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { useData } from '../api';
import { bytes, date, number, percent, period } from '../format';
import { useLanguage, useT } from '../i18n';
import { Callout, Facts, Hash, Section, Share } from '../ui/parts';

/** What people weigh before they buy. */
export function DatasetFacts({ dataset }: { dataset: DatasetView }) {
  const { t } = useLanguage();
  const revision = dataset.currentRevision;
  return (
    <Section title={{ vi: 'Thông tin chính', en: 'Main facts' }}>
      <Facts
        facts={[
          [{ vi: 'Lĩnh vực', en: 'Sector' }, t(sectors[dataset.sector as keyof typeof sectors])],
          [
            { vi: 'Thời gian', en: 'Period' },
            dataset.coverageFrom ? period(dataset.coverageFrom, dataset.coverageTo) : null,
          ],
          [{ vi: 'Phạm vi', en: 'Coverage' }, dataset.coverageArea],
          [
            { vi: 'Cập nhật', en: 'Updated' },
            t(updateFrequencies[dataset.updateFrequency as keyof typeof updateFrequencies]),
          ],
          [{ vi: 'Số dòng (đo được)', en: 'Rows (measured)' }, dataset.rows === null ? null : number(dataset.rows)],
          [
            { vi: 'Phiên bản', en: 'Revision' },
            revision ? `${revision.number} · ${date(revision.publishedAt ?? revision.createdAt)}` : null,
          ],
          [{ vi: 'Từ khóa', en: 'Keywords' }, dataset.keywords.length > 0 ? dataset.keywords.join(', ') : null],
          [
            { vi: 'Căn cứ nguồn gốc', en: 'Basis of origin' },
            t(provenanceBases[dataset.provenanceBasis as keyof typeof provenanceBases]),
          ],
          [{ vi: 'Nguồn gốc cá nhân', en: 'Personal origin' }, t(personalOrigins[dataset.personalOrigin])],
          [{ vi: 'Khử nhận dạng', en: 'De-identification' }, dataset.deidentification],
          [{ vi: 'Nguồn gốc', en: 'Origin' }, dataset.provenance],
          [
            { vi: 'Địa chỉ nguồn', en: 'Source address' },
            dataset.sourceUrl ? (
              <a key="source" href={dataset.sourceUrl} rel="noreferrer nofollow">
                {dataset.sourceUrl}
              </a>
            ) : null,
          ],
          [{ vi: 'Ghi công', en: 'Credit' }, dataset.credit],
          [{ vi: 'Hạn chế đã biết', en: 'Known limitations' }, dataset.limitations],
        ]}
      />
    </Section>
  );
}

/** Every file of a revision: hash, dictionary with its profile, and the first rows. */
export function RevisionFiles({ revision }: { revision: RevisionView }) {
  const samples = useData('getSample', { params: { id: revision.id } }).items;
  return (
    <>
      {revision.files.map((file) => (
        <FileDetail key={file.id} file={file} sample={samples.find((one) => one.fileId === file.id)} />
      ))}
    </>
  );
}

function FileDetail({ file, sample }: { file: FileView; sample: SampleView | undefined }) {
  const { t, language } = useLanguage();
  return (
    <Section title={{ vi: `Tệp ${file.name}`, en: `File ${file.name}` }}>
      <div className="stack">
        <div className="meta">
          <span>{file.format.toUpperCase()}</span>
          <span>{bytes(file.bytes, language)}</span>
          {file.rows === null ? null : (
            <span>
              {number(file.rows)} {t({ vi: 'dòng', en: 'rows' })}
            </span>
          )}
          <span>
            SHA-256 <Hash value={file.sha256} />
          </span>
        </div>
        {file.personal ? <PersonalData findings={file.personal} /> : null}
        {file.columns ? <Dictionary columns={file.columns} rows={file.rows ?? 0} /> : null}
        {sample && sample.rows.length > 0 ? (
          <details open={file.columns !== null && file.columns.length < 12}>
            <summary>
              {t({ vi: `Mẫu ${sample.rows.length} dòng đầu`, en: `Sample: the first ${sample.rows.length} rows` })}
            </summary>
            <SampleTable sample={sample} name={file.name} />
          </details>
        ) : null}
      </div>
    </Section>
  );
}

/** What the scan found, for the provider, the reviewer and the regulator. */
function PersonalData({ findings }: { findings: NonNullable<FileView['personal']> }) {
  const t = useT();
  if (findings.length === 0) {
    return (
      <Callout tone="good">
        {t({
          vi: 'Đã quét mọi dòng: không thấy dấu hiệu dữ liệu cá nhân.',
          en: 'Every row was scanned: no sign of personal data.',
        })}
      </Callout>
    );
  }
  const worst = findings.some((one) => blockingCode(one)) ? 'bad' : 'warn';
  return (
    <Callout tone={worst} title={t({ vi: 'Dấu hiệu dữ liệu cá nhân', en: 'Signs of personal data' })}>
      <ul>
        {findings.map((one) => (
          <li key={one.column + one.kind}>
            <code>{one.column}</code>: {t(personalKinds[one.kind].name)},{' '}
            {t({ vi: `${number(one.hits)} dòng`, en: `${number(one.hits)} rows` })} ({Math.round(one.share * 1000) / 10}{' '}
            %)
            {', '}
            <code>{one.examples.join(', ')}</code> {blockingCode(one) ?? ''}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Dictionary({ columns, rows }: { columns: readonly ColumnProfileView[]; rows: number }) {
  const { t, language } = useLanguage();
  const th = (vi: string, en: string, className?: string) => (
    <th scope="col" className={className}>
      {t({ vi, en })}
    </th>
  );
  return (
    <section className="table-wrap" aria-label={t({ vi: 'Từ điển dữ liệu', en: 'Data dictionary' })}>
      <table className="table cards">
        <thead>
          <tr>
            {th('Cột', 'Column')}
            {th('Ý nghĩa', 'Meaning')}
            {th('Kiểu', 'Type')}
            {th('Trống', 'Nulls', 'number')}
            {th('Giá trị khác nhau', 'Distinct', 'number')}
            {th('Nhỏ nhất – lớn nhất', 'Least – greatest')}
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}>
              <td>
                <code>{column.name}</code>
              </td>
              <td data-label={t({ vi: 'Ý nghĩa', en: 'Meaning' })}>
                {column.description ? t(column.description) : <span className="faint">–</span>}
                {column.unit ? <span className="faint"> ({column.unit})</span> : null}
              </td>
              <td data-label={t({ vi: 'Kiểu', en: 'Type' })} className="faint">
                {column.type.length > 24 ? `${column.type.slice(0, 24)}…` : column.type}
              </td>
              <td data-label={t({ vi: 'Trống', en: 'Nulls' })} className="number">
                <span>
                  <Share value={rows === 0 ? 0 : column.nulls / rows} />
                  {percent(rows === 0 ? 0 : column.nulls / rows, language)}
                </span>
              </td>
              <td data-label={t({ vi: 'Khác nhau', en: 'Distinct' })} className="number">
                {number(column.distinct)}
              </td>
              <td data-label={t({ vi: 'Khoảng', en: 'Range' })} className="faint">
                {column.min === null ? '–' : `${short(column.min)} – ${short(column.max ?? '')}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function short(text: string): string {
  return text.length > 22 ? `${text.slice(0, 21)}…` : text;
}

function SampleTable({ sample, name }: { sample: SampleView; name: string }) {
  const t = useT();
  return (
    <section className="table-wrap" tabIndex={0} aria-label={t({ vi: `Mẫu của ${name}`, en: `Sample of ${name}` })}>
      <table className="table data">
        <thead>
          <tr>
            {sample.columns.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name than their place
            <tr key={index}>
              {row.map((cell, place) => (
                <td key={sample.columns[place]}>{textOf(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}
