import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import type { BankLineView } from '../../contracts/bank';
import { useAct } from '../api';
import { date, money } from '../format';
import { useLanguage, useT, useTitle } from '../i18n';
import { paths } from '../paths';
import { useHas } from '../session';
import { formText, TextField } from '../ui/fields';
import { Button, Callout, fieldError, Problem } from '../ui/parts';
import { Actions } from './actions';
import { State } from './state';

/** Lines of statements, with what can be done to those that found no order by themselves. */
export function BankLines({ items }: { items: readonly BankLineView[] }) {
  return (
    <ul className="list">
      {items.map((line) => (
        <Line key={line.id} line={line} />
      ))}
    </ul>
  );
}

function Line({ line }: { line: BankLineView }) {
  const t = useT();
  const title = useTitle();
  const move = useAct('transitionBankLine');
  const operator = useHas('operator');
  return (
    <li className="entry">
      <div className="row">
        <strong>{money(line.amountVnd)}</strong>
        <State of="bank-line" state={line.state} />
      </div>
      {line.content ? <p className="bank-content">{line.content}</p> : null}
      <div className="meta">
        <span>{date(line.bookedOn)}</span>
        <span>{line.bankReference}</span>
        {line.counterparty ? <span>{line.counterparty}</span> : null}
        {line.orderId ? <Link to={paths.orderFile(line.orderId)}>{line.orderId}</Link> : null}
        {line.buyer ? <span>{title(line.buyer)}</span> : null}
      </div>
      {line.state === 'proposed' ? (
        <Callout
          tone="warn"
          title={t({
            vi: `${line.proposedBy ?? ''} đề nghị khớp với đơn này; một người khác phải xác nhận.`,
            en: `${line.proposedBy ?? ''} proposes this order; somebody else must confirm it.`,
          })}
        />
      ) : null}
      {line.state === 'unmatched' && operator ? <Propose id={line.id} /> : null}
      <Actions
        actions={line.actions}
        run={(action, reason) =>
          move.run({ params: { id: line.id }, body: { action: action as 'confirm', ...(reason ? { reason } : {}) } })
        }
      />
    </li>
  );
}

function Propose({ id }: { id: string }) {
  const { t, language } = useLanguage();
  const propose = useAct('proposeMatch');
  const [open, setOpen] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const order = formText(event.currentTarget)('order');
    void propose.run({ params: { id }, body: { order } }).catch(() => null);
  };
  if (!open) {
    return (
      <div>
        <Button onClick={() => setOpen(true)}>{t({ vi: 'Khớp với một đơn hàng', en: 'Match with an order' })}</Button>
      </div>
    );
  }
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        name="order"
        required
        minLength={5}
        maxLength={80}
        label={t({ vi: 'Mã đơn hàng hoặc mã chuyển khoản', en: 'The order’s id or the transfer’s reference' })}
        wrong={fieldError(propose.problem, '/order', language === 'vi')}
      />
      <Problem problem={propose.problem} />
      <div className="row">
        <Button type="submit" kind="primary" pending={propose.pending}>
          {t({ vi: 'Đề nghị khớp', en: 'Propose the match' })}
        </Button>
        <Button kind="quiet" onClick={() => setOpen(false)}>
          {t({ vi: 'Quay lại', en: 'Back' })}
        </Button>
      </div>
    </form>
  );
}
