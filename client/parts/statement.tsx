import { Link } from 'react-router';
import { type StatementLine, type StatementView, statementKindNames } from '../../contracts/payouts';
import { useData } from '../api';
import { date, money } from '../format';
import { useLanguage, useT } from '../i18n';
import { paths } from '../paths';
import { Empty } from '../ui/parts';
import { Parts } from './payout-list';

/** A month from the ledger: what it began with, every line, what it ended with; as a file too. */
export function Statement({ month, whose }: { month: string; whose: { provider?: string } }) {
  const { t, language } = useLanguage();
  const statement = useData('getStatement', { params: { month }, query: whose });
  const lines = statement.lines.filter((one) => one.parts.length === 0);
  const payouts = statement.lines.filter((one) => one.parts.length > 0);
  const file = (format: string) => {
    const query = new URLSearchParams({ ...whose, format, language });
    return `/api/v1/money/statements/${month}/file?${query}`;
  };
  return (
    <div className="stack">
      <Sums statement={statement} />
      {lines.length === 0 ? (
        <Empty title={{ vi: 'Tháng này không có khoản bán hay hoàn nào', en: 'No sale and no refund in this month' }} />
      ) : (
        <Lines lines={lines} />
      )}
      {payouts.map((one) => (
        <details key={one.fact}>
          <summary>
            {t(statementKindNames[one.kind])} {date(one.at)}: <span className="number">{money(one.amountVnd)}</span>
          </summary>
          <Parts parts={one.parts} />
        </details>
      ))}
      <div className="row">
        <a className="button" href={file('pdf')} download>
          PDF
        </a>
        <a className="button" href={file('csv')} download>
          CSV
        </a>
      </div>
    </div>
  );
}

function Sums({ statement }: { statement: StatementView }) {
  const t = useT();
  const rows = [
    [{ vi: 'Số dư đầu tháng', en: 'When the month began' }, statement.openingVnd],
    [{ vi: 'Thu từ bán dữ liệu', en: 'Earned' }, statement.earnedVnd],
    [{ vi: 'Hoàn, bồi hoàn', en: 'Taken back' }, -statement.takenVnd || 0],
    ...(statement.reservedVnd === 0
      ? []
      : ([[{ vi: 'Giữ dự phòng', en: 'Kept back as reserve' }, -statement.reservedVnd]] as const)),
    [{ vi: 'Đã chi trả', en: 'Paid out' }, -statement.paidVnd || 0],
  ] as const;
  return (
    <dl className="sums">
      {rows.map(([label, vnd]) => (
        <div key={label.en} style={{ display: 'contents' }}>
          <dt>{t(label)}</dt>
          <dd>{money(vnd)}</dd>
        </div>
      ))}
      <dt className="total">{t({ vi: 'Số dư cuối tháng', en: 'When it ended' })}</dt>
      <dd className="total">{money(statement.closingVnd)}</dd>
    </dl>
  );
}

function Lines({ lines }: { lines: readonly StatementLine[] }) {
  const t = useT();
  const heads = [
    { vi: 'Giá', en: 'Price' },
    { vi: 'Thuế', en: 'VAT' },
    { vi: 'Phí', en: 'Fee' },
    { vi: 'Thuế của phí', en: 'VAT on the fee' },
    { vi: 'Còn lại', en: 'Net' },
  ] as const;
  return (
    <table className="table cards">
      <caption className="visually-hidden">{t({ vi: 'Bán và hoàn', en: 'Sales and refunds' })}</caption>
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Nội dung', en: 'What' })}</th>
          <th scope="col">{t({ vi: 'Ngày', en: 'Day' })}</th>
          {heads.map((head) => (
            <th scope="col" className="number" key={head.en}>
              {t(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={`${line.fact}${line.orderId}`}>
            <td>
              {line.orderId && line.title ? (
                <Link to={paths.order(line.orderId)}>{t(line.title)}</Link>
              ) : (
                <span className="mono">{line.fact}</span>
              )}
              <div className="faint">{t(statementKindNames[line.kind])}</div>
            </td>
            <td data-label={t({ vi: 'Ngày', en: 'Day' })}>{date(line.at)}</td>
            {amounts(line).map((vnd, at) => (
              <td className="number" key={heads[at]?.en} data-label={t(heads[at] ?? { vi: '', en: '' })}>
                {vnd === null ? '–' : money(vnd)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function amounts({ sale, amountVnd }: StatementLine): (number | null)[] {
  if (!sale) return [null, null, null, null, amountVnd];
  return [sale.priceVnd, sale.vatVnd, -sale.feeVnd || 0, -sale.feeVatVnd || 0, amountVnd];
}
