import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a regulator may do: holds, questions, take-down requests, the register of incidents. */
export class Supervision1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(supervision);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const state = `
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,`;

const supervision = `
create table holds (
  id text not null,
  subject_kind text not null,
  subject_id text not null,
  stops text[] not null default '{}',
  freezes boolean not null default true,
  ground text not null,
  reason text not null,
  placed_by text not null,
  placed_at timestamptz not null,
  lifted_at timestamptz,
  lift_reason text,
  constraint holds_pkey primary key (id),
  constraint holds_placed_by_fkey foreign key (placed_by) references organisations (id)
);
create unique index holds_in_force on holds (subject_id, placed_by) where lifted_at is null;
create index holds_stops on holds using gin (stops);

create table waiting_jobs (
  hold_id text not null,
  name text not null,
  key text not null,
  payload jsonb not null,
  since timestamptz not null,
  constraint waiting_jobs_pkey primary key (hold_id, name, key),
  constraint waiting_jobs_hold_id_fkey foreign key (hold_id) references holds (id)
);

create table questions (
  id text not null,
  subject_kind text not null,
  subject_id text not null,
  organisation_id text not null,
  asked_by text not null,
  due_at timestamptz not null,
  created_at timestamptz not null,${state}
  constraint questions_pkey primary key (id),
  constraint questions_organisation_id_fkey foreign key (organisation_id) references organisations (id),
  constraint questions_asked_by_fkey foreign key (asked_by) references organisations (id)
);
create index questions_organisation on questions (organisation_id, id);

create table answers (
  id text not null,
  question_id text not null,
  organisation_id text not null,
  member_name text not null,
  text text not null,
  at timestamptz not null,
  constraint answers_pkey primary key (id),
  constraint answers_question_id_fkey foreign key (question_id) references questions (id),
  constraint answers_organisation_id_fkey foreign key (organisation_id) references organisations (id)
);
create index answers_question on answers (question_id, id);

create table takedowns (
  id text not null,
  dataset_id text not null,
  revision_id text,
  requested_by text not null,
  ground text not null,
  statement text not null,
  received_at timestamptz not null,
  due_at timestamptz not null,
  hold_id text,${state}
  constraint takedowns_pkey primary key (id),
  constraint takedowns_dataset_id_fkey foreign key (dataset_id) references datasets (id),
  constraint takedowns_revision_id_fkey foreign key (revision_id) references revisions (id),
  constraint takedowns_requested_by_fkey foreign key (requested_by) references organisations (id),
  constraint takedowns_hold_id_fkey foreign key (hold_id) references holds (id)
);

create table incidents (
  id text not null,
  organisation_id text not null,
  opened_by text not null,
  dataset_id text,
  report jsonb not null,
  detected_at timestamptz not null,
  due_at timestamptz not null,
  sent_at timestamptz,
  created_at timestamptz not null,${state}
  constraint incidents_pkey primary key (id),
  constraint incidents_organisation_id_fkey foreign key (organisation_id) references organisations (id),
  constraint incidents_opened_by_fkey foreign key (opened_by) references organisations (id),
  constraint incidents_dataset_id_fkey foreign key (dataset_id) references datasets (id)
);
create index incidents_organisation on incidents (organisation_id, id);

create table incident_notices (
  id text not null,
  incident_id text not null,
  organisation_id text not null,
  asked_at timestamptz not null,
  told_at timestamptz,
  constraint incident_notices_pkey primary key (id),
  constraint incident_notices_incident_id_fkey foreign key (incident_id) references incidents (id),
  constraint incident_notices_organisation_id_fkey foreign key (organisation_id) references organisations (id),
  constraint incident_notices_once unique (incident_id, organisation_id)
);

-- A hold is history: its lifting is written once, and nothing of it is changed or removed.
create function keep_holds() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.lifted_at is not null
     or (to_jsonb(new) - 'lifted_at' - 'lift_reason') <> (to_jsonb(old) - 'lifted_at' - 'lift_reason') then
    raise exception 'a hold is lifted once and otherwise never changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger holds_kept before update or delete on holds for each row execute function keep_holds();

-- What is said in a question's thread stays said.
create trigger answers_written_once before update or delete on answers for each row execute function refuse_change();

-- A legal hold on a dataset or its provider keeps the files, whoever asks.
create function keep_held_files() returns trigger language plpgsql as $$
begin
  if exists (select 1 from revisions r join holds h on h.lifted_at is null
                and h.stops && array[r.id, r.dataset_id, r.provider_id] where r.id = old.revision_id) then
    raise exception 'under a legal hold no file is deleted' using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger files_held before delete on files for each row execute function keep_held_files();
`;
