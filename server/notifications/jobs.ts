import type { Bilingual } from '../../contracts/common.js';
import { lifecycles } from '../../contracts/lifecycles.js';
import type { NotificationKind } from '../../contracts/notifications.js';
import { Datasets } from '../catalogue/tables.js';
import { Entitlements } from '../fulfilment/tables.js';
import { Members, Organisations } from '../identity/tables.js';
import type { Stateful } from '../kernel/columns.js';
import type { Tx } from '../kernel/database.js';
import type { Kernel } from '../kernel/kernel.js';
import type { Handlers } from '../kernel/queue.js';
import { AccessRequests, Agreements, Orders } from '../ordering/tables.js';
import { Refunds } from '../payments/tables.js';
import { mailOf, noteFor } from './notes.js';
import { MailLanguages, Notifications } from './tables.js';
import { organisationsWith, tell } from './telling.js';

type Mine =
  | 'tell'
  | 'mail-notification'
  | 'send-note'
  | 'notify-organisation'
  | 'notify-dataset'
  | 'notify-request'
  | 'notify-agreement'
  | 'notify-order'
  | 'notify-entitlement'
  | 'notify-refund-failed';

/** Tells the parties what has become of their business. A job that runs again tells nobody twice; a mail may come twice. */
export function notificationJobs(kernel: Kernel): Pick<Handlers, Mine> {
  const { db } = kernel;
  return {
    tell: (payload) => db.transaction((tx) => tell(tx, payload)),
    'mail-notification': ({ id }) => mailNotification(kernel, id),
    // Handed over by processes of an earlier version.
    'send-note': async ({ memberId, subject, text }) => {
      const member = await db.read.findOneBy(Members, { id: memberId, active: true });
      if (member) await kernel.post.send({ to: member.email, subject, text });
    },
    'notify-organisation': ({ id }) => db.transaction((tx) => tellOfOrganisation(tx, id)),
    'notify-dataset': ({ id }) => db.transaction((tx) => tellOfDataset(tx, id)),
    'notify-request': ({ id }) => db.transaction((tx) => tellOfRequest(tx, id)),
    'notify-agreement': ({ id }) => db.transaction((tx) => tellOfAgreement(tx, id)),
    'notify-order': ({ id }) => db.transaction((tx) => tellOfOrder(tx, id)),
    'notify-entitlement': ({ id }) => db.transaction((tx) => tellOfEntitlement(tx, id)),
    'notify-refund-failed': ({ id }) => db.transaction((tx) => tellOfFailedRefund(tx, id)),
  };
}

async function mailNotification({ db, post, settings }: Kernel, id: string): Promise<void> {
  const row = await db.read.findOneBy(Notifications, { id });
  const member = row && (await db.read.findOneBy(Members, { id: row.memberId, active: true }));
  if (!row || !member) return;
  const chosen = await db.read.findOneBy(MailLanguages, { memberId: member.id });
  await post.send({ to: member.email, ...mailOf(row, chosen?.language ?? null, settings.publicUrl) });
}

/** What a row that moved is told as, and under which key only once. */
export function about(kind: NotificationKind, subject: string, row: Stateful) {
  return {
    kind,
    subject: { kind: subject, id: row.id },
    once: `${row.id}:${row.state}:${row.stateSince.toISOString()}`,
  };
}

async function titleOf(tx: Tx, datasetId: string): Promise<Bilingual> {
  const { titleVi, titleEn } = await tx.findOneByOrFail(Datasets, { id: datasetId });
  return { vi: titleVi, en: titleEn };
}

async function tellOfOrganisation(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Organisations, { id });
  const note = noteFor(lifecycles.organisation, row, { vi: row.nameVi, en: row.nameEn }, '/organisation');
  await tell(tx, { ...about('organisation', 'organisation', row), organisationIds: [id], note });
}

async function tellOfDataset(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Datasets, { id });
  const note = noteFor(lifecycles.dataset, row, { vi: row.titleVi, en: row.titleEn }, `/provider/datasets/${id}`);
  await tell(tx, { ...about('listing', 'dataset', row), organisationIds: [row.providerId], note });
}

async function tellOfRequest(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(AccessRequests, { id });
  const toBoth = ['submitted', 'countered', 'approved'].includes(row.state);
  const organisationIds = toBoth ? [row.providerId, row.buyerId] : [row.buyerId];
  const note = noteFor(lifecycles.request, row, await titleOf(tx, row.datasetId), `/requests/${id}`);
  await tell(tx, { ...about('request', 'request', row), organisationIds, note });
}

async function tellOfAgreement(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Agreements, { id });
  const note = noteFor(lifecycles.agreement, row, await titleOf(tx, row.datasetId), `/agreements/${id}`);
  await tell(tx, { ...about('request', 'agreement', row), organisationIds: [row.providerId, row.buyerId], note });
}

async function tellOfOrder(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Orders, { id });
  const note = noteFor(lifecycles.order, row, await titleOf(tx, row.datasetId), `/orders/${id}`);
  const told = about('order', 'order', row);
  await tell(tx, { ...told, organisationIds: [row.buyerId, row.providerId], note });
  if (row.state !== 'stuck') return;
  await tell(tx, { ...told, kind: 'operations', organisationIds: await organisationsWith(tx, 'operator'), note });
}

async function tellOfEntitlement(tx: Tx, id: string): Promise<void> {
  const row = await tx.findOneByOrFail(Entitlements, { id });
  const note = noteFor(lifecycles.entitlement, row, await titleOf(tx, row.datasetId), `/library/${id}`);
  const told = about('access', 'entitlement', row);
  await tell(tx, { ...told, organisationIds: [row.buyerId], note });
  await tell(tx, { ...told, organisationIds: [row.providerId], note: { ...note, path: `/orders/${row.orderId}` } });
}

async function tellOfFailedRefund(tx: Tx, id: string): Promise<void> {
  const refund = await tx.findOneByOrFail(Refunds, { id });
  const amount = `${refund.amountVnd.toLocaleString('vi-VN')} ₫`;
  await tell(tx, {
    organisationIds: await organisationsWith(tx, 'operator'),
    kind: 'operations',
    subject: { kind: 'order', id: refund.orderId },
    once: `${id}:failed:${refund.failure}`,
    note: {
      title: { vi: `Tiền hoàn bị trả về: ${amount}`, en: `A refund came back: ${amount}` },
      text: {
        vi: `Khoản hoàn ${amount} của đơn hàng ${refund.orderId} đã bị trả về (${refund.failure}); hãy gửi lại.`,
        en: `A refund of ${amount} for the order ${refund.orderId} came back (${refund.failure}); send it again.`,
      },
      path: '/operator/refunds',
    },
  });
}
