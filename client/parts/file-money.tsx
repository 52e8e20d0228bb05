import { Link } from 'react-router';
import { disputeDeciders, disputeOutcomes, disputeTypes } from '../../contracts/disputes';
import type { TransactionFileView } from '../../contracts/inspection';
import { dateTime, money } from '../format';
import { useT } from '../i18n';
import { paths } from '../paths';
import { Badge, Callout } from '../ui/parts';
import { EventMark } from './event-mark';
import { State } from './state';

type File = TransactionFileView;
type IndexOf = (eventId: string | null) => number | null;
const states = {
  open: { vi: 'đang mở', en: 'open' },
  succeeded: { vi: 'thành công', en: 'succeeded' },
  expired: { vi: 'hết hạn', en: 'expired' },
  pending: { vi: 'đang chờ', en: 'pending' },
  dropped: { vi: 'không cần nữa', en: 'not needed' },
  failed: { vi: 'thất bại', en: 'failed' },
};

/** Payments, and the ledger line by line with the sum of each account. */
export function FileMoney({ file, indexOf }: { file: File; indexOf: IndexOf }) {
  const t = useT();
  const { payments, ledger } = file;
  if (payments.length === 0 && ledger.postings.length === 0) {
    return (
      <p className="soft">
        {t({ vi: 'Không có thanh toán: đơn miễn phí hoặc chưa trả.', en: 'No payment: free of charge, or not paid.' })}
      </p>
    );
  }
  return (
    <>
      <ul className="list plain">
        {payments.map((one) => (
          <li key={one.id} className="meta">
            <strong>{money(one.amountVnd)}</strong>
            <span>
              <Badge tone={one.state === 'succeeded' ? 'good' : 'neutral'}>{t(states[one.state])}</Badge>
            </span>
            <span>{dateTime(one.paidAt ?? one.createdAt)}</span>
            <code>{one.id}</code>
            <EventMark eventId={one.eventId} index={indexOf(one.eventId)} />
          </li>
        ))}
      </ul>
      <Ledger ledger={ledger} />
    </>
  );
}

/** An account by its kind and the end of the id it is of; the sums below have it whole. */
function short(account: string): string {
  return account.replace(/_[0-9a-z]{22}([0-9a-z]{4})$/, '_…$1');
}

function Ledger({ ledger }: { ledger: File['ledger'] }) {
  const t = useT();
  const head = {
    from: { vi: 'Từ', en: 'From' },
    to: { vi: 'Đến', en: 'To' },
    amount: { vi: 'Số tiền', en: 'Amount' },
    at: { vi: 'Lúc', en: 'At' },
    came: { vi: 'Vào', en: 'In' },
    left: { vi: 'Ra', en: 'Out' },
    balance: { vi: 'Còn', en: 'Balance' },
  };
  return (
    <>
      <h3>{t({ vi: 'Bút toán', en: 'Postings' })}</h3>
      <table className="table cards ledger">
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Nghiệp vụ', en: 'Fact' })}</th>
            <th scope="col">{t(head.from)}</th>
            <th scope="col">{t(head.to)}</th>
            <th scope="col" className="number">
              {t(head.amount)}
            </th>
            <th scope="col">{t(head.at)}</th>
          </tr>
        </thead>
        <tbody>
          {ledger.postings.map((one) => (
            <tr key={one.key + one.from + one.to}>
              <td>
                <code>{one.key}</code>
              </td>
              <td data-label={t(head.from)}>
                <code className="nowrap">{short(one.from)}</code>
              </td>
              <td data-label={t(head.to)}>
                <code className="nowrap">{short(one.to)}</code>
              </td>
              <td data-label={t(head.amount)} className="number">
                {money(one.amountVnd)}
              </td>
              <td data-label={t(head.at)}>{dateTime(one.at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3>{t({ vi: 'Cộng theo tài khoản', en: 'Sums by account' })}</h3>
      <table className="table cards">
        <thead>
          <tr>
            <th scope="col">{t({ vi: 'Tài khoản', en: 'Account' })}</th>
            {[head.came, head.left, head.balance].map((one) => (
              <th key={one.en} scope="col" className="number">
                {t(one)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ledger.accounts.map((one) => (
            <tr key={one.account}>
              <td>
                <code>{one.account}</code>
              </td>
              <td data-label={t(head.came)} className="number">
                {money(one.inVnd)}
              </td>
              <td data-label={t(head.left)} className="number">
                {money(one.outVnd)}
              </td>
              <td data-label={t(head.balance)} className="number">
                {money(one.balanceVnd)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {ledger.balanced ? null : (
        <Callout tone="bad">
          {t({
            vi: 'Sổ cái không khớp với các khoản thanh toán và hoàn tiền.',
            en: 'The ledger does not agree with the payments and refunds.',
          })}
        </Callout>
      )}
    </>
  );
}

type Troubles = { refunds: File['refunds']; disputes: File['disputes']; indexOf: IndexOf };

export function FileRefunds({ refunds, disputes, indexOf }: Troubles) {
  const t = useT();
  return (
    <>
      {refunds.length === 0 ? (
        <p className="soft">{t({ vi: 'Không có khoản hoàn tiền nào.', en: 'Nothing was refunded.' })}</p>
      ) : (
        <ul className="list plain">
          {refunds.map((one) => (
            <li key={one.id} className="meta">
              <strong>{money(one.amountVnd)}</strong>
              <span>{t(states[one.state])}</span>
              <span>{one.reason}</span>
              <span>{dateTime(one.createdAt)}</span>
              <EventMark eventId={one.eventId} index={indexOf(one.eventId)} />
            </li>
          ))}
        </ul>
      )}
      {disputes.length === 0 ? (
        <p className="soft">{t({ vi: 'Không có tranh chấp nào được ghi nhận.', en: 'No dispute is on record.' })}</p>
      ) : (
        <ul className="list plain">
          {disputes.map((one) => (
            <li key={one.id}>
              <div className="meta">
                <Link to={paths.dispute(one.id)}>{one.id}</Link>
                <span>{t(disputeTypes[one.type])}</span>
                <State of="dispute" state={one.state} />
                {one.outcome && one.decidedBy ? (
                  <span>
                    {t(disputeOutcomes[one.outcome])} ({t(disputeDeciders[one.decidedBy])})
                  </span>
                ) : null}
                <span>{dateTime(one.createdAt)}</span>
                <EventMark eventId={one.eventId} index={indexOf(one.eventId)} />
              </div>
              <p className="soft">{one.statement}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
