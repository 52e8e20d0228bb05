import type { TransactionFacets } from '../../contracts/inspection';
import { number } from '../format';
import { useT, useTitle } from '../i18n';
import { type FacetName, type FilterName, filters } from './transaction-filters';

const names: readonly FacetName[] = ['state', 'purpose', 'band', 'licence', 'basis', 'origin', 'month'];
/** On a narrow screen the filters wait behind their title. */
const roomy = matchMedia('(min-width: 52.01rem)').matches;

type Props = {
  facets: TransactionFacets;
  chosen: (name: FilterName) => string | null;
  choose: (name: FilterName, value: string) => void;
};

/** How many of the result have each value; a press narrows to it, another widens again. */
export function Facets({ facets, chosen, choose }: Props) {
  const t = useT();
  const title = useTitle();
  const providers = facets.provider.map(
    ({ organisation, count }) => [organisation.id, title(organisation), count] as const,
  );
  return (
    <details className="filters" open={roomy}>
      <summary>{t({ vi: 'Thu hẹp', en: 'Narrow down' })}</summary>
      {names.map((name) => (
        <Facet
          key={name}
          name={name}
          rows={sorted(name, facets[name]).map(([value, count]) => [value, t(filters[name].of(value)), count] as const)}
          {...{ chosen, choose }}
        />
      ))}
      <Facet name="provider" rows={providers} {...{ chosen, choose }} />
    </details>
  );
}

/** The most first; months the newest first. */
function sorted(name: FacetName, counts: Record<string, number>): [string, number][] {
  const rows = Object.entries(counts);
  if (name === 'month') return rows.sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, 12);
  return rows.sort(([, a], [, b]) => b - a);
}

type FacetProps = Omit<Props, 'facets'> & {
  name: FilterName;
  rows: readonly (readonly [value: string, label: string, count: number])[];
};

function Facet({ name, rows, chosen, choose }: FacetProps) {
  const t = useT();
  if (rows.length === 0) return null;
  return (
    <fieldset className="facet">
      <legend>{t(filters[name].title)}</legend>
      {rows.map(([value, label, count]) => (
        <button key={value} type="button" aria-pressed={chosen(name) === value} onClick={() => choose(name, value)}>
          <span>{label}</span>
          <span>{number(count)}</span>
        </button>
      ))}
    </fieldset>
  );
}
