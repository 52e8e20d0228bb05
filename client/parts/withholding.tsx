import { useState } from 'react';
import { Link } from 'react-router';
import { monthsUpTo, periodName } from '../../contracts/periods';
import { legalForms } from '../../contracts/scheme/pilot-2026';
import { useData } from '../api';
import { money, number } from '../format';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { SelectField } from '../ui/fields';
import { Empty, Section } from '../ui/parts';

/** Households and individuals that sold through the exchange in a month: for whom it withholds and declares tax. */
export function Withholding() {
  const t = useT();
  const title = useTitle();
  const months = monthsUpTo(new Date(), 24).reverse();
  const [month, setMonth] = useState(months[0] ?? '');
  const { items } = useData('listWithholding', { params: { month } });
  const heads = [
    { vi: 'Đơn hàng', en: 'Orders' },
    { vi: 'Giá chưa thuế', en: 'Price before VAT' },
    { vi: 'Thuế GTGT', en: 'VAT' },
    { vi: 'Đã hoàn', en: 'Gone back' },
  ];
  const form = (code: string) => t(legalForms[code as keyof typeof legalForms] ?? { vi: code, en: code });
  return (
    <Section title={{ vi: 'Bên bán là hộ, cá nhân kinh doanh', en: 'Sellers that are households or individuals' }}>
      <div className="stack">
        <p className="faint">
          {t({
            vi: 'Khoản bên mua đã trả qua sàn trong tháng, để khấu trừ và khai thuế thay (NĐ 252/2026). Khoản trả thẳng cho bên bán không tính.',
            en: 'What buyers paid through the exchange in the month, to withhold and declare tax for (Decree 252/2026). What was paid directly is not counted.',
          })}
        </p>
        <div style={{ maxWidth: '16rem' }}>
          <SelectField
            name="withholding-month"
            label={t({ vi: 'Tháng', en: 'Month' })}
            options={months.map((value) => ({ value, label: t(periodName(value)) }))}
            defaultValue={month}
            onChoose={setMonth}
          />
        </div>
        {items.length === 0 ? (
          <Empty
            title={{ vi: 'Tháng này không có bên bán nào như vậy', en: 'There is no such seller in this month' }}
          />
        ) : (
          <table className="table cards">
            <caption className="visually-hidden">{t({ vi: 'Bên bán', en: 'Sellers' })}</caption>
            <thead>
              <tr>
                <th scope="col">{t({ vi: 'Bên bán', en: 'Seller' })}</th>
                {heads.map((head) => (
                  <th scope="col" className="number" key={head.en}>
                    {t(head)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((one) => {
                const cells = [number(one.orders), money(one.netVnd), money(one.vatVnd), money(one.refundedVnd)];
                return (
                  <tr key={one.provider.id}>
                    <td>
                      <Link to={`${paths.money()}?provider=${one.provider.id}`}>{title(one.provider)}</Link>
                      <div className="faint">
                        {form(one.legalForm)} · {one.taxCode ?? t({ vi: 'chưa có mã số thuế', en: 'no tax code' })}
                      </div>
                    </td>
                    {cells.map((cell, at) => (
                      <td className="number" key={heads[at]?.en} data-label={t(heads[at] ?? { vi: '', en: '' })}>
                        {cell}
                      </td>
                    ))}
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
    </Section>
  );
}
