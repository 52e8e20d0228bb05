import { priceModelLabels, tierKindLabels, unitLabels } from '../../contracts/licences/terms';
import type { OfferView } from '../../contracts/licensing';
import { useData } from '../api';
import { date, money } from '../format';
import { useT, useTitle } from '../i18n';
import { PriceBox } from './money';

/** What an offer costs, however it is priced; everything is paid in advance. */
export function OfferPrice({ offer }: { offer: OfferView }) {
  const t = useT();
  if (offer.priceModel === 'free' || offer.priceModel === 'one_off') {
    return (
      <div>
        <PriceBox price={offer.price} />
        {offer.priceVnd > 0 ? <p className="faint">{t({ vi: 'trả một lần', en: 'paid once' })}</p> : null}
      </div>
    );
  }
  if (offer.priceModel === 'tiered' && offer.tierBy) {
    const kind = tierKindLabels[offer.tierBy];
    return (
      <table className="table">
        <caption className="visually-hidden">{t({ vi: 'Bậc giá', en: 'Tiers' })}</caption>
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Đến', en: 'Up to' })}</th>
            <th scope="col" className="number">
              {t({ vi: 'Giá chưa VAT', en: 'Before VAT' })}
            </th>
          </tr>
        </thead>
        <tbody>
          {offer.tiers.map((one) => (
            <tr key={one.upTo}>
              <td>
                {one.upTo.toLocaleString('vi-VN')} {t(kind)}
              </td>
              <td className="number">{money(one.priceVnd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  return (
    <div>
      <p className="big-number">
        {money(offer.priceVnd)} / {t(unitLabels[offer.priceModel])}
      </p>
      <p className="faint">
        {t({
          vi: `chưa VAT; mua trước từ ${offer.minUnits.toLocaleString('vi-VN')} đến ${offer.maxUnits.toLocaleString('vi-VN')}, không tự trừ tiền về sau`,
          en: `before VAT; bought in advance, ${offer.minUnits.toLocaleString('en-US')} to ${offer.maxUnits.toLocaleString('en-US')}; nothing is charged later`,
        })}
      </p>
    </div>
  );
}

/** Trial, private, dated: what sets an offer apart. */
export function OfferMarks({ offer }: { offer: OfferView }) {
  const t = useT();
  const title = useTitle();
  const marks = [
    t(priceModelLabels[offer.priceModel]),
    ...(offer.trial ? [t({ vi: 'Dùng thử', en: 'Trial' })] : []),
    ...(offer.visibleTo.length > 0
      ? [`${t({ vi: 'Riêng cho', en: 'Private to' })} ${offer.visibleTo.map(title).join(', ')}`]
      : []),
    ...(offer.validFrom ? [`${t({ vi: 'từ', en: 'from' })} ${date(offer.validFrom)}`] : []),
    ...(offer.validUntil ? [`${t({ vi: 'đến', en: 'until' })} ${date(offer.validUntil)}`] : []),
  ];
  return <p className="faint">{marks.join(' · ')}</p>;
}

type Answers = { medianHours: number; count: number } | null;

/** How soon the provider usually answers. */
export function AnswerTime({ answers }: { answers: Answers }) {
  const t = useT();
  if (!answers) return null;
  const { medianHours: hours, count } = answers;
  const long = hours >= 48;
  const span = long
    ? { vi: `${Math.round(hours / 24)} ngày`, en: `${Math.round(hours / 24)} days` }
    : { vi: `${Math.max(1, Math.round(hours))} giờ`, en: `${Math.max(1, Math.round(hours))} hours` };
  return (
    <p className="faint">
      {t({
        vi: `Bên bán thường trả lời trong ${span.vi} (trung vị của ${count} yêu cầu).`,
        en: `The provider usually answers within ${span.en} (median of ${count} requests).`,
      })}
    </p>
  );
}

/** Every public price so far, newest first. */
export function PriceHistory({ datasetId }: { datasetId: string }) {
  const t = useT();
  const { items } = useData('listPrices', { params: { id: datasetId } });
  if (items.length < 2) return null;
  return (
    <details>
      <summary>{t({ vi: 'Lịch sử giá', en: 'Price history' })}</summary>
      <div className="table-wrap">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Chào bán', en: 'Offer' })}</th>
              <th scope="col" className="number">
                {t({ vi: 'Giá chưa VAT', en: 'Before VAT' })}
              </th>
              <th scope="col">{t({ vi: 'Thời gian', en: 'Time' })}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.offerId}>
                <td>
                  #{one.number} {t(one.title)}
                </td>
                <td className="number">
                  {one.priceVnd === 0 ? t({ vi: 'Miễn phí', en: 'Free' }) : money(one.priceVnd)}
                  {one.priceModel === 'one_off' || one.priceModel === 'free'
                    ? ''
                    : ` / ${t(unitLabels[one.priceModel])}`}
                </td>
                <td>
                  {date(one.from)} – {one.until ? date(one.until) : t({ vi: 'nay', en: 'now' })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
