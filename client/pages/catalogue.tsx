import type { FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Arguments } from '../../contracts/calls';
import type { DatasetCard } from '../../contracts/catalogue';
import type { Bilingual } from '../../contracts/common';
import { licenceTemplates } from '../../contracts/licences/templates';
import { sectors, updateFrequencies } from '../../contracts/scheme/pilot-2026';
import { bytes, money, number, period } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { More } from '../parts/more';
import { paths } from '../paths';
import { Badge, Button, Empty, PageHead } from '../ui/parts';

type Query = NonNullable<Arguments<'browseDatasets'>['query']>;
/** On a narrow screen the filters wait behind their title. */
const roomy = matchMedia('(min-width: 52.01rem)').matches;

const names = ['sector', 'format', 'licence', 'price'] as const;

const licenceNames = Object.fromEntries(licenceTemplates.map((one) => [one.id, one.title]));
const prices: Record<string, Bilingual> = {
  free: { vi: 'Miễn phí', en: 'Free' },
  one_off: { vi: 'Trả một lần', en: 'One-off price' },
};
const labels: Record<(typeof names)[number], { title: Bilingual; of: (value: string) => Bilingual }> = {
  sector: { title: { vi: 'Lĩnh vực', en: 'Sector' }, of: (value) => sectors[value as keyof typeof sectors] },
  format: {
    title: { vi: 'Định dạng', en: 'Format' },
    of: (value) => ({ vi: value.toUpperCase(), en: value.toUpperCase() }),
  },
  licence: {
    title: { vi: 'Giấy phép', en: 'Licence' },
    of: (value) => licenceNames[value] ?? { vi: value, en: value },
  },
  price: { title: { vi: 'Giá', en: 'Price' }, of: (value) => prices[value] ?? { vi: value, en: value } },
};

export default function Catalogue() {
  const t = useT();
  const [search, setSearch] = useSearchParams();
  const query = Object.fromEntries(
    ['q', 'sort', ...names].flatMap((name) => (search.get(name) ? [[name, search.get(name)]] : [])),
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
          <input
            key={query.q}
            className="input"
            type="search"
            name="q"
            defaultValue={query.q}
            aria-label={t({ vi: 'Tìm bộ dữ liệu', en: 'Search datasets' })}
            placeholder={t({
              vi: 'Tìm theo tên, từ khóa – có dấu hoặc không dấu',
              en: 'Search titles and keywords, with or without marks',
            })}
          />
          <Button type="submit" kind="primary">
            {t({ vi: 'Tìm', en: 'Search' })}
          </Button>
        </form>
      </search>
      <br />
      <More id="browseDatasets" given={{ query }} empty={<Nothing clear={() => setSearch({})} />}>
        {(items, first) => (
          <div className="columns">
            <aside aria-label={t({ vi: 'Bộ lọc', en: 'Filters' })}>
              <details className="filters" open={roomy}>
                <summary>{t({ vi: 'Bộ lọc', en: 'Filters' })}</summary>
                {names.map((name) => (
                  <Facet
                    key={name}
                    name={name}
                    counts={first.facets[name]}
                    chosen={search.get(name)}
                    choose={(value) => set(name, value)}
                  />
                ))}
              </details>
            </aside>
            <div>
              <p className="faint count" aria-live="polite">
                {number(first.total)} {t({ vi: 'bộ dữ liệu', en: 'datasets' })}
              </p>
              <ul className="list">
                {items.map((card) => (
                  <Entry key={card.id} card={card} />
                ))}
              </ul>
            </div>
          </div>
        )}
      </More>
    </>
  );
}

type FacetProps = {
  name: (typeof names)[number];
  counts: Record<string, number>;
  chosen: string | null;
  choose: (value: string) => void;
};

function Facet({ name, counts, chosen, choose }: FacetProps) {
  const t = useT();
  const rows = Object.entries(counts).sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return null;
  return (
    <fieldset className="facet">
      <legend>{t(labels[name].title)}</legend>
      {rows.map(([value, count]) => (
        <button key={value} type="button" aria-pressed={chosen === value} onClick={() => choose(value)}>
          <span>{t(labels[name].of(value))}</span>
          <span>{count}</span>
        </button>
      ))}
    </fieldset>
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
      <p className="soft clamp">{language === 'vi' ? card.descriptionVi : card.descriptionEn}</p>
      <div className="meta">
        <span>{title(card.provider)}</span>
        <span>{t(sectors[card.sector as keyof typeof sectors])}</span>
        {card.rows === null ? null : (
          <span>
            {number(card.rows)} {t({ vi: 'dòng', en: 'rows' })}
          </span>
        )}
        {card.bytes === null ? null : <span>{bytes(card.bytes, language)}</span>}
        <span>{card.formats.map((one) => one.toUpperCase()).join(', ')}</span>
        {card.coverageFrom ? <span>{period(card.coverageFrom, card.coverageTo)}</span> : null}
        <span>{t(updateFrequencies[card.updateFrequency as keyof typeof updateFrequencies])}</span>
      </div>
      <div className="row">
        {card.licences.map((licence) => (
          <Badge key={licence}>{t(licenceNames[licence] ?? { vi: licence, en: licence })}</Badge>
        ))}
      </div>
    </li>
  );
}

function Nothing({ clear }: { clear: () => void }) {
  const t = useT();
  return (
    <Empty title={{ vi: 'Không có bộ dữ liệu nào khớp', en: 'No dataset matches' }}>
      <p>{t({ vi: 'Thử ít từ hơn, hoặc bỏ bộ lọc.', en: 'Try fewer words, or drop the filters.' })}</p>
      <Button onClick={clear}>{t({ vi: 'Bỏ bộ lọc', en: 'Clear the filters' })}</Button>
    </Empty>
  );
}
