import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { PayoutView } from '../../contracts/payouts';
import { useAct } from '../api';
import { date, money } from '../format';
import { useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { formText, TextField } from '../ui/fields';
import { Badge, Button, Dialog, Problem } from '../ui/parts';
import { Actions } from './actions';
import { State } from './state';

const rails = {
  card: { vi: 'qua Stripe', en: 'by Stripe' },
  bank: { vi: 'chuyển khoản', en: 'bank transfer' },
} as const;

/** Payouts, each with what it is made of and what may be done with it now. */
export function PayoutList({ items, withProvider }: { items: readonly PayoutView[]; withProvider?: true }) {
  return (
    <ul className="list">
      {items.map((one) => (
        <Entry key={one.id} payout={one} withProvider={withProvider === true} />
      ))}
    </ul>
  );
}

function Entry({ payout, withProvider }: { payout: PayoutView; withProvider: boolean }) {
  const t = useT();
  const title = useTitle();
  const act = useAct('transitionPayout');
  const { id, provider, bank, actions } = payout;
  const [sending, setSending] = useState(false);
  const send = withProvider && payout.rail === 'bank' && payout.state === 'pending';
  return (
    <li className="entry">
      <div className="stack">
        <div className="row">
          <strong className="number">{money(payout.amountVnd)}</strong>
          <State of="payout" state={payout.state} />
          <Badge>{t(rails[payout.rail])}</Badge>
          {payout.attempt > 1 ? (
            <span className="faint">{t({ vi: `lần ${payout.attempt}`, en: `attempt ${payout.attempt}` })}</span>
          ) : null}
        </div>
        <p className="meta">
          {withProvider ? (
            <span>
              <Link to={`${paths.money()}?provider=${provider.id}`}>{title(provider)}</Link>
            </span>
          ) : null}
          <span>{t({ vi: `lập ngày ${date(payout.createdAt)}`, en: `planned ${date(payout.createdAt)}` })}</span>
          {payout.arrivalOn ? (
            <span>{t({ vi: `đến ngày ${date(payout.arrivalOn)}`, en: `arrives ${date(payout.arrivalOn)}` })}</span>
          ) : null}
          {bank ? (
            <span>
              {bank.holder} · {bank.bin} · {bank.number}
            </span>
          ) : null}
          {payout.reference ? <span className="mono">{payout.reference}</span> : null}
        </p>
        {payout.stateReason ? <p className="soft">{payout.stateReason}</p> : null}
        {send && bank === null ? (
          <p className="soft">
            {t({ vi: 'Bên bán chưa khai tài khoản ngân hàng.', en: 'The provider has not entered a bank account.' })}
          </p>
        ) : null}
        <details>
          <summary>
            {t({ vi: `Gồm ${payout.lines.length} đơn hàng`, en: `Made of ${payout.lines.length} order(s)` })}
          </summary>
          <Parts parts={payout.lines} />
        </details>
        {send && bank ? (
          <div>
            <Button kind="primary" onClick={() => setSending(true)}>
              {t({ vi: 'Ghi nhận đã lệnh chuyển', en: 'Enter the bank transfer' })}
            </Button>
          </div>
        ) : null}
        <Actions
          actions={actions}
          run={(action, reason) =>
            act.run({ params: { id }, body: { action: action as 'retry', ...(reason ? { reason } : {}) } })
          }
        />
      </div>
      <Dialog
        open={sending}
        onClose={() => setSending(false)}
        title={t({ vi: 'Lệnh chuyển khoản', en: 'Bank transfer' })}
      >
        <SendForm payout={payout} done={() => setSending(false)} />
      </Dialog>
    </li>
  );
}

/** What a payout is made of, order by order. */
export function Parts({ parts }: { parts: PayoutView['lines'] }) {
  const t = useT();
  return (
    <table className="table cards">
      <caption className="visually-hidden">{t({ vi: 'Các đơn hàng trong khoản này', en: 'Orders in it' })}</caption>
      <thead>
        <tr>
          <th scope="col">{t({ vi: 'Đơn hàng', en: 'Order' })}</th>
          <th scope="col" className="number">
            {t({ vi: 'Số tiền', en: 'Amount' })}
          </th>
        </tr>
      </thead>
      <tbody>
        {parts.map((one) => (
          <tr key={one.orderId}>
            <td>
              <Link to={paths.order(one.orderId)}>{t(one.title)}</Link>
            </td>
            <td className="number" data-label={t({ vi: 'Số tiền', en: 'Amount' })}>
              {money(one.amountVnd)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SendForm({ payout, done }: { payout: PayoutView; done: () => void }) {
  const t = useT();
  const act = useAct('sendBankPayout');
  const { id, amountVnd, bank } = payout;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reference = formText(event.currentTarget)('reference');
    await act.run({ params: { id }, body: { reference, amountVnd, number: bank?.number ?? '' } });
    done();
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event).catch(() => {})}>
      <p>
        {t({
          vi: `Chuyển đúng ${money(amountVnd)} đến ${bank?.holder}, số ${bank?.number}, ngân hàng ${bank?.bin}. Người thứ hai sẽ xác nhận.`,
          en: `Pay exactly ${money(amountVnd)} to ${bank?.holder}, account ${bank?.number}, bank ${bank?.bin}. A second person confirms it.`,
        })}
      </p>
      {bank?.changedAt ? (
        <p className="soft">
          {t({
            vi: `Tài khoản được đổi ngày ${date(bank.changedAt)}.`,
            en: `The account was changed on ${date(bank.changedAt)}.`,
          })}
        </p>
      ) : null}
      <TextField
        name="reference"
        label={t({ vi: 'Mã giao dịch của ngân hàng', en: 'The bank’s reference' })}
        maxLength={80}
        required
      />
      <Problem problem={act.problem} />
      <div className="row">
        <Button type="submit" kind="primary" pending={act.pending}>
          {t({ vi: 'Ghi nhận', en: 'Enter' })}
        </Button>
        <Button kind="quiet" onClick={done}>
          {t({ vi: 'Quay lại', en: 'Back' })}
        </Button>
      </div>
    </form>
  );
}
