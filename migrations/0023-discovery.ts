import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is listed, ready to be searched: one row of each listed dataset with all its words (title, provider, keywords,
 * columns, description) and facets, in one index. Kept by triggers; the words' vocabulary completes and corrects.
 */
export class Discovery1764000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(words);
    await runner.query(rows);
    await runner.query(triggers);
    await runner.query(searches);
    await runner.query(downloads);
    await runner.query(
      `insert into listing_search select * from listing_rows((select array_agg(id) from datasets where state = 'listed'))`,
    );
    await runner.query(
      `insert into search_words (word, shown) select word, shown from listing_vocabulary((select array_agg(id) from datasets where state = 'listed')) on conflict do nothing`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

/** `bare`: punctuation separates words, whatever PostgreSQL takes for an address. `marked`: as contracts/tone-placement.ts. */
const words = `
create function bare(text) returns text language sql immutable parallel safe strict
  as $$ select regexp_replace($1, '[\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f]+', ' ', 'g') $$;
create function marked(text) returns text language sql immutable parallel safe strict
  as $$ select replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(normalize($1, NFC) collate "vi-x-icu"), 'òa', 'oà'), 'óa', 'oá'), 'ỏa', 'oả'), 'õa', 'oã'), 'ọa', 'oạ'), 'òe', 'oè'), 'óe', 'oé'), 'ỏe', 'oẻ'), 'õe', 'oẽ'), 'ọe', 'oẹ'), 'ùy', 'uỳ'), 'úy', 'uý'), 'ủy', 'uỷ'), 'ũy', 'uỹ'), 'ụy', 'uỵ') $$;
create function lexemes(prefix text, given text) returns text[] language sql immutable parallel safe
  as $$ select coalesce(array_agg(prefix || word), '{}') from unnest(tsvector_to_array(to_tsvector('simple', public.bare(given)))) as word $$;
create table search_words (word text collate "C" primary key, shown text not null);
create index search_words_trigram on search_words using gin (word gin_trgm_ops);
create table listing_search (
  dataset_id text primary key references datasets (id) on delete cascade,
  listed_at timestamptz not null,
  title_vi text not null,
  words tsvector not null,
  facets text[] not null
);
alter table listing_search alter column words set statistics 1000;
create index listing_search_words on listing_search using gin (words) with (fastupdate = off);
create index listing_search_newest on listing_search (listed_at, dataset_id);
create index listing_search_title on listing_search (title_vi collate "vi-x-icu", dataset_id);
create table listing_facets (facet text primary key, n bigint not null);
`;

/**
 * Lexemes: folded words with weights; \`m/…\` every word with its marks; \`f/…\` and \`t/…\` words of the title, folded and
 * with marks; and the facets, such as \`sector:energy\`. One index answers words and filters together.
 */
const rows = `
create function listing_text(wanted text[]) returns table (dataset_id text, listed_at timestamptz, title_vi text,
    title text, kind_words text, columns text, description text, facets text[])
  language sql stable as $$
  select d.id, coalesce(d.listed_at, d.created_at), d.title_vi,
    d.title_vi || ' ' || d.title_en,
    words_of(d.keywords) || ' ' || p.name_vi || ' ' || p.name_en,
    coalesce((select string_agg(distinct c ->> 'name', ' ') from files f, jsonb_array_elements(f.profile -> 'columns') c where f.revision_id = r.id), '')
      || ' ' || coalesce((select string_agg(concat_ws(' ', e.key, e.value #>> '{description,vi}', e.value #>> '{description,en}'), ' ') from jsonb_each(d.dictionary) e), ''),
    d.description_vi || ' ' || d.description_en || ' ' || d.coverage_area,
    array_remove(array['sector:' || d.sector, 'kind:' || d.product_kind, 'activity:' || d.activity,
        'frequency:' || d.update_frequency, 'origin:' || d.personal_origin,
        case when (to_jsonb(r) ->> 'quality_score')::numeric >= 90 then 'quality:90'
             when (to_jsonb(r) ->> 'quality_score')::numeric >= 75 then 'quality:75'
             when (to_jsonb(r) ->> 'quality_score')::numeric >= 50 then 'quality:50'
             when to_jsonb(r) ->> 'quality_score' is not null then 'quality:0' end], null)
      || array(select distinct 'licence:' || o.licence from offers o where o.dataset_id = d.id and o.state = 'open')
      || array(select distinct 'price:' || o.price_model from offers o where o.dataset_id = d.id and o.state = 'open')
      || array(select distinct 'format:' || f.format from files f where f.revision_id = r.id)
      || array(select 'province:' || code from unnest(d.provinces) code)
      || array(select 'year:' || year from generate_series(
           greatest(extract(year from d.coverage_from)::int, extract(year from coalesce(d.coverage_to, now()))::int - 60),
           extract(year from coalesce(d.coverage_to, now()))::int) year where d.coverage_from is not null)
  from datasets d
  join organisations p on p.id = d.provider_id
  left join lateral (select * from revisions v where v.dataset_id = d.id and v.state = 'published'
                      order by v.number desc limit 1) r on true
  where d.id = any (wanted) and d.state = 'listed' $$;
create function listing_rows(wanted text[]) returns table (dataset_id text, listed_at timestamptz, title_vi text, words tsvector, facets text[])
  language sql stable as $$
  select t.dataset_id, t.listed_at, t.title_vi,
    setweight(to_tsvector('simple', bare(fold(t.title))), 'A') || setweight(to_tsvector('simple', bare(fold(t.kind_words))), 'B')
      || setweight(to_tsvector('simple', bare(fold(t.columns))), 'C') || to_tsvector('simple', bare(fold(t.description)))
      || array_to_tsvector(lexemes('f/', fold(t.title)) || lexemes('t/', marked(t.title))
           || lexemes('m/', marked(concat_ws(' ', t.title, t.kind_words, t.columns, t.description))) || t.facets),
    t.facets
  from listing_text(wanted) t $$;
create function listing_vocabulary(wanted text[]) returns table (word text, shown text) language sql stable as $$
  select fold(shown), min(shown) from listing_text(wanted) t,
    unnest(lexemes('', marked(concat_ws(' ', t.title, t.kind_words, t.columns, t.description)))) shown
  where length(shown) between 1 and 40 group by 1 order by 1 $$;
create function refresh_listings(wanted text[]) returns void language plpgsql as $$
begin
  delete from listing_search l where l.dataset_id = any (wanted)
    and not exists (select 1 from datasets d where d.id = l.dataset_id and d.state = 'listed');
  insert into listing_search select * from listing_rows(wanted)
    on conflict (dataset_id) do update set listed_at = excluded.listed_at, title_vi = excluded.title_vi,
      words = excluded.words, facets = excluded.facets;
  insert into search_words (word, shown) select v.word, v.shown from listing_vocabulary(wanted) v
    where not exists (select 1 from search_words w where w.word = v.word) on conflict do nothing;
end $$;
`;

/** Whatever a listing shows may change: its page, state, revision, offers, and its provider's name. */
const triggers = `
create function refresh_listing_of_dataset() returns trigger language plpgsql as $$
begin
  perform refresh_listings(array[new.id]);
  return null;
end $$;
create trigger datasets_listed_new after insert on datasets for each row when (new.state = 'listed')
  execute function refresh_listing_of_dataset();
create trigger datasets_listed after update on datasets for each row when (new.state = 'listed' or old.state = 'listed')
  execute function refresh_listing_of_dataset();
create function refresh_listing_of_part() returns trigger language plpgsql as $$
begin
  perform refresh_listings(array[new.dataset_id]);
  return null;
end $$;
create trigger offers_listed_new after insert on offers for each row execute function refresh_listing_of_part();
create trigger offers_listed after update on offers for each row when (new.state is distinct from old.state)
  execute function refresh_listing_of_part();
create trigger revisions_listed after update on revisions for each row
  when (new.state is distinct from old.state and 'published' in (new.state, old.state))
  execute function refresh_listing_of_part();
create function refresh_listings_of_provider() returns trigger language plpgsql as $$
begin
  perform refresh_listings(array(select id from datasets where provider_id = new.id and state = 'listed'));
  return null;
end $$;
create trigger organisations_listed after update of name_vi, name_en on organisations for each row
  when (new.name_vi is distinct from old.name_vi or new.name_en is distinct from old.name_en)
  execute function refresh_listings_of_provider();
`;

/** Searches of the catalogue that members keep; those with an alert tell of what is listed later. */
const searches = `
create table catalogue_searches (
  id text primary key,
  member_id text not null references members (id),
  name text not null,
  query jsonb not null,
  alert boolean not null,
  seen_until timestamptz not null,
  created_at timestamptz not null,
  constraint catalogue_searches_name unique (member_id, name)
);
create index catalogue_searches_alert on catalogue_searches (id) where alert;
`;

/** Downloads of open data: what and how much, not by whom. */
const downloads = `
create table open_downloads (
  id text not null,
  file_id text not null,
  dataset_id text not null,
  from_byte bigint not null,
  bytes bigint not null,
  at timestamptz not null,
  constraint open_downloads_pkey primary key (id),
  constraint open_downloads_file_id_fkey foreign key (file_id) references files (id),
  constraint open_downloads_dataset_id_fkey foreign key (dataset_id) references datasets (id)
);
create index open_downloads_dataset on open_downloads (dataset_id, at);
`;
