import { useState } from 'react';
import type { OrderView } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { useT } from '../i18n';
import { useSession } from '../session';
import { Button, Problem } from '../ui/parts';
import { PriceBox } from './money';
import { TransferPanel } from './transfer';

/** The ways to pay that the exchange offers: by card at the hosted checkout, by transfer right here. */
export function Pay({ order }: { order: OrderView }) {
  const t = useT();
  const { exchange } = useSession();
  const params = { id: order.id };
  const { transfer } = useData('getTransfer', { params });
  const card = useAct('startCheckout');
  const bank = useAct('startTransfer');
  const [leaving, setLeaving] = useState(false);
  const payByCard = async () => {
    const checkout = await card.run({ params }).catch(() => null);
    if (!checkout) return;
    setLeaving(true);
    location.assign(checkout.url);
  };
  const { rails } = useData('getMoneySettings', {});
  const [takesCards, takesTransfers] = [rails.includes('card'), rails.includes('bank')];
  return (
    <div className="panel stack">
      <PriceBox price={order.money.price} />
      {takesCards && exchange.simulatedPayments ? (
        <p className="faint">
          {t({
            vi: 'Sàn trình diễn: thanh toán thẻ là mô phỏng, dùng thẻ 4242 4242 4242 4242, hạn và CVC bất kỳ.',
            en: 'Demonstration: card payment is simulated; use card 4242 4242 4242 4242 with any future date and CVC.',
          })}
        </p>
      ) : null}
      <Problem problem={card.problem ?? bank.problem} />
      <div className="row">
        {takesCards ? (
          <Button
            kind={transfer ? 'plain' : 'primary'}
            onClick={() => void payByCard()}
            pending={card.pending || leaving}
          >
            {t({ vi: 'Thanh toán bằng thẻ', en: 'Pay by card' })}
          </Button>
        ) : null}
        {takesTransfers && !transfer ? (
          <Button
            kind={takesCards ? 'plain' : 'primary'}
            onClick={() => void bank.run({ params }).catch(() => null)}
            pending={bank.pending}
          >
            {t({ vi: 'Chuyển khoản ngân hàng', en: 'Pay by bank transfer' })}
          </Button>
        ) : null}
      </div>
      {transfer && transfer.state === 'open' ? <TransferPanel transfer={transfer} /> : null}
    </div>
  );
}
