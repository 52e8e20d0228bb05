import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Search words are computed once, when a dataset is written, not for every row that a search ranks; and more is kept. */
export class Search1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(search);
    await runner.query(history);
  }

  async down(): Promise<void> {
    throw new Error('The guards are not undone: restore a backup instead.');
  }
}

const search = `
create table dataset_search (
  dataset_id text not null primary key references datasets (id) on delete cascade,
  words tsvector not null,
  titles text not null
);
create function index_dataset() returns trigger language plpgsql as $$
begin
  insert into dataset_search (dataset_id, words, titles)
    values (new.id, dataset_words(new.title_vi, new.title_en, new.keywords, new.description_vi, new.description_en),
            fold(new.title_vi || ' ' || new.title_en))
    on conflict (dataset_id) do update set words = excluded.words, titles = excluded.titles;
  return null;
end $$;
create trigger datasets_indexed_new after insert on datasets for each row execute function index_dataset();
create trigger datasets_indexed after update of title_vi, title_en, keywords, description_vi, description_en on datasets
  for each row execute function index_dataset();
insert into dataset_search (dataset_id, words, titles)
  select id, dataset_words(title_vi, title_en, keywords, description_vi, description_en), fold(title_vi || ' ' || title_en)
    from datasets;
create index dataset_search_words on dataset_search using gin (words);
create index dataset_search_titles on dataset_search using gin (titles gin_trgm_ops);
drop index datasets_search;
drop index datasets_title_trigram;
`;

/** Receipts are written once; received webhooks stay; nothing is truncated; a finalised revision takes no more files. */
const history = `
create trigger receipts_written_once before update or delete on receipts
  for each row execute function refuse_change();
create trigger receipts_not_truncated before truncate on receipts
  for each statement execute function refuse_change();
create trigger webhook_events_stay before delete on webhook_events
  for each row execute function refuse_change();
create trigger webhook_events_not_truncated before truncate on webhook_events
  for each statement execute function refuse_change();
create trigger agreements_not_truncated before truncate on agreements
  for each statement execute function refuse_change();
create function refuse_late_files() returns trigger language plpgsql as $$
begin
  if (select state from revisions where id = new.revision_id) <> 'draft' then
    raise exception 'the files of a finalised revision never change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger files_come_before_finalising before insert on files for each row execute function refuse_late_files();
`;
