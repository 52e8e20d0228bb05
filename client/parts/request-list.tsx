import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { purposeLabels } from '../../contracts/licences/policy';
import { date, money } from '../format';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { More } from './more';
import { State } from './state';

/** Access requests that were sent or received, newest first. */
export function RequestList({ box, empty }: { box: 'sent' | 'received'; empty: ReactNode }) {
  const t = useT();
  const title = useTitle();
  return (
    <More id="listRequests" given={{ query: { box } }} empty={empty}>
      {(items) => (
        <table className="table cards">
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Bộ dữ liệu', en: 'Dataset' })}</th>
              <th scope="col">
                {box === 'sent' ? t({ vi: 'Bên bán', en: 'Provider' }) : t({ vi: 'Bên mua', en: 'Buyer' })}
              </th>
              <th scope="col">{t({ vi: 'Mục đích', en: 'Purpose' })}</th>
              <th scope="col" className="number">
                {t({ vi: 'Giá', en: 'Price' })}
              </th>
              <th scope="col">{t({ vi: 'Ngày gửi', en: 'Sent' })}</th>
              <th scope="col">{t({ vi: 'Trạng thái', en: 'State' })}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <td>
                  <Link to={paths.request(one.id)}>{title(one.dataset)}</Link>
                </td>
                <td data-label={t({ vi: 'Tổ chức', en: 'Organisation' })}>
                  {title(box === 'sent' ? one.provider : one.buyer)}
                </td>
                <td data-label={t({ vi: 'Mục đích', en: 'Purpose' })}>{t(purposeLabels[one.purpose])}</td>
                <td data-label={t({ vi: 'Giá', en: 'Price' })} className="number">
                  {money(one.offer.priceVnd)}
                </td>
                <td data-label={t({ vi: 'Ngày gửi', en: 'Sent' })}>{date(one.createdAt)}</td>
                <td data-label={t({ vi: 'Trạng thái', en: 'State' })}>
                  <State of="request" state={one.state} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </More>
  );
}
