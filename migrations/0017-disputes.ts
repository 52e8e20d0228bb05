import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Refunds in part and more than one for a payment; disputes, and what the buyer's bank takes back. */
export class Disputes1764000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(refunds);
    await runner.query(chargebacks);
    await runner.query(disputes);
    await runner.query(calendar);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const refunds = `
alter table orders add column refunded_vnd bigint not null default 0;
update orders o set refunded_vnd = r.sum
  from (select order_id, sum(amount_vnd) as sum from refunds group by order_id) r
 where r.order_id = o.id and o.state = 'refunded';
alter table refunds
  drop constraint refunds_payment_id_key,
  add column kind text,
  add column fact text,
  add column retries text,
  add column failure text;
update refunds r set kind = case when o.state = 'refunded' then 'whole' else 'misfit' end, fact = 'misfit:' || r.payment_id
  from orders o where o.id = r.order_id;
alter table refunds
  alter column kind set not null,
  alter column fact set not null,
  add constraint refunds_fact_key unique (fact),
  add constraint refunds_retries_key unique (retries),
  add constraint refunds_amount check (amount_vnd > 0);
alter table refunds add constraint refunds_retries_fkey foreign key (retries) references refunds(id);
create index refunds_payment on refunds (payment_id);
create index refunds_state on refunds (state, id);
create or replace function place_posting() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(83142027);
  -- Who takes from money that is held or owed back waits for others who do: the check at commit then sees all of them.
  if new.from_account like 'held:%' or new.from_account like 'owed-back:%' then
    perform pg_advisory_xact_lock(83142027, hashtext(new.from_account));
  end if;
  new.seq := nextval('postings_seq');
  return new;
end $$;
create constraint trigger postings_owed_back after insert on postings deferrable initially deferred
  for each row when (new.from_account like 'owed-back:%') execute function check_held();
`;

const chargebacks = `
create table chargebacks (
  id text not null,
  stripe_dispute text not null,
  payment_id text not null,
  order_id text not null,
  amount_vnd bigint not null,
  reason text not null,
  status text not null,
  withdrawn_vnd bigint not null default 0,
  reinstated_vnd bigint not null default 0,
  due_by timestamptz,
  answered_at timestamptz,
  created_at timestamptz not null,
  constraint chargebacks_stripe_dispute_key unique (stripe_dispute),
  constraint chargebacks_pkey primary key (id)
);
create index chargebacks_order on chargebacks (order_id);
alter table chargebacks add constraint chargebacks_payment_id_fkey foreign key (payment_id) references payments(id);
alter table chargebacks add constraint chargebacks_order_id_fkey foreign key (order_id) references orders(id);
alter table orders add column disputed_from text;
`;

const disputes = `
create table disputes (
  id text not null,
  order_id text not null,
  dataset_id text not null,
  provider_id text not null,
  buyer_id text not null,
  opened_by text,
  type text not null,
  statement text not null,
  wanted_vnd bigint,
  chargeback_id text,
  acknowledge_due_at timestamptz not null,
  evidence_due_at timestamptz,
  appeal_due_at timestamptz,
  acknowledged_by text,
  outcome text,
  refund_vnd bigint,
  decided_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint disputes_chargeback_id_key unique (chargeback_id),
  constraint disputes_pkey primary key (id)
);
create index disputes_order on disputes (order_id);
create index disputes_provider on disputes (provider_id, id);
create index disputes_buyer on disputes (buyer_id, id);
create unique index disputes_open on disputes (order_id) where state <> all (array['resolved'::text, 'withdrawn'::text]);
alter table disputes add constraint disputes_order_id_fkey foreign key (order_id) references orders(id);
alter table disputes add constraint disputes_dataset_id_fkey foreign key (dataset_id) references datasets(id);
alter table disputes add constraint disputes_provider_id_fkey foreign key (provider_id) references organisations(id);
alter table disputes add constraint disputes_buyer_id_fkey foreign key (buyer_id) references organisations(id);
alter table disputes add constraint disputes_opened_by_fkey foreign key (opened_by) references organisations(id);
alter table disputes add constraint disputes_chargeback_id_fkey foreign key (chargeback_id) references chargebacks(id);
alter table disputes add constraint disputes_acknowledged_by_fkey foreign key (acknowledged_by) references members(id);
create table dispute_messages (
  id text not null,
  dispute_id text not null,
  organisation_id text not null,
  member_name text not null,
  text text not null,
  at timestamptz not null,
  constraint dispute_messages_pkey primary key (id)
);
create index dispute_messages_dispute on dispute_messages (dispute_id, id);
alter table dispute_messages add constraint dispute_messages_dispute_id_fkey foreign key (dispute_id) references disputes(id);
alter table dispute_messages
  add constraint dispute_messages_organisation_id_fkey foreign key (organisation_id) references organisations(id);
create trigger dispute_messages_kept before update or delete or truncate on dispute_messages
  for each statement execute function refuse_change();
create table dispute_proposals (
  id text not null,
  dispute_id text not null,
  organisation_id text not null,
  refund_vnd bigint not null,
  text text not null,
  standing text not null,
  at timestamptz not null,
  constraint dispute_proposals_pkey primary key (id)
);
create index dispute_proposals_dispute on dispute_proposals (dispute_id, id);
alter table dispute_proposals add constraint dispute_proposals_dispute_id_fkey foreign key (dispute_id) references disputes(id);
alter table dispute_proposals
  add constraint dispute_proposals_organisation_id_fkey foreign key (organisation_id) references organisations(id);
`;

/**
 * Days off that fall on weekdays, as far as they were announced; the operator keeps the calendar. Tết of 2027 stands as
 * the Labour Code gives it (Art. 112) until the days are announced.
 */
const calendar = `
create table holidays (day date not null, kind text not null, name text not null, constraint holidays_pkey primary key (day));
insert into holidays (day, kind, name) values
  ('2026-01-01', 'off', 'Tết Dương lịch'),
  ('2026-02-16', 'off', 'Tết Nguyên đán'), ('2026-02-17', 'off', 'Tết Nguyên đán'), ('2026-02-18', 'off', 'Tết Nguyên đán'),
  ('2026-02-19', 'off', 'Tết Nguyên đán'), ('2026-02-20', 'off', 'Tết Nguyên đán'),
  ('2026-04-27', 'off', 'Giỗ Tổ Hùng Vương (nghỉ bù)'),
  ('2026-04-30', 'off', 'Ngày Chiến thắng'), ('2026-05-01', 'off', 'Quốc tế Lao động'),
  ('2026-08-22', 'working', 'Làm bù cho 31/8'), ('2026-08-31', 'off', 'Nghỉ hoán đổi dịp Quốc khánh'),
  ('2026-09-01', 'off', 'Quốc khánh'), ('2026-09-02', 'off', 'Quốc khánh'),
  ('2026-11-24', 'off', 'Ngày Văn hóa Việt Nam'),
  ('2027-01-01', 'off', 'Tết Dương lịch'),
  ('2027-02-05', 'off', 'Tết Nguyên đán (dự kiến)'), ('2027-02-08', 'off', 'Tết Nguyên đán (dự kiến)'),
  ('2027-02-09', 'off', 'Tết Nguyên đán (dự kiến)'), ('2027-02-10', 'off', 'Tết Nguyên đán (dự kiến)'),
  ('2027-02-11', 'off', 'Tết Nguyên đán (dự kiến)'),
  ('2027-04-16', 'off', 'Giỗ Tổ Hùng Vương'), ('2027-04-30', 'off', 'Ngày Chiến thắng'),
  ('2027-05-03', 'off', 'Quốc tế Lao động (nghỉ bù)'),
  ('2027-09-02', 'off', 'Quốc khánh'), ('2027-09-03', 'off', 'Quốc khánh'),
  ('2027-11-24', 'off', 'Ngày Văn hóa Việt Nam');
`;
