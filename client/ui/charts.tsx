import './charts.css';

/** Two series side by side over twelve steps: what counts strictly before what was counted raw. The table beside says the rest. */
export function Bars({
  label,
  steps,
}: {
  label: string;
  steps: readonly { key: string; strong: number; weak: number }[];
}) {
  const most = Math.max(1, ...steps.flatMap((one) => [one.strong, one.weak]));
  const [width, height] = [480, 140];
  const step = width / steps.length;
  const high = (value: number) => (value / most) * (height - 10);
  return (
    <svg
      className="chart bars"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {steps.map((one, at) => (
        <g key={one.key}>
          <rect
            className="weak"
            x={at * step + step * 0.5}
            y={height - high(one.weak)}
            width={step * 0.32}
            height={high(one.weak)}
          />
          <rect
            className="strong"
            x={at * step + step * 0.14}
            y={height - high(one.strong)}
            width={step * 0.32}
            height={high(one.strong)}
          />
        </g>
      ))}
      <line className="axis" x1={0} x2={width} y1={height} y2={height} />
    </svg>
  );
}

type End = { key: string; value: number };

/** What comes in at the left goes out at the right; both sides have the same sum. The colours are named by the table beside. */
export function Flow({ label, from, to }: { label: string; from: readonly End[]; to: readonly End[] }) {
  const [width, height, gap, post] = [480, 200, 12, 14];
  const sum = Math.max(1, ...[from, to].map((side) => side.reduce((all, one) => all + Math.max(0, one.value), 0)));
  const room = height - gap * 2;
  const size = (value: number) => (Math.max(0, value) / sum) * room;
  const middle = { x: width / 2 - post / 2, y: (height - room) / 2 };
  const placed = (ends: readonly End[]) => {
    const shown = ends.filter((one) => one.value > 0);
    const taken = shown.reduce((all, one) => all + size(one.value), gap * (shown.length - 1));
    let [outer, inner] = [(height - taken) / 2, middle.y];
    return shown.map((one) => {
      const box = { key: one.key, outer, inner, size: size(one.value) };
      outer += box.size + gap;
      inner += box.size;
      return box;
    });
  };
  return (
    <svg className="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      {placed(from).map((box) => (
        <g key={box.key}>
          <path className={`band flow-${box.key}`} d={band(post, box.outer, middle.x, box.inner, box.size)} />
          <rect className={`flow-${box.key}`} x={0} y={box.outer} width={post} height={box.size} />
        </g>
      ))}
      {placed(to).map((box) => (
        <g key={box.key}>
          <path
            className={`band flow-${box.key}`}
            d={band(middle.x + post, box.inner, width - post, box.outer, box.size)}
          />
          <rect className={`flow-${box.key}`} x={width - post} y={box.outer} width={post} height={box.size} />
        </g>
      ))}
      <rect className="weak" x={middle.x} y={middle.y} width={post} height={sum === 1 ? 0 : room} />
    </svg>
  );
}

/** A band of one height that leaves at one place and arrives at another. */
function band(x1: number, y1: number, x2: number, y2: number, size: number): string {
  const half = (x1 + x2) / 2;
  const [a, b] = [y1 + size, y2 + size];
  return `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}V${b}C${half} ${b} ${half} ${a} ${x1} ${a}Z`;
}

/** One bar for each of several things, longest to the right; name and number stand beside it as text. */
export function Categories({
  label,
  items,
}: {
  label: string;
  items: readonly { key: string; name: string; value: number; shown: string }[];
}) {
  const most = Math.max(...items.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  return (
    <ol className="categories" aria-label={label}>
      {items.map(({ key, name, value, shown }) => (
        <li key={key}>
          <span className="name" title={name}>
            {name}
          </span>
          <span className="track" aria-hidden="true">
            <i style={{ width: `${(Math.abs(value) / most) * 100}%` }} />
          </span>
          <span className="value">{shown}</span>
        </li>
      ))}
    </ol>
  );
}

/** One line over time. Under it stand the first and the last moment, beside it the least and the greatest value. */
export function TimeLine({
  label,
  points,
  ends,
  bounds,
}: {
  label: string;
  points: readonly { at: number; value: number }[];
  ends: readonly [string, string];
  bounds: readonly [string, string];
}) {
  const [width, height, edge] = [640, 180, 6];
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 1];
  const values = points.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const x = (at: number) => ((at - first) / (last - first || 1)) * width;
  const y = (value: number) =>
    most === least ? height / 2 : height - edge - ((value - least) / (most - least)) * (height - 2 * edge);
  const line = points.map(({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return (
    <div className="time-line">
      <div className="bounds faint" aria-hidden="true">
        <span>{bounds[1]}</span>
        <span>{bounds[0]}</span>
      </div>
      <svg
        className="chart line"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        <line className="axis" x1={0} x2={width} y1={height} y2={height} />
        <polyline points={line} />
      </svg>
      <div className="ends faint" aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
    </div>
  );
}
