import { type ReactNode, useId } from 'react';
import type { Bilingual } from '../../contracts/common';
import { useT } from '../i18n';

/** The sections of a file, by the name in the address. */
export const fileParts = {
  parties: { vi: 'Các bên', en: 'Parties' },
  listing: { vi: 'Niêm yết và phiên bản', en: 'Listing and revision' },
  request: { vi: 'Yêu cầu và thương lượng', en: 'Request and negotiation' },
  agreement: { vi: 'Thỏa thuận', en: 'Agreement' },
  money: { vi: 'Tiền', en: 'Money' },
  delivery: { vi: 'Giao nhận', en: 'Delivery' },
  downloads: { vi: 'Lượt tải', en: 'Downloads' },
  disputes: { vi: 'Hoàn tiền và tranh chấp', en: 'Refunds and disputes' },
  people: { vi: 'Người tham gia', en: 'People' },
  events: { vi: 'Sự kiện', en: 'Events' },
} satisfies Record<string, Bilingual>;
export type FilePartName = keyof typeof fileParts;

export function FilePart({ name, children }: { name: FilePartName; children: ReactNode }) {
  const t = useT();
  const id = useId();
  return (
    <section id={name} className="section file-part" aria-labelledby={id}>
      <h2 id={id}>{t(fileParts[name])}</h2>
      <div className="stack">{children}</div>
    </section>
  );
}

/** The list of sections; stays in sight while the file is read. */
export function FileContents() {
  const t = useT();
  return (
    <nav className="file-contents" aria-label={t({ vi: 'Mục lục hồ sơ', en: 'Contents of the file' })}>
      <ol>
        {Object.entries(fileParts).map(([name, title]) => (
          <li key={name}>
            <a className="contents-link" href={`#${name}`}>
              {t(title)}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
