import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Portals that are read by schedule, and their records as they were last read. */
export class Harvest1764000000038 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(harvest);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const harvest = `
create table portals (
  id text not null,
  name text not null,
  kind text not null,
  url text not null,
  every_hours integer not null,
  enabled boolean not null default true,
  last_run_at timestamptz,
  last_outcome jsonb,
  created_at timestamptz not null,
  constraint portals_pkey primary key (id),
  constraint portals_url unique (url)
);

create table mirrored (
  id text not null,
  portal_id text not null,
  source_id text not null,
  identity text not null,
  title text not null,
  description text not null,
  publisher text,
  licence text,
  landing_page text not null,
  formats text[] not null default '{}',
  keywords text[] not null default '{}',
  modified_at text,
  folded text not null,
  harvested_at timestamptz not null,
  gone_at timestamptz,
  constraint mirrored_pkey primary key (id),
  constraint mirrored_source unique (portal_id, source_id),
  constraint mirrored_portal_id_fkey foreign key (portal_id) references portals (id)
);
create index mirrored_identity on mirrored (identity, id);
`;
