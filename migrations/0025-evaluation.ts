import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Evaluation sessions: the provider's terms, sessions, and every question that was asked. */
export class Evaluation1764000000025 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(evaluation);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const evaluation = `
create table evaluation_settings (
  dataset_id text not null,
  allowed boolean not null default false,
  k integer not null,
  queries integer not null,
  rows integer not null,
  seconds integer not null,
  days integer not null,
  updated_at timestamptz not null,
  constraint evaluation_settings_pkey primary key (dataset_id),
  constraint evaluation_settings_dataset_id_fkey foreign key (dataset_id) references datasets,
  constraint evaluation_settings_k check (k >= 10)
);
create table evaluations (
  id text not null,
  dataset_id text not null,
  revision_id text not null,
  provider_id text not null,
  buyer_id text not null,
  request_id text,
  purpose text not null,
  statement text not null,
  k integer not null,
  queries integer not null,
  rows integer not null,
  seconds integer not null,
  opened_by text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint evaluations_pkey primary key (id),
  constraint evaluations_dataset_id_fkey foreign key (dataset_id) references datasets,
  constraint evaluations_revision_id_fkey foreign key (revision_id) references revisions,
  constraint evaluations_provider_id_fkey foreign key (provider_id) references organisations,
  constraint evaluations_buyer_id_fkey foreign key (buyer_id) references organisations,
  constraint evaluations_request_id_fkey foreign key (request_id) references access_requests,
  constraint evaluations_opened_by_fkey foreign key (opened_by) references members,
  constraint evaluations_k check (k >= 10)
);
create index evaluations_provider on evaluations (provider_id, id);
create index evaluations_buyer on evaluations (buyer_id, id);
create index evaluations_request on evaluations (request_id);
create unique index evaluations_open on evaluations (buyer_id, dataset_id) where state = 'opened';
create table evaluation_queries (
  id text not null,
  evaluation_id text not null,
  buyer_id text not null,
  revision_id text not null,
  number integer not null,
  sql text not null,
  salt text not null,
  commitment text not null,
  outcome text not null,
  refusal jsonb,
  population jsonb,
  rows integer not null,
  cpu_ms integer not null,
  asked_by text not null,
  at timestamptz not null,
  constraint evaluation_queries_pkey primary key (id),
  constraint evaluation_queries_number unique (evaluation_id, number),
  constraint evaluation_queries_evaluation_id_fkey foreign key (evaluation_id) references evaluations,
  constraint evaluation_queries_buyer_id_fkey foreign key (buyer_id) references organisations,
  constraint evaluation_queries_revision_id_fkey foreign key (revision_id) references revisions,
  constraint evaluation_queries_asked_by_fkey foreign key (asked_by) references members
);
create index evaluation_queries_buyer on evaluation_queries (buyer_id, revision_id);
create unique index evaluation_queries_running on evaluation_queries (buyer_id, revision_id) where outcome = 'running';
-- A question is finished once; what was asked never changes.
create function refuse_changed_question() returns trigger language plpgsql as $$
begin
  if old.outcome <> 'running' or (new.id, new.evaluation_id, new.number, new.sql, new.salt, new.commitment, new.asked_by, new.at)
    is distinct from (old.id, old.evaluation_id, old.number, old.sql, old.salt, old.commitment, old.asked_by, old.at) then
    raise exception 'A question of an evaluation session does not change.';
  end if;
  return new;
end $$;
create trigger evaluation_queries_finished_once before update on evaluation_queries
  for each row execute function refuse_changed_question();
create trigger evaluation_queries_kept before delete on evaluation_queries
  for each row execute function refuse_change();
create trigger evaluation_queries_not_truncated before truncate on evaluation_queries
  for each statement execute function refuse_change();
`;
