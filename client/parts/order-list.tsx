import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Arguments } from '../../contracts/calls';
import { dateTime, money } from '../format';
import { useT, useTitle } from '../i18n';
import { More } from './more';
import { State } from './state';

type Query = NonNullable<Arguments<'listOrders'>['query']>;
type Props = { query: Query; to: (id: string) => string; empty: ReactNode; show: 'provider' | 'buyer' | 'both' };

/** Orders, newest first. */
export function OrderList({ query, to, empty, show }: Props) {
  const t = useT();
  const title = useTitle();
  return (
    <More id="listOrders" given={{ query }} empty={empty}>
      {(items) => (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Bộ dữ liệu', en: 'Dataset' })}</th>
              {show === 'buyer' ? null : <th scope="col">{t({ vi: 'Bên bán', en: 'Provider' })}</th>}
              {show === 'provider' ? null : <th scope="col">{t({ vi: 'Bên mua', en: 'Buyer' })}</th>}
              <th scope="col" className="number">
                {t({ vi: 'Tổng tiền', en: 'Total' })}
              </th>
              <th scope="col">{t({ vi: 'Cập nhật', en: 'Since' })}</th>
              <th scope="col">{t({ vi: 'Trạng thái', en: 'State' })}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((order) => (
              <tr key={order.id}>
                <td>
                  <Link to={to(order.id)}>{title(order.dataset)}</Link>
                </td>
                {show === 'buyer' ? null : (
                  <td data-label={t({ vi: 'Bên bán', en: 'Provider' })}>{title(order.provider)}</td>
                )}
                {show === 'provider' ? null : (
                  <td data-label={t({ vi: 'Bên mua', en: 'Buyer' })}>{title(order.buyer)}</td>
                )}
                <td data-label={t({ vi: 'Tổng tiền', en: 'Total' })} className="number">
                  {money(order.money.price.totalVnd)}
                </td>
                <td data-label={t({ vi: 'Cập nhật', en: 'Since' })}>{dateTime(order.stateSince)}</td>
                <td data-label={t({ vi: 'Trạng thái', en: 'State' })}>
                  <State of="order" state={order.state} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </More>
  );
}
