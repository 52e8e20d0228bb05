import type { FileView } from '../../contracts/catalogue';
import { useData } from '../api';
import { bytes, number } from '../format';
import { useLanguage } from '../i18n';

/** Files of open data: a click downloads, nobody signs in. */
export function OpenFiles({ datasetId, files }: { datasetId: string; files: readonly FileView[] }) {
  const { t, language } = useLanguage();
  const { downloads } = useData('countOpenDownloads', { params: { id: datasetId } });
  if (files.length === 0) return null;
  return (
    <section className="panel stack">
      <h2>{t({ vi: 'Tải xuống ngay', en: 'Download now' })}</h2>
      <p className="soft">
        {t({
          vi: 'Dữ liệu mở: không cần tài khoản, chỉ cần ghi nguồn.',
          en: 'Open data: no account needed, credit the source.',
        })}
      </p>
      <ul className="list">
        {files.map((file) => (
          <li key={file.id}>
            <a href={`/api/v1/open-files/${file.id}`} download>
              {file.name}
            </a>{' '}
            <span className="faint">{bytes(file.bytes, language)}</span>
          </li>
        ))}
      </ul>
      {downloads > 0 ? (
        <p className="faint">{t({ vi: `${number(downloads)} lượt tải`, en: `${number(downloads)} downloads` })}</p>
      ) : null}
    </section>
  );
}
