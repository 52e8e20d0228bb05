import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { OrderView } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { dateTime, money } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Certificates } from '../parts/certificates';
import { Deliveries } from '../parts/delivery';
import { Frozen } from '../parts/holds';
import { InvoiceTable } from '../parts/invoice-list';
import { useLive } from '../parts/live';
import { OrderMoneyBox, PriceBox } from '../parts/money';
import { GiveRefund, OrderDisputes } from '../parts/order-trouble';
import { ProofOf } from '../parts/proof-state';
import { State } from '../parts/state';
import { Timeline } from '../parts/timeline';
import { paths } from '../paths';
import { useSession } from '../session';
import { Button, Callout, Facts, PageHead, Problem, ProgressBar, Section } from '../ui/parts';

const refundStates = {
  pending: { vi: 'đang hoàn', en: 'on its way back since' },
  succeeded: { vi: 'đã hoàn', en: 'refunded' },
  failed: { vi: 'bị ngân hàng trả về; sẽ gửi lại', en: 'sent back by the bank; will be sent again' },
  dropped: { vi: 'không cần nữa', en: 'not needed any more' },
} as const;

const moving = ['awaiting_payment', 'paid', 'fulfilling', 'accepted', 'refunding'];

export default function Order() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const order = useData('getOrder', { params: { id } });
  const payments = useData('getOrderPayments', { params: { id } });
  const invoices = useData('listInvoices', { query: { order: id } }).items;
  const mine = useSession().organisation?.id === order.buyer.id;
  const move = useAct('transitionOrder');
  useLive('watchOrder', 'getOrder', { params: { id } }, moving.includes(order.state));
  return (
    <>
      <PageHead eyebrow={order.id} title={title(order.dataset)}>
        <State of="order" state={order.state} />
      </PageHead>
      <div className="split">
        <div className="stack-wide">
          <Frozen id={id}>
            <Now order={order} />
            {order.payable ? <Checkout order={order} /> : null}
            <Actions
              actions={order.actions}
              run={(action, reason) =>
                move.run({ params: { id }, body: { action: action as 'accept', ...(reason ? { reason } : {}) } })
              }
            />
          </Frozen>
          <Deliveries order={order} mine={mine} />
          <Certificates orderId={id} state={order.state} />
          <Section title={{ vi: 'Đơn hàng', en: 'The order' }}>
            <Facts
              facts={[
                [{ vi: 'Bên bán', en: 'Provider' }, title(order.provider)],
                [{ vi: 'Bên mua', en: 'Buyer' }, title(order.buyer)],
                [{ vi: 'Phiên bản', en: 'Revision' }, String(order.revisionNumber)],
                [
                  { vi: 'Thỏa thuận', en: 'Agreement' },
                  <Link key="agreement" to={paths.agreement(order.agreementId)}>
                    {order.agreementId}
                  </Link>,
                ],
                [
                  { vi: 'Trạng thái tự kết thúc', en: 'This state ends by itself' },
                  order.dueAt ? dateTime(order.dueAt) : null,
                ],
              ]}
            />
          </Section>
          <Section title={{ vi: 'Tiền', en: 'Money' }}>
            <div className="stack">
              <OrderMoneyBox money={order.money} refundedVnd={order.money.refundedVnd} />
              {payments.mayRefund ? <GiveRefund orderId={id} leftVnd={payments.leftVnd} /> : null}
            </div>
          </Section>
          <OrderDisputes order={order} />
          {invoices.length > 0 ? (
            <Section title={{ vi: 'Hóa đơn', en: 'Invoices' }}>
              <InvoiceTable items={invoices} />
            </Section>
          ) : null}
          {payments.payments.length > 0 ? (
            <Section title={{ vi: 'Thanh toán', en: 'Payments' }}>
              <ul className="list">
                {payments.payments.map((payment) => (
                  <li key={payment.id} className="row">
                    <strong>{money(payment.amountVnd)}</strong>
                    <span className="faint">
                      {payment.paidAt
                        ? `${t({ vi: 'đã nhận', en: 'received' })} ${dateTime(payment.paidAt)}`
                        : payment.state}
                    </span>
                    <ProofOf entries={order.timeline} type="payment.received" of={payment.id} />
                  </li>
                ))}
                {payments.refunds.map((refund) => (
                  <li key={refund.id} className="row">
                    <strong>−{money(refund.amountVnd)}</strong>
                    <span className="faint">
                      {t(refundStates[refund.state])} {dateTime(refund.createdAt)}
                    </span>
                    {refund.state === 'pending' || refund.state === 'dropped' ? null : (
                      <ProofOf entries={order.timeline} type="refund.made" of={refund.id} />
                    )}
                  </li>
                ))}
              </ul>
            </Section>
          ) : null}
        </div>
        <aside>
          <Section title={{ vi: 'Diễn biến', en: 'Timeline' }}>
            <Timeline entries={order.timeline} />
          </Section>
        </aside>
      </div>
    </>
  );
}

/** One sentence on where the order stands, and what comes next. */
function Now({ order }: { order: OrderView }) {
  const t = useT();
  const [search] = useSearchParams();
  if (order.state === 'awaiting_payment') {
    return search.get('paid') === '1' ? (
      <Callout title={t({ vi: 'Đang chờ xác nhận thanh toán…', en: 'Waiting for the payment to be confirmed…' })} />
    ) : (
      <Callout
        tone="warn"
        title={
          search.get('paid') === '0'
            ? t({ vi: 'Bạn đã rời trang thanh toán.', en: 'You left the checkout.' })
            : t({ vi: 'Chờ thanh toán', en: 'Awaiting payment' })
        }
      >
        {t({
          vi: 'Tiền được giữ cho đến khi bạn xác nhận đã nhận đủ dữ liệu.',
          en: 'Your money is held until you accept the delivery.',
        })}
      </Callout>
    );
  }
  if (order.state === 'paid' || order.state === 'fulfilling') {
    return (
      <ProgressBar
        fraction={order.progress?.fraction ?? 0}
        label={order.progress?.step ?? t({ vi: 'đang đóng gói dữ liệu', en: 'packing the data' })}
      />
    );
  }
  if (order.state === 'stuck') {
    return (
      <Callout tone="bad" title={t({ vi: 'Giao dữ liệu gặp lỗi', en: 'The delivery ran into a fault' })}>
        {t({
          vi: 'Đơn vị vận hành đã được báo. Nếu không giao được trong thời hạn, bạn được hoàn tiền tự động.',
          en: 'The operator has been told. If it is not delivered in time, you are refunded automatically.',
        })}
      </Callout>
    );
  }
  if (order.state === 'delivered') {
    return (
      <Callout tone="good" title={t({ vi: 'Dữ liệu đã sẵn sàng', en: 'The data is ready' })}>
        {t({
          vi: 'Tải về, so mã băm, rồi xác nhận đã nhận đủ. Sau 14 ngày đơn tự động được nghiệm thu.',
          en: 'Download it, compare the hashes, then accept. After 14 days it counts as accepted.',
        })}
      </Callout>
    );
  }
  if (order.state === 'disputed') {
    return (
      <Callout tone="warn" title={t({ vi: 'Đang có tranh chấp', en: 'A dispute is open' })}>
        {t({
          vi: 'Không khoản tiền nào được giải ngân cho đến khi tranh chấp kết thúc.',
          en: 'No money is released until it ends.',
        })}
      </Callout>
    );
  }
  return order.stateReason ? <Callout>{order.stateReason}</Callout> : null;
}

function Checkout({ order }: { order: OrderView }) {
  const t = useT();
  const { exchange } = useSession();
  const start = useAct('startCheckout');
  const [leaving, setLeaving] = useState(false);
  const pay = async () => {
    const checkout = await start.run({ params: { id: order.id } }).catch(() => null);
    if (!checkout) return;
    setLeaving(true);
    location.assign(checkout.url);
  };
  return (
    <div className="panel stack">
      <PriceBox price={order.money.price} />
      {exchange.simulatedPayments ? (
        <p className="faint">
          {t({
            vi: 'Sàn trình diễn: thanh toán mô phỏng, dùng thẻ 4242 4242 4242 4242, hạn và CVC bất kỳ.',
            en: 'Demonstration: payment is simulated; use card 4242 4242 4242 4242 with any future date and CVC.',
          })}
        </p>
      ) : null}
      <Problem problem={start.problem} />
      <div>
        <Button kind="primary" onClick={() => void pay()} pending={start.pending || leaving}>
          {t({ vi: 'Thanh toán bằng thẻ', en: 'Pay by card' })}
        </Button>
      </div>
    </div>
  );
}
