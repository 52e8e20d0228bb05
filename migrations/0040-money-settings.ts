import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How money goes, in versions of the operator's, and what of releases is kept back for a while. */
export class MoneySettings1764000000040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(settings);
    await runner.query(reserves);
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

const settings = `
create table money_settings (
  id text not null,
  number integer not null,
  payment_function boolean not null default true,
  card boolean not null default true,
  bank boolean not null default true,
  reserve_bp integer not null default 0,
  reserve_days integer not null default 0,
  why text not null,
  submitted_by text not null,
  created_at timestamptz not null,${state}
  constraint money_settings_pkey primary key (id),
  constraint money_settings_number_key unique (number),
  constraint money_settings_submitted_by_fkey foreign key (submitted_by) references members (id),
  constraint money_settings_reserve check (reserve_bp between 0 and 5000 and reserve_days between 0 and 180)
);
create function keep_money_settings() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
     or (old.number, old.payment_function, old.card, old.bank, old.reserve_bp, old.reserve_days, old.why)
        is distinct from
        (new.number, new.payment_function, new.card, new.bank, new.reserve_bp, new.reserve_days, new.why)
     or (old.state <> 'proposed' and new.state <> old.state) then
    raise exception 'a version of the money settings never changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger money_settings_kept before update or delete on money_settings
  for each row execute function keep_money_settings();
create trigger money_settings_not_truncated before truncate on money_settings
  for each statement execute function refuse_change();
`;

const reserves = `
create table reserves (
  id text not null,
  order_id text not null,
  provider_id text not null,
  amount_vnd bigint not null,
  due_at timestamptz not null,
  created_at timestamptz not null,${state}
  constraint reserves_pkey primary key (id),
  constraint reserves_order_id_key unique (order_id),
  constraint reserves_order_id_fkey foreign key (order_id) references orders (id),
  constraint reserves_provider_id_fkey foreign key (provider_id) references organisations (id),
  constraint reserves_amount check (amount_vnd > 0)
);
create index reserves_due on reserves (state, due_at);
create index reserves_provider on reserves (provider_id, id);
`;
