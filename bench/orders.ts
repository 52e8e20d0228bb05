import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Person } from '../test/person.js';
import { at, cards, listedDataset, payAt, purchase } from '../test/stories.js';
import type { World } from '../test/world.js';

const concurrencies = [1, 8, 32];
const perConcurrency = 64;
const sizes = [10_000, 100_000];
/** What a purchase leaves in the tables of trade; each row is copied with ids of its own. */
const copied = [
  ...['access_requests', 'agreements', 'signatures', 'orders', 'payments', 'postings', 'entitlements', 'deliveries'],
  ...['receipts', 'invoices'],
];

/**
 * Whole purchases over HTTP – request, approval by rule, signature, checkout, webhook, queued delivery, acceptance, settlement –
 * beside the commits that the same database makes in the same run; then the cost of one among many orders.
 */
export async function orders(world: World): Promise<string[]> {
  const provider = await world.organisation('provider');
  const buyer = await world.organisation('buyer');
  const { offer } = await listedDataset(world, provider, { priceVnd: 1_250_000, autoApprove: ['research'] });
  const template = await wholePurchase(world, provider, buyer, offer.id, 1);
  const lines: string[] = [];
  for (const concurrency of concurrencies) {
    const commits = await commitRate(world, concurrency);
    const rate = await rateOf(
      () => wholePurchase(world, provider, buyer, offer.id, concurrency),
      concurrency,
      perConcurrency,
    );
    lines.push(
      `orders, ${concurrency} at once: ${rate.toFixed(1)} whole purchases a second; the database commits ${commits.toFixed(0)} a second: ` +
        `one purchase in the time of ${(commits / rate).toFixed(0)} commits`,
    );
  }
  const times: number[] = [];
  for (const size of sizes) {
    await copies(world, template, size);
    times.push(1000 / (await rateOf(() => wholePurchase(world, provider, buyer, offer.id, 8), 8, perConcurrency)));
  }
  const [few = Number.NaN, many = Number.NaN] = times;
  lines.push(
    `a purchase among ${sizes.join(' and ')} orders: ${few.toFixed(0)} and ${many.toFixed(0)} ms; ratio ${(many / few).toFixed(2)} (goal ≤ 1.2)`,
  );
  return lines;
}

/** From request to settlement; gives the order. Whoever waits looks the less often, the more others wait beside. */
async function wholePurchase(
  world: World,
  provider: Person,
  buyer: Person,
  offerId: string,
  beside: number,
): Promise<string> {
  const { orderId } = await purchase(provider, buyer, offerId);
  const params = { id: orderId };
  const { url } = await buyer.call('startCheckout', { params });
  const status = await payAt(at(world, url), cards.good);
  if (status !== 303) throw new Error(`The checkout answered ${status}.`);
  await reaches(buyer, orderId, 'delivered', beside);
  await buyer.call('transitionOrder', { params, body: { action: 'accept' } });
  await reaches(buyer, orderId, 'settled', beside);
  return orderId;
}

/** All who wait look some sixty times a second together: looking is no part of what is measured. */
async function reaches(buyer: Person, id: string, state: string, beside: number): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; await pause(15 * beside)) {
    if ((await buyer.call('getOrder', { params: { id } })).state === state) return;
    if (Date.now() > deadline) throw new Error(`${id} is not ${state} after two minutes.`);
  }
}

/** How often a second `work` is done when so many are under way at once. */
async function rateOf(work: () => Promise<unknown>, concurrency: number, count: number): Promise<number> {
  const started = performance.now();
  let left = count;
  const hand = async () => {
    while (left > 0) {
      left -= 1;
      await work();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, hand));
  return (count * 1000) / (performance.now() - started);
}

/** Commits of one small row a second, by as many connections. */
async function commitRate(world: World, concurrency: number): Promise<number> {
  await world.sql('create table if not exists bench_commits (id bigserial primary key, at timestamptz default now())');
  const pool = new pg.Pool({ connectionString: world.context.config.databaseUrl, max: concurrency });
  try {
    return await rateOf(() => pool.query('insert into bench_commits default values'), concurrency, 200 * concurrency);
  } finally {
    await pool.end();
  }
}

/** Fills the tables of trade with purchases like the one given, up to so many orders. */
async function copies(world: World, orderId: string, upTo: number): Promise<void> {
  const from = await world.count('orders');
  if (from >= upTo) return;
  await world.stopWork();
  const [order] = await world.sql<{ request_id: string; agreement_id: string }>('select * from orders where id = $1', [
    orderId,
  ]);
  if (!order) throw new Error(`${orderId} is not there.`);
  const own = [orderId, order.request_id, order.agreement_id];
  const statements = await Promise.all(copied.map((table) => copyOf(world, table, own, from, upTo)));
  // The rows are the template's, which kept every rule; triggers would only enter each in the log again.
  await world.sql(`begin; set local session_replication_role = replica; ${statements.join('; ')}; commit`);
  await world.sql('analyze');
  world.startWork();
}

/** The statement that copies what a table holds of a purchase; ids, keys and references are made anew, the same in each copy. */
async function copyOf(world: World, table: string, own: readonly string[], from: number, upTo: number) {
  const columns = await world.sql<{ name: string; type: string }>(
    `select column_name as name, data_type as type from information_schema.columns
      where table_name = $1 and table_schema = 'public' and is_generated = 'NEVER' and is_identity = 'NO'`,
    [table],
  );
  const names = columns.map((one) => one.name);
  const shared = ['dataset_id', 'revision_id', 'offer_id', 'provider_id', 'buyer_id', 'organisation_id', 'member_id'];
  const fresh = (column: string) =>
    `case when ${column} ~ '^[a-z]+_[0-9a-z]{26}$' then regexp_replace(${column}, '[0-9a-z]{16}$', '') || left(md5(${column} || n), 16)
          else ${column} || ':' || n end`;
  const unique = ['id', 'key', 'checkout_session', 'payment_intent', 'request_id', 'agreement_id', 'order_id'];
  unique.push('payment_id', 'entitlement_id', 'delivery_id', 'fact');
  const values = names.map((name) => {
    if (name === 'seq') return `nextval('postings_seq')`;
    // Beyond any number that is given meanwhile.
    if (name === 'number') return `number + ${10 * upTo} + n`;
    return unique.includes(name) && !shared.includes(name) ? fresh(`t.${name}`) : `t.${name}`;
  });
  const keys = names.filter((name) => ['id', 'order_id', 'request_id', 'agreement_id'].includes(name));
  const where = keys.map((name) => `t.${name} in (${own.map((id) => `'${id}'`).join(', ')})`).join(' or ');
  return `insert into ${table} (${names.join(', ')}) select ${values.join(', ')}
    from ${table} t, generate_series(${from + 1}, ${upTo}) n where ${where}`;
}
