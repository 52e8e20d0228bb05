import type { RailName } from '../../contracts/payments.js';
import { Problem } from '../../contracts/problems.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Order } from '../ordering/tables.js';
import { railsInForce } from '../pricing/money-settings.js';

const refusals = {
  card: {
    vi: 'Sàn này không nhận thanh toán bằng thẻ; hãy dùng cách thanh toán khác trên trang đơn hàng.',
    en: 'This exchange takes no cards; pay in another way that the page of the order shows.',
  },
  bank: {
    vi: 'Sàn này không nhận chuyển khoản; hãy dùng cách thanh toán khác trên trang đơn hàng.',
    en: 'This exchange takes no bank transfers; pay in another way that the page of the order shows.',
  },
  direct: {
    vi: 'Tiền của đơn hàng này đi qua sàn; đừng trả thẳng cho bên bán.',
    en: 'The money of this order goes through the exchange; do not pay the provider directly.',
  },
} as const;

/** Throws 409 unless a payment may be started on the rail now. */
export async function requireOffered(
  tx: Tx,
  { settings }: Pick<Kernel, 'settings'>,
  rail: 'card' | 'bank',
): Promise<void> {
  const rails: readonly RailName[] = await railsInForce(tx, settings);
  if (!rails.includes(rail)) throw new Problem('conflict', refusals[rail]);
}

/** Throws 409 unless the order may be paid directly. */
export async function requireDirect(tx: Tx, order: Order): Promise<void> {
  if (!(await isDirectFor(tx, order))) throw new Problem('conflict', refusals.direct);
}

/**
 * Whether an order may be paid from buyer to provider: the exchange has, or had at some time since the order was placed, no
 * payment function. Whoever has paid by what the page said is not left alone by a switch.
 */
export async function isDirectFor(tx: Tx, { createdAt }: Pick<Order, 'createdAt'>): Promise<boolean> {
  const [row]: { direct: boolean }[] = await tx.query(
    `select exists (
       select 1 from (select payment_function, state_since as begun, lead(state_since) over (order by number) as ended
                        from money_settings where state = 'approved') as spans
        where not payment_function and (ended is null or ended > $1)) as direct`,
    [createdAt],
  );
  return row?.direct ?? false;
}
