import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { OrderView } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { money } from '../format';
import { useT } from '../i18n';
import { paths } from '../paths';
import { useHas, useSession } from '../session';
import { formText, TextArea, TextField } from '../ui/fields';
import { Button, Callout, Dialog, Problem, Section } from '../ui/parts';
import { OpenDispute } from './dispute-forms';
import { State } from './state';

/** Disputes over an order, and the way to open one. */
export function OrderDisputes({ order }: { order: OrderView }) {
  const t = useT();
  const go = useNavigate();
  const own = useSession().organisation?.id;
  const [opening, setOpening] = useState(false);
  const { items } = useData('listDisputes', { query: { order: order.id } });
  const party = own === order.buyer.id || own === order.provider.id;
  const can = party && ['delivered', 'settled'].includes(order.state);
  if (!can && items.length === 0) return null;
  return (
    <Section title={{ vi: 'Tranh chấp', en: 'Disputes' }}>
      <div className="stack">
        {items.map((one) => (
          <div key={one.id} className="row">
            <Link to={paths.dispute(one.id)}>{one.id}</Link>
            <State of="dispute" state={one.state} />
          </div>
        ))}
        {can ? (
          <div>
            <Button onClick={() => setOpening(true)}>{t({ vi: 'Mở tranh chấp', en: 'Open a dispute' })}</Button>
          </div>
        ) : null}
        <Dialog
          open={opening}
          onClose={() => setOpening(false)}
          title={t({ vi: 'Mở tranh chấp về đơn hàng', en: 'Open a dispute over the order' })}
        >
          <OpenDispute
            orderId={order.id}
            paidVnd={order.money.price.totalVnd - order.money.refundedVnd}
            onDone={(id) => void go(paths.dispute(id))}
          />
        </Dialog>
      </div>
    </Section>
  );
}

/** Gives a part or all of the price back; for the provider and the operator. */
export function GiveRefund({ orderId, leftVnd }: { orderId: string; leftVnd: number }) {
  const t = useT();
  const operator = useHas('operator');
  const give = useAct('giveRefund');
  const [open, setOpen] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = formText(event.currentTarget);
    const body = { amountVnd: Number(text('amountVnd')), reason: text('reason') };
    void give
      .run({ params: { id: orderId }, body })
      .then(() => setOpen(false))
      .catch(() => null);
  };
  return (
    <div>
      <Button onClick={() => setOpen(true)}>{t({ vi: 'Hoàn tiền…', en: 'Refund…' })}</Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t({ vi: 'Hoàn tiền cho bên mua', en: 'Refund the buyer' })}
      >
        <form className="stack" onSubmit={submit}>
          <TextField
            name="amountVnd"
            type="number"
            required
            min={1}
            max={leftVnd}
            label={t({ vi: 'Số tiền (₫, gồm thuế GTGT)', en: 'Amount (₫, with VAT)' })}
            hint={t({ vi: `Tối đa ${money(leftVnd)}`, en: `At most ${money(leftVnd)}` })}
          />
          <TextArea
            name="reason"
            required
            rows={3}
            label={t({ vi: 'Lý do', en: 'Reason' })}
            hint={t({ vi: 'Ghi trên hóa đơn điều chỉnh; bên mua thấy.', en: 'On the credit note; the buyer sees it.' })}
          />
          <Callout>
            {operator
              ? t({
                  vi: 'Sau quyết toán, tiền lấy lại từ bên bán và phí của sàn theo tỷ lệ.',
                  en: 'After the settlement it is taken back from the provider and the fee, in proportion.',
                })
              : t({
                  vi: 'Phí của sàn giảm theo tỷ lệ. Hoàn toàn bộ thì quyền truy cập chấm dứt.',
                  en: 'The fee shrinks in proportion. When all goes back, access ends.',
                })}
          </Callout>
          <Problem problem={give.problem} />
          <div className="row">
            <Button type="submit" kind="danger" pending={give.pending}>
              {t({ vi: 'Hoàn tiền', en: 'Refund' })}
            </Button>
            <Button kind="quiet" onClick={() => setOpen(false)}>
              {t({ vi: 'Quay lại', en: 'Back' })}
            </Button>
          </div>
        </form>
      </Dialog>
    </div>
  );
}
