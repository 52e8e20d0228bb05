import { sectors } from '../../contracts/scheme/pilot-2026.js';
import type { Facts, Happened } from './facts.js';
import { count, type Group, hours, of, sum, table } from './figures.js';
import { isCounted } from './strict.js';

/** What was traded, strictly and raw. */
export function trades({ happened, settled }: Facts): Group {
  const strict = settled.filter(isCounted);
  const released = strict.flatMap(({ releaseId, vnd, ...row }) => (releaseId ? [{ ...row, id: releaseId, vnd }] : []));
  const all = settled.flatMap(({ releaseId, vnd }) => (releaseId ? [{ id: releaseId, vnd }] : []));
  const state = released.filter((row) => ['state_body', 'public_unit'].includes(row.providerForm));
  return {
    key: 'trades',
    title: { vi: 'Giao dịch', en: 'Trades' },
    note: {
      vi: 'Số liệu chặt chỉ tính giao dịch quyết toán trong kỳ, đã giao, không hoàn tiền, giữa các bên không liên quan. Giá trị là số bên mua đã trả, gồm phí sàn và thuế GTGT.',
      en: 'The strict count takes only trades settled in the period, delivered, not refunded, and between unrelated parties. Values are what buyers paid, with the fee of the exchange and VAT.',
    },
    figures: [
      count('trades.counted', { vi: 'Giao dịch (số liệu chặt)', en: 'Trades (strict count)' }, strict),
      sum('trades.counted-vnd', { vi: 'Giá trị (số liệu chặt)', en: 'Value (strict count)' }, released),
      sum(
        'trades.state-vnd',
        {
          vi: 'Trong đó bên bán là cơ quan, đơn vị nhà nước',
          en: 'Of it, with State bodies and public units as providers',
        },
        state,
      ),
      count('trades.settled', { vi: 'Giao dịch đã quyết toán (thô)', en: 'Trades settled (raw count)' }, settled),
      sum('trades.settled-vnd', { vi: 'Giá trị đã quyết toán (thô)', en: 'Value settled (raw count)' }, all),
      count(
        'trades.related',
        { vi: 'Quyết toán giữa các bên liên quan', en: 'Settled between related parties' },
        settled.filter((row) => row.related),
      ),
      count(
        'trades.placed',
        { vi: 'Đơn đặt mua', en: 'Orders placed' },
        of(happened, 'order.place', 'order.place-free'),
      ),
      count('trades.paid', { vi: 'Đơn đã thanh toán', en: 'Orders paid' }, of(happened, 'order.pay')),
      count('trades.delivered', { vi: 'Đơn đã giao', en: 'Orders delivered' }, of(happened, 'order.deliver')),
      count(
        'trades.ended',
        { vi: 'Đơn hủy hoặc quá hạn', en: 'Orders cancelled or expired' },
        of(happened, 'order.cancel', 'order.expire'),
      ),
      count('trades.refunds', { vi: 'Lần hoàn tiền', en: 'Refunds' }, of(happened, 'refund.made')),
      count(
        'trades.disputes',
        { vi: 'Tranh chấp đã mở', en: 'Disputes opened' },
        of(happened, 'dispute.open', 'dispute.open-by-bank'),
      ),
      count(
        'trades.disputes-settled',
        { vi: 'Tranh chấp đã kết thúc', en: 'Disputes settled' },
        of(happened, 'dispute.settled'),
      ),
      ...table('trades.sector', { vi: 'Số liệu chặt, lĩnh vực', en: 'Strict count, sector' }, sectors, (sector) =>
        strict.filter((row) => row.sector === sector),
      ),
    ],
  };
}

/** Where the money came from and went; the sum of what came is the sum of what went and what stands. */
export function flow({ happened, heldBefore, heldAfter }: Facts): Group {
  const shares = (share: 'providerVnd' | 'feeVnd') =>
    happened.filter((row) => row[share] !== 0).map((row) => ({ ...row, vnd: row[share] }));
  const less = (rows: readonly Happened[], type: string) =>
    rows.map((row) => ({ ...row, vnd: row.type === type ? -row.vnd : row.vnd }));
  return {
    key: 'flow',
    title: { vi: 'Dòng tiền', en: 'Flow of money' },
    note: {
      vi: 'Đang giữ đầu kỳ + nhận vào = giải ngân + phí + hoàn tiền + ngân hàng rút lại + đang giữ cuối kỳ. Phần lấy lại từ bên bán và từ phí, khoản hoàn bị trả về và khoản ngân hàng trả lại được trừ ngay tại dòng của chúng.',
      en: 'Held at the start + received = released + fees + paid back + taken by banks + held at the end. What was taken back from providers and fees, refunds that came back and what banks gave back are subtracted in their own lines.',
    },
    figures: [
      sum('flow.before', { vi: 'Đang giữ đầu kỳ', en: 'Held at the start' }, heldBefore),
      sum('flow.received', { vi: 'Nhận từ bên mua', en: 'Received from buyers' }, of(happened, 'payment.received')),
      sum('flow.released', { vi: 'Giải ngân cho bên bán', en: 'Released to providers' }, shares('providerVnd')),
      sum(
        'flow.fees',
        { vi: 'Phí sàn và thuế GTGT của phí', en: 'Fees of the exchange with their VAT' },
        shares('feeVnd'),
      ),
      sum(
        'flow.refunded',
        { vi: 'Hoàn cho bên mua', en: 'Paid back to buyers' },
        less(of(happened, 'refund.made', 'refund.failed'), 'refund.failed'),
      ),
      sum(
        'flow.chargebacks',
        { vi: 'Ngân hàng của bên mua rút lại', en: 'Taken by buyers’ banks' },
        less(of(happened, 'chargeback.withdrawn', 'chargeback.reinstated'), 'chargeback.reinstated'),
      ),
      sum('flow.after', { vi: 'Đang giữ cuối kỳ', en: 'Held at the end' }, heldAfter),
    ],
  };
}

export function pace({ lasted }: Facts): Group {
  return {
    key: 'pace',
    title: { vi: 'Thời gian giao dịch (trung vị)', en: 'How long it takes (medians)' },
    note: null,
    figures: [
      hours('pace.approval', { vi: 'Từ yêu cầu đến chấp thuận', en: 'From request to approval' }, lasted.approval),
      hours('pace.payment', { vi: 'Từ đặt mua đến thanh toán', en: 'From order to payment' }, lasted.payment),
      hours('pace.delivery', { vi: 'Từ thanh toán đến giao dữ liệu', en: 'From payment to delivery' }, lasted.delivery),
    ],
  };
}

export function measures({ happened }: Facts): Group {
  const any = (...types: string[]) => of(happened, ...types);
  return {
    key: 'measures',
    title: { vi: 'Biện pháp: tạm dừng và thu hồi', en: 'Measures: suspensions and revocations' },
    note: null,
    figures: [
      count(
        'measures.organisations',
        { vi: 'Tổ chức bị tạm đình chỉ', en: 'Organisations suspended' },
        any('organisation.suspend'),
      ),
      count('measures.datasets', { vi: 'Bộ dữ liệu bị tạm dừng', en: 'Datasets suspended' }, any('dataset.suspend')),
      count(
        'measures.entitlements',
        { vi: 'Quyền truy cập bị tạm dừng', en: 'Entitlements suspended' },
        any('entitlement.suspend'),
      ),
      count('measures.revisions', { vi: 'Phiên bản bị thu hồi', en: 'Revisions revoked' }, any('revision.revoke')),
      count(
        'measures.revoked',
        { vi: 'Quyền truy cập bị thu hồi', en: 'Entitlements revoked' },
        any('entitlement.revoke'),
      ),
      ...[
        count(
          'measures.orders-of-the-regulator',
          { vi: 'Lệnh tạm dừng, lưu giữ của cơ quan quản lý', en: 'Freezes and legal holds ordered by the regulator' },
          any('hold.placed'),
        ),
        count('measures.takedowns', { vi: 'Yêu cầu gỡ bỏ', en: 'Take-down requests' }, any('takedown.request')),
        count('measures.incidents', { vi: 'Sự cố ghi nhận', en: 'Incidents entered' }, any('incident.open')),
      ].filter((figure) => figure.counted.length > 0),
    ],
  };
}
