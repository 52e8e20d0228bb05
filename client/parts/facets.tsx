import { useState } from 'react';
import { type FacetName, facetNames } from '../../contracts/discovery';
import { number } from '../format';
import { useT } from '../i18n';
import { Button } from '../ui/parts';
import { facets } from './facet-names';

type Props = {
  name: FacetName;
  counts: Record<string, number>;
  /** Counts are of the first thousand matches: shown as shares. */
  share: boolean;
  chosen: string | null;
  choose: (value: string) => void;
};

const few = 6;

/** One facet: its values with counts, the most frequent first; years run back from the newest. */
export function Facet({ name, counts, share, chosen, choose }: Props) {
  const t = useT();
  const [all, setAll] = useState(false);
  const rows = Object.entries(counts).sort(([one, a], [other, b]) =>
    name === 'year' ? (one < other ? 1 : -1) : b - a,
  );
  if (rows.length === 0) return null;
  const first = all ? rows : rows.slice(0, few);
  const picked = rows.find(([value]) => value === chosen);
  const shown = picked && !first.includes(picked) ? [...first, picked] : first;
  return (
    <fieldset className="facet">
      <legend>{t(facets[name].title)}</legend>
      {shown.map(([value, count]) => (
        <button key={value} type="button" aria-pressed={chosen === value} onClick={() => choose(value)}>
          <span>{t(facets[name].of(value))}</span>
          <span title={share ? t({ vi: 'Trong 1.000 kết quả đầu', en: 'Of the first 1,000 matches' }) : undefined}>
            {share ? `≈ ${Math.max(1, Math.round(count / 10))} %` : number(count)}
          </span>
        </button>
      ))}
      {rows.length > few ? (
        <Button small kind="quiet" onClick={() => setAll(!all)}>
          {all
            ? t({ vi: 'Thu gọn', en: 'Fewer' })
            : t({ vi: `Thêm ${rows.length - few}`, en: `${rows.length - few} more` })}
        </Button>
      ) : null}
    </fieldset>
  );
}

/** What the search is narrowed by, each to be taken away by a click. */
export function Chosen({
  search,
  remove,
  clear,
}: {
  search: URLSearchParams;
  remove: (name: string) => void;
  clear: () => void;
}) {
  const t = useT();
  const chosen = facetNames.flatMap((name) => {
    const value = search.get(name);
    return value === null ? [] : [{ name, title: t(facets[name].title), value: t(facets[name].of(value)) }];
  });
  if (chosen.length === 0) return <div className="chosen-filters" />;
  return (
    <div className="chosen-filters">
      {chosen.map(({ name, title, value }) => (
        <button
          key={name}
          type="button"
          className="chosen-filter"
          onClick={() => remove(name)}
          aria-label={t({ vi: `Bỏ bộ lọc ${title}: ${value}`, en: `Remove the filter ${title}: ${value}` })}
        >
          {title}: <strong>{value}</strong> <span aria-hidden="true">×</span>
        </button>
      ))}
      <Button small kind="quiet" onClick={clear}>
        {t({ vi: 'Bỏ tất cả', en: 'Clear all' })}
      </Button>
    </div>
  );
}

/** The order of the list. */
export function Sorting({
  sort,
  text,
  choose,
}: {
  sort: string | undefined;
  text: boolean;
  choose: (sort: string) => void;
}) {
  const t = useT();
  const usual = text ? 'relevance' : 'newest';
  return (
    <label className="row sorting">
      <span className="faint">{t({ vi: 'Sắp xếp', en: 'Sort' })}</span>
      <select
        className="input"
        value={sort ?? usual}
        onChange={(event) => choose(event.target.value === usual ? '' : event.target.value)}
      >
        {text ? <option value="relevance">{t({ vi: 'Khớp nhất', en: 'Best match' })}</option> : null}
        <option value="newest">{t({ vi: 'Mới nhất', en: 'Newest' })}</option>
        <option value="title">{t({ vi: 'Tên A–Y', en: 'Title A–Y' })}</option>
      </select>
    </label>
  );
}
