import type { FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import { useT } from '../i18n';
import { MirroredEntry } from '../parts/mirrored';
import { More } from '../parts/more';
import { formText } from '../ui/fields';
import { Button, Empty, PageHead } from '../ui/parts';

/** Open data of other portals, as it was last read from them. */
export default function MirroredPage() {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const q = search.get('q') ?? '';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = formText(event.currentTarget)('q').trim();
    setSearch(typed === '' ? {} : { q: typed });
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'Dữ liệu mở ở cổng khác', en: 'Open data of other portals' })}
        lead={t({
          vi: 'Đọc định kỳ từ các cổng dữ liệu mở, mỗi bản ghi ghi rõ nơi đến. Sàn không bán và không kiểm duyệt các bản ghi này.',
          en: 'Read by schedule from open-data portals; each record says where it is from. The exchange neither sells nor reviews them.',
        })}
      />
      <search>
        <form className="search" onSubmit={submit}>
          <input
            key={q}
            className="input"
            name="q"
            type="search"
            maxLength={200}
            defaultValue={q}
            aria-label={t({ vi: 'Tìm trong bản ghi của cổng khác', en: 'Search the records of other portals' })}
          />
          <Button type="submit" kind="primary">
            {t({ vi: 'Tìm', en: 'Search' })}
          </Button>
        </form>
      </search>
      <More
        id="listMirrored"
        given={{ query: q === '' ? {} : { q } }}
        empty={<Empty title={{ vi: 'Không có bản ghi nào khớp', en: 'No record matches' }} />}
      >
        {(items) => (
          <ul className="list" style={{ marginTop: '1rem' }}>
            {items.map((record) => (
              <MirroredEntry key={record.id} record={record} />
            ))}
          </ul>
        )}
      </More>
    </>
  );
}
