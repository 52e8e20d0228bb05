import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offers in depth, requests with their form, rounds of counter-offers, early termination. Older rows keep their meaning. */
export class Terms1764000000024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(terms);
    await runner.query(privately);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

/** What a private offer says is no facet of the public catalogue. */
const privately = `
do $$ begin
  execute replace(pg_get_functiondef('listing_text(text[])'::regprocedure),
    'o.state = ''open''', 'o.state = ''open'' and o.visible_to = ''{}''');
end $$;
`;

const terms = `
update offers set policy = policy || '{"userClass": "any", "seats": null, "quota": null}' where not policy ? 'seats';
alter table offers
  add column min_units integer not null default 1,
  add column max_units integer not null default 1,
  add column tier_by text,
  add column tiers jsonb not null default '[]',
  add column visible_to text[] not null default '{}',
  add column trial boolean not null default false,
  add column valid_from timestamptz,
  add column valid_until timestamptz,
  add column auto_approve_class text not null default 'any',
  add column questions jsonb not null default '[]',
  add column breaking_notice_days integer not null default 30,
  add column termination_notice_days integer not null default 30;

alter table access_requests
  add column units integer not null default 1,
  add column lawful_basis text,
  add column users text not null default '',
  add column storage_country text not null default 'VN',
  add column storage text not null default '',
  add column ending text not null default 'delete',
  add column answers jsonb not null default '[]',
  add column renews_id text references agreements,
  add column first_submitted_at timestamptz,
  add column first_answered_at timestamptz;
update access_requests r set
  first_submitted_at = (select min(e.at) from audit_events e where e.subject_id = r.id and e.type = 'request.submit'),
  first_answered_at = (select min(e.at) from audit_events e where e.subject_id = r.id
    and e.type in ('request.approve', 'request.return', 'request.decline'));
drop index access_requests_open;
create unique index access_requests_open on access_requests (buyer_id, offer_id)
  where state in ('draft', 'submitted', 'returned', 'countered');

create table request_rounds (
  id text not null,
  request_id text not null,
  number integer not null,
  party text not null,
  organisation_id text not null,
  member_id text not null,
  terms jsonb not null,
  sha256 text not null,
  note text,
  created_at timestamptz not null,
  constraint request_rounds_pkey primary key (id),
  constraint request_rounds_request_id_fkey foreign key (request_id) references access_requests,
  constraint request_rounds_organisation_id_fkey foreign key (organisation_id) references organisations,
  constraint request_rounds_member_id_fkey foreign key (member_id) references members,
  constraint request_rounds_number unique (request_id, number)
);
create trigger request_rounds_written_once before update or delete on request_rounds
  for each row execute function refuse_change();
create trigger request_rounds_not_truncated before truncate on request_rounds
  for each statement execute function refuse_change();

create table request_attachments (
  id text not null,
  request_id text not null,
  name text not null,
  bytes bigint not null,
  sha256 text not null,
  media_type text not null,
  member_id text not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  constraint request_attachments_pkey primary key (id),
  constraint request_attachments_request_id_fkey foreign key (request_id) references access_requests,
  constraint request_attachments_member_id_fkey foreign key (member_id) references members
);
create index request_attachments_request on request_attachments (request_id);

alter table agreements
  add column ends_at timestamptz,
  add column ended_by text;
`;
