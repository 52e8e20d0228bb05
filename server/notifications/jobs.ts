import { lifecycles } from '../../contracts/lifecycles.js';
import { Datasets } from '../catalogue/tables.js';
import { Entitlements } from '../fulfilment/tables.js';
import { Members, Organisations } from '../identity/tables.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { AccessRequests, Orders } from '../ordering/tables.js';
import { Refunds } from '../payments/tables.js';
import { type Note, noteFor } from './notes.js';
import { organisationsWith, tellOrganisations } from './telling.js';

type Mine =
  | 'send-note'
  | 'notify-organisation'
  | 'notify-dataset'
  | 'notify-request'
  | 'notify-order'
  | 'notify-entitlement'
  | 'notify-refund-failed';

/**
 * Tells the parties by mail what has become of their business: one job per recipient, so that an address that takes no
 * mail silences nobody else. A mail may come twice.
 */
export function notificationJobs(kernel: Kernel): Pick<Handlers, Mine> {
  const { read } = kernel.db;
  const title = async (datasetId: string) => (await read.findOneByOrFail(Datasets, { id: datasetId })).titleVi;
  const tell = (organisationIds: readonly string[], note: Note) =>
    kernel.db.transaction((tx) => tellOrganisations(tx, organisationIds, note));
  const url = (path: string) => `${kernel.settings.publicUrl}${path}`;
  return {
    'send-note': async ({ memberId, subject, text }) => {
      const member = await read.findOneBy(Members, { id: memberId, active: true });
      if (member) await kernel.post.send({ to: member.email, subject, text });
    },
    'notify-organisation': async ({ id }) => {
      const row = await read.findOneByOrFail(Organisations, { id });
      await tell([id], noteFor(lifecycles.organisation, row, row.nameVi, url('/organisation')));
    },
    'notify-dataset': async ({ id }) => {
      const row = await read.findOneByOrFail(Datasets, { id });
      await tell([row.providerId], noteFor(lifecycles.dataset, row, row.titleVi, url(`/provider/datasets/${id}`)));
    },
    'notify-request': async ({ id }) => {
      const row = await read.findOneByOrFail(AccessRequests, { id });
      const to = row.state === 'submitted' ? [row.providerId, row.buyerId] : [row.buyerId];
      await tell(to, noteFor(lifecycles.request, row, await title(row.datasetId), url(`/requests/${id}`)));
    },
    'notify-order': async ({ id }) => {
      const row = await read.findOneByOrFail(Orders, { id });
      const note = noteFor(lifecycles.order, row, await title(row.datasetId), url(`/orders/${id}`));
      const operators = row.state === 'stuck' ? await organisationsWith(read, 'operator') : [];
      await tell([row.buyerId, row.providerId, ...operators], note);
    },
    'notify-refund-failed': async ({ id }) => {
      const refund = await read.findOneByOrFail(Refunds, { id });
      const amount = `${refund.amountVnd.toLocaleString('vi-VN')} ₫`;
      await tell(await organisationsWith(read, 'operator'), {
        subject: `Tiền hoàn bị trả về: ${amount}`,
        text: [
          `Khoản hoàn ${amount} của đơn hàng ${refund.orderId} đã bị trả về (${refund.failure}); hãy gửi lại.`,
          `A refund of ${amount} for the order ${refund.orderId} came back (${refund.failure}); send it again.`,
          '',
          url('/operator/refunds'),
        ].join('\n'),
      });
    },
    'notify-entitlement': async ({ id }) => {
      const row = await read.findOneByOrFail(Entitlements, { id });
      const note = noteFor(lifecycles.entitlement, row, await title(row.datasetId), url('/library'));
      await tell([row.buyerId, row.providerId], note);
    },
  };
}
