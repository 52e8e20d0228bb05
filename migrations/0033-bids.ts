import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Buyers' calls for data that is not on the exchange yet, and what providers answer. */
export class Bids1764000000033 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(bids);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const bids = `
create table bids (
  id text not null,
  buyer_id text not null,
  title text not null,
  sector text not null,
  purpose text not null,
  budget_vnd bigint,
  months integer,
  terms jsonb not null,
  closes_on date not null,
  closes_at timestamptz not null,
  matched_answer_id text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  state text not null,
  state_since timestamptz not null,
  state_reason text,
  version integer not null default 1,
  constraint bids_pkey primary key (id),
  constraint bids_buyer_id_fkey foreign key (buyer_id) references organisations (id)
);
create index bids_state on bids (state, id);
create index bids_buyer on bids (buyer_id, id);

create table bid_answers (
  id text not null,
  bid_id text not null,
  provider_id text not null,
  dataset_id text not null,
  note text not null,
  created_at timestamptz not null,
  constraint bid_answers_pkey primary key (id),
  constraint bid_answers_once unique (bid_id, dataset_id),
  constraint bid_answers_bid_id_fkey foreign key (bid_id) references bids (id),
  constraint bid_answers_provider_id_fkey foreign key (provider_id) references organisations (id),
  constraint bid_answers_dataset_id_fkey foreign key (dataset_id) references datasets (id)
);
create trigger bid_answers_append_only before update or delete on bid_answers
  for each row execute function refuse_change();
create trigger bid_answers_not_emptied before truncate on bid_answers
  for each statement execute function refuse_change();
`;
