import { EntitySchema } from 'typeorm';
import type { Bilingual, Language } from '../../contracts/common.js';
import type { Channel, NotificationKind } from '../../contracts/notifications.js';
import { json, moment, primaryId, reference, text } from '../kernel/columns.js';

/** One note to one member, in both languages. */
export type Notification = {
  id: string;
  memberId: string;
  kind: NotificationKind;
  subjectKind: string | null;
  subjectId: string | null;
  title: Bilingual;
  text: Bilingual;
  path: string | null;
  /** The same member is told once under one key. */
  once: string | null;
  createdAt: Date;
  readAt: Date | null;
};
export const Notifications = new EntitySchema<Notification>({
  name: 'notifications',
  columns: {
    id: primaryId,
    memberId: reference('members'),
    kind: text(),
    subjectKind: text({ nullable: true }),
    subjectId: text({ nullable: true }),
    title: json(),
    text: json(),
    path: text({ nullable: true }),
    once: text({ nullable: true }),
    createdAt: moment(),
    readAt: moment({ nullable: true }),
  },
  indices: [
    { name: 'notifications_member', columns: ['memberId', 'id'] },
    { name: 'notifications_unread', columns: ['memberId'], where: 'read_at is null', synchronize: false },
    {
      name: 'notifications_once',
      columns: ['memberId', 'once'],
      unique: true,
      where: 'once is not null',
      synchronize: false,
    },
  ],
});

/** The channel a member chose for a kind; without a row the kind's usual one. */
export type NotificationPreference = { memberId: string; kind: NotificationKind; channel: Channel };
export const NotificationPreferences = new EntitySchema<NotificationPreference>({
  name: 'notification_preferences',
  columns: {
    memberId: { ...reference('members'), primary: true },
    kind: { ...text(), primary: true },
    channel: text(),
  },
});

/** The language a member wants mails in; without a row both. */
export type MailLanguage = { memberId: string; language: Language };
export const MailLanguages = new EntitySchema<MailLanguage>({
  name: 'notification_languages',
  columns: { memberId: { ...reference('members'), primary: true }, language: text() },
});
