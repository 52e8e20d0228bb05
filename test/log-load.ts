import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { newId } from '../server/kernel/ids.js';

export type Load = {
  databaseUrl: string;
  /** Connections that write at the same time, and how many events they commit together. */
  writers: number;
  events: number;
  /** Events of one transaction. */
  batch: number;
  /** Every how manieth transaction is rolled back; none by default. */
  rollBackEvery?: number;
  /** Whether all write about the same few subjects, one after another; otherwise each has its own. */
  contended?: boolean;
};

const columns = `(id, type, subject_kind, subject_id, actor_kind, actor_role, actor_organisation_id, person, data, about, at, salt)`;

/** An event that counts its subject's commits, under a lock of that subject. */
const counted = (table: string) => `
  with counter as (update load_counters set n = n + cardinality($2::text[]) where subject = $1 returning n)
  insert into ${table} ${columns}
  select id, 'dataset.edited', 'dataset', $1, 'system', null, null, null,
         jsonb_build_object('fields', jsonb_build_array((counter.n - cardinality($2) + place)::text)), array[$1], now(), salt
    from counter, unnest($2::text[], $3::text[]) with ordinality as t (id, salt, place)`;

/** The same where one connection alone writes about a subject, and counts itself. */
const plain = (table: string) => `
  insert into ${table} ${columns}
  select id, 'dataset.edited', 'dataset', $1, 'system', null, null, null,
         jsonb_build_object('fields', jsonb_build_array(($4::integer + place)::text)), array[$1], now(), salt
    from unnest($2::text[], $3::text[]) with ordinality as t (id, salt, place)`;

const subjects = Array.from({ length: 7 }, (_, n) => `ds_load_${n}`);

/** Prepares a database for loads: the counters that tell in which order the transactions of a subject committed. */
export async function prepareLoad(sql: (text: string) => Promise<unknown>): Promise<void> {
  await sql('create table if not exists load_counters (subject text primary key, n integer not null default 0)');
  await sql(
    `insert into load_counters (subject) select unnest(array['${subjects.join("','")}']) on conflict do nothing`,
  );
}

/**
 * Writes events (or rows of a table like theirs) by several connections at once, each event with the number of its place in
 * the order of its subject's commits.
 */
export async function writeLoad(load: Load, table = 'audit_events') {
  const { databaseUrl, writers, events, batch, rollBackEvery, contended = false } = load;
  const run = newId('evt').slice(4);
  let left = events;
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      try {
        let own = 0;
        for (let turn = writer; left > 0; turn += 1) {
          const count = Math.min(batch, left);
          const undone = rollBackEvery !== undefined && turn % rollBackEvery === 0;
          if (!undone) left -= count;
          const query = contended
            ? { name: 'counted', text: counted(table), values: [subjects[turn % subjects.length], ...rows(count)] }
            : { name: 'plain', text: plain(table), values: [`ds_load_${run}_${writer}`, ...rows(count), own] };
          await write(client, query, undone);
          if (!undone) own += count;
        }
      } finally {
        await client.end();
      }
    }),
  );
}

/** Ids and salts of some events. */
function rows(count: number): [string[], string[]] {
  const ids = Array.from({ length: count }, () => newId('evt'));
  return [ids, ids.map(() => randomBytes(16).toString('hex'))];
}

async function write(client: pg.Client, query: pg.QueryConfig, undone: boolean): Promise<void> {
  if (undone) await client.query('begin');
  await client.query(query);
  if (undone) await client.query('rollback');
}

/** Every event has one place, without a gap, and those of each subject stand in the order in which they were committed. */
export async function assertPlaced(sql: <R>(text: string) => Promise<R[]>): Promise<number> {
  const [facts] = await sql<Record<string, number>>(
    `select (select count(*) from log_pending)::int as waiting, (select count(*) from audit_events)::int as events,
            (select count(*) from log_entries)::int as places, (select max(index) + 1 from log_entries)::int as next,
            (select max(size) from log_checkpoints)::int as signed`,
  );
  const { events = 0 } = facts ?? {};
  assert.deepEqual(facts, { waiting: 0, events, places: events, next: events, signed: events });
  const disorder = await sql<{ subject: string }>(
    `select subject, place, n from (
       select e.subject_id as subject, (e.data -> 'fields' ->> 0)::int as n,
              row_number() over (partition by e.subject_id order by l.index) as place
         from log_entries l join audit_events e on e.id = l.event_id where e.subject_id like 'ds\\_load\\_%') as placed
      where n <> place limit 5`,
  );
  assert.deepEqual(disorder, [], 'the order of commits within each subject');
  return events;
}
