import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { type RepaymentView, repaymentCauseNames } from '../../contracts/bank';
import { useAct } from '../api';
import { dateTime, money } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { formText, TextField } from '../ui/fields';
import { Button, Callout, fieldError, Problem } from '../ui/parts';
import { Actions } from './actions';
import { State } from './state';

/** Money that has to be sent back, with the two steps of two people. */
export function Repayments({ items }: { items: readonly RepaymentView[] }) {
  return (
    <ul className="list">
      {items.map((one) => (
        <Owed key={one.id} one={one} />
      ))}
    </ul>
  );
}

function Owed({ one }: { one: RepaymentView }) {
  const t = useT();
  const title = useTitle();
  const move = useAct('transitionRepayment');
  const senders = one.from.map((line) => [line.counterparty, line.bankReference].filter(Boolean).join(' · '));
  return (
    <li className="entry">
      <div className="row">
        <strong>{money(one.amountVnd)}</strong>
        <State of="repayment" state={one.state} />
      </div>
      <p>{t(repaymentCauseNames[one.cause])}</p>
      <div className="meta">
        <span>{dateTime(one.createdAt)}</span>
        {one.orderId ? <Link to={paths.orderFile(one.orderId)}>{one.orderId}</Link> : null}
        {one.buyer ? <span>{title(one.buyer)}</span> : null}
      </div>
      {senders.length > 0 ? (
        <p className="meta">
          {t({ vi: 'Tiền đến từ:', en: 'It came from:' })} {senders.join('; ')}
        </p>
      ) : null}
      {one.state === 'reported' ? (
        <Callout
          tone="warn"
          title={t({
            vi: `${one.reportedBy ?? ''} báo đã chuyển trả, số giao dịch ${one.sentReference ?? ''}; một người khác phải xác nhận.`,
            en: `${one.reportedBy ?? ''} reports it as sent, number ${one.sentReference ?? ''}; somebody else must confirm it.`,
          })}
        />
      ) : null}
      {one.state === 'owed' && one.stateReason ? <Callout>{one.stateReason}</Callout> : null}
      {one.canReport ? <Report id={one.id} /> : null}
      <Actions
        actions={one.actions}
        run={(action, reason) =>
          move.run({
            params: { id: one.id },
            body: { action: action as 'confirm-sent', ...(reason ? { reason } : {}) },
          })
        }
      />
    </li>
  );
}

function Report({ id }: { id: string }) {
  const { t, language } = useLanguage();
  const report = useAct('reportRepayment');
  const [open, setOpen] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const sentReference = formText(event.currentTarget)('sentReference');
    void report.run({ params: { id }, body: { sentReference } }).catch(() => null);
  };
  if (!open) {
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{t({ vi: 'Báo đã chuyển trả', en: 'Report as sent' })}</Button>
      </div>
    );
  }
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        name="sentReference"
        required
        minLength={2}
        maxLength={80}
        label={t({ vi: 'Số giao dịch của lệnh chuyển trả', en: 'The bank’s number of the transfer back' })}
        wrong={fieldError(report.problem, '/sentReference', language === 'vi')}
      />
      <Problem problem={report.problem} />
      <div className="row">
        <Button type="submit" kind="primary" pending={report.pending}>
          {t({ vi: 'Báo đã chuyển trả', en: 'Report as sent' })}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {t({ vi: 'Quay lại', en: 'Back' })}
        </Button>
      </div>
    </form>
  );
}
