import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments from buyer to provider that the exchange only notes: statements, their papers, answers, and refunds of them. */
export class DirectPayments1764000000041 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(rails);
    await runner.query(tables);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const rails = `
alter table payments drop constraint payments_rail;
alter table payments add constraint payments_rail check (rail in ('card', 'bank', 'direct'));
alter table refunds drop constraint refunds_rail;
alter table refunds add constraint refunds_rail check (rail in ('card', 'bank', 'direct'));
`;

const tables = `
create table payment_evidences (
  id text not null,
  order_id text not null,
  name text not null,
  bytes bigint not null,
  sha256 text not null,
  media_type text not null,
  created_by text not null,
  created_at timestamptz not null,
  constraint payment_evidences_pkey primary key (id),
  constraint payment_evidences_order_id_fkey foreign key (order_id) references orders (id),
  constraint payment_evidences_created_by_fkey foreign key (created_by) references members (id)
);
create index payment_evidences_order on payment_evidences (order_id);
create table direct_statements (
  id text not null,
  order_id text not null,
  payment_id text not null,
  bank_reference text not null,
  paid_on date not null,
  amount_vnd bigint not null,
  evidence_id text not null,
  stated_by text not null,
  stated_at timestamptz not null,
  answer text,
  answered_by text,
  answered_at timestamptz,
  reason text,
  constraint direct_statements_pkey primary key (id),
  constraint direct_statements_evidence_id_key unique (evidence_id),
  constraint direct_statements_order_id_fkey foreign key (order_id) references orders (id),
  constraint direct_statements_payment_id_fkey foreign key (payment_id) references payments (id),
  constraint direct_statements_evidence_id_fkey foreign key (evidence_id) references payment_evidences (id),
  constraint direct_statements_stated_by_fkey foreign key (stated_by) references members (id),
  constraint direct_statements_answered_by_fkey foreign key (answered_by) references members (id)
);
create index direct_statements_order on direct_statements (order_id, id);
create table direct_returns (
  refund_id text not null,
  order_id text not null,
  amount_vnd bigint not null,
  bank_reference text,
  sent_by text,
  sent_at timestamptz,
  received_by text,
  received_at timestamptz,
  constraint direct_returns_pkey primary key (refund_id),
  constraint direct_returns_refund_id_fkey foreign key (refund_id) references refunds (id),
  constraint direct_returns_order_id_fkey foreign key (order_id) references orders (id),
  constraint direct_returns_sent_by_fkey foreign key (sent_by) references members (id),
  constraint direct_returns_received_by_fkey foreign key (received_by) references members (id)
);
create index direct_returns_order on direct_returns (order_id);
`;
