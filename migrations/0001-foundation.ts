import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of every room. Never edited once landed: a change is the next migration. */
export class Foundation1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table outbox (
  id text not null,
  name text not null,
  payload jsonb not null,
  created_at timestamptz not null,
  leased_until timestamptz,
  constraint outbox_pkey primary key (id)
);
create table idempotency_keys (
  scope text not null,
  key text not null,
  fingerprint text not null,
  claimed_at timestamptz not null,
  status integer,
  body jsonb,
  constraint idempotency_keys_pkey primary key (scope, key)
);
create table progress (
  subject_id text not null,
  fraction real not null,
  step text not null,
  at timestamptz not null,
  constraint progress_pkey primary key (subject_id)
);
create table kept_mails (
  id text not null,
  "to" text not null,
  subject text not null,
  text text not null,
  sent_at timestamptz not null,
  constraint kept_mails_pkey primary key (id)
);
create table audit_events (
  id text not null,
  type text not null,
  subject_kind text not null,
  subject_id text not null,
  actor_kind text not null,
  actor_role text,
  actor_organisation_id text,
  person text,
  data jsonb not null,
  about text[] not null default '{}',
  at timestamptz not null,
  constraint audit_events_pkey primary key (id)
);
create index audit_events_type on audit_events (type, id);
create index audit_events_organisation on audit_events (actor_organisation_id, id);
create table audit_people (
  commitment text not null,
  salt text not null,
  member_id text not null,
  constraint audit_people_member_id_key unique (member_id),
  constraint audit_people_pkey primary key (commitment)
);
create table organisations (
  id text not null,
  name_vi text not null,
  name_en text not null,
  legal_form text not null,
  tax_code text,
  province_code text not null,
  address text not null,
  capabilities text[] not null default '{}',
  submitted_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint organisations_regulator_alone check (not ('regulator' = any (capabilities)) or cardinality(capabilities) = 1),
  constraint organisations_capabilities_known check (capabilities <@ array['provider','buyer','operator','regulator']::text[] and cardinality(capabilities) > 0),
  constraint organisations_pkey primary key (id)
);
create table members (
  id text not null,
  organisation_id text not null,
  display_name text not null,
  email text not null,
  password_hash text,
  role text not null,
  active boolean not null default true,
  email_verified_at timestamptz,
  failed_sign_ins integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  constraint members_email_key unique (email),
  constraint members_pkey primary key (id)
);
create index members_organisation on members (organisation_id);
create table api_tokens (
  id text not null,
  member_id text not null,
  name text not null,
  scopes text[] not null default '{}',
  secret_hash text not null,
  hint text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  constraint api_tokens_secret_hash_key unique (secret_hash),
  constraint api_tokens_pkey primary key (id)
);
create index api_tokens_member on api_tokens (member_id);
create table mail_secrets (
  secret_hash text not null,
  member_id text not null,
  kind text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  constraint mail_secrets_pkey primary key (secret_hash)
);
create index mail_secrets_member on mail_secrets (member_id);
create table datasets (
  id text not null,
  provider_id text not null,
  title_vi text not null,
  title_en text not null,
  description_vi text not null,
  description_en text not null,
  sector text not null,
  keywords text[] not null default '{}',
  coverage_from date,
  coverage_to date,
  coverage_area text not null,
  update_frequency text not null,
  provenance_basis text not null,
  provenance text not null,
  source_url text,
  credit text not null,
  limitations text not null,
  dictionary jsonb not null,
  scheme text not null,
  submitted_by text,
  listed_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint datasets_pkey primary key (id)
);
create index datasets_provider on datasets (provider_id);
create index datasets_state on datasets (state, listed_at, id);
create table revisions (
  id text not null,
  dataset_id text not null,
  provider_id text not null,
  number integer not null,
  notes text not null,
  submitted_by text,
  created_at timestamptz not null,
  finalised_at timestamptz,
  published_at timestamptz,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint revisions_number unique (dataset_id, number),
  constraint revisions_pkey primary key (id)
);
create table files (
  id text not null,
  revision_id text not null,
  name text not null,
  format text not null,
  bytes bigint not null,
  sha256 text not null,
  profile jsonb,
  sample jsonb,
  created_at timestamptz not null,
  constraint files_name unique (revision_id, name),
  constraint files_pkey primary key (id)
);
create table offers (
  id text not null,
  dataset_id text not null,
  provider_id text not null,
  number integer not null,
  licence text not null,
  licence_version integer not null,
  policy jsonb not null,
  price_model text not null,
  price_vnd bigint not null,
  months integer,
  auto_approve_purposes text[] not null default '{}',
  made_by text not null,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint offers_number unique (dataset_id, number),
  constraint offers_price check ((price_model = 'free') = (price_vnd = 0) and price_vnd >= 0),
  constraint offers_pkey primary key (id)
);
create table access_requests (
  id text not null,
  dataset_id text not null,
  revision_id text not null,
  offer_id text not null,
  provider_id text not null,
  buyer_id text not null,
  purpose text not null,
  statement text not null,
  project text not null,
  submitted_by text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint access_requests_pkey primary key (id)
);
create index access_requests_provider on access_requests (provider_id, id);
create index access_requests_buyer on access_requests (buyer_id, id);
create table agreements (
  id text not null,
  request_id text not null,
  dataset_id text not null,
  provider_id text not null,
  buyer_id text not null,
  document text not null,
  sha256 text not null,
  created_at timestamptz not null,
  sealed_at timestamptz,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint agreements_request_id_key unique (request_id),
  constraint agreements_pkey primary key (id)
);
create table signatures (
  id text not null,
  agreement_id text not null,
  party text not null,
  organisation_id text not null,
  member_id text,
  signer text,
  method text not null,
  sha256 text not null,
  signed_at timestamptz not null,
  constraint signatures_party unique (agreement_id, party),
  constraint signatures_pkey primary key (id)
);
create table orders (
  id text not null,
  request_id text not null,
  agreement_id text not null,
  dataset_id text not null,
  revision_id text not null,
  provider_id text not null,
  buyer_id text not null,
  price_vnd bigint not null,
  months integer,
  access_due_by timestamptz,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint orders_agreement_id_key unique (agreement_id),
  constraint orders_pkey primary key (id)
);
create index orders_buyer on orders (buyer_id, id);
create index orders_provider on orders (provider_id, id);
create index orders_state on orders (state, state_since);
create table payments (
  id text not null,
  order_id text not null,
  amount_vnd bigint not null,
  checkout_session text not null,
  checkout_url text not null,
  payment_intent text,
  state text not null,
  created_at timestamptz not null,
  paid_at timestamptz,
  constraint payments_checkout_session_key unique (checkout_session),
  constraint payments_payment_intent_key unique (payment_intent),
  constraint payments_pkey primary key (id)
);
create index payments_order on payments (order_id);
create table refunds (
  id text not null,
  payment_id text not null,
  order_id text not null,
  amount_vnd bigint not null,
  reason text not null,
  stripe_refund text,
  state text not null,
  created_at timestamptz not null,
  constraint refunds_payment_id_key unique (payment_id),
  constraint refunds_stripe_refund_key unique (stripe_refund),
  constraint refunds_pkey primary key (id)
);
create table webhook_events (
  id text not null,
  type text not null,
  object_id text not null,
  received_at timestamptz not null,
  body jsonb not null,
  constraint webhook_events_pkey primary key (id)
);
create table postings (
  id text not null,
  key text not null,
  from_account text not null,
  to_account text not null,
  amount_vnd bigint not null,
  order_id text,
  at timestamptz not null,
  constraint postings_fact unique (key, from_account, to_account),
  constraint postings_amount check (amount_vnd > 0 and from_account <> to_account),
  constraint postings_pkey primary key (id)
);
create index postings_from on postings (from_account);
create index postings_to on postings (to_account);
create index postings_order on postings (order_id);
create table deliveries (
  id text not null,
  order_id text not null,
  manifest_sha256 text not null,
  files jsonb not null,
  delivered_at timestamptz not null,
  constraint deliveries_order_id_key unique (order_id),
  constraint deliveries_pkey primary key (id)
);
create table entitlements (
  id text not null,
  order_id text not null,
  agreement_id text not null,
  dataset_id text not null,
  revision_id text not null,
  delivery_id text not null,
  provider_id text not null,
  buyer_id text not null,
  starts_at timestamptz not null,
  expires_at timestamptz,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint entitlements_order_id_key unique (order_id),
  constraint entitlements_pkey primary key (id)
);
create index entitlements_buyer on entitlements (buyer_id, id);
create index entitlements_expiry on entitlements (expires_at);
create table downloads (
  id text not null,
  entitlement_id text not null,
  name text not null,
  from_byte bigint not null,
  bytes bigint not null,
  member_id text not null,
  at timestamptz not null,
  constraint downloads_pkey primary key (id)
);
create index downloads_entitlement on downloads (entitlement_id, at);
create table receipts (
  id text not null,
  order_id text not null,
  delivery_id text not null,
  manifest_sha256 text not null,
  accepted_by text not null,
  issued_at timestamptz not null,
  constraint receipts_order_id_key unique (order_id),
  constraint receipts_pkey primary key (id)
);
    `);
    await runner.query(`
alter table members add constraint members_organisation_id_fkey foreign key (organisation_id) references organisations(id);
alter table api_tokens add constraint api_tokens_member_id_fkey foreign key (member_id) references members(id);
alter table mail_secrets add constraint mail_secrets_member_id_fkey foreign key (member_id) references members(id);
alter table datasets add constraint datasets_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table revisions add constraint revisions_dataset_id_fkey foreign key (dataset_id) references datasets(id);
alter table revisions add constraint revisions_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table files add constraint files_revision_id_fkey foreign key (revision_id) references revisions(id);
alter table offers add constraint offers_dataset_id_fkey foreign key (dataset_id) references datasets(id);
alter table offers add constraint offers_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table offers add constraint offers_made_by_fkey foreign key (made_by) references members(id);
alter table access_requests add constraint access_requests_dataset_id_fkey foreign key (dataset_id) references datasets(id);
alter table access_requests add constraint access_requests_revision_id_fkey foreign key (revision_id) references revisions(id);
alter table access_requests add constraint access_requests_offer_id_fkey foreign key (offer_id) references offers(id);
alter table access_requests add constraint access_requests_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table access_requests add constraint access_requests_buyer_id_fkey foreign key (buyer_id) references organisations(id);
alter table access_requests add constraint access_requests_submitted_by_fkey foreign key (submitted_by) references members(id);
alter table agreements add constraint agreements_request_id_fkey foreign key (request_id) references access_requests(id);
alter table agreements add constraint agreements_dataset_id_fkey foreign key (dataset_id) references datasets(id);
alter table agreements add constraint agreements_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table agreements add constraint agreements_buyer_id_fkey foreign key (buyer_id) references organisations(id);
alter table signatures add constraint signatures_agreement_id_fkey foreign key (agreement_id) references agreements(id);
alter table signatures add constraint signatures_organisation_id_fkey foreign key (organisation_id) references organisations(id);
alter table orders add constraint orders_request_id_fkey foreign key (request_id) references access_requests(id);
alter table orders add constraint orders_agreement_id_fkey foreign key (agreement_id) references agreements(id);
alter table orders add constraint orders_dataset_id_fkey foreign key (dataset_id) references datasets(id);
alter table orders add constraint orders_revision_id_fkey foreign key (revision_id) references revisions(id);
alter table orders add constraint orders_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table orders add constraint orders_buyer_id_fkey foreign key (buyer_id) references organisations(id);
alter table payments add constraint payments_order_id_fkey foreign key (order_id) references orders(id);
alter table refunds add constraint refunds_payment_id_fkey foreign key (payment_id) references payments(id);
alter table refunds add constraint refunds_order_id_fkey foreign key (order_id) references orders(id);
alter table postings add constraint postings_order_id_fkey foreign key (order_id) references orders(id);
alter table deliveries add constraint deliveries_order_id_fkey foreign key (order_id) references orders(id);
alter table entitlements add constraint entitlements_order_id_fkey foreign key (order_id) references orders(id);
alter table entitlements add constraint entitlements_agreement_id_fkey foreign key (agreement_id) references agreements(id);
alter table entitlements add constraint entitlements_dataset_id_fkey foreign key (dataset_id) references datasets(id);
alter table entitlements add constraint entitlements_revision_id_fkey foreign key (revision_id) references revisions(id);
alter table entitlements add constraint entitlements_delivery_id_fkey foreign key (delivery_id) references deliveries(id);
alter table entitlements add constraint entitlements_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table entitlements add constraint entitlements_buyer_id_fkey foreign key (buyer_id) references organisations(id);
alter table downloads add constraint downloads_entitlement_id_fkey foreign key (entitlement_id) references entitlements(id);
alter table receipts add constraint receipts_order_id_fkey foreign key (order_id) references orders(id);
alter table receipts add constraint receipts_delivery_id_fkey foreign key (delivery_id) references deliveries(id);
    `);
  }

  async down(): Promise<void> {
    throw new Error('The foundation is not undone: restore a backup instead.');
  }
}
