import { Link } from 'react-router';
import type { Bilingual } from '../../contracts/common';
import type { MoneyCaseView } from '../../contracts/payouts';
import { useAct } from '../api';
import { date, money } from '../format';
import { useT } from '../i18n';
import { paths } from '../paths';
import { Actions } from './actions';
import { State } from './state';

const kinds: Record<string, Bilingual> = {
  charge: {
    vi: 'Thanh toán chỉ có ở Stripe hoặc khác số tiền',
    en: 'A payment at Stripe that the ledger does not know so',
  },
  refund: {
    vi: 'Hoàn tiền chỉ có ở Stripe hoặc khác số tiền',
    en: 'A refund at Stripe that the ledger does not know so',
  },
  refund_failure: { vi: 'Hoàn tiền không thành ở Stripe chưa có trong sổ cái', en: 'A refund that failed at Stripe' },
  transfer: { vi: 'Khoản chuyển cho bên bán chưa có trong sổ cái', en: 'A transfer that the ledger does not know so' },
  transfer_refund: { vi: 'Khoản thu hồi chưa có trong sổ cái', en: 'A reversal that the ledger does not know so' },
  adjustment: { vi: 'Bồi hoàn ở Stripe chưa có trong sổ cái', en: 'A chargeback that the ledger does not know so' },
  'not-at-stripe': { vi: 'Sổ cái có, Stripe không có', en: 'In the ledger, not at Stripe' },
  'transfer-refused': { vi: 'Stripe từ chối chuyển cho bên bán', en: 'Stripe refuses a transfer' },
  'payout-amount': { vi: 'Khoản chi trả khác số tiền', en: 'A payout of another amount' },
  connected: { vi: 'Tài khoản bên bán tại Stripe khác sổ cái', en: 'A provider’s account differs from the ledger' },
  balance: { vi: 'Số dư Stripe khác tổng các dòng', en: 'Stripe’s balance differs from its lines' },
};

function kindName(kind: string): Bilingual {
  if (!kind.startsWith('sum:')) return kinds[kind] ?? { vi: kind, en: kind };
  return { vi: `Tổng theo loại khác nhau (${kind.slice(4)})`, en: `Sums of a type differ (${kind.slice(4)})` };
}

/** Differences between the ledger and the money outside, with their age and what persons say of them. */
export function MoneyCases({ items }: { items: readonly MoneyCaseView[] }) {
  const t = useT();
  const act = useAct('transitionMoneyCase');
  return (
    <ul className="list">
      {items.map((one) => (
        <li className="entry" key={one.id}>
          <div className="stack">
            <div className="row">
              <strong>{t(kindName(one.kind))}</strong>
              <State of="money-case" state={one.state} />
            </div>
            <p className="meta">
              <span className="mono">{one.object}</span>
              {one.orderId ? <Link to={paths.orderFile(one.orderId)}>{t({ vi: 'Đơn hàng', en: 'Order' })}</Link> : null}
              <span>
                {t({
                  vi: `phát hiện ${date(one.createdAt)}, ${one.ageDays} ngày`,
                  en: `found ${date(one.createdAt)}, ${one.ageDays} day(s) ago`,
                })}
              </span>
            </p>
            <p className="row">
              <span className="number">
                {t({ vi: 'Sổ cái', en: 'Expected' })} {money(one.expectedVnd)}
              </span>
              <span className="number">
                {t({ vi: 'thực tế', en: 'found' })} {money(one.foundVnd)}
              </span>
              <span className="number">
                {t({ vi: 'lệch', en: 'difference' })} {money(one.foundVnd - one.expectedVnd)}
              </span>
            </p>
            {one.stateReason ? (
              <p className="soft">
                {one.stateReason}
                {one.explainedBy ? ` – ${one.explainedBy}` : ''}
              </p>
            ) : null}
            <Actions
              actions={one.actions}
              run={(action, reason) =>
                act.run({
                  params: { id: one.id },
                  body: { action: action as 'explain', ...(reason ? { reason } : {}) },
                })
              }
            />
          </div>
        </li>
      ))}
    </ul>
  );
}
