import type { FormEvent } from 'react';
import type { DirectView } from '../../contracts/direct';
import { useAct } from '../api';
import { dateTime, money } from '../format';
import { useT } from '../i18n';
import { formText, TextField } from '../ui/fields';
import { Badge, Button, Problem } from '../ui/parts';

/** Refunds that the provider sends by itself: it says so with the bank's reference, and the buyer says that they came. */
export function DirectReturns({ direct }: { direct: DirectView }) {
  const t = useT();
  if (direct.returns.length === 0) return null;
  return (
    <div className="stack">
      <h3>{t({ vi: 'Hoàn tiền cho bên mua', en: 'Refunds to the buyer' })}</h3>
      {direct.returns.map((one) => (
        <Return key={one.refundId} orderId={direct.orderId} one={one} />
      ))}
    </div>
  );
}

function Return({ orderId, one }: { orderId: string; one: DirectView['returns'][number] }) {
  const t = useT();
  const send = useAct('sendDirectReturn');
  const receive = useAct('receiveDirectReturn');
  const params = { id: orderId, refundId: one.refundId };
  const sent = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const bankReference = formText(event.currentTarget)('bankReference');
    void send.run({ params, body: { bankReference } }).catch(() => null);
  };
  const said = (received: boolean) => void receive.run({ params, body: { received } }).catch(() => null);
  return (
    <div className="panel stack">
      <div className="row">
        <strong>{money(one.amountVnd)}</strong>
        {one.receivedAt ? (
          <Badge tone="good">{t({ vi: 'bên mua đã nhận', en: 'received by the buyer' })}</Badge>
        ) : one.sentAt ? (
          <Badge tone="info">{t({ vi: 'bên bán đã chuyển', en: 'sent by the provider' })}</Badge>
        ) : (
          <Badge tone="warn">{t({ vi: 'bên bán phải chuyển', en: 'to be sent by the provider' })}</Badge>
        )}
        {one.sentAt ? (
          <span className="faint">
            <span className="mono">{one.bankReference}</span>, {dateTime(one.sentAt)}
          </span>
        ) : null}
      </div>
      <Problem problem={send.problem ?? receive.problem} />
      {one.maySend ? (
        <form className="row" onSubmit={sent}>
          <TextField
            name="bankReference"
            required
            minLength={2}
            maxLength={80}
            label={t({ vi: 'Số tham chiếu của ngân hàng', en: 'The bank’s reference' })}
          />
          <Button type="submit" kind="primary" pending={send.pending}>
            {t({ vi: 'Đã chuyển hoàn', en: 'I have sent it' })}
          </Button>
        </form>
      ) : null}
      {one.mayReceive ? (
        <div className="row">
          <Button kind="primary" pending={receive.pending} onClick={() => said(true)}>
            {t({ vi: 'Tôi đã nhận', en: 'I have received it' })}
          </Button>
          {one.sentAt ? (
            <Button pending={receive.pending} onClick={() => said(false)}>
              {t({ vi: 'Chưa nhận được', en: 'It did not come' })}
            </Button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}
