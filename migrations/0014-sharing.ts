import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Data files as typed Parquet, and the tokens by which programs read them (Delta Sharing). */
export class Sharing1764000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sharing);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const sharing = `
create table parquet_tables (
  file_id text not null,
  revision_id text not null,
  columns jsonb not null,
  parts jsonb not null,
  made_at timestamptz not null,
  constraint parquet_tables_pkey primary key (file_id),
  constraint parquet_tables_file_id_fkey foreign key (file_id) references files,
  constraint parquet_tables_revision_id_fkey foreign key (revision_id) references revisions
);
create index parquet_tables_revision on parquet_tables (revision_id);
create trigger parquet_tables_written_once before update or delete on parquet_tables
  for each row execute function refuse_change();
create trigger parquet_tables_not_truncated before truncate on parquet_tables
  for each statement execute function refuse_change();
create table sharing_tokens (
  id text not null,
  entitlement_id text not null,
  member_id text not null,
  secret_hash text not null,
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint sharing_tokens_pkey primary key (id),
  constraint sharing_tokens_secret unique (secret_hash),
  constraint sharing_tokens_entitlement_id_fkey foreign key (entitlement_id) references entitlements,
  constraint sharing_tokens_member_id_fkey foreign key (member_id) references members
);
-- One token per entitlement: a new one takes the place of the old.
create unique index sharing_tokens_one on sharing_tokens (entitlement_id) where revoked_at is null;
create table sharing_uses (
  entitlement_id text not null,
  day date not null,
  table_name text not null,
  queries integer not null,
  files integer not null,
  bytes bigint not null,
  last_at timestamptz not null,
  constraint sharing_uses_pkey primary key (entitlement_id, day, table_name),
  constraint sharing_uses_entitlement_id_fkey foreign key (entitlement_id) references entitlements
);
`;
