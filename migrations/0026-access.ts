import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entitlements have seats, quotas, extensions and revisions that follow; every use is counted by day, road and member. */
export class Access1764000000026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(access);
  }

  async down(): Promise<void> {
    throw new Error('Not undone: restore a backup instead.');
  }
}

const access = `
alter table entitlements
  add column seats integer,
  add column quota jsonb,
  add column follows boolean not null default false,
  add column warned_days integer;

create table entitlement_seats (
  entitlement_id text not null references entitlements,
  member_id text not null references members,
  assigned_at timestamptz not null,
  primary key (entitlement_id, member_id)
);

create table entitlement_extensions (
  id text primary key,
  entitlement_id text not null references entitlements,
  asked_days integer not null,
  note text not null,
  asked_by text,
  asked_at timestamptz not null,
  decision text check (decision in ('granted', 'declined')),
  granted_days integer,
  decided_by text,
  decided_at timestamptz,
  check ((decision is null) = (decided_at is null))
);
create index entitlement_extensions_entitlement on entitlement_extensions (entitlement_id, id);
create unique index entitlement_extensions_open on entitlement_extensions (entitlement_id) where decision is null;

create table entitlement_revisions (
  id text primary key,
  entitlement_id text not null references entitlements,
  revision_id text not null references revisions,
  manifest_sha256 text not null,
  files jsonb not null,
  delivered_at timestamptz not null,
  constraint entitlement_revisions_once unique (entitlement_id, revision_id)
);

create table access_uses (
  entitlement_id text not null references entitlements,
  day date not null,
  road text not null check (road in ('download', 'zip', 'sharing')),
  member_id text not null references members,
  calls integer not null,
  bytes bigint not null,
  last_at timestamptz not null,
  primary key (entitlement_id, day, road, member_id)
);
insert into access_uses
  select entitlement_id, (at at time zone 'UTC' + interval '7 hours')::date, 'download', member_id, count(*), sum(bytes), max(at)
    from downloads group by 1, 2, 4;
insert into access_uses
  select u.entitlement_id, u.day, 'sharing',
         (select t.member_id from sharing_tokens t where t.entitlement_id = u.entitlement_id order by t.id desc limit 1),
         sum(u.queries), sum(u.bytes), max(u.last_at)
    from sharing_uses u
   where exists (select 1 from sharing_tokens t where t.entitlement_id = u.entitlement_id)
   group by 1, 2;

create table receipt_confirmations (
  id text primary key,
  entitlement_id text not null references entitlements,
  delivery_id text not null,
  manifest_sha256 text not null,
  files jsonb not null,
  matching boolean not null,
  client text not null,
  member_id text not null references members,
  confirmed_at timestamptz not null
);
create index receipt_confirmations_entitlement on receipt_confirmations (entitlement_id, id);

create table deletion_attestations (
  entitlement_id text primary key references entitlements,
  statement text not null,
  member_id text not null references members,
  attested_at timestamptz not null
);
`;
