import { Link } from 'react-router';
import type { TransactionRow } from '../../contracts/inspection';
import { purposeLabels } from '../../contracts/licences/policy';
import { date, money } from '../format';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { State } from './state';

/** Transactions found, one a row; on a narrow screen one a card. */
export function TransactionList({ rows }: { rows: readonly TransactionRow[] }) {
  const t = useT();
  const title = useTitle();
  const head = {
    parties: { vi: 'Bên bán → bên mua', en: 'Provider → buyer' },
    purpose: { vi: 'Mục đích', en: 'Purpose' },
    amount: { vi: 'Số tiền', en: 'Amount' },
    day: { vi: 'Ngày', en: 'Date' },
    state: { vi: 'Trạng thái', en: 'State' },
  };
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Giao dịch', en: 'Transaction' })}</th>
          <th scope="col">{t(head.parties)}</th>
          <th scope="col">{t(head.purpose)}</th>
          <th scope="col" className="number">
            {t(head.amount)}
          </th>
          <th scope="col">{t(head.day)}</th>
          <th scope="col">{t(head.state)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Link to={paths.transaction(row.id)}>{title(row.dataset)}</Link>
            </td>
            <td data-label={t(head.parties)}>
              <span>
                {title(row.provider)} <span className="faint">→</span> {title(row.buyer)}
              </span>
            </td>
            <td data-label={t(head.purpose)}>{t(purposeLabels[row.purpose])}</td>
            <td data-label={t(head.amount)} className="number">
              <span>
                {money(row.priceVnd)}
                {row.refundedVnd > 0 ? (
                  <span className="faint block">
                    {t({ vi: 'hoàn', en: 'refunded' })} {money(row.refundedVnd)}
                  </span>
                ) : null}
              </span>
            </td>
            <td data-label={t(head.day)}>{date(row.createdAt)}</td>
            <td data-label={t(head.state)}>
              <State of="order" state={row.state} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
