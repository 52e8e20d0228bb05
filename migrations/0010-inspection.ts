import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The regulator's desk: saved searches, and the orders in which a hundred thousand transactions are paged through. */
export class Inspection1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(inspection);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const inspection = `
create table saved_searches (
  id text not null,
  member_id text not null,
  name text not null,
  query jsonb not null,
  created_at timestamptz not null,
  constraint saved_searches_pkey primary key (id),
  constraint saved_searches_name unique (member_id, name),
  constraint saved_searches_member_id_fkey foreign key (member_id) references members (id)
);
create index orders_time on orders (created_at, id);
create index orders_price on orders (price_vnd, id);
create index orders_dataset on orders (dataset_id);
create index orders_request on orders (request_id);
create index refunds_order on refunds (order_id);
create index audit_events_look_ups on audit_events (actor_organisation_id, id) where type like 'audit.%';
`;
