import { type FormEvent, Suspense } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Arguments } from '../../contracts/calls';
import type { DatasetCard } from '../../contracts/catalogue';
import { facetNames } from '../../contracts/discovery';
import { licenceTemplates } from '../../contracts/licences/templates';
import { notOriginal } from '../../contracts/scheme/classes';
import { sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { useData } from '../api';
import { bytes, money, number, period } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { Chosen, Facet, Sorting } from '../parts/facets';
import { MirroredEntry } from '../parts/mirrored';
import { More } from '../parts/more';
import { SaveCatalogueSearch } from '../parts/save-catalogue-search';
import { SearchField } from '../parts/search-field';
import { paths } from '../paths';
import { useSession } from '../session';
import { Badge, Button, Callout, Empty, PageHead, Section } from '../ui/parts';

type Query = NonNullable<Arguments<'browseDatasets'>['query']>;
/** On a narrow screen the filters wait behind their title. */
const roomy = matchMedia('(min-width: 52.01rem)').matches;

const licenceNames = Object.fromEntries(licenceTemplates.map((one) => [one.id, one.title]));

export default function Catalogue() {
  const t = useT();
  const { member } = useSession();
  const [search, setSearch] = useSearchParams();
  const query = Object.fromEntries(
    ['q', 'sort', ...facetNames].flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])),
  ) as Query;
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value === '' || next.get(name) === value) next.delete(name);
    else next.set(name, value);
    setSearch(next, { preventScrollReset: true });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const next = new URLSearchParams(search);
    const q = String(new FormData(event.currentTarget).get('q') ?? '').trim();
    if (q === '') next.delete('q');
    else next.set('q', q);
    setSearch(next);
  };
  return (
    <>
      <PageHead
        title={t({ vi: 'Danh mục dữ liệu', en: 'Data catalogue' })}
        lead={t({
          vi: 'Bộ dữ liệu đã kiểm duyệt, có giấy phép rõ ràng và số liệu đo trên toàn bộ dữ liệu. Xem trước khi mua.',
          en: 'Reviewed datasets under clear licences, with figures measured over every row. Judge before you buy.',
        })}
      />
      <search>
        <form className="search" onSubmit={submit}>
          <SearchField key={query.q} typed={query.q ?? ''} />
          <Button type="submit" kind="primary">
            {t({ vi: 'Tìm', en: 'Search' })}
          </Button>
        </form>
      </search>
      <Chosen search={search} remove={(name) => set(name, '')} clear={() => setSearch({})} />
      <More id="browseDatasets" given={{ query }} empty={<Nothing query={query} clear={() => setSearch({})} />}>
        {(items, first) => (
          <div className="columns">
            <aside aria-label={t({ vi: 'Bộ lọc', en: 'Filters' })}>
              <details className="filters" open={roomy}>
                <summary>{t({ vi: 'Bộ lọc', en: 'Filters' })}</summary>
                {facetNames.map((name) => (
                  <Facet
                    key={name}
                    name={name}
                    counts={first.facets[name]}
                    share={first.counted === 'first'}
                    chosen={search.get(name)}
                    choose={(value) => set(name, value)}
                  />
                ))}
              </details>
            </aside>
            <div>
              <div className="row between">
                <p className="faint count" aria-live="polite">
                  {first.more ? t({ vi: 'Hơn ', en: 'More than ' }) : ''}
                  {number(first.total)} {t({ vi: 'bộ dữ liệu', en: first.total === 1 ? 'dataset' : 'datasets' })}
                </p>
                <Sorting sort={query.sort} text={query.q !== undefined} choose={(sort) => set('sort', sort)} />
                {member ? <SaveCatalogueSearch query={query} /> : null}
              </div>
              {first.corrected === null ? null : (
                <div className="corrected">
                  <Callout tone="info">
                    {t({
                      vi: `Hiển thị kết quả cho “${first.corrected}”`,
                      en: `Showing results for “${first.corrected}”`,
                    })}
                  </Callout>
                </div>
              )}
              <ul className="list">
                {items.map((card) => (
                  <Entry key={card.id} card={card} />
                ))}
              </ul>
            </div>
          </div>
        )}
      </More>
      <Suspense>
        <Elsewhere q={query.q ?? ''} />
      </Suspense>
    </>
  );
}

/** What other portals have of the same words; each says where it is from. Nothing where none is read. */
function Elsewhere({ q }: { q: string }) {
  const t = useT();
  const { items } = useData('listMirrored', { query: q === '' ? { limit: 3 } : { q, limit: 3 } });
  if (items.length === 0) return null;
  return (
    <Section title={{ vi: 'Dữ liệu mở ở cổng khác', en: 'Open data of other portals' }}>
      <ul className="list">
        {items.map((record) => (
          <MirroredEntry key={record.id} record={record} />
        ))}
      </ul>
      <p>
        <Link to={paths.mirrored(q)}>{t({ vi: 'Xem tất cả bản ghi', en: 'See all records' })}</Link>
      </p>
    </Section>
  );
}

export function Entry({ card }: { card: DatasetCard }) {
  const { t, language } = useLanguage();
  const title = useTitle();
  return (
    <li className="entry">
      <div className="row">
        <h2 style={{ flex: '1 1 16rem' }}>
          <Link to={paths.dataset(card.id)}>{title(card)}</Link>
        </h2>
        <strong>
          {card.fromVnd === null ? '' : card.fromVnd === 0 ? t({ vi: 'Miễn phí', en: 'Free' }) : money(card.fromVnd)}
        </strong>
      </div>
      <p className="soft clamp">{language === 'vi' ? card.descriptionVi : card.descriptionEn || card.descriptionVi}</p>
      <div className="meta">
        <span>{title(card.provider)}</span>
        {card.sector ? <span>{t(sectors[card.sector])}</span> : null}
        {card.rows === null ? null : (
          <span>
            {number(card.rows)} {t({ vi: 'dòng', en: 'rows' })}
          </span>
        )}
        {card.bytes === null ? null : <span>{bytes(card.bytes, language)}</span>}
        <span>{card.formats.map((one) => one.toUpperCase()).join(', ')}</span>
        {card.coverageFrom ? <span>{period(card.coverageFrom, card.coverageTo)}</span> : null}
        {card.updateFrequency ? <span>{t(updateFrequencies[card.updateFrequency])}</span> : null}
      </div>
      <div className="row">
        {card.productKind === 'value_added_product' ? <Badge tone="warn">{t(notOriginal)}</Badge> : null}
        {card.licences.map((licence) => (
          <Badge key={licence}>{t(licenceNames[licence] ?? { vi: licence, en: licence })}</Badge>
        ))}
      </div>
    </li>
  );
}

function Nothing({ query, clear }: { query: Query; clear: () => void }) {
  const t = useT();
  const narrowed = facetNames.some((name) => query[name] !== undefined);
  return (
    <Empty title={{ vi: 'Không có bộ dữ liệu nào khớp', en: 'No dataset matches' }}>
      <p>
        {narrowed
          ? t({ vi: 'Bỏ bớt bộ lọc ở trên, hoặc thử ít từ hơn.', en: 'Remove a filter above, or try fewer words.' })
          : t({ vi: 'Thử ít từ hơn hoặc từ khác.', en: 'Try fewer words, or others.' })}
      </p>
      <div className="row">
        <Button onClick={clear}>{t({ vi: 'Bỏ bộ lọc', en: 'Clear the filters' })}</Button>
      </div>
    </Empty>
  );
}
