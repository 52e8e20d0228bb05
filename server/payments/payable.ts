import { notFound, Problem } from '../../contracts/problems.js';
import type { MemberActor } from '../kernel/actor.js';
import { orderSubject } from '../ordering/subjects.js';
import type { Order } from '../ordering/tables.js';

/** The order when it is the actor's and waits for money; throws 404 or 409 otherwise. */
export function requirePayable(order: Order | null, actor: MemberActor): Order {
  if (!order || order.buyerId !== actor.organisationId) throw notFound(orderSubject.lifecycle.name);
  if (order.state === 'awaiting_payment') return order;
  if (order.state === 'cancelled' || order.state === 'expired') {
    throw new Problem(
      'transition-refused',
      {
        vi: 'Đơn hàng đã kết thúc; hãy gửi yêu cầu truy cập mới.',
        en: 'The order has ended; make a new access request.',
      },
      { state: order.state },
    );
  }
  throw alreadyPaid();
}

export function alreadyPaid(): Problem {
  return new Problem('transition-refused', {
    vi: 'Đơn hàng này đã được thanh toán.',
    en: 'This order has been paid.',
  });
}
