import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the scheme asks of a listing beside its text: kind, classes, head-counts, quality part by part, provinces, State
 * source. A draft needs only a title. What was listed before is not classified: nobody said of it what it is.
 */
export class Classification1764000000021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(drafts);
    await runner.query(classes);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const drafts = `
alter table datasets
  alter column sector drop not null,
  alter column update_frequency drop not null,
  alter column provenance_basis drop not null,
  alter column personal_origin drop not null;
`;

const classes = `
alter table datasets
  add column provinces text[] not null default '{}',
  add column granularity text not null default '',
  add column product_kind text,
  add column activity text,
  add column value_added jsonb,
  add column sharing_class text,
  add column importance_class text,
  add column state_source jsonb,
  add column disclosed boolean not null default false,
  add column subjects_basic integer,
  add column subjects_sensitive integer,
  add column quasi_identifiers text[] not null default '{}',
  add column quality jsonb;
alter table datasets alter column granularity drop default;
alter table datasets add constraint datasets_product_kind check (product_kind in ('original_data', 'value_added_product', 'intermediary_service', 'analysis_service'));
alter table datasets add constraint datasets_activity check (activity in ('collect', 'process', 'exchange', 'enrich', 'visualise'));
alter table datasets add constraint datasets_sharing_class check (sharing_class in ('open', 'shared', 'private', 'not_state'));
alter table datasets add constraint datasets_importance_class check (importance_class in ('other', 'important', 'core'));
`;
