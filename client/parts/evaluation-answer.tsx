import type { Answer } from '../../contracts/evaluation';
import { date, dateTime, number } from '../format';
import { useT } from '../i18n';
import { Categories, TimeLine } from '../ui/charts';

type Cell = Answer['rows'][number][number];
type Column = Answer['columns'][number];

/** An answer as a chart, where one group stands against one number, and always as a table. It is nowhere but on this screen. */
export function EvaluationAnswer({ answer }: { answer: Answer }) {
  const t = useT();
  return (
    <div className="stack">
      <Chart answer={answer} />
      <section className="table-wrap answer-table" tabIndex={0} aria-label={t({ vi: 'Bảng kết quả', en: 'Answer' })}>
        <table className="table data">
          <thead>
            <tr>
              {answer.columns.map((column, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                <th key={at} className={column.kind === 'number' ? 'number' : undefined}>
                  {column.name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {answer.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of an answer never move
              <tr key={at}>
                {row.map((cell, place) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: nor do its cells
                    key={place}
                    className={answer.columns[place]?.kind === 'number' ? 'number' : undefined}
                  >
                    {shown(cell, answer.columns[place])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="faint">
        {answer.dropped > 0
          ? t({
              vi: `${number(answer.dropped)} nhóm không hiện vì quá ít dòng hoặc quá gần một câu trả lời trước. `,
              en: `${number(answer.dropped)} groups are not shown: too few rows, or too near to an earlier answer. `,
            })
          : ''}
        {t({
          vi: 'Số đếm làm tròn đến 5, số khác đến bốn chữ số có nghĩa. Ô “–” là số tính từ quá ít dòng. Giá trị thấp nhất, cao nhất và phân vị là trung bình của các dòng kề nhau.',
          en: 'Counts are rounded to 5, other numbers to four digits. “–” would come from too few rows. Least, greatest and quantiles are means of rows side by side.',
        })}
      </p>
    </div>
  );
}

function shown(cell: Cell, column: Column | undefined): string {
  if (cell === null) return '–';
  if (typeof cell === 'number') return number(cell);
  if (column?.kind === 'date' || (column?.kind === 'timestamp' && / 00:00:00$/.test(cell))) return date(noon(cell));
  return column?.kind === 'timestamp' ? dateTime(`${cell.replace(' ', 'T')}Z`) : cell;
}

/** A day has no hour: at noon UTC it is the same day here. */
function noon(day: string): string {
  return `${day.slice(0, 10)}T12:00:00Z`;
}

function Chart({ answer }: { answer: Answer }) {
  const group = answer.columns.findIndex(({ role }) => role === 'group');
  const several = answer.columns.filter(({ role }) => role === 'group').length !== 1;
  const value = answer.columns.findIndex(({ role, kind }) => role === 'value' && kind === 'number');
  if (several || group < 0 || value < 0 || answer.rows.length < 2) return null;
  const [of, by] = [answer.columns[value] as Column, answer.columns[group] as Column];
  const label = `${of.name} / ${by.name}`;
  const told = answer.rows.flatMap((row) => {
    const [name, size] = [row[group] ?? null, row[value]];
    return typeof size === 'number' ? [{ name, size }] : [];
  });
  if (told.length < 2) return null;
  if (by.kind === 'date' || by.kind === 'timestamp') {
    const points = told
      .flatMap(({ name, size }) => (name === null ? [] : [{ at: Date.parse(noon(String(name))), value: size }]))
      .sort((a, b) => a.at - b.at);
    const sizes = points.map((point) => point.value);
    const day = (at: number | undefined) => (at === undefined ? '' : date(new Date(at).toISOString()));
    return (
      <TimeLine
        label={label}
        points={points}
        ends={[day(points[0]?.at), day(points.at(-1)?.at)]}
        bounds={[number(Math.min(...sizes)), number(Math.max(...sizes))]}
      />
    );
  }
  return (
    <Categories
      label={label}
      items={told.slice(0, 40).map(({ name, size }, at) => ({
        ...{ key: `${at}`, name: shown(name, by), value: size, shown: number(size) },
      }))}
    />
  );
}
