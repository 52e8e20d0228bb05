import { Link } from 'react-router';
import type { OrderCard } from '../../contracts/ordering';
import { useAct, useData } from '../api';
import { dateTime, money } from '../format';
import { useT, useTitle } from '../i18n';
import { Actions } from '../parts/actions';
import { LogHealth } from '../parts/log-health';
import { More } from '../parts/more';
import { State } from '../parts/state';
import { paths } from '../paths';
import { Callout, Empty, Facts, PageHead, Section } from '../ui/parts';

export default function Stuck() {
  const t = useT();
  const queue = useData('getQueue', {});
  const still = queue.halted.filter((one) => one.state !== 'stuck');
  return (
    <>
      <PageHead
        title={t({ vi: 'Đơn bị kẹt', en: 'Stuck orders' })}
        lead={t({
          vi: 'Đã thanh toán nhưng chưa giao được sau mọi lần thử. Giao lại, hoặc hoàn tiền.',
          en: 'Paid, and not delivered after every attempt. Retry, or refund.',
        })}
      />
      <div className="stack-wide">
        <More
          id="listOrders"
          given={{ query: { state: 'stuck' } }}
          empty={<Empty title={{ vi: 'Không có đơn nào bị kẹt', en: 'No order is stuck' }} />}
        >
          {(items) => (
            <ul className="list">
              {items.map((order) => (
                <StuckOrder
                  key={order.id}
                  order={order}
                  failure={queue.halted.find((one) => one.id === order.id)?.failure ?? null}
                />
              ))}
            </ul>
          )}
        </More>
        {still.length > 0 ? (
          <Section title={{ vi: 'Đơn đứng yên', en: 'Orders that stand still' }}>
            <p>
              {t({
                vi: 'Không việc nào của các đơn này báo lỗi; công việc được giao lại tự động. Nếu đơn vẫn ở đây, hãy xem nhật ký máy chủ.',
                en: 'No job of these has failed; the work is asked for again by itself. If an order stays here, look into the server’s log.',
              })}
            </p>
            <ul className="list">
              {still.map((order) => (
                <li key={order.id} className="meta">
                  <Link to={paths.orderFile(order.id)}>{order.id}</Link>
                  <State of="order" state={order.state} />
                  <span>{dateTime(order.stateSince)}</span>
                </li>
              ))}
            </ul>
          </Section>
        ) : null}
        <Section title={{ vi: 'Hàng đợi công việc', en: 'Job queue' }}>
          <Facts
            facts={[
              [{ vi: 'Chưa chuyển', en: 'Not handed over' }, String(queue.outbox)],
              [{ vi: 'Đang chờ', en: 'Waiting' }, String(queue.waiting)],
              [{ vi: 'Đang chạy', en: 'Running' }, String(queue.active)],
              [{ vi: 'Chờ thử lại', en: 'To be retried' }, String(queue.delayed)],
              [{ vi: 'Thất bại', en: 'Failed' }, String(queue.failed.length)],
            ]}
          />
          {queue.failed.map((job) => (
            <Callout key={job.id} tone="warn" title={`${job.name} · ${job.attempts}×`}>
              <code>{job.reason}</code>
            </Callout>
          ))}
        </Section>
        <LogHealth log={queue.log} />
      </div>
    </>
  );
}

function StuckOrder({ order, failure }: { order: OrderCard; failure: string | null }) {
  const title = useTitle();
  const move = useAct('transitionOrder');
  return (
    <li className="entry">
      <h2>
        <Link to={paths.orderFile(order.id)}>{title(order.dataset)}</Link>
      </h2>
      <div className="meta">
        <span>{title(order.buyer)}</span>
        <span>{money(order.money.price.totalVnd)}</span>
        <span>{dateTime(order.stateSince)}</span>
        <span>{order.id}</span>
      </div>
      {order.stateReason ? <Callout tone="bad">{order.stateReason}</Callout> : null}
      {failure ? <code>{failure}</code> : null}
      <Actions
        actions={order.actions}
        run={(action, reason) =>
          move.run({ params: { id: order.id }, body: { action: action as 'retry', ...(reason ? { reason } : {}) } })
        }
      />
    </li>
  );
}
