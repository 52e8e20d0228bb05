import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The transparency log: which event stands where, tiles of hashes and of entries, and every signed checkpoint. */
export class Log1764000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(guards);
  }

  async down(): Promise<void> {
    throw new Error('A log is not undone: restore a backup instead.');
  }
}

/** Every event waits in `log_pending` from the moment it is written; a trigger sees to it that none is forgotten. */
const tables = `
alter table audit_events add column salt text;
create table log_identity (
  one boolean not null default true primary key check (one),
  origin text not null,
  vkey text not null,
  fault text,
  created_at timestamptz not null
);
create table log_pending (
  position bigint generated always as identity primary key,
  event_id text not null
);
create table log_entries (
  index bigint not null primary key,
  event_id text not null unique
);
create table log_tiles (
  level smallint not null,
  n bigint not null,
  width integer not null,
  data bytea not null,
  primary key (level, n)
);
alter table log_tiles alter column data set storage external;
create table log_checkpoints (
  size bigint not null primary key,
  root text not null,
  note text not null,
  at timestamptz not null
);
insert into log_pending (event_id) select id from audit_events order by id;
create function await_sequencing() returns trigger language plpgsql as $$
begin
  insert into log_pending (event_id) values (new.id);
  return null;
end $$;
create trigger audit_events_await after insert on audit_events for each row execute function await_sequencing();
`;

/** Positions and checkpoints are written once; a tile only ever grows at its end. */
const guards = `
create trigger log_entries_written_once before update or delete on log_entries
  for each row execute function refuse_change();
create trigger log_entries_not_truncated before truncate on log_entries
  for each statement execute function refuse_change();
create trigger log_checkpoints_written_once before update or delete on log_checkpoints
  for each row execute function refuse_change();
create trigger log_checkpoints_not_truncated before truncate on log_checkpoints
  for each statement execute function refuse_change();
create function keep_tiles() returns trigger language plpgsql as $$
begin
  if tg_op <> 'UPDATE' or new.width <= old.width or (new.level, new.n) is distinct from (old.level, old.n)
     or substr(new.data, 1, length(old.data)) is distinct from old.data then
    raise exception 'a tile of the log only grows at its end' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger log_tiles_grow before update or delete on log_tiles for each row execute function keep_tiles();
create trigger log_tiles_not_truncated before truncate on log_tiles for each statement execute function keep_tiles();
`;
