import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Declared relations of parties, evidence bundles, and flags of the integrity monitor. */
export class Reporting1764000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const tables = `
create table related_parties (
  id text not null,
  first_id text not null,
  second_id text not null,
  ground text not null,
  note text not null,
  since date not null,
  until date,
  declared_by text not null,
  declared_at timestamptz not null,
  constraint related_parties_pkey primary key (id),
  constraint related_parties_two check (first_id < second_id),
  constraint related_parties_first_id_fkey foreign key (first_id) references organisations (id),
  constraint related_parties_second_id_fkey foreign key (second_id) references organisations (id),
  constraint related_parties_declared_by_fkey foreign key (declared_by) references organisations (id)
);
create unique index related_parties_lasting on related_parties (first_id, second_id, ground) where until is null;
create table evidence_bundles (
  id text not null,
  organisation_id text not null,
  member_id text not null,
  scope_kind text not null,
  scope_id text not null,
  with_look_ups boolean not null,
  sha256 text,
  bytes bigint,
  events integer,
  created_at timestamptz not null,
  expires_at timestamptz,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint evidence_bundles_pkey primary key (id),
  constraint evidence_bundles_organisation_id_fkey foreign key (organisation_id) references organisations (id)
);
create index evidence_bundles_organisation on evidence_bundles (organisation_id, id);
create unique index evidence_bundles_open on evidence_bundles (organisation_id, scope_id) where state = 'queued';
create table flags (
  id text not null,
  kind text not null,
  key text not null,
  parties text[] not null default '{}',
  orders text[] not null default '{}',
  during text not null,
  explanation jsonb not null,
  note text,
  raised_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint flags_pkey primary key (id),
  constraint flags_key_key unique (key)
);
create index flags_state on flags (state, id);
`;
