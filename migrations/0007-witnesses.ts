import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Witnesses of the log: how far each has followed it, and every cosignature it gave. */
export class Witnesses1764000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(witnesses);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

/** Whoever asks a witness moves `next_at` ahead first, so that no other process asks it at the same time. */
const witnesses = `
create table log_witnesses (
  vkey text not null primary key,
  name text not null,
  url text not null,
  size bigint not null default 0,
  cosigned_at timestamptz,
  failures integer not null default 0,
  error text,
  next_at timestamptz not null default clock_timestamp()
);
create table log_cosignatures (
  size bigint not null references log_checkpoints,
  vkey text not null,
  line text not null,
  time timestamptz not null,
  primary key (size, vkey)
);
create trigger log_cosignatures_written_once before update or delete on log_cosignatures
  for each row execute function refuse_change();
create trigger log_cosignatures_not_truncated before truncate on log_cosignatures
  for each statement execute function refuse_change();
`;
