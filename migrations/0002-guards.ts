import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What TypeORM has no words for: partial and text indexes, triggers that keep history, tables of libraries. */
export class Guards1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(uniqueness);
    await runner.query(search);
    await runner.query(history);
    await runner.query(libraries);
  }

  async down(): Promise<void> {
    throw new Error('The guards are not undone: restore a backup instead.');
  }
}

const uniqueness = `
create unique index organisations_tax_code on organisations (tax_code) where state not in ('rejected', 'closed');
create unique index revisions_one_draft on revisions (dataset_id) where state = 'draft';
create unique index access_requests_open on access_requests (buyer_id, offer_id)
  where state in ('draft', 'submitted', 'returned');
create index audit_events_about on audit_events using gin (about);
`;

/** Vietnamese with or without marks: unaccent also folds đ, which has no decomposition. */
const search = `
create extension if not exists unaccent;
create extension if not exists pg_trgm;
create function fold(text) returns text language sql immutable parallel safe strict
  as $$ select lower(public.unaccent('public.unaccent'::regdictionary, normalize($1, NFC))) $$;
create function words_of(text[]) returns text language sql immutable parallel safe
  as $$ select array_to_string($1, ' ') $$;
create function dataset_words(title_vi text, title_en text, keywords text[], description_vi text, description_en text)
  returns tsvector language sql immutable parallel safe
  as $$ select setweight(to_tsvector('simple', public.fold(title_vi || ' ' || title_en)), 'A')
            || setweight(to_tsvector('simple', public.fold(public.words_of(keywords))), 'B')
            || setweight(to_tsvector('simple', public.fold(description_vi || ' ' || description_en)), 'C') $$;
create index datasets_search on datasets
  using gin (dataset_words(title_vi, title_en, keywords, description_vi, description_en));
create index datasets_title_trigram on datasets using gin (fold(title_vi || ' ' || title_en) gin_trgm_ops);
`;

/** Entries of the record, postings, signatures and received webhooks are written once. */
const history = `
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are written once and never changed', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger audit_events_written_once before update or delete on audit_events
  for each row execute function refuse_change();
create trigger audit_events_not_truncated before truncate on audit_events
  for each statement execute function refuse_change();
create trigger postings_written_once before update or delete on postings
  for each row execute function refuse_change();
create trigger postings_not_truncated before truncate on postings
  for each statement execute function refuse_change();
create trigger signatures_written_once before update or delete on signatures
  for each row execute function refuse_change();
create trigger signatures_not_truncated before truncate on signatures
  for each statement execute function refuse_change();
create trigger webhook_events_written_once before update on webhook_events
  for each row execute function refuse_change();

create function keep_agreement() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.document, old.sha256, old.request_id, old.provider_id, old.buyer_id)
     is distinct from (new.document, new.sha256, new.request_id, new.provider_id, new.buyer_id) then
    raise exception 'the document of an agreement never changes' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger agreements_kept before update or delete on agreements for each row execute function keep_agreement();

create function keep_files() returns trigger language plpgsql as $$
declare
  revision_state text;
begin
  select state into revision_state from revisions where id = old.revision_id;
  if revision_state <> 'draft' and (tg_op = 'DELETE'
     or (old.revision_id, old.name, old.format, old.bytes, old.sha256)
        is distinct from (new.revision_id, new.name, new.format, new.bytes, new.sha256)) then
    raise exception 'the files of a finalised revision never change' using errcode = 'restrict_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger files_kept before update or delete on files for each row execute function keep_files();
`;

/** Tables of connect-pg-simple and rate-limiter-flexible, in the shape their documentation gives. */
const libraries = `
create table sessions (sid varchar not null collate "default" primary key, sess json not null, expire timestamp(6) not null);
create index sessions_expire on sessions (expire);
create table rate_limits (key varchar(255) primary key, points integer not null default 0, expire bigint);
`;
