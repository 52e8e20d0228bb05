import { useState } from 'react';
import type { DatasetView } from '../../contracts/catalogue';
import { type TakenOver, takeOver } from '../../contracts/data-package';
import { useAct } from '../api';
import { useT } from '../i18n';
import { Button, Callout, Facts, Problem } from '../ui/parts';

/** Reads a Data Package; null for what is none. */
export function readPackage(content: unknown): TakenOver | null {
  try {
    return takeOver(content);
  } catch {
    return null;
  }
}

/** What a Data Package says, to be looked at before it is taken over. */
export function PackageOffer({
  found,
  dataset,
  onDone,
}: {
  found: TakenOver;
  dataset: DatasetView;
  onDone: () => void;
}) {
  const t = useT();
  const edit = useAct('editDataset');
  const describe = useAct('describeColumns');
  const [busy, setBusy] = useState(false);
  const { page, columns, licences, files } = found;
  const params = { id: dataset.id };
  const take = async () => {
    setBusy(true);
    try {
      await edit.run({ params, body: page }, { version: dataset.version });
      if (columns.length > 0) await describe.run({ params, body: { columns } });
      onDone();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Callout tone="info" title={t({ vi: 'Data Package: lấy các thông tin này?', en: 'Data Package: take this over?' })}>
      <Facts
        facts={[
          [{ vi: 'Tên', en: 'Title' }, page.titleVi ?? page.titleEn ?? null],
          [{ vi: 'Mô tả', en: 'Description' }, page.descriptionVi ?? page.descriptionEn ?? null],
          [{ vi: 'Từ khóa', en: 'Keywords' }, page.keywords?.join(', ') ?? null],
          [{ vi: 'Nguồn', en: 'Sources' }, page.provenance ?? null],
          [{ vi: 'Người đóng góp', en: 'Contributors' }, page.credit ?? null],
          [
            { vi: 'Giấy phép của nguồn', en: 'Licences of the source' },
            licences.length === 0 ? null : licences.join('; '),
          ],
          [{ vi: 'Cột có mô tả', en: 'Columns described' }, columns.length === 0 ? null : String(columns.length)],
          [{ vi: 'Tệp được nêu', en: 'Files named' }, files.length === 0 ? null : files.join(', ')],
        ]}
      />
      <p className="faint">
        {t({
          vi: 'Giấy phép chỉ để tham khảo: chào bán do bạn lập ở bước sau, trong phạm vi quyền bạn có.',
          en: 'Licences are shown for you to weigh: you make the offer in a later step, within the rights you have.',
        })}
      </p>
      <Problem problem={edit.problem ?? describe.problem} />
      <div className="row">
        <Button kind="primary" pending={busy} onClick={() => void take().catch(() => null)}>
          {t({ vi: 'Lấy thông tin', en: 'Take it over' })}
        </Button>
        <Button onClick={onDone}>{t({ vi: 'Bỏ qua', en: 'Leave it' })}</Button>
      </div>
    </Callout>
  );
}
