import { useSearchParams } from 'react-router';
import type { MoneyView } from '../../contracts/payouts';
import { monthsUpTo, periodName } from '../../contracts/periods';
import { useData } from '../api';
import { money } from '../format';
import { useT, useTitle } from '../i18n';
import { More } from '../parts/more';
import { PayoutAccount } from '../parts/payout-account';
import { PayoutList } from '../parts/payout-list';
import { Statement } from '../parts/statement';
import { Bars } from '../ui/charts';
import { SelectField } from '../ui/fields';
import { Callout, Empty, PageHead, Section } from '../ui/parts';

/** A provider's money: where it stands, what a month was made of, and every payout. */
export default function Money() {
  const t = useT();
  const title = useTitle();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('provider');
  const whose = asked === null ? {} : { provider: asked };
  const view = useData('getMoney', { query: whose });
  const months = monthsUpTo(new Date(), 24).reverse();
  const month = months.find((one) => one === search.get('month')) ?? months[0] ?? '';
  return (
    <>
      <PageHead
        eyebrow={asked === null ? null : title(view.provider)}
        title={t({ vi: 'Tiền bán dữ liệu', en: 'Money' })}
        lead={t({
          vi: 'Mọi số lấy từ sổ cái: tiền bên mua đã trả, phần đã giải ngân và phần đang về tài khoản ngân hàng.',
          en: 'Every amount is the ledger’s: what buyers have paid, what is released, and what is on its way to the bank.',
        })}
      />
      <div className="stack-wide">
        <Standing view={view} />
        <Section title={{ vi: 'Tài khoản nhận tiền', en: 'Where the money goes' }}>
          <PayoutAccount view={view} returned={search.get('stripe')} />
        </Section>
        <Months months={view.months} />
        <Section title={{ vi: 'Sao kê tháng', en: 'Statement of a month' }}>
          <div className="stack">
            <div style={{ maxWidth: '16rem' }}>
              <SelectField
                name="month"
                label={t({ vi: 'Tháng', en: 'Month' })}
                options={months.map((value) => ({ value, label: t(periodName(value)) }))}
                defaultValue={month}
                onChoose={(value) => setSearch({ ...whose, month: value }, { preventScrollReset: true })}
              />
            </div>
            <Statement month={month} whose={whose} />
          </div>
        </Section>
        <Section title={{ vi: 'Các khoản chi trả', en: 'Payouts' }}>
          <More
            id="listPayouts"
            given={{ query: whose }}
            empty={
              <Empty title={{ vi: 'Chưa có khoản chi trả nào', en: 'There is no payout yet' }}>
                <p>
                  {t({
                    vi: 'Tiền được chi trả khi đã giải ngân và sẵn sàng trên tài khoản nhận tiền.',
                    en: 'Money is paid out once it is released and available on the account.',
                  })}
                </p>
              </Empty>
            }
          >
            {(items) => <PayoutList items={items} />}
          </More>
        </Section>
      </div>
    </>
  );
}

function Standing({ view }: { view: MoneyView }) {
  const t = useT();
  const tiles = [
    [{ vi: 'Đang giữ', en: 'Held' }, view.heldVnd, { vi: 'chờ bên mua nghiệm thu', en: 'until the buyer accepts' }],
    [{ vi: 'Đã giải ngân', en: 'Available' }, view.availableVnd, { vi: 'chờ chuyển', en: 'to be handed on' }],
    [{ vi: 'Đang chuyển', en: 'In transit' }, view.transitVnd, { vi: 'về ngân hàng', en: 'to the bank' }],
    ...(view.reserveVnd > 0
      ? ([
          [
            { vi: 'Dự phòng', en: 'Reserve' },
            view.reserveVnd,
            { vi: 'giữ lại một thời gian', en: 'kept back for a while' },
          ],
        ] as const)
      : []),
    [{ vi: 'Đã nhận', en: 'Paid out' }, view.paidVnd, { vi: 'từ trước đến nay', en: 'in all' }],
  ] as const;
  return (
    <div className="stack">
      <div className="tiles">
        {tiles.map(([label, vnd, note]) => (
          <div className="tile" key={label.en}>
            <div className="soft">{t(label)}</div>
            <p className="big-number">{money(vnd)}</p>
            <div className="faint">{t(note)}</div>
          </div>
        ))}
      </div>
      {view.availableVnd < 0 ? (
        <Callout tone="warn" title={t({ vi: 'Còn nợ sàn', en: 'Owed to the exchange' })}>
          <p>
            {t({
              vi: `Khoản hoàn tiền sau khi đã chi trả làm phát sinh nợ ${money(-view.availableVnd)}; số này trừ vào các lần giải ngân sau.`,
              en: `A refund after the payout left a debt of ${money(-view.availableVnd)}; it is set off against the next releases.`,
            })}
          </p>
        </Callout>
      ) : null}
    </div>
  );
}

function Months({ months }: { months: MoneyView['months'] }) {
  const t = useT();
  const said = (language: 'vi' | 'en') =>
    months
      .filter((one) => one.earnedVnd !== 0 || one.paidVnd !== 0)
      .map((one) =>
        language === 'vi'
          ? `${one.month} thu ${money(one.earnedVnd)}, chi trả ${money(one.paidVnd)}`
          : `${one.month} earned ${money(one.earnedVnd)}, paid out ${money(one.paidVnd)}`,
      )
      .join('; ');
  return (
    <Section title={{ vi: 'Mười hai tháng', en: 'Twelve months' }}>
      <div className="stack">
        <div>
          <Bars
            label={t({ vi: `Mười hai tháng: ${said('vi')}`, en: `Twelve months: ${said('en')}` })}
            steps={months.map((one) => ({
              key: one.month,
              strong: Math.max(0, one.earnedVnd),
              weak: Math.max(0, one.paidVnd),
            }))}
          />
          <div className="chart-months" aria-hidden="true">
            {months.map((one) => (
              <span key={one.month}>{one.month.slice(5)}</span>
            ))}
          </div>
        </div>
        <p className="legend">
          <span>
            <i className="swatch" style={{ background: 'var(--accent)' }} />
            {t({ vi: 'Thu từ bán dữ liệu', en: 'Earned' })}
          </span>
          <span>
            <i className="swatch" style={{ background: 'var(--line-strong)' }} />
            {t({ vi: 'Đã chi trả', en: 'Paid out' })}
          </span>
        </p>
      </div>
    </Section>
  );
}
