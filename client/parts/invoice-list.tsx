import { Link } from 'react-router';
import type { InvoiceView } from '../../contracts/invoicing';
import { invoiceKindNames } from '../../contracts/invoicing';
import { date, money } from '../format';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { Badge } from '../ui/parts';

/** Invoices as a table, newest first. */
export function InvoiceTable({ items }: { items: readonly InvoiceView[] }) {
  const t = useT();
  const title = useTitle();
  return (
    <table className="table cards">
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Số', en: 'Number' })}</th>
          <th scope="col">{t({ vi: 'Ngày lập', en: 'Issued' })}</th>
          <th scope="col">{t({ vi: 'Bên bán', en: 'Seller' })}</th>
          <th scope="col">{t({ vi: 'Bên mua', en: 'Buyer' })}</th>
          <th scope="col">{t({ vi: 'Nội dung', en: 'Subject' })}</th>
          <th scope="col" className="number">
            {t({ vi: 'Tổng tiền', en: 'Total' })}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <td>
              <Link to={paths.invoice(one.id)}>
                {one.series}-{one.number}
              </Link>
            </td>
            <td data-label={t({ vi: 'Ngày lập', en: 'Issued' })}>{date(one.issuedAt)}</td>
            <td data-label={t({ vi: 'Bên bán', en: 'Seller' })}>{title(one.seller)}</td>
            <td data-label={t({ vi: 'Bên mua', en: 'Buyer' })}>{title(one.buyer)}</td>
            <td data-label={t({ vi: 'Nội dung', en: 'Subject' })}>
              {t(invoiceKindNames[one.kind])}{' '}
              {one.corrects ? <Badge tone="warn">{t({ vi: 'điều chỉnh', en: 'credit note' })}</Badge> : null}
            </td>
            <td data-label={t({ vi: 'Tổng tiền', en: 'Total' })} className="number">
              {money(one.totalVnd)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
