import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each organisation's own events in the order of the log, and the addresses they are sent to. */
export class Webhooks1764000000037 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(feed);
    await runner.query(webhooks);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const feed = `
create table feed_events (
  organisation_id text not null,
  place bigint not null,
  event_id text not null,
  type text not null,
  at timestamptz not null,
  constraint feed_events_pkey primary key (organisation_id, place)
);
create unique index feed_events_event on feed_events (organisation_id, event_id);
create table feed_progress (
  one boolean not null default true,
  next bigint not null,
  constraint feed_progress_pkey primary key (one),
  constraint feed_progress_one check (one)
);
insert into feed_progress (next) values (0);
`;

const webhooks = `
create table webhook_endpoints (
  id text not null,
  organisation_id text not null,
  url text not null,
  description text not null,
  types text[] not null default '{}',
  secret text not null,
  old_secret text,
  old_secret_until timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  failing_since timestamptz,
  disabled_at timestamptz,
  disabled_why text,
  constraint webhook_endpoints_pkey primary key (id),
  constraint webhook_endpoints_organisation_id_fkey foreign key (organisation_id) references organisations,
  constraint webhook_endpoints_created_by_fkey foreign key (created_by) references members
);
create index webhook_endpoints_organisation on webhook_endpoints (organisation_id);
create table webhook_deliveries (
  id text not null,
  endpoint_id text not null,
  event_id text,
  message_id text not null,
  type text not null,
  created_at timestamptz not null,
  next_at timestamptz,
  claimed_until timestamptz,
  tried integer not null default 0,
  delivered_at timestamptz,
  attempts jsonb not null default '[]',
  constraint webhook_deliveries_pkey primary key (id),
  constraint webhook_deliveries_endpoint_id_fkey foreign key (endpoint_id) references webhook_endpoints on delete cascade
);
-- A message goes to an endpoint under one row, however often it is tried or replayed.
create unique index webhook_deliveries_message on webhook_deliveries (endpoint_id, message_id);
create index webhook_deliveries_due on webhook_deliveries (next_at) where next_at is not null;
create index webhook_deliveries_endpoint on webhook_deliveries (endpoint_id, id);
`;
