import { z } from 'zod';
import { type Bilingual, bilingual, id, moment, page, pageQuery } from './common.js';
import { operation } from './operation.js';

type Kind = {
  name: Bilingual;
  hint: Bilingual;
  /** Nobody can switch it off: silence would cost rights, money or safety. */
  mandatory?: true;
  /** Where it goes while a member has chosen nothing. */
  usually: Channel;
};

/** Where a notification goes: a mail and the list on the exchange, the list alone, or nowhere. */
export const channels = ['mail', 'in-app', 'none'] as const;
export const channel = z.enum(channels);
export type Channel = z.infer<typeof channel>;
export const channelNames: Record<Channel, Bilingual> = {
  mail: { vi: 'Thư và trên sàn', en: 'Mail and on the exchange' },
  'in-app': { vi: 'Chỉ trên sàn', en: 'On the exchange only' },
  none: { vi: 'Không báo', en: 'Not at all' },
};

/** What people are told of, by kind: each member chooses the channel of each kind that is not mandatory. */
export const notificationKinds = {
  security: {
    name: { vi: 'Bảo mật', en: 'Security' },
    hint: { vi: 'Tài khoản, mã truy cập, khóa bí mật', en: 'Accounts, tokens, secrets' },
    mandatory: true,
    usually: 'mail',
  },
  supervision: {
    name: { vi: 'Giám sát', en: 'Supervision' },
    hint: {
      vi: 'Lệnh tạm dừng, câu hỏi của cơ quan quản lý, gỡ bỏ, sự cố',
      en: 'Freezes, questions of the regulator, take-downs, incidents',
    },
    mandatory: true,
    usually: 'mail',
  },
  dispute: {
    name: { vi: 'Tranh chấp', en: 'Disputes' },
    hint: { vi: 'Mọi bước của một tranh chấp', en: 'Every step of a dispute' },
    mandatory: true,
    usually: 'mail',
  },
  organisation: {
    name: { vi: 'Hồ sơ tổ chức', en: 'Organisation' },
    hint: { vi: 'Xác minh, bổ sung hồ sơ, đình chỉ', en: 'Verification, what is missing, suspension' },
    usually: 'mail',
  },
  listing: {
    name: { vi: 'Bộ dữ liệu bán', en: 'Own datasets' },
    hint: { vi: 'Kiểm duyệt, niêm yết, phản ánh', en: 'Review, listing, reports' },
    usually: 'mail',
  },
  request: {
    name: { vi: 'Yêu cầu và thương lượng', en: 'Requests and negotiation' },
    hint: { vi: 'Yêu cầu truy cập, đề nghị sửa đổi, thỏa thuận', en: 'Access requests, counter-offers, agreements' },
    usually: 'mail',
  },
  order: {
    name: { vi: 'Đơn hàng và giao dữ liệu', en: 'Orders and delivery' },
    hint: { vi: 'Thanh toán, giao dữ liệu, nghiệm thu', en: 'Payment, delivery, acceptance' },
    usually: 'mail',
  },
  access: {
    name: { vi: 'Quyền truy cập', en: 'Access' },
    hint: { vi: 'Sắp hết hạn, hết hạn, tạm ngừng, thu hồi', en: 'Ending soon, ended, suspended, revoked' },
    usually: 'mail',
  },
  money: {
    name: { vi: 'Tiền', en: 'Money' },
    hint: { vi: 'Hoàn tiền, chi trả, hóa đơn', en: 'Refunds, payouts, invoices' },
    usually: 'mail',
  },
  follow: {
    name: { vi: 'Bộ dữ liệu theo dõi', en: 'Followed datasets' },
    hint: { vi: 'Phiên bản mới, thay đổi của dữ liệu', en: 'New revisions and changes' },
    usually: 'mail',
  },
  search: {
    name: { vi: 'Tìm kiếm đã lưu', en: 'Saved searches' },
    hint: { vi: 'Bộ dữ liệu mới khớp với tìm kiếm', en: 'New datasets that match' },
    usually: 'mail',
  },
  bid: {
    name: { vi: 'Chào mua', en: 'Bids' },
    hint: { vi: 'Chào mua mới, trả lời cho chào mua', en: 'New bids and answers to bids' },
    usually: 'in-app',
  },
  webhook: {
    name: { vi: 'Webhook', en: 'Webhooks' },
    hint: { vi: 'Địa chỉ nhận bị tắt vì lỗi', en: 'An endpoint was switched off after failures' },
    usually: 'mail',
  },
  operations: {
    name: { vi: 'Vận hành sàn', en: 'Running the exchange' },
    hint: { vi: 'Việc bị kẹt, tiền hoàn bị trả về', en: 'Work that is stuck, refunds that came back' },
    usually: 'mail',
  },
} as const satisfies Record<string, Kind>;

export type NotificationKind = keyof typeof notificationKinds;
export const kindNames = Object.keys(notificationKinds) as [NotificationKind, ...NotificationKind[]];
export const notificationKind = z.enum(kindNames);
export const kindOf = (name: NotificationKind): Kind => notificationKinds[name];

/** What somebody is told: a title for the list, a text, and the page of the exchange where it can be seen. */
export const note = z.strictObject({
  title: bilingual,
  text: bilingual,
  /** A path of the client, such as `/orders/ord_…`. */
  path: z.string().startsWith('/').max(300).nullable(),
});
export type Note = z.infer<typeof note>;

/** To whom a note goes and as what; the payload of the job `tell` as well. */
export const telling = z.strictObject({
  /** Every active member of these organisations but viewers; with `audience` `admins`, administrators only. */
  organisationIds: z.array(id('org')).max(10_000).default([]),
  audience: z.enum(['members', 'admins']).default('members'),
  /** Named members, whatever their role. */
  memberIds: z.array(id('mem')).max(10_000).default([]),
  kind: notificationKind,
  subject: z.strictObject({ kind: z.string().max(40), id: z.string().max(80) }).nullable(),
  note,
  /** A member is told once under one key, however often a job runs: `order:ord_…:4`. */
  once: z.string().max(200).optional(),
});
export type Telling = z.input<typeof telling>;

export const notificationView = z.strictObject({
  id: id('ntf'),
  kind: notificationKind,
  title: bilingual,
  text: bilingual,
  path: z.string().nullable(),
  subject: z.strictObject({ kind: z.string(), id: z.string() }).nullable(),
  at: moment,
  readAt: moment.nullable(),
});
export type NotificationView = z.infer<typeof notificationView>;

const settings = z.strictObject({
  /** The language of mails; null: both in one mail. */
  language: z.enum(['vi', 'en']).nullable(),
  kinds: z.array(
    z.strictObject({ kind: notificationKind, channel, mandatory: z.boolean(), name: bilingual, hint: bilingual }),
  ),
});
export type NotificationSettings = z.infer<typeof settings>;

/** Everybody’s own, whatever their role: like signing in. */
const tag = 'identity';
export const notificationOperations = {
  listNotifications: operation({
    method: 'GET',
    path: '/notifications',
    tag,
    summary: 'What the signed-in member was told, newest first',
    roles: 'signed-in',
    query: z.strictObject({ ...pageQuery, state: z.enum(['unread', 'all']).default('all') }),
    response: page(notificationView),
  }),
  countUnread: operation({
    method: 'GET',
    path: '/notifications/unread',
    tag,
    summary: 'How many notifications are unread',
    roles: 'signed-in',
    response: z.strictObject({ unread: z.number().int() }),
  }),
  readNotification: operation({
    method: 'POST',
    path: '/notifications/:id/read',
    tag,
    summary: 'Mark one notification as read; doing it twice is no fault',
    roles: 'signed-in',
    params: z.strictObject({ id: id('ntf') }),
    response: notificationView,
  }),
  readAllNotifications: operation({
    method: 'POST',
    path: '/notifications/read',
    tag,
    summary: 'Mark everything up to a notification as read, that one included',
    roles: 'signed-in',
    body: z.strictObject({ upTo: id('ntf') }),
    response: z.strictObject({ unread: z.number().int() }),
  }),
  getNotificationSettings: operation({
    method: 'GET',
    path: '/notification-settings',
    tag,
    summary: 'By which channel the signed-in member is told of each kind, and in which language mails come',
    roles: 'signed-in',
    response: settings,
  }),
  setNotificationSettings: operation({
    method: 'PUT',
    path: '/notification-settings',
    tag,
    summary: 'Choose channels and the language of mails; a mandatory kind keeps its channel',
    roles: 'signed-in',
    body: z.strictObject({
      language: z.enum(['vi', 'en']).nullable().optional(),
      kinds: z
        .array(z.strictObject({ kind: notificationKind, channel }))
        .max(50)
        .meta({ examples: [[{ kind: 'order', channel: 'in-app' }]] }),
    }),
    response: settings,
    problems: ['rule-broken'],
  }),
};
