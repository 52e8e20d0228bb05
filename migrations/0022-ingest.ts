import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Typed Parquet beside every file as uploaded, what is measured of a revision, how it changes, and who follows a dataset. */
export class Ingest1764000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ingest);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const ingest = `
alter table files add column table_sha256 text, add column table_bytes bigint, add column container jsonb;
create or replace function keep_files() returns trigger language plpgsql as $$
declare
  revision_state text;
begin
  select state into revision_state from revisions where id = old.revision_id;
  if revision_state <> 'draft' and (tg_op = 'DELETE'
     or (old.revision_id, old.name, old.format, old.bytes, old.sha256, old.container)
        is distinct from (new.revision_id, new.name, new.format, new.bytes, new.sha256, new.container)
     or (old.table_sha256 is not null and old.table_sha256 is distinct from new.table_sha256)) then
    raise exception 'the files of a finalised revision never change' using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
alter table revisions add column quality_score integer, add column measured jsonb,
  add column schema_change text, add column schema_diff jsonb;
alter table revisions add constraint revisions_schema_change check (schema_change in ('first', 'same', 'compatible', 'breaking'));
alter table datasets add column notice_days integer not null default 30;
alter table datasets add constraint datasets_notice check (notice_days between 0 and 365);
create table dataset_followers (
  dataset_id text not null,
  member_id text not null,
  since timestamptz not null,
  constraint dataset_followers_pkey primary key (dataset_id, member_id)
);
create index dataset_followers_member on dataset_followers (member_id);
alter table dataset_followers add constraint dataset_followers_dataset_id_fkey foreign key (dataset_id) references datasets(id);
alter table dataset_followers add constraint dataset_followers_member_id_fkey foreign key (member_id) references members(id);
`;
