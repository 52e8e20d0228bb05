import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The gate: what is measured, signed off, decided, overridden, appraised and reported; and what participants prove. */
export class Gate1764000000031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(participants);
    await runner.query(listings);
    await runner.query(reviews);
    await runner.query(history);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const participants = `
alter table organisations
  add column governing_body text,
  add column dpo_contact text,
  add column reverify_at timestamptz;
alter table organisations drop constraint organisations_capabilities_known;
alter table organisations add constraint organisations_capabilities_known
  check (capabilities <@ array['provider','buyer','intermediary','operator','regulator']::text[] and cardinality(capabilities) > 0);
create table participant_checks (
  organisation_id text not null references organisations (id),
  item text not null,
  result text not null,
  note text not null,
  evidence text,
  member_id text not null,
  at timestamptz not null,
  constraint participant_checks_pkey primary key (organisation_id, item)
);
create table participant_certificates (
  id text not null,
  organisation_id text not null references organisations (id),
  kind text not null,
  number text not null,
  issuer text not null,
  issued_on date not null,
  expires_on date not null,
  expires_at timestamptz not null,
  submitted_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint participant_certificates_pkey primary key (id)
);
create index participant_certificates_organisation on participant_certificates (organisation_id, id);
create table payment_accounts (
  id text not null,
  organisation_id text not null references organisations (id),
  bank_bin text not null,
  number_masked text not null,
  number_hash text not null,
  holder text not null,
  submitted_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint payment_accounts_pkey primary key (id)
);
create index payment_accounts_organisation on payment_accounts (organisation_id, id);
`;

const listings = `
alter table datasets
  add column declarations text[] not null default '{}',
  add column importance_floor text;
alter table datasets add constraint datasets_importance_floor check (importance_floor in ('other', 'important', 'core'));
create table anonymity_measures (
  file_id text not null references files (id),
  columns text[] not null default '{}',
  rows bigint not null,
  k bigint not null,
  l bigint,
  rows_below bigint not null,
  measured_at timestamptz not null,
  constraint anonymity_measures_pkey primary key (file_id)
);
create table listing_reports (
  id text not null,
  dataset_id text not null references datasets (id),
  ground text not null,
  statement text not null,
  contact text,
  received_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint listing_reports_pkey primary key (id)
);
create index listing_reports_dataset on listing_reports (dataset_id, id);
create index listing_reports_state on listing_reports (state, id);
`;

const reviews = `
create table overrides (
  id text not null,
  dataset_id text not null references datasets (id),
  provider_id text not null references organisations (id),
  revision_id text,
  key text not null,
  finding jsonb not null,
  argument text not null,
  submitted_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint overrides_pkey primary key (id)
);
create index overrides_dataset on overrides (dataset_id, id);
create table sign_offs (
  id text not null,
  dataset_id text not null references datasets (id),
  round timestamptz not null,
  role text not null,
  member_id text not null,
  note text not null,
  at timestamptz not null,
  constraint sign_offs_pkey primary key (id),
  constraint sign_offs_role unique (dataset_id, round, role),
  constraint sign_offs_member unique (dataset_id, round, member_id)
);
create table decisions (
  id text not null,
  dataset_id text not null references datasets (id),
  action text not null,
  codes text[] not null default '{}',
  note text not null,
  member_id text not null,
  scheme text not null,
  findings jsonb not null,
  at timestamptz not null,
  constraint decisions_pkey primary key (id)
);
create index decisions_dataset on decisions (dataset_id, id);
create table appraisals (
  id text not null,
  dataset_id text not null references datasets (id),
  provider_id text not null references organisations (id),
  appraiser_id text not null references organisations (id),
  interest text not null,
  disclosed_at timestamptz not null,
  scope text,
  content text,
  method text,
  documents text,
  conclusion text,
  verdict text,
  sha256 text,
  signed_by text,
  delivered_at timestamptz,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint appraisals_pkey primary key (id)
);
create index appraisals_dataset on appraisals (dataset_id, id);
create index appraisals_appraiser on appraisals (appraiser_id, id);
`;

/** What was signed off and decided stays as it was written. */
const history = `
create trigger sign_offs_written_once before update or delete on sign_offs for each row execute function refuse_change();
create trigger decisions_written_once before update or delete on decisions for each row execute function refuse_change();
create trigger sign_offs_not_truncated before truncate on sign_offs for each statement execute function refuse_change();
create trigger decisions_not_truncated before truncate on decisions for each statement execute function refuse_change();
`;
