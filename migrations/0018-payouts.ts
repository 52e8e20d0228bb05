import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money on its way to providers, and the comparison of the ledger with Stripe's balance. */
export class Payouts1764000000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(accounts);
    await runner.query(transfers);
    await runner.query(payouts);
    await runner.query(reconciliation);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const accounts = `
create table payout_accounts (
  id text not null,
  provider_id text not null,
  stripe_account text,
  transfers_status text not null,
  payouts_status text not null,
  requirements jsonb not null,
  read_at timestamptz,
  bank_bin text,
  bank_number text,
  bank_holder text,
  bank_changed_at timestamptz,
  created_at timestamptz not null,
  constraint payout_accounts_provider_id_key unique (provider_id),
  constraint payout_accounts_stripe_account_key unique (stripe_account),
  constraint payout_accounts_pkey primary key (id)
);
alter table payout_accounts add constraint payout_accounts_provider_id_fkey foreign key (provider_id) references organisations(id);
`;

const transfers = `
create table transfers (
  id text not null,
  provider_id text not null,
  order_id text not null,
  rail text not null,
  amount_vnd bigint not null,
  stripe_account text,
  stripe_transfer text,
  status text not null,
  failure text,
  created_at timestamptz not null,
  made_at timestamptz,
  constraint transfers_stripe_transfer_key unique (stripe_transfer),
  constraint transfers_amount check (amount_vnd > 0),
  constraint transfers_pkey primary key (id)
);
create index transfers_provider on transfers (provider_id, id);
create index transfers_order on transfers (order_id);
alter table transfers add constraint transfers_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table transfers add constraint transfers_order_id_fkey foreign key (order_id) references orders(id);
create table reversals (
  id text not null,
  transfer_id text not null,
  provider_id text not null,
  order_id text not null,
  amount_vnd bigint not null,
  stripe_reversal text,
  status text not null,
  failure text,
  created_at timestamptz not null,
  made_at timestamptz,
  constraint reversals_stripe_reversal_key unique (stripe_reversal),
  constraint reversals_amount check (amount_vnd > 0),
  constraint reversals_pkey primary key (id)
);
create index reversals_provider on reversals (provider_id, id);
create index reversals_transfer on reversals (transfer_id);
alter table reversals add constraint reversals_transfer_id_fkey foreign key (transfer_id) references transfers(id);
alter table reversals add constraint reversals_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table reversals add constraint reversals_order_id_fkey foreign key (order_id) references orders(id);
`;

const payouts = `
create table payouts (
  id text not null,
  provider_id text not null,
  rail text not null,
  amount_vnd bigint not null,
  attempt integer not null,
  stripe_account text,
  stripe_payout text,
  reference text,
  bank_bin text,
  bank_number text,
  bank_holder text,
  arrival_on date,
  submitted_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint payouts_stripe_payout_key unique (stripe_payout),
  constraint payouts_pkey primary key (id)
);
create index payouts_provider on payouts (provider_id, id);
create index payouts_state on payouts (state, id);
alter table payouts add constraint payouts_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table payouts add constraint payouts_submitted_by_fkey foreign key (submitted_by) references members(id);
create table payout_lines (
  payout_id text not null,
  transfer_id text not null,
  amount_vnd bigint not null,
  constraint payout_lines_pkey primary key (payout_id, transfer_id)
);
create index payout_lines_transfer on payout_lines (transfer_id);
alter table payout_lines add constraint payout_lines_payout_id_fkey foreign key (payout_id) references payouts(id);
alter table payout_lines add constraint payout_lines_transfer_id_fkey foreign key (transfer_id) references transfers(id);
`;

const reconciliation = `
create table money_cursors (
  name text not null,
  value text not null,
  at timestamptz not null,
  constraint money_cursors_pkey primary key (name)
);
create table balance_entries (
  id text not null,
  type text not null,
  source text,
  amount_vnd bigint not null,
  fee_vnd bigint not null,
  net_vnd bigint not null,
  fact text,
  at timestamptz not null,
  seen_at timestamptz not null,
  constraint balance_entries_pkey primary key (id)
);
create index balance_entries_open on balance_entries (id) where fact is null;
create index balance_entries_fact on balance_entries (fact);
create table money_cases (
  id text not null,
  kind text not null,
  object text not null,
  expected_vnd bigint not null,
  found_vnd bigint not null,
  order_id text,
  submitted_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint money_cases_pkey primary key (id)
);
create unique index money_cases_open on money_cases (kind, object) where state <> 'closed';
alter table money_cases add constraint money_cases_order_id_fkey foreign key (order_id) references orders(id);
alter table money_cases add constraint money_cases_submitted_by_fkey foreign key (submitted_by) references members(id);
`;
