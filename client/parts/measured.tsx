import type { DatasetView, RevisionView } from '../../contracts/catalogue';
import { qualityPartNames, qualityParts, qualityWeights } from '../../contracts/measured';
import { type Difference, schemaChangeNames } from '../../contracts/schema-diff';
import { updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { date, number, percent } from '../format';
import { useLanguage, useT } from '../i18n';
import { Badge, Callout, Section, Share } from '../ui/parts';
import { ProvinceMap, Timeline } from '../ui/profile';

/** What the exchange measured of a revision, beside what its provider says of it; the formula of the score stands with it. */
export function Measured({ dataset, revision }: { dataset: DatasetView; revision: RevisionView }) {
  const { t, language } = useLanguage();
  const { measured } = revision;
  if (!measured) return null;
  const claimed = dataset.quality;
  const claims: Record<(typeof qualityParts)[number], string | null> = {
    completeness: claimed?.completeness ?? null,
    uniqueness: claimed?.consistency ?? null,
    timeliness: dataset.updateFrequency
      ? t(updateFrequencies[dataset.updateFrequency as keyof typeof updateFrequencies])
      : null,
  };
  return (
    <Section title={{ vi: 'Đo được và công bố', en: 'Measured beside claimed' }}>
      <div className="stack">
        <p>
          <strong className="number">{measured.score ?? '–'}</strong> / 100{' '}
          <span className="soft">
            {t({ vi: 'điểm chất lượng đo trên mọi dòng', en: 'quality score, measured on every row' })}
          </span>{' '}
          <span className="faint">
            {number(measured.rows)} {t({ vi: 'dòng', en: 'rows' })} · {number(measured.duplicates)}{' '}
            {t({ vi: 'dòng trùng', en: 'repeated' })} · {t({ vi: 'ngày mới nhất', en: 'newest day' })}{' '}
            {measured.newest === null ? '–' : date(measured.newest)}
          </span>
        </p>
        <div className="table-wrap">
          <table className="table cards">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Tiêu chí', en: 'Part' })}</th>
                <th scope="col" className="number">
                  {t({ vi: 'Đo được', en: 'Measured' })}
                </th>
                <th scope="col">{t({ vi: 'Bên bán công bố', en: 'Claimed by the provider' })}</th>
                <th scope="col">{t({ vi: 'Cách tính', en: 'How it is counted' })}</th>
                <th scope="col" className="number">
                  {t({ vi: 'Trọng số', en: 'Weight' })}
                </th>
              </tr>
            </thead>
            <tbody>
              {qualityParts.map((part) => {
                const value = measured.parts[part];
                return (
                  <tr key={part}>
                    <th scope="row">{t(qualityPartNames[part])}</th>
                    <td className="number" data-label={t({ vi: 'Đo được', en: 'Measured' })}>
                      {value === null ? t({ vi: 'không đo được', en: 'not measurable' }) : percent(value, language)}
                    </td>
                    <td data-label={t({ vi: 'Công bố', en: 'Claimed' })}>{claims[part] || '–'}</td>
                    <td className="faint" data-label={t({ vi: 'Cách tính', en: 'How' })}>
                      {t(qualityPartNames[part].how)}
                    </td>
                    <td className="number" data-label={t({ vi: 'Trọng số', en: 'Weight' })}>
                      {qualityWeights[part]}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <p className="faint">
          {t({
            vi: 'Điểm = trung bình có trọng số của các tiêu chí đo được × 100. Dòng trùng được đếm bằng mã băm 64 bit của cả dòng.',
            en: 'Score = weighted mean of the parts that could be measured × 100. Repeated rows are counted by a 64-bit hash of the whole row.',
          })}
        </p>
        <CoverageOf revision={revision} />
        <Changes revision={revision} />
      </div>
    </Section>
  );
}

function CoverageOf({ revision }: { revision: RevisionView }) {
  const t = useT();
  const provinces = revision.files.find((file) => file.coverage?.provinces)?.coverage?.provinces;
  const periods = revision.files.find((file) => file.coverage?.periods)?.coverage?.periods;
  return (
    <>
      {provinces ? (
        <div>
          <h3>{t({ vi: 'Dòng theo tỉnh, thành', en: 'Rows by province' })}</h3>
          <ProvinceMap
            rows={provinces.rows}
            label={t({ vi: 'Số dòng theo 34 tỉnh, thành', en: 'Rows by the 34 provinces' })}
            none={t({ vi: 'không có dòng', en: 'no rows' })}
          />
          <p className="faint">
            {t({ vi: 'Cột', en: 'Column' })} <code>{provinces.column}</code>;{' '}
            {t({
              vi: 'tên và mã trước 1/7/2025 được gộp vào đơn vị hiện nay; ô đặt gần vị trí thật, không theo tỷ lệ.',
              en: 'names and codes from before 1/7/2025 are counted with today’s units; tiles lie near their place, not to scale.',
            })}
            {provinces.unknown > 0
              ? ` ${number(provinces.unknown)} ${t({ vi: 'dòng không rõ tỉnh.', en: 'rows of no known province.' })}`
              : ''}
          </p>
        </div>
      ) : null}
      {periods && periods.bins.length > 1 ? (
        <div>
          <h3>{t({ vi: 'Dòng theo thời gian', en: 'Rows over time' })}</h3>
          <Timeline
            periods={periods}
            label={t({ vi: `Số dòng theo ${periods.column}`, en: `Rows by ${periods.column}` })}
          />
          <p className="faint">
            {t({ vi: 'Cột', en: 'Column' })} <code>{periods.column}</code>
          </p>
        </div>
      ) : null}
    </>
  );
}

const kinds: Record<Difference['kind'], { vi: string; en: string }> = {
  file_added: { vi: 'thêm tệp', en: 'file added' },
  file_removed: { vi: 'bỏ tệp', en: 'file removed' },
  added: { vi: 'thêm cột', en: 'added' },
  removed: { vi: 'bỏ cột', en: 'removed' },
  retyped: { vi: 'đổi kiểu', en: 'retyped' },
  widened: { vi: 'nới kiểu', en: 'widened' },
  narrowed: { vi: 'thu hẹp kiểu', en: 'narrowed' },
  nullable: { vi: 'nay có ô trống', en: 'may now be empty' },
};

/** How its columns differ from the revision before it, and until when a breaking one stays announced. */
export function Changes({ revision }: { revision: RevisionView }) {
  const t = useT();
  const { schemaChange, schemaDiff, noticeEnds } = revision;
  if (schemaChange === null || schemaChange === 'first' || !schemaDiff) return null;
  const tone = schemaChange === 'breaking' ? 'bad' : 'good';
  return (
    <div className="stack">
      <h3>
        {t({ vi: `So với phiên bản ${schemaDiff.previous}`, en: `Against revision ${schemaDiff.previous}` })}{' '}
        <Badge tone={tone}>{t(schemaChangeNames[schemaChange])}</Badge>
      </h3>
      {noticeEnds ? (
        <Callout tone="warn">
          {t({
            vi: `Thay đổi không tương thích: theo hạn báo trước trong hợp đồng của bên đang dùng, công bố được từ ${date(noticeEnds)}.`,
            en: `A breaking change: by the notice that the agreements of its holders promise, it can be published from ${date(noticeEnds)} on.`,
          })}
        </Callout>
      ) : null}
      <ul>
        {schemaDiff.differences.map((one) => (
          <li key={`${one.file}${one.kind}${one.column}`}>
            <code>{one.column ?? one.file}</code> {t(kinds[one.kind])}
            {one.before && one.after ? `: ${one.before} → ${one.after}` : ''}{' '}
            {one.breaking ? <Badge tone="bad">{t({ vi: 'không tương thích', en: 'breaking' })}</Badge> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A share of empty cells as a bar and a number. */
export function NullShare({ nulls, rows }: { nulls: number; rows: number }) {
  const { language } = useLanguage();
  const share = rows === 0 ? 0 : nulls / rows;
  return (
    <span>
      <Share value={share} />
      {percent(share, language)}
    </span>
  );
}
