import { Link, useSearchParams } from 'react-router';
import type { Bilingual } from '../../contracts/common';
import type { DeskView } from '../../contracts/payouts';
import { useData } from '../api';
import { dateTime, money, number } from '../format';
import { useT, useTitle } from '../i18n';
import { MoneyCases } from '../parts/money-cases';
import { MoneySettings, PaymentFunction } from '../parts/money-settings';
import { More } from '../parts/more';
import { PayoutList } from '../parts/payout-list';
import { Withholding } from '../parts/withholding';
import { paths } from '../paths';
import { Badge, Button, Empty, PageHead, Section } from '../ui/parts';

const types: Record<string, Bilingual> = {
  charge: { vi: 'Thanh toán', en: 'Payments' },
  refund: { vi: 'Hoàn tiền', en: 'Refunds' },
  refund_failure: { vi: 'Hoàn tiền không thành', en: 'Refunds that failed' },
  transfer: { vi: 'Chuyển cho bên bán', en: 'Handed on' },
  transfer_refund: { vi: 'Thu hồi từ bên bán', en: 'Taken back' },
  adjustment: { vi: 'Bồi hoàn thẻ', en: 'Chargebacks' },
};

const views = [
  { key: 'cases', label: { vi: 'Chênh lệch', en: 'Differences' } },
  { key: 'by-hand', label: { vi: 'Chi trả bằng tay', en: 'Payouts by hand' } },
  { key: 'failed', label: { vi: 'Không thành', en: 'Failed' } },
  { key: 'withholding', label: { vi: 'Khấu trừ thuế', en: 'Withholding' } },
] as const;

/** The operator's desk: the ledger beside Stripe, what differs, and what is to be paid by hand. */
export default function MoneyDesk() {
  const t = useT();
  const desk = useData('getMoneyDesk', {});
  const { terms } = useData('getMoneySettings', {});
  const [search, setSearch] = useSearchParams();
  const view = views.find((one) => one.key === search.get('view'))?.key ?? 'cases';
  return (
    <>
      <PageHead
        title={t({ vi: 'Đối soát tiền', en: 'Money desk' })}
        lead={t({
          vi: 'Sổ cái đối chiếu với số dư tại Stripe. Chênh lệch không bao giờ tự sửa: người vận hành giải thích, người thứ hai khép lại.',
          en: 'The ledger beside Stripe’s balance. Differences are never corrected by themselves: a person explains, a second one closes.',
        })}
      />
      <div className="stack-wide">
        <PaymentFunction on={terms.paymentFunction} />
        <div className="row">
          {views.map((one) => (
            <Button
              key={one.key}
              kind={one.key === view ? 'primary' : 'plain'}
              onClick={() => setSearch(one.key === 'cases' ? {} : { view: one.key })}
            >
              {t(one.label)}
            </Button>
          ))}
        </div>
        {view === 'cases' ? <Cases /> : null}
        {view === 'by-hand' ? <ByHand /> : null}
        {view === 'failed' ? <Failed /> : null}
        {view === 'withholding' ? <Withholding /> : null}
        <Beside desk={desk} />
        <Debts debts={desk.debts} />
        <MoneySettings />
      </div>
    </>
  );
}

function Cases() {
  return (
    <Section title={{ vi: 'Chênh lệch', en: 'Differences' }}>
      <More
        id="listMoneyCases"
        given={{ query: {} }}
        empty={<Empty title={{ vi: 'Không có chênh lệch nào', en: 'There is no difference' }} />}
      >
        {(items) => <MoneyCases items={items} />}
      </More>
    </Section>
  );
}

function ByHand() {
  return (
    <Section title={{ vi: 'Chi trả bằng tay', en: 'Payouts by hand' }}>
      <More
        id="listPayouts"
        given={{ query: { rail: 'bank' } }}
        empty={<Empty title={{ vi: 'Không có khoản nào chờ chuyển', en: 'Nothing waits to be paid' }} />}
      >
        {(items) => <PayoutList items={items} withProvider />}
      </More>
    </Section>
  );
}

function Failed() {
  return (
    <Section title={{ vi: 'Không thành ở Stripe', en: 'Failed at Stripe' }}>
      <More
        id="listPayouts"
        given={{ query: { rail: 'card', state: 'failed' } }}
        empty={<Empty title={{ vi: 'Không có khoản nào không thành', en: 'No payout has failed' }} />}
      >
        {(items) => <PayoutList items={items} withProvider />}
      </More>
    </Section>
  );
}

function Beside({ desk }: { desk: DeskView }) {
  const t = useT();
  const heads = [
    { vi: 'Số dòng', en: 'Lines' },
    { vi: 'Stripe', en: 'Stripe' },
    { vi: 'Sổ cái', en: 'Ledger' },
    { vi: 'Chênh lệch', en: 'Difference' },
  ];
  return (
    <Section title={{ vi: 'Sổ cái và Stripe', en: 'The ledger and Stripe' }}>
      <div className="stack">
        <p className="faint">
          {desk.comparedAt
            ? t({ vi: `Đối soát lúc ${dateTime(desk.comparedAt)}`, en: `Compared ${dateTime(desk.comparedAt)}` })
            : t({ vi: 'Chưa đối soát lần nào', en: 'Not compared yet' })}
          {' · '}
          {t({
            vi: `đang giữ ${money(desk.heldVnd)}, đã giải ngân ${money(desk.payableVnd)}, đang chuyển ${money(desk.transitVnd)}, dự phòng ${money(desk.reserveVnd)}`,
            en: `held ${money(desk.heldVnd)}, released ${money(desk.payableVnd)}, in transit ${money(desk.transitVnd)}, reserve ${money(desk.reserveVnd)}`,
          })}
        </p>
        <table className="table cards">
          <caption className="visually-hidden">{t({ vi: 'Tổng theo loại', en: 'Sums by type' })}</caption>
          <thead>
            <tr>
              <th scope="col">{t({ vi: 'Loại', en: 'Type' })}</th>
              {heads.map((head) => (
                <th scope="col" className="number" key={head.en}>
                  {t(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {desk.sums.map((one) => {
              const difference = one.stripeVnd - one.ledgerVnd;
              const cells = [number(one.entries), money(one.stripeVnd), money(one.ledgerVnd), money(difference)];
              return (
                <tr key={one.type}>
                  <td>{t(types[one.type] ?? { vi: one.type, en: one.type })}</td>
                  {cells.map((cell, at) => (
                    <td className="number" key={heads[at]?.en} data-label={t(heads[at] ?? { vi: '', en: '' })}>
                      {at === 3 && difference !== 0 ? <Badge tone="bad">{cell}</Badge> : cell}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function Debts({ debts }: { debts: DeskView['debts'] }) {
  const t = useT();
  const title = useTitle();
  if (debts.length === 0) return null;
  return (
    <Section title={{ vi: 'Bên bán còn nợ', en: 'Providers in debt' }}>
      <ul className="list">
        {debts.map((one) => (
          <li className="entry" key={one.provider.id}>
            <div className="row">
              <Link to={`${paths.money()}?provider=${one.provider.id}`}>{title(one.provider)}</Link>
              <strong className="number">{money(one.debtVnd)}</strong>
              <span className="faint">
                {t({ vi: 'trừ vào lần giải ngân sau', en: 'set off against the next release' })}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
