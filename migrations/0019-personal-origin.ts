import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Datasets declare whether they come from persons, and how they were de-identified. */
export class PersonalOrigin1764000000019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(origin);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const origin = `
alter table datasets add column personal_origin text not null default 'none', add column deidentification text;
alter table datasets alter column personal_origin drop default;
alter table datasets add constraint datasets_personal_origin check (personal_origin in ('none', 'aggregate', 'deidentified'));
`;
