import { Link, useParams, useSearchParams } from 'react-router';
import type { OrderView } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { dateTime, money } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { Certificates } from '../parts/certificates';
import { Deliveries } from '../parts/delivery';
import { DirectPayment } from '../parts/direct';
import { Frozen } from '../parts/holds';
import { InvoiceTable } from '../parts/invoice-list';
import { useLive } from '../parts/live';
import { OrderMoneyBox } from '../parts/money';
import { GiveRefund, OrderDisputes } from '../parts/order-trouble';
import { Pay } from '../parts/pay';
import { ProofOf } from '../parts/proof-state';
import { State } from '../parts/state';
import { Timeline } from '../parts/timeline';
import { TransferReturns } from '../parts/transfer';
import { paths } from '../paths';
import { useSession } from '../session';
import { Callout, Facts, PageHead, ProgressBar, Section } from '../ui/parts';

const refundStates = {
  pending: { vi: 'đang hoàn', en: 'on its way back since' },
  succeeded: { vi: 'đã hoàn', en: 'refunded' },
  failed: { vi: 'bị ngân hàng trả về; sẽ gửi lại', en: 'sent back by the bank; will be sent again' },
  dropped: { vi: 'không cần nữa', en: 'not needed any more' },
} as const;

const byHand = { vi: 'trực tiếp cho bên bán', en: 'directly to the provider' };
const railNames = {
  card: { vi: 'thẻ', en: 'card' },
  bank: { vi: 'chuyển khoản', en: 'bank transfer' },
  direct: byHand,
};
const paymentStates = {
  open: { vi: 'chưa thanh toán', en: 'not paid yet' },
  succeeded: { vi: 'đã nhận', en: 'received' },
  expired: { vi: 'đã đóng', en: 'closed' },
};
const moving = ['awaiting_payment', 'payment_stated', 'paid', 'fulfilling', 'accepted', 'refunding'];

export default function Order() {
  const { id = '' } = useParams();
  const t = useT();
  const title = useTitle();
  const order = useData('getOrder', { params: { id } });
  const payments = useData('getOrderPayments', { params: { id } });
  const invoices = useData('listInvoices', { query: { order: id } }).items;
  const mine = useSession().organisation?.id === order.buyer.id;
  const move = useAct('transitionOrder');
  // While a transfer is awaited, its own panel says more than a line here.
  const shown = payments.payments.filter((one) => one.rail === 'card' || one.state !== 'open');
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
            {order.payable ? <Pay order={order} /> : null}
            <Actions
              actions={order.actions}
              run={(action, reason) =>
                move.run({ params: { id }, body: { action: action as 'accept', ...(reason ? { reason } : {}) } })
              }
            />
          </Frozen>
          <DirectPayment order={order} />
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
          {mine ? <TransferReturns orderId={id} /> : null}
          {shown.length > 0 ? (
            <Section title={{ vi: 'Thanh toán', en: 'Payments' }}>
              <ul className="list">
                {shown.map((payment) => (
                  <li key={payment.id} className="row">
                    <strong>{money(payment.amountVnd)}</strong>
                    <span className="faint">
                      {payment.paidAt
                        ? `${t({ vi: 'đã nhận', en: 'received' })} ${dateTime(payment.paidAt)}`
                        : t(paymentStates[payment.state])}{' '}
                      · {t(railNames[payment.rail])}
                    </span>
                    <ProofOf
                      entries={order.timeline}
                      type={payment.rail === 'direct' ? 'direct-payment.received' : 'payment.received'}
                      of={payment.id}
                    />
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
  const { rails } = useData('getMoneySettings', {});
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
        {rails.includes('direct')
          ? null
          : t({
              vi: 'Tiền được giữ cho đến khi bạn xác nhận đã nhận đủ dữ liệu.',
              en: 'Your money is held until you accept the delivery.',
            })}
      </Callout>
    );
  }
  if (order.state === 'payment_stated') {
    return (
      <Callout tone="warn" title={t({ vi: 'Chờ bên bán xác nhận tiền', en: 'The provider is to confirm the payment' })}>
        {t({
          vi: 'Bên bán xem sao kê rồi xác nhận; im lặng năm ngày thì một tranh chấp được mở.',
          en: 'The provider looks at its statement and confirms; after five days of silence a dispute is opened.',
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
