import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns and tables that make repeats, lost jobs and guessed passwords harmless. */
export class Mends1764000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(mends);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const mends = `
alter table orders add column nudged_at timestamptz;
alter table idempotency_keys add column carried_out boolean not null default false;
-- Wrong passwords are counted per account and address, so that a stranger cannot lock the owner out.
create table sign_in_tries (
  key text not null,
  failed integer not null,
  locked_until timestamptz,
  at timestamptz not null,
  constraint sign_in_tries_pkey primary key (key)
);
alter table members drop column failed_sign_ins, drop column locked_until;
-- A sign-up that nobody has looked at reserves no tax code.
drop index organisations_tax_code;
create unique index organisations_tax_code on organisations (tax_code)
  where state in ('submitted', 'needs_info', 'verified', 'suspended');
`;
