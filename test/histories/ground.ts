import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { feeOf, noFee } from '../../contracts/money.js';
import type { MemberActor } from '../../server/kernel/actor.js';
import { newId } from '../../server/kernel/ids.js';
import { feesInForce } from '../money.js';
import type { Person } from '../person.js';
import { listedDataset, purchase } from '../stories.js';
import { openWorld, taxCode, type World } from '../world.js';
import type { History } from './history.js';

/** Ids of one planted order. */
export type Planted = { orderId: string; providerId: string };

/** An exchange whose orders can be planted by the hundred, and whose webhooks wait until somebody brings them. */
export type Ground = {
  world: World;
  buyer: MemberActor;
  operator: MemberActor;
  second: MemberActor;
  /** Orders that wait for payment, each of a provider of its own, so that what happens to one touches no other. */
  plant(histories: readonly History[]): Promise<Planted[]>;
  /** What Stripe sends is let through to whoever listens at the exchange's port. */
  openDoor(): Promise<void>;
  /** Asserts what must be true of all of it: the log is whole, and the ledger is Stripe's. */
  assertWhole(): Promise<void>;
  /** The last event of Stripe that was taken. */
  heard: string | null;
  close(): Promise<void>;
};

export async function openGround(): Promise<Ground> {
  const world = await openWorld({ aside: true });
  // Stripe's own attempts wait here for an answer; the histories bring its events.
  const deaf = createServer(() => {}).listen(world.context.config.port, '127.0.0.1');
  const openDoor = async () => {
    deaf.closeAllConnections();
    await new Promise((done) => deaf.close(done));
  };
  const provider = await world.organisation('provider');
  const buyer = await world.organisation('buyer');
  const operator = await world.organisation('operator');
  const second = await world.colleague(operator, 'member');
  await feesInForce(world, operator);
  const { offer } = await listedDataset(world, provider, { priceVnd: 1_000_000, autoApprove: ['research'] });
  const { orderId } = await purchase(provider, buyer, offer.id);
  await world.settle();
  await world.stopWork();
  let serial = 5_000;
  return {
    world,
    buyer: await actorOf(world, buyer, 'buyer'),
    operator: await actorOf(world, operator, 'operator'),
    second: await actorOf(world, second, 'operator'),
    heard: null,
    async plant(histories) {
      const made = histories.map(({ priceVnd }) => {
        serial += 1;
        const [id, providerId] = [newId('ord'), newId('org')];
        return {
          priceVnd,
          orderId: id,
          providerId,
          request: newId('req'),
          agreement: newId('agr'),
          tax: taxCode(serial),
        };
      });
      const json = JSON.stringify(
        made.map((one) => ({ ...one, fee: feeOf(one.priceVnd, { ...noFee, percentBp: 500, fixedVnd: 10_000 }) })),
      );
      for (const statement of copies) await world.sql(statement, [json, orderId]);
      return made;
    },
    async assertWhole() {
      const cases = await world.sql(
        `select kind, object, expected_vnd, found_vnd from money_cases where state <> 'closed'`,
      );
      assert.deepEqual(cases, [], 'Stripe says of every movement what the ledger says');
      await world.assertClean();
    },
    openDoor,
    async close() {
      await openDoor();
      await world.close();
    },
  };
}

/** Copies a real purchase; the second parameter is its order, the first says what differs. */
const rows = `jsonb_to_recordset($1::jsonb) as n("orderId" text, "providerId" text, request text, agreement text, tax text,
  "priceVnd" bigint, fee bigint)`;
const copy = (table: string, of: string, differs: string) =>
  `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${differs}))).*
     from ${table} t, ${rows} where t.id = (select ${of} from orders where id = $2)`;
const copies = [
  copy('organisations', 'provider_id', `'id', n."providerId", 'tax_code', n.tax`),
  copy('access_requests', 'request_id', `'id', n.request, 'provider_id', n."providerId"`),
  copy('agreements', 'agreement_id', `'id', n.agreement, 'request_id', n.request, 'provider_id', n."providerId"`),
  copy(
    'orders',
    'id',
    `'id', n."orderId", 'request_id', n.request, 'agreement_id', n.agreement, 'provider_id', n."providerId",
     'price_vnd', n."priceVnd", 'fee_vnd', n.fee`,
  ),
];

async function actorOf(world: World, person: Person, capability: 'buyer' | 'operator'): Promise<MemberActor> {
  const [row] = await world.sql<{ id: string; display_name: string }>(
    'select id, display_name from members where email = $1',
    [person.email],
  );
  if (!row) throw new Error(`${person.email} is nobody's address.`);
  return {
    ...{ kind: 'member', memberId: row.id, displayName: row.display_name, role: 'admin', scopes: null, verified: true },
    ...{ organisationId: person.organisationId, capabilities: [capability] },
  };
}
