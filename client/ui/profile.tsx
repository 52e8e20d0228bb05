import type { Bin, Coverage } from '../../contracts/measured';
import { type ProvinceCode, provinces } from '../../contracts/scheme/provinces';

/** Counts of a column in steps; the heights are shares of the greatest. */
export function Histogram({ bins, label }: { bins: readonly Bin[]; label: string }) {
  const most = Math.max(1, ...bins.map((one) => one.n));
  return (
    <svg
      className="histogram"
      viewBox={`0 0 ${bins.length * 6} 24`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {bins.map((one, at) => {
        const height = one.n === 0 ? 0 : Math.max(1, (one.n / most) * 24);
        return <rect key={one.from} x={at * 6 + 0.5} y={24 - height} width={5} height={height} />;
      })}
    </svg>
  );
}

/** The 34 provinces as tiles, roughly where they lie from north to south: column and row of each. */
const places: Readonly<Record<ProvinceCode, readonly [number, number]>> = {
  ...{ '12': [0, 0], '15': [1, 0], '08': [2, 0], '04': [3, 0], '11': [0, 1], '25': [1, 1], '19': [2, 1], '20': [3, 1] },
  ...{ '14': [0, 2], '01': [1, 2], '24': [2, 2], '22': [3, 2], '33': [2, 3], '31': [3, 3], '37': [1, 3] },
  ...{ '38': [1, 4], '40': [1, 5], '42': [2, 5], '44': [2, 6], '46': [3, 6], '48': [3, 7], '51': [4, 7] },
  ...{ '52': [3, 8], '66': [4, 8], '56': [5, 9], '68': [4, 9], '80': [2, 9], '75': [3, 9], '79': [3, 10] },
  ...{ '82': [2, 10], '91': [0, 10], '86': [2, 11], '92': [1, 11], '96': [0, 11] },
};

/** Rows by province of today as a map of tiles; the tone says how many, and where there are none. */
export function ProvinceMap({
  rows,
  label,
  none,
}: {
  rows: NonNullable<Coverage['provinces']>['rows'];
  label: string;
  none: string;
}) {
  const most = Math.max(1, ...Object.values(rows));
  return (
    <ul className="province-map" aria-label={label}>
      {provinces.map(({ code, name }) => {
        const n = rows[code] ?? 0;
        const [x, y] = places[code];
        const tone = n === 0 ? 0 : 1 + Math.min(3, Math.floor((n / most) * 3.999));
        const told = `${name}: ${n === 0 ? none : n.toLocaleString('vi-VN')}`;
        return (
          <li key={code} className={`tone-${tone}`} style={{ gridColumn: x + 1, gridRow: y + 1 }} title={told}>
            <span aria-hidden="true">{short(name)}</span>
            <span className="visually-hidden">{told}</span>
          </li>
        );
      })}
    </ul>
  );
}

const initials = (name: string) =>
  name
    .split(' ')
    .map((word) => word[0])
    .join('');

/** A name in two or three letters, no two alike: its initials, with one letter more where provinces share them. */
function short(name: string): string {
  const words = name.split(' ');
  if (words.length === 1) return name;
  const shared = provinces.filter((one) => initials(one.name) === initials(name)).length > 1;
  return shared ? initials(name) + (words.at(-1)?.[1] ?? '') : initials(name);
}

/** Rows by year, month or day from the first to the last; gaps stay gaps. */
export function Timeline({ periods, label }: { periods: NonNullable<Coverage['periods']>; label: string }) {
  const most = Math.max(1, ...periods.bins.map((one) => one.n));
  const step = 600 / Math.max(1, periods.bins.length);
  return (
    <div>
      <svg className="timeline-chart" viewBox="0 0 600 60" preserveAspectRatio="none" role="img" aria-label={label}>
        {periods.bins.map((one, at) => {
          const height = Math.max(1.5, (one.n / most) * 58);
          return <rect key={one.from} x={at * step + step * 0.1} y={60 - height} width={step * 0.8} height={height} />;
        })}
      </svg>
      <div className="timeline-ends faint">
        <span>{periods.bins[0]?.from}</span>
        <span>{periods.bins.at(-1)?.from}</span>
      </div>
    </div>
  );
}
