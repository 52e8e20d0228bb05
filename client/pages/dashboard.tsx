import { Link } from 'react-router';
import { periodName } from '../../contracts/periods';
import type { DashboardView, FigureView } from '../../contracts/reporting';
import { useData } from '../api';
import { dateTime, money, number } from '../format';
import { useT } from '../i18n';
import { FigureLink, FigureTable, MoneyFlow } from '../parts/figures';
import { paths } from '../paths';
import { Bars } from '../ui/charts';
import { PageHead, Section } from '../ui/parts';

const shown = ['trades.counted-vnd', 'trades.counted', 'trades.settled', 'trades.refunds', 'pace.delivery'];

export default function Dashboard() {
  const t = useT();
  const { report, months, openFlags } = useData('getDashboard', {});
  const { period } = report;
  const figures = new Map(report.groups.flatMap((group) => group.figures).map((one) => [one.key, one]));
  const tiles = shown.flatMap((key): FigureView[] => {
    const figure = figures.get(key);
    return figure ? [figure] : [];
  });
  const groups = (...keys: string[]) => report.groups.filter((group) => keys.includes(group.key));
  return (
    <>
      <PageHead
        title={t({ vi: 'Tổng quan', en: 'Dashboard' })}
        lead={`${t(periodName(period))} · ${t({ vi: 'đếm lúc', en: 'counted at' })} ${dateTime(report.countedAt)}`}
      >
        <Link className="button" to={paths.report(period)}>
          {t({ vi: 'Báo cáo đầy đủ', en: 'The whole report' })}
        </Link>
      </PageHead>
      <div className="stack-wide">
        <div className="tiles">
          {tiles.map((figure) => (
            <div className={figure.unit === 'vnd' ? 'tile wide' : 'tile'} key={figure.key}>
              <p className="faint">{t(figure.label)}</p>
              <p className="big-number">
                <FigureLink figure={figure} period={period} />
              </p>
            </div>
          ))}
          {openFlags === null ? null : (
            <div className="tile">
              <p className="faint">{t({ vi: 'Cảnh báo đang mở', en: 'Open flags' })}</p>
              <p className="big-number">
                <Link to={paths.flags()}>{number(openFlags)}</Link>
              </p>
            </div>
          )}
        </div>
        <Months months={months} />
        {groups('flow').map((group) => (
          <MoneyFlow key={group.key} group={group} period={period} />
        ))}
        <div className="grid-2">
          {groups('participants', 'listings', 'reviews', 'measures').map((group) => (
            <Section key={group.key} title={group.title}>
              <FigureTable figures={group.figures} period={period} />
            </Section>
          ))}
        </div>
      </div>
    </>
  );
}

function Months({ months }: { months: DashboardView['months'] }) {
  const t = useT();
  const names = {
    strong: { vi: 'số liệu chặt', en: 'strict count' },
    weak: { vi: 'đã quyết toán (thô)', en: 'settled (raw)' },
  };
  const title = { vi: 'Giao dịch theo tháng', en: 'Trades by month' };
  if (months.every((one) => one.settled === 0)) {
    return (
      <Section title={title}>
        <p className="soft">
          {t({
            vi: 'Mười hai tháng qua chưa có giao dịch nào quyết toán.',
            en: 'No trade has been settled in the last twelve months.',
          })}
        </p>
      </Section>
    );
  }
  return (
    <Section title={title}>
      <div className="stack">
        <div>
          <Bars
            label={t({
              vi: `Giao dịch của mười hai tháng: ${months.map((one) => `${one.period} ${one.counted} trên ${one.settled}`).join('; ')}`,
              en: `Trades of twelve months: ${months.map((one) => `${one.period} ${one.counted} of ${one.settled}`).join('; ')}`,
            })}
            steps={months.map((one) => ({ key: one.period, strong: one.counted, weak: one.settled }))}
          />
          <div className="chart-months" aria-hidden="true">
            {months.map((one) => (
              <span key={one.period}>{one.period.slice(5)}</span>
            ))}
          </div>
        </div>
        <p className="legend">
          <span>
            <span className="swatch flow-released" aria-hidden="true" />
            {t(names.strong)}
          </span>
          <span>
            <span className="swatch" style={{ background: 'var(--line-strong)' }} aria-hidden="true" />
            {t(names.weak)}
          </span>
        </p>
        <details>
          <summary>{t({ vi: 'Bảng số liệu', en: 'As a table' })}</summary>
          <table className="table figures">
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Tháng', en: 'Month' })}</th>
                <th scope="col" className="number">
                  {t(names.strong)}
                </th>
                <th scope="col" className="number">
                  {t(names.weak)}
                </th>
                <th scope="col" className="number">
                  {t({ vi: 'Giá trị chặt', en: 'Strict value' })}
                </th>
              </tr>
            </thead>
            <tbody>
              {months.map((one) => (
                <tr key={one.period}>
                  <td>
                    <Link to={paths.report(one.period)}>{one.period}</Link>
                  </td>
                  <td className="number">{number(one.counted)}</td>
                  <td className="number">{number(one.settled)}</td>
                  <td className="number">{money(one.countedVnd)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      </div>
    </Section>
  );
}
