import { Link } from 'react-router';
import type { Bilingual } from '../../contracts/common';
import type { FeeTerms, MoneyLine, OrderMoney } from '../../contracts/money';
import { vatClassNames } from '../../contracts/scheme/vat';
import { money, percent } from '../format';
import { useLanguage, useT } from '../i18n';
import { paths } from '../paths';

/** `Thuế GTGT 8 %`, or why there is none. */
function vatLabel(line: MoneyLine): Bilingual {
  if (line.vatPercent !== null) return { vi: `Thuế GTGT ${line.vatPercent} %`, en: `VAT ${line.vatPercent} %` };
  const { vi, en } = vatClassNames[line.vatClass];
  return { vi: `Thuế GTGT: ${vi.toLowerCase()}`, en: `VAT: ${en.toLowerCase()}` };
}

type Row = { label: Bilingual; vnd: number; total?: true; apart?: true };

function Sums({ rows }: { rows: readonly Row[] }) {
  const t = useT();
  return (
    <dl className="sums">
      {rows.map((row) => {
        const look = `${row.total ? 'total' : ''}${row.apart ? ' apart' : ''}`;
        return (
          <div key={row.label.en} style={{ display: 'contents' }}>
            <dt className={look}>{t(row.label)}</dt>
            <dd className={look}>{money(row.vnd)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

const priceRows = (price: MoneyLine): Row[] => [
  { label: { vi: 'Giá chưa thuế', en: 'Price before VAT' }, vnd: price.netVnd },
  { label: vatLabel(price), vnd: price.vatVnd },
  { label: { vi: 'Bên mua trả', en: 'The buyer pays' }, vnd: price.totalVnd, total: true },
];

/** Price, VAT and total; what is free is said in a word. */
export function PriceBox({ price }: { price: MoneyLine }) {
  const t = useT();
  if (price.totalVnd === 0) return <p className="big-number">{t({ vi: 'Miễn phí', en: 'Free' })}</p>;
  return (
    <div className="stack">
      <p className="big-number">{money(price.totalVnd)}</p>
      <Sums rows={priceRows(price)} />
      <RateNote price={price} />
      <p className="faint">
        {t({ vi: 'Phí của sàn do bên bán trả:', en: 'The fee of the exchange is paid by the provider:' })}{' '}
        <Link to={paths.fees()}>{t({ vi: 'biểu phí', en: 'fees' })}</Link>
      </p>
    </div>
  );
}

/** Everything that moves with an order (scheme C9): for both parties alike. */
export function OrderMoneyBox({
  money: { price, fee, feeVersion, payoutVnd },
  refundedVnd = 0,
  since,
}: {
  money: OrderMoney;
  /** What of the buyer's total has gone back. */
  refundedVnd?: number;
  /** Of which day the rates are while they are not firm; left out: of today. */
  since?: 'document';
}) {
  const t = useT();
  if (price.totalVnd === 0) return <p>{t({ vi: 'Miễn phí', en: 'Free of charge' })}</p>;
  const feeName = { vi: `Phí của sàn (biểu phí ${feeVersion})`, en: `Fee of the exchange (schedule ${feeVersion})` };
  const { vi, en } = vatLabel(fee);
  const rows: Row[] = [
    ...priceRows(price),
    ...(refundedVnd > 0
      ? [
          {
            label: { vi: 'Đã hoàn cho bên mua', en: 'Gone back to the buyer' },
            vnd: -refundedVnd,
            apart: true as const,
          },
        ]
      : []),
    ...(fee.netVnd > 0
      ? [
          { label: feeName, vnd: -fee.netVnd, apart: true as const },
          { label: { vi: `${vi} của phí`, en: `${en} on the fee` }, vnd: -fee.vatVnd },
        ]
      : []),
    { label: { vi: 'Bên bán nhận', en: 'The provider receives' }, vnd: payoutVnd, total: true },
  ];
  return (
    <div className="stack">
      <Sums rows={rows} />
      <RateNote price={price} since={since} />
      <p className="faint">
        <Link to={paths.fees()}>{t({ vi: 'Biểu phí của sàn', en: 'Fees of the exchange' })}</Link>
      </p>
    </div>
  );
}

function RateNote({ price, since }: { price: MoneyLine; since?: 'document' | undefined }) {
  const t = useT();
  if (price.firm) return null;
  const day = since
    ? { vi: 'ngày lập thỏa thuận', en: 'of the day the agreement was made' }
    : { vi: 'hôm nay', en: 'today’s' };
  return (
    <p className="faint">
      {t({
        vi: `Thuế suất tính theo ngày thanh toán; số trên theo ${day.vi}.`,
        en: `VAT goes by the day of payment; the amounts are ${day.en}.`,
      })}
    </p>
  );
}

/** `5 % giá chưa thuế + 10.000 ₫, ít nhất …, nhiều nhất …`. */
export function FeeSentence({ terms }: { terms: FeeTerms }) {
  const { t, language } = useLanguage();
  const share = percent(terms.percentBp / 10_000, language);
  const parts = [
    terms.percentBp > 0 ? t({ vi: `${share} giá chưa thuế`, en: `${share} of the price before VAT` }) : null,
    terms.fixedVnd > 0 ? money(terms.fixedVnd) : null,
  ].filter((part) => part !== null);
  const bounds = [
    terms.minVnd > 0 ? t({ vi: `ít nhất ${money(terms.minVnd)}`, en: `at least ${money(terms.minVnd)}` }) : null,
    terms.maxVnd === null ? null : t({ vi: `nhiều nhất ${money(terms.maxVnd)}`, en: `at most ${money(terms.maxVnd)}` }),
  ].filter((part) => part !== null);
  if (parts.length === 0 && bounds.length === 0) return t({ vi: 'Không thu phí', en: 'No fee' });
  const { vi, en } = vatClassNames[terms.vatClass];
  const vat = t({ vi: `thuế GTGT của phí: ${vi.toLowerCase()}`, en: `VAT on the fee: ${en.toLowerCase()}` });
  return [parts.join(' + ') || '0 ₫', ...bounds, vat].join(', ');
}
