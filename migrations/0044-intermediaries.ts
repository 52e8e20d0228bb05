import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an intermediary publishes: scope, method and price of its services (Decree 314/2026, Art. 7(2)). */
export class Intermediaries1764000000044 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
create table intermediary_profiles (
  organisation_id text not null,
  scope text not null,
  method text not null,
  fees text not null,
  updated_at timestamptz not null,
  constraint intermediary_profiles_pkey primary key (organisation_id),
  constraint intermediary_profiles_organisation_id_fkey foreign key (organisation_id) references organisations (id)
)`);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}
