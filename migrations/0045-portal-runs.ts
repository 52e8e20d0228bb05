import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every reading of a portal is kept, with what it came to; the last one of each is the first row. */
export class PortalRuns1764000000045 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(runs);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const runs = `
create table portal_runs (
  id text not null,
  portal_id text not null,
  at timestamptz not null,
  outcome jsonb not null,
  constraint portal_runs_pkey primary key (id),
  constraint portal_runs_portal_id_fkey foreign key (portal_id) references portals (id)
);
create index portal_runs_portal on portal_runs (portal_id, id);
insert into portal_runs (id, portal_id, at, outcome)
  select 'hru_' || substr(id, 5), id, last_run_at, last_outcome from portals
   where last_run_at is not null and last_outcome is not null;
`;
