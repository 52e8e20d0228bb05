import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A second rail: bank transfers, the statements they are found in, and money that people have to send back. */
export class Rails1764000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rails);
    await runner.query(statements);
    await runner.query(repayments);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const rails = `
alter table payments add column rail text not null default 'card';
alter table refunds add column rail text not null default 'card';
alter table payments add constraint payments_rail check (rail in ('card', 'bank'));
alter table refunds add constraint refunds_rail check (rail in ('card', 'bank'));
-- An order has one reference at a time, however many clicks ask for it.
create unique index payments_transfer on payments (order_id) where rail = 'bank' and state = 'open';
`;

const statements = `
create table bank_statements (
  id text not null,
  name text not null,
  sha256 text not null,
  imported_by text not null,
  imported_at timestamptz not null,
  fresh integer not null,
  known integer not null,
  constraint bank_statements_pkey primary key (id)
);
alter table bank_statements add constraint bank_statements_imported_by_fkey foreign key (imported_by) references members(id);
create table bank_lines (
  id text not null,
  statement_id text not null,
  fingerprint text not null,
  bank_reference text not null,
  booked_on date not null,
  amount_vnd bigint not null,
  content text not null,
  counterparty text,
  order_id text,
  payment_id text,
  credited_vnd bigint not null default 0,
  submitted_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint bank_lines_fingerprint_key unique (fingerprint),
  constraint bank_lines_credited check (credited_vnd between 0 and greatest(amount_vnd, 0)),
  constraint bank_lines_pkey primary key (id)
);
create index bank_lines_state on bank_lines (state, id);
create index bank_lines_payment on bank_lines (payment_id);
create index bank_lines_order on bank_lines (order_id);
alter table bank_lines add constraint bank_lines_statement_id_fkey foreign key (statement_id) references bank_statements(id);
alter table bank_lines add constraint bank_lines_order_id_fkey foreign key (order_id) references orders(id);
alter table bank_lines add constraint bank_lines_payment_id_fkey foreign key (payment_id) references payments(id);
alter table bank_lines add constraint bank_lines_submitted_by_fkey foreign key (submitted_by) references members(id);
create function keep_bank_line() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('matched', 'returned', 'outgoing')
     or (old.fingerprint, old.bank_reference, old.booked_on, old.amount_vnd, old.content, old.statement_id)
        is distinct from
        (new.fingerprint, new.bank_reference, new.booked_on, new.amount_vnd, new.content, new.statement_id) then
    raise exception 'what the bank said never changes, and what is matched stays' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger bank_lines_kept before update or delete on bank_lines for each row execute function keep_bank_line();
create trigger bank_lines_not_truncated before truncate on bank_lines for each statement execute function refuse_change();
`;

const repayments = `
create table repayments (
  id text not null,
  order_id text,
  line_id text,
  refund_id text,
  buyer_id text,
  cause text not null,
  amount_vnd bigint not null,
  sent_reference text,
  submitted_by text,
  created_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint repayments_refund_id_key unique (refund_id),
  constraint repayments_amount check (amount_vnd > 0),
  constraint repayments_whose check (order_id is not null or line_id is not null),
  constraint repayments_pkey primary key (id)
);
create index repayments_state on repayments (state, id);
create index repayments_order on repayments (order_id);
alter table repayments add constraint repayments_order_id_fkey foreign key (order_id) references orders(id);
alter table repayments add constraint repayments_line_id_fkey foreign key (line_id) references bank_lines(id);
alter table repayments add constraint repayments_refund_id_fkey foreign key (refund_id) references refunds(id);
alter table repayments add constraint repayments_buyer_id_fkey foreign key (buyer_id) references organisations(id);
alter table repayments add constraint repayments_submitted_by_fkey foreign key (submitted_by) references members(id);
create function keep_repayment() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state = 'sent'
     or (old.order_id, old.line_id, old.refund_id, old.amount_vnd, old.cause)
        is distinct from (new.order_id, new.line_id, new.refund_id, new.amount_vnd, new.cause) then
    raise exception 'what is owed never changes, and what was sent stays sent' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger repayments_kept before update or delete on repayments for each row execute function keep_repayment();
create trigger repayments_not_truncated before truncate on repayments
  for each statement execute function refuse_change();
`;
