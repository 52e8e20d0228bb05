import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { DatasetView } from '../../contracts/catalogue';
import type { Bilingual } from '../../contracts/common';
import { licenceTemplates } from '../../contracts/licences/templates';
import { productKinds } from '../../contracts/scheme/classes';
import { personalOrigins, sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { call, keyOf } from '../api';
import { most, useCompared } from '../comparing';
import { bytes, date, money, number, period } from '../format';
import { useLanguage, useTitle } from '../i18n';
import { paths } from '../paths';
import { Button, Empty, PageHead } from '../ui/parts';

type Row = { name: Bilingual; of: (dataset: DatasetView) => ReactNode };

/** Up to four datasets side by side; the address names them, so that it can be shared. */
export default function Compare() {
  const { t } = useLanguage();
  const title = useTitle();
  const rows = useRows();
  const { toggle } = useCompared();
  const [search, setSearch] = useSearchParams();
  const ids = (search.get('ids') ?? '').split(',').filter(Boolean).slice(0, most);
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: keyOf('getDataset', { params: { id } }),
      queryFn: () => call('getDataset', { params: { id } }),
      retry: false,
    })),
  });
  const datasets = found.flatMap((one) => (one.data ? [one.data] : []));
  const remove = (id: string) => {
    toggle(id);
    setSearch({ ids: ids.filter((one) => one !== id).join(',') });
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'So sánh bộ dữ liệu', en: 'Datasets side by side' })}
        lead={t({ vi: `Tối đa ${most} bộ dữ liệu.`, en: `At most ${most} datasets.` })}
      />
      {found.some((one) => one.isPending) ? (
        <p className="loading">{t({ vi: 'Đang tải…', en: 'Loading…' })}</p>
      ) : datasets.length === 0 ? (
        <Empty title={{ vi: 'Chưa chọn bộ dữ liệu nào', en: 'No dataset is chosen' }}>
          <p>
            {t({
              vi: 'Mở một bộ dữ liệu rồi bấm “Thêm vào so sánh”.',
              en: 'Open a dataset and press “Add to comparison”.',
            })}
          </p>
          <Link to={paths.home()}>{t({ vi: 'Đến danh mục', en: 'To the catalogue' })}</Link>
        </Empty>
      ) : (
        <section className="scroll" tabIndex={0} aria-label={t({ vi: 'Bảng so sánh', en: 'Table of comparison' })}>
          <table className="table compare">
            <thead>
              <tr>
                <td />
                {datasets.map((dataset) => (
                  <th key={dataset.id} scope="col">
                    <Link to={paths.dataset(dataset.id)}>{title(dataset)}</Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.name.en}>
                  <th scope="row">{t(row.name)}</th>
                  {datasets.map((dataset) => (
                    <td key={dataset.id}>{row.of(dataset) ?? '–'}</td>
                  ))}
                </tr>
              ))}
              <tr>
                <td />
                {datasets.map((dataset) => (
                  <td key={dataset.id}>
                    <Button
                      kind="quiet"
                      onClick={() => remove(dataset.id)}
                      label={`${t({ vi: 'Bỏ', en: 'Remove' })}: ${title(dataset)}`}
                    >
                      {t({ vi: 'Bỏ', en: 'Remove' })}
                    </Button>
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

function useRows(): Row[] {
  const { t, language } = useLanguage();
  const title = useTitle();
  const chosen = <K extends string>(table: Readonly<Record<K, Bilingual>>, code: K | null) =>
    code === null ? null : t(table[code]);
  const columns = (dataset: DatasetView) =>
    dataset.currentRevision?.files.reduce((sum, file) => sum + (file.columns?.length ?? 0), 0) ?? null;
  const licences = Object.fromEntries(licenceTemplates.map((one) => [one.id, one.title]));
  return [
    { name: { vi: 'Bên bán', en: 'Provider' }, of: (one) => title(one.provider) },
    {
      name: { vi: 'Giá từ (trước thuế)', en: 'Price from (before VAT)' },
      of: (one) =>
        one.fromVnd === null ? null : one.fromVnd === 0 ? t({ vi: 'Miễn phí', en: 'Free' }) : money(one.fromVnd),
    },
    {
      name: { vi: 'Giấy phép', en: 'Licences' },
      of: (one) => one.licences.map((licence) => t(licences[licence] ?? { vi: licence, en: licence })).join(', '),
    },
    { name: { vi: 'Lĩnh vực', en: 'Sector' }, of: (one) => chosen(sectors, one.sector) },
    { name: { vi: 'Loại sản phẩm', en: 'Kind of product' }, of: (one) => chosen(productKinds, one.productKind) },
    {
      name: { vi: 'Thời gian', en: 'Period' },
      of: (one) => (one.coverageFrom ? period(one.coverageFrom, one.coverageTo) : null),
    },
    { name: { vi: 'Phạm vi', en: 'Coverage' }, of: (one) => one.coverageArea },
    { name: { vi: 'Cập nhật', en: 'Updated' }, of: (one) => chosen(updateFrequencies, one.updateFrequency) },
    {
      name: { vi: 'Số dòng (đo được)', en: 'Rows (measured)' },
      of: (one) => (one.rows === null ? null : number(one.rows)),
    },
    { name: { vi: 'Số cột', en: 'Columns' }, of: columns },
    { name: { vi: 'Dung lượng', en: 'Size' }, of: (one) => (one.bytes === null ? null : bytes(one.bytes, language)) },
    {
      name: { vi: 'Định dạng', en: 'Formats' },
      of: (one) => one.formats.map((format) => format.toUpperCase()).join(', '),
    },
    {
      name: { vi: 'Nguồn gốc cá nhân', en: 'Personal origin' },
      of: (one) => chosen(personalOrigins, one.personalOrigin),
    },
    { name: { vi: 'Độ chính xác công bố', en: 'Stated accuracy' }, of: (one) => one.quality?.accuracy ?? null },
    { name: { vi: 'Hạn chế đã biết', en: 'Known limitations' }, of: (one) => one.limitations },
    {
      name: { vi: 'Phiên bản', en: 'Revision' },
      of: (one) =>
        one.currentRevision
          ? `${one.currentRevision.number} · ${date(one.currentRevision.publishedAt ?? one.currentRevision.createdAt)}`
          : null,
    },
  ];
}
