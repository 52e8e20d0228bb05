import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What members were told, by which channel they want to be told, and in which language. */
export class Notifications1764000000027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(notifications);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const notifications = `
create table notifications (
  id text not null,
  member_id text not null,
  kind text not null,
  subject_kind text,
  subject_id text,
  title jsonb not null,
  text jsonb not null,
  path text,
  once text,
  created_at timestamptz not null,
  read_at timestamptz,
  constraint notifications_pkey primary key (id),
  constraint notifications_member_id_fkey foreign key (member_id) references members
);
create index notifications_member on notifications (member_id, id);
create index notifications_unread on notifications (member_id) where read_at is null;
create unique index notifications_once on notifications (member_id, once) where once is not null;
create table notification_preferences (
  member_id text not null,
  kind text not null,
  channel text not null,
  constraint notification_preferences_pkey primary key (member_id, kind),
  constraint notification_preferences_member_id_fkey foreign key (member_id) references members
);
create table notification_languages (
  member_id text not null,
  language text not null,
  constraint notification_languages_pkey primary key (member_id),
  constraint notification_languages_member_id_fkey foreign key (member_id) references members
);
`;
