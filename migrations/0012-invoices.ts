import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Fees, VAT, invoice data; a ledger whose held money cannot go below zero and whose balances are read in flat time. */
export class Invoices1764000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(fees);
    await runner.query(prices);
    await runner.query(invoices);
    await runner.query(ledger);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const fees = `
create table fee_schedules (
  id text not null,
  number integer not null,
  valid_from date not null,
  percent_bp integer not null,
  fixed_vnd bigint not null,
  min_vnd bigint not null,
  max_vnd bigint,
  vat_class text not null,
  operator_id text not null,
  submitted_by text not null,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint fee_schedules_number_key unique (number),
  constraint fee_schedules_pkey primary key (id)
);
alter table fee_schedules add constraint fee_schedules_operator_id_fkey foreign key (operator_id) references organisations(id);
alter table fee_schedules add constraint fee_schedules_submitted_by_fkey foreign key (submitted_by) references members(id);
create function keep_fees() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (old.number, old.valid_from, old.percent_bp, old.fixed_vnd, old.min_vnd, old.max_vnd, old.vat_class, old.operator_id)
        is distinct from
        (new.number, new.valid_from, new.percent_bp, new.fixed_vnd, new.min_vnd, new.max_vnd, new.vat_class, new.operator_id)
     or (old.state <> 'proposed' and new.state <> old.state) then
    raise exception 'the terms of a fee schedule never change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger fee_schedules_kept before update or delete on fee_schedules for each row execute function keep_fees();
create trigger fee_schedules_not_truncated before truncate on fee_schedules
  for each statement execute function refuse_change();
`;

/** What was offered and ordered before had no VAT and no fee: it stays so. */
const prices = `
alter table offers add column vat_class text not null default 'KKKNT';
alter table orders
  add column vat_class text not null default 'KKKNT',
  add column vat_percent integer,
  add column vat_vnd bigint,
  add column fee_version integer not null default 0,
  add column fee_vnd bigint not null default 0,
  add column fee_vat_class text not null default 'KKKNT',
  add column fee_vat_percent integer,
  add column fee_vat_vnd bigint,
  add column fee_seller_id text;
alter table orders add constraint orders_fee_seller_id_fkey foreign key (fee_seller_id) references organisations(id);
alter table payments add column vat_percent integer, add column vat_vnd bigint not null default 0;
`;

const invoices = `
create table invoice_series (
  seller_id text not null,
  series text not null,
  last integer not null,
  constraint invoice_series_pkey primary key (seller_id, series)
);
alter table invoice_series add constraint invoice_series_seller_id_fkey foreign key (seller_id) references organisations(id);
create table invoices (
  id text not null,
  fact text not null,
  order_id text not null,
  seller_id text not null,
  buyer_id text not null,
  series text not null,
  number integer not null,
  corrects text,
  net_vnd bigint not null,
  vat_vnd bigint not null,
  total_vnd bigint not null,
  content jsonb not null,
  issued_at timestamptz not null,
  official_number text,
  official_code text,
  official_at timestamptz,
  constraint invoices_fact_key unique (fact),
  constraint invoices_number unique (seller_id, series, number),
  constraint invoices_total check (net_vnd + vat_vnd = total_vnd),
  constraint invoices_pkey primary key (id)
);
create index invoices_seller on invoices (seller_id, id);
create index invoices_buyer on invoices (buyer_id, id);
create index invoices_order on invoices (order_id);
create index invoices_corrects on invoices (corrects);
alter table invoices add constraint invoices_order_id_fkey foreign key (order_id) references orders(id);
alter table invoices add constraint invoices_seller_id_fkey foreign key (seller_id) references organisations(id);
alter table invoices add constraint invoices_buyer_id_fkey foreign key (buyer_id) references organisations(id);
alter table invoices add constraint invoices_corrects_fkey foreign key (corrects) references invoices(id);
create function keep_invoice() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.official_number is not null
     or to_jsonb(old) - array['official_number', 'official_code', 'official_at']
        is distinct from to_jsonb(new) - array['official_number', 'official_code', 'official_at'] then
    raise exception 'an invoice never changes; its official number is entered once' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger invoices_kept before update or delete on invoices for each row execute function keep_invoice();
create trigger invoices_not_truncated before truncate on invoices for each statement execute function refuse_change();
create function keep_series() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.last <> old.last + 1 then
    raise exception 'the numbers of a series have no gap' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger invoice_series_kept before update or delete on invoice_series for each row execute function keep_series();
`;

/**
 * Postings get their place under a lock that writers share and a snapshot takes alone: whoever holds it alone sees every
 * posting up to the last place, and none half way. Places survive dump and restore, which transaction ids do not.
 */
const ledger = `
create sequence postings_seq;
alter table postings add column seq bigint not null default nextval('postings_seq');
alter table postings alter column seq drop default;
alter table postings add constraint postings_seq_key unique (seq);
drop index postings_from;
drop index postings_to;
create index postings_from on postings (from_account, seq);
create index postings_to on postings (to_account, seq);
create table account_balances (
  account text not null,
  balance_vnd bigint not null,
  upto bigint not null,
  constraint account_balances_pkey primary key (account)
);
create function place_posting() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(83142027);
  -- Who takes from held money waits for others who do: the check at commit then sees all of them.
  if new.from_account like 'held:%' then
    perform pg_advisory_xact_lock(83142027, hashtext(new.from_account));
  end if;
  new.seq := nextval('postings_seq');
  return new;
end $$;
create trigger postings_placed before insert on postings for each row execute function place_posting();
create function check_held() returns trigger language plpgsql as $$
declare
  balance numeric;
begin
  select coalesce(sum(case when to_account = new.from_account then amount_vnd else -amount_vnd end), 0) into balance
    from postings where to_account = new.from_account or from_account = new.from_account;
  if balance < 0 then
    raise exception 'more went out of % than came in: %', new.from_account, balance
      using errcode = 'check_violation', constraint = 'postings_held';
  end if;
  return null;
end $$;
create constraint trigger postings_held after insert on postings deferrable initially deferred
  for each row when (new.from_account like 'held:%') execute function check_held();
`;
