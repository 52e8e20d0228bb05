import assert from 'node:assert/strict';
import type { Ground } from './ground.js';
import type { Run } from './run.js';

/** How a history ended: what stands on every account, with ids left out, and what its parties have of it. */
export type End = {
  state: string;
  refundedVnd: number;
  accounts: Record<string, number>;
  /** Of the price and of the fee, less what was credited. */
  invoicedVnd: Record<string, number>;
  /** Whether the buyer may fetch the data; how a refused access ended depends on when the news came. */
  access: boolean;
};

type Row = {
  id: string;
  state: string;
  refunded_vnd: string;
  access: string | null;
  accounts: Record<string, number> | null;
  invoiced: Record<string, number> | null;
};

/** Ends of all, and every invariant of theirs. */
export async function endsOf(ground: Ground, runs: readonly Run[]): Promise<End[]> {
  const ids = runs.map((run) => run.orderId);
  const rows = await ground.world.sql<Row>(
    `with moves as (
       select order_id, to_account as account, amount_vnd as amount from postings where order_id = any($1)
       union all select order_id, from_account, -amount_vnd from postings where order_id = any($1)),
     sums as (select order_id, regexp_replace(account, ':(ord|org)_.*$', '') as account, sum(amount) as sum
                from moves group by 1, 2 having sum(amount) <> 0)
     select o.id, o.state, o.refunded_vnd, (select state from entitlements e where e.order_id = o.id) as access,
            (select jsonb_object_agg(account, sum) from sums where order_id = o.id) as accounts,
            (select jsonb_object_agg(kind, sum) from (select content ->> 'kind' as kind, sum(total_vnd) as sum from invoices i
               where i.order_id = o.id group by 1) as kinds) as invoiced
       from orders o where o.id = any($1)`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  await hold(ground, ids);
  return ids.map((id) => {
    const row = byId.get(id) as Row;
    return {
      ...{ state: row.state, refundedVnd: Number(row.refunded_vnd), access: row.access === 'active' },
      ...{ accounts: row.accounts ?? {}, invoicedVnd: row.invoiced ?? {} },
    };
  });
}

/** What must be true of any order at rest, as queries for what breaks it. */
const broken: Record<string, string> = {
  'money of an order comes to nothing over all accounts': `
    select order_id as id from (select order_id, amount_vnd as amount from postings where order_id = any($1)
      union all select order_id, -amount_vnd from postings where order_id = any($1)) m group by 1 having sum(amount) <> 0`,
  'nothing is held below zero, and nothing of an order that has ended': `
    select o.id from orders o join (select order_id, sum(case when to_account like 'held:%' then amount_vnd else 0 end)
        - sum(case when from_account like 'held:%' then amount_vnd else 0 end) as held from postings where order_id = any($1) group by 1) h
      on h.order_id = o.id where h.held < 0 or (h.held > 0 and o.state in ('settled', 'refunded', 'cancelled', 'expired'))`,
  'what came in is what the payments say': `
    select o.id from orders o where o.id = any($1)
       and (select coalesce(sum(amount_vnd), 0) from payments p where p.order_id = o.id and p.state = 'succeeded' and p.rail = 'card')
        <> (select coalesce(sum(amount_vnd), 0) from postings p where p.order_id = o.id and p.key like 'payment:%')`,
  'nothing is released without a payment': `
    select order_id as id from postings r where order_id = any($1) and key like 'release:%'
       and not exists (select 1 from payments p where p.order_id = r.order_id and p.state = 'succeeded')`,
  'no more is handed on, and no more goes back, than was paid': `
    select order_id as id from postings where order_id = any($1) group by 1 having
      sum(case when key like 'transfer:%' then amount_vnd when key like 'reversal:%' then -amount_vnd else 0 end)
      > sum(case when to_account like 'held:%' and key not like 'release:%' then amount_vnd else 0 end)
      - sum(case when key like 'refund:%' and from_account like 'held:%' then amount_vnd else 0 end)`,
  'no payment goes back more than once': `
    select p.order_id as id from payments p where p.order_id = any($1) and p.state = 'succeeded' and p.amount_vnd <
      (select coalesce(sum(amount_vnd), 0) from refunds r where r.payment_id = p.id and r.kind <> 'retry' and r.state in ('pending', 'succeeded', 'failed'))
    + (select coalesce(sum(withdrawn_vnd - reinstated_vnd), 0) from chargebacks c where c.payment_id = p.id)`,
  'a paid order that goes on has exactly one access, and a refunded one none': `
    select o.id from orders o where o.id = any($1) and (
      (o.state in ('delivered', 'accepted', 'settled') and 1 <> (select count(*) from entitlements e where e.order_id = o.id and e.state = 'active'))
      or (o.state in ('refunding', 'refunded', 'cancelled') and exists (select 1 from entitlements e where e.order_id = o.id and e.state <> 'revoked')))`,
  'no order stands where only a job can move it': `
    select id from orders where id = any($1) and state in ('fulfilling', 'accepted', 'refunding', 'disputed')
      and not exists (select 1 from refunds r where r.order_id = orders.id and r.state in ('pending', 'failed'))
      and not exists (select 1 from chargebacks c where c.order_id = orders.id and c.status not in ('won', 'lost', 'warning_closed'))`,
  'every step of an order is on the record, once': `
    select o.id from orders o where o.id = any($1) and exists (select 1 from audit_events e where e.subject_id = o.id
      and e.type in ('order.pay', 'payment.received', 'order.settle', 'funds.released') group by e.type having count(*) > 1)`,
  'an invoice stands for every payment and every refund of the price': `
    select o.id from orders o where o.id = any($1) and o.state in ('delivered', 'settled', 'refunded') and exists (select 1 from postings p where p.order_id = o.id and p.key like 'payment:%')
      and exists (select 1 from invoices i where i.order_id = o.id)
      and (select coalesce(sum(total_vnd), 0) from invoices i where i.order_id = o.id and i.content ->> 'kind' = 'data')
       <> (select price_vnd + vat_vnd - refunded_vnd from orders where id = o.id)`,
};

async function hold({ world }: Ground, ids: readonly string[]): Promise<void> {
  for (const [what, query] of Object.entries(broken)) {
    const found = await world.sql<{ id: string }>(query, [ids]);
    assert.deepEqual(found.slice(0, 3), [], what);
  }
}
