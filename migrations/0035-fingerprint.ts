import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Marked copies: the provider's terms, the copies that were made, and checks of suspect copies. */
export class Fingerprint1764000000035 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(fingerprint);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const fingerprint = `
create table markings (
  dataset_id text not null,
  terms jsonb,
  secret text not null,
  commitment text not null,
  updated_at timestamptz not null,
  constraint markings_pkey primary key (dataset_id),
  constraint markings_dataset_id_fkey foreign key (dataset_id) references datasets
);
create table marked_copies (
  id text not null,
  order_id text not null,
  buyer_id text not null,
  dataset_id text not null,
  file_id text not null,
  terms jsonb not null,
  sha256 text not null,
  bytes bigint not null,
  made_at timestamptz not null,
  constraint marked_copies_pkey primary key (id),
  constraint marked_copies_one unique (order_id, file_id),
  constraint marked_copies_order_id_fkey foreign key (order_id) references orders,
  constraint marked_copies_buyer_id_fkey foreign key (buyer_id) references organisations,
  constraint marked_copies_dataset_id_fkey foreign key (dataset_id) references datasets,
  constraint marked_copies_file_id_fkey foreign key (file_id) references files
);
create index marked_copies_dataset on marked_copies (dataset_id, file_id);
create trigger marked_copies_written_once before update or delete on marked_copies
  for each row execute function refuse_change();
create trigger marked_copies_not_truncated before truncate on marked_copies
  for each statement execute function refuse_change();
create table leak_checks (
  id text not null,
  dataset_id text not null,
  organisation_id text not null,
  asked_by text not null,
  file_name text not null,
  sha256 text not null,
  named jsonb not null,
  threshold double precision,
  positions integer not null,
  buyers integer not null,
  at timestamptz not null,
  constraint leak_checks_pkey primary key (id),
  constraint leak_checks_dataset_id_fkey foreign key (dataset_id) references datasets,
  constraint leak_checks_organisation_id_fkey foreign key (organisation_id) references organisations,
  constraint leak_checks_asked_by_fkey foreign key (asked_by) references members
);
create index leak_checks_dataset on leak_checks (dataset_id, id);
create trigger leak_checks_written_once before update or delete on leak_checks
  for each row execute function refuse_change();
create trigger leak_checks_not_truncated before truncate on leak_checks
  for each statement execute function refuse_change();
`;
