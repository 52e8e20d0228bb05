import assert from 'node:assert/strict';
import {
  accuse,
  biases,
  codeword,
  falseAccusation,
  type Heard,
  length,
  score,
  threshold,
} from '../../server/fingerprint/tardos.js';
import { buyers, openCopies, secret } from '../fingerprint-table.js';

/** What a coalition that follows the marking assumption can do: where all have one bit it stays; elsewhere they choose. */
function pirated(words: readonly string[], choose: (bits: string[], at: number) => 0 | 1 | null): Heard {
  return Array.from({ length }, (_, at) => {
    const bits = words.map((word) => word[at] as string);
    return new Set(bits).size === 1 ? (Number(bits[0]) as 0 | 1) : choose(bits, at);
  });
}

describe('The code of marked copies', () => {
  const p = biases(secret);
  const word = (buyer: string) => codeword(secret, buyer, p);

  it('is fixed by secret and buyer, and no two buyers have nearly the same', () => {
    assert.equal(word('org_1'), codeword(secret, 'org_1'));
    assert.notEqual(codeword('another secret', 'org_1'), word('org_1'));
    const differing = [...word('org_1')].filter((bit, at) => bit !== word('org_2')[at]).length;
    assert.ok(differing > length / 8, String(differing));
    assert.ok(p.every((bias) => bias > 0 && bias < 1));
  });

  it('names who leaked alone, and one of two or three who mixed their copies as they liked', () => {
    const strategies: Record<string, (bits: string[], at: number) => 0 | 1 | null> = {
      minority: (bits) => (bits.filter((bit) => bit === '1').length * 2 < bits.length ? 1 : 0),
      majority: (bits) => (bits.filter((bit) => bit === '1').length * 2 > bits.length ? 1 : 0),
      'in turns': (bits, at) => Number(bits[at % bits.length]) as 0 | 1,
      'always one': () => 1,
      erased: () => null,
    };
    for (const part of [['org_7'], ['org_7', 'org_21'], ['org_7', 'org_21', 'org_90']]) {
      for (const [name, choose] of Object.entries(strategies)) {
        const { named } = accuse(secret, buyers, pirated(part.map(word), choose));
        assert.ok(named.length > 0, `${name} by ${part.length}: nobody`);
        assert.ok(
          named.every(({ buyer }) => part.includes(buyer)),
          `${name} by ${part.length}: an innocent`,
        );
      }
    }
  });

  it('names nobody where nothing is heard, nobody of others, and states a bound that innocents keep far below', () => {
    const nothing: Heard = Array.from({ length }, () => null);
    assert.deepEqual(accuse(secret, buyers, nothing).named, []);
    const foreign = codeword('another secret', 'org_1');
    const heard: Heard = [...foreign].map((bit) => Number(bit) as 0 | 1);
    const verdict = accuse(secret, buyers, heard);
    assert.deepEqual(verdict.named, []);
    const highest = Math.max(...buyers.map((buyer) => score(word(buyer), heard, p)));
    assert.ok(highest < verdict.threshold * 0.8, `${highest} under ${verdict.threshold}`);
    assert.ok(threshold(heard, p, falseAccusation) > threshold(heard, p, 1e-2));
  });
});

describe('Marked copies of a table', () => {
  const rows = `select i as id, (i * 37 % 1000) / 10.0 + 20 as price, i * 7919 % 5000 as amount, date '2020-01-01' + (i % 900)::integer as day,
      'row ' || i as note from range(1, 6001) t(i)`;
  const terms = {
    keys: ['id'],
    columns: [
      { name: 'price', tolerance: 0.1 },
      { name: 'amount', tolerance: 2 },
      { name: 'day', tolerance: 1 },
    ],
  };
  let table: Awaited<ReturnType<typeof openCopies>>;
  before(async () => {
    table = await openCopies(rows, terms);
    for (const [n, buyer] of ['org_3', 'org_50', 'org_99'].entries()) await table.copy(buyer, `copy${n}`);
  });
  after(() => table.close());
  const named = async (suspect: string) => (await table.verdict(suspect)).named.map(({ buyer }) => buyer);

  it('differ from the original by no more than was stated, in no other column, and keep mean and range', async () => {
    const [row] =
      await table.ask(`select max(abs(o.price::double - c.price::double)) as price, max(abs(o.amount - c.amount)) as amount,
        max(abs(o.day - c.day)) as day, count(*) filter (where o.note <> c.note) as notes,
        abs(avg(o.price) - avg(c.price)) as mean, min(c.amount) - min(o.amount) as low, count(*) as n
      from original o join copy0 c using (id)`);
    assert.ok(Number(row?.price) <= 0.1 + 1e-9 && Number(row?.price) > 0.09, String(row?.price));
    assert.deepEqual([Number(row?.amount), Number(row?.day), Number(row?.notes), Number(row?.n)], [2, 1, 0, 6000]);
    assert.ok(Number(row?.mean) < 0.01);
    assert.ok(Number(row?.low) >= 0);
  });

  it('tell whose they were after deletion, rounding, dropped columns, and averages of two and three', async () => {
    assert.deepEqual(await named('select * from copy0'), ['org_3']);
    assert.deepEqual(await named('select * from copy1 using sample 50% (bernoulli, 7)'), ['org_50']);
    assert.deepEqual(await named('select id, round(price, 1) as price, note from copy2'), ['org_99']);
    assert.deepEqual(await named('select id, price, amount from copy0 order by note'), ['org_3']);
    for (const of of [2, 3]) {
      const copies = Array.from({ length: of }, (_, n) => `select * from copy${n}`).join(' union all ');
      const mean = await named(`select id, avg(price) as price, avg(amount) as amount from (${copies}) group by id`);
      assert.ok(
        mean.length > 0 && mean.every((buyer) => ['org_3', 'org_50', 'org_99'].slice(0, of).includes(buyer)),
        `${mean}`,
      );
    }
  });

  it('say nothing of what is no copy: the original, foreign rows, a copy without its key', async () => {
    assert.deepEqual(await named('select * from original'), []);
    assert.deepEqual(await named('select id, price + random() - 0.5 as price from original'), []);
    assert.deepEqual(await named('select price, amount from copy0'), []);
  });
});
