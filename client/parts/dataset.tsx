import type { ColumnProfileView, DatasetView, FileView, RevisionView, SampleView } from '../../contracts/catalogue';
import type { Bilingual } from '../../contracts/common';
import { columnKinds } from '../../contracts/dictionary';
import {
  activities,
  importanceClasses,
  isService,
  notOriginal,
  productKinds,
  sharingClasses,
} from '../../contracts/scheme/classes';
import { blockingCode, personalKinds } from '../../contracts/scheme/personal-data';
import { personalOrigins, provenanceBases, sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { provinces } from '../../contracts/scheme/provinces';
import { useData } from '../api';
import { bytes, date, number, period } from '../format';
import { useLanguage, useT } from '../i18n';
import { Badge, Callout, Facts, Hash, Section } from '../ui/parts';
import { Histogram } from '../ui/profile';
import { NullShare } from './measured';

/** The label of the table, or null where nothing was chosen. */
function useChosen() {
  const t = useT();
  return <K extends string>(table: Readonly<Record<K, Bilingual>>, code: K | null) =>
    code === null ? null : t(table[code]);
}

const text = (value: string | null) => (value === null || value === '' ? null : value);

/** Kind, classes and personal origin as labels beside the title. */
export function ClassBadges({ dataset }: { dataset: DatasetView }) {
  const t = useT();
  const { productKind, sharingClass, importanceClass, personalOrigin } = dataset;
  return (
    <>
      {productKind === 'value_added_product' ? <Badge tone="warn">{t(notOriginal)}</Badge> : null}
      {isService(productKind) && productKind ? <Badge tone="info">{t(productKinds[productKind])}</Badge> : null}
      {sharingClass && sharingClass !== 'not_state' ? <Badge>{t(sharingClasses[sharingClass])}</Badge> : null}
      {importanceClass && importanceClass !== 'other' ? (
        <Badge tone="bad">{t(importanceClasses[importanceClass])}</Badge>
      ) : null}
      {personalOrigin && personalOrigin !== 'none' ? (
        <Badge tone="warn">{t({ vi: 'Có nguồn gốc cá nhân', en: 'Of personal origin' })}</Badge>
      ) : null}
    </>
  );
}

/** What people weigh before they buy. */
export function DatasetFacts({ dataset }: { dataset: DatasetView }) {
  const chosen = useChosen();
  const revision = dataset.currentRevision;
  const names = dataset.provinces.map((code) => provinces.find((one) => one.code === code)?.name ?? code);
  return (
    <>
      <Section title={{ vi: 'Thông tin chính', en: 'Main facts' }}>
        <Facts
          facts={[
            [{ vi: 'Lĩnh vực', en: 'Sector' }, chosen(sectors, dataset.sector)],
            [{ vi: 'Loại sản phẩm', en: 'Kind of product' }, chosen(productKinds, dataset.productKind)],
            [{ vi: 'Hoạt động dữ liệu', en: 'Data activity' }, chosen(activities, dataset.activity)],
            [
              { vi: 'Thời gian', en: 'Period' },
              dataset.coverageFrom ? period(dataset.coverageFrom, dataset.coverageTo) : null,
            ],
            [{ vi: 'Phạm vi', en: 'Coverage' }, text(dataset.coverageArea)],
            [{ vi: 'Tỉnh, thành phố', en: 'Provinces' }, text(names.join(', '))],
            [{ vi: 'Mỗi dòng là', en: 'One row is' }, text(dataset.granularity)],
            [{ vi: 'Cập nhật', en: 'Updated' }, chosen(updateFrequencies, dataset.updateFrequency)],
            [{ vi: 'Số dòng (đo được)', en: 'Rows (measured)' }, dataset.rows === null ? null : number(dataset.rows)],
            [
              { vi: 'Phiên bản', en: 'Revision' },
              revision ? `${revision.number} · ${date(revision.publishedAt ?? revision.createdAt)}` : null,
            ],
            [{ vi: 'Từ khóa', en: 'Keywords' }, text(dataset.keywords.join(', '))],
          ]}
        />
      </Section>
      <Section title={{ vi: 'Công bố chất lượng', en: 'Quality statement' }}>
        <Facts
          facts={[
            [{ vi: 'Độ chính xác', en: 'Accuracy' }, text(dataset.quality?.accuracy ?? null)],
            [{ vi: 'Tính đầy đủ', en: 'Completeness' }, text(dataset.quality?.completeness ?? null)],
            [{ vi: 'Tính cập nhật', en: 'Currency' }, text(dataset.quality?.currency ?? null)],
            [{ vi: 'Tính nhất quán', en: 'Consistency' }, text(dataset.quality?.consistency ?? null)],
            [{ vi: 'Hạn chế đã biết', en: 'Known limitations' }, text(dataset.limitations)],
            [
              { vi: 'Cách đo', en: 'How it was measured' },
              text(
                [dataset.quality?.method, dataset.quality?.measuredAt ? date(dataset.quality.measuredAt) : '']
                  .filter(Boolean)
                  .join(' · '),
              ),
            ],
          ]}
        />
      </Section>
      <Section title={{ vi: 'Phân loại và nguồn gốc', en: 'Classification and origin' }}>
        <Facts
          facts={[
            [{ vi: 'Tính chất chia sẻ', en: 'Nature of sharing' }, chosen(sharingClasses, dataset.sharingClass)],
            [{ vi: 'Mức quan trọng', en: 'Importance' }, chosen(importanceClasses, dataset.importanceClass)],
            [{ vi: 'Nguồn gốc cá nhân', en: 'Personal origin' }, chosen(personalOrigins, dataset.personalOrigin)],
            [{ vi: 'Khử nhận dạng', en: 'De-identification' }, text(dataset.deidentification)],
            [{ vi: 'Phương pháp', en: 'Method' }, text(dataset.valueAdded?.method ?? null)],
            [{ vi: 'Nguồn đầu vào', en: 'Inputs' }, text(dataset.valueAdded?.inputs ?? null)],
            [{ vi: 'Chu kỳ làm lại', en: 'Made anew' }, text(dataset.valueAdded?.updateFrequency ?? null)],
            [{ vi: 'Cơ sở dữ liệu nhà nước', en: 'State database' }, dataset.stateSource?.sourceDatabase ?? null],
            [{ vi: 'Cơ quan chủ quản', en: 'Governing body' }, dataset.stateSource?.governingBody ?? null],
            [{ vi: 'Căn cứ nguồn gốc', en: 'Basis of origin' }, chosen(provenanceBases, dataset.provenanceBasis)],
            [{ vi: 'Nguồn gốc', en: 'Origin' }, text(dataset.provenance)],
            [
              { vi: 'Địa chỉ nguồn', en: 'Source address' },
              dataset.sourceUrl ? (
                <a key="source" href={dataset.sourceUrl} rel="noreferrer nofollow">
                  {dataset.sourceUrl}
                </a>
              ) : null,
            ],
            [{ vi: 'Ghi công', en: 'Credit' }, text(dataset.credit)],
          ]}
        />
      </Section>
    </>
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
  const t = useT();
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
                {column.codes.length > 0 ? <CodeList codes={column.codes} /> : null}
              </td>
              <td data-label={t({ vi: 'Kiểu', en: 'Type' })} className="faint">
                {column.kind ? t(columnKinds[column.kind]) : column.type.slice(0, 24)}
              </td>
              <td data-label={t({ vi: 'Trống', en: 'Nulls' })} className="number">
                <NullShare nulls={column.nulls} rows={rows} />
              </td>
              <td data-label={t({ vi: 'Khác nhau', en: 'Distinct' })} className="number">
                {number(column.distinct)}
              </td>
              <td data-label={t({ vi: 'Khoảng', en: 'Range' })} className="faint">
                <Spread column={column} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How the values of a column lie: a small histogram, or the values in most rows, and the range. */
function Spread({ column }: { column: ColumnProfileView }) {
  const t = useT();
  // An end that may not be shown leaves no range.
  const range = column.min === null || column.max === null ? null : `${short(column.min)} – ${short(column.max)}`;
  const often = column.top.slice(0, 3);
  return (
    <>
      {column.bins && column.bins.length > 1 ? (
        <Histogram
          bins={column.bins}
          label={t({ vi: `Phân bố của ${column.name}`, en: `Distribution of ${column.name}` })}
        />
      ) : null}
      {range}
      {column.bins === null && often.length > 0 ? (
        <span className="soft">
          {range ? <br /> : null}
          {often.map((one) => `${short(one.value)} (${number(one.n)})`).join(', ')}
        </span>
      ) : null}
      {range === null && often.length === 0 && !column.bins?.length ? '–' : null}
    </>
  );
}

function CodeList({ codes }: { codes: ColumnProfileView['codes'] }) {
  const t = useT();
  return (
    <details>
      <summary>{t({ vi: `${codes.length} mã`, en: codes.length === 1 ? '1 code' : `${codes.length} codes` })}</summary>
      <ul className="soft">
        {codes.map((one) => (
          <li key={one.value}>
            <code>{one.value}</code> {t(one)}
          </li>
        ))}
      </ul>
    </details>
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
