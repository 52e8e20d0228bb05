import assert from 'node:assert/strict';
import { demoDatasets } from '../../server/demo/catalogue.js';
import { heartbeatDataset } from '../../server/demo/heartbeat-page.js';
import { organisations } from '../../server/demo/participants.js';
import { demoPassword } from '../../server/demo/registering.js';
import { type Installation, newInstallation } from '../installation.js';
import { signedIn } from '../person.js';
import { endPrograms, type Program, startProgram } from '../programs.js';
import { until } from '../stories.js';
import type { Stage } from '../world.js';

/** What a person sees who only ran `npm start`: the exchange fills itself by being used. */
describe('The demo exchange', function () {
  this.timeout(400_000);
  let house: Installation;
  before(async () => {
    house = await newInstallation();
  });
  after(async () => {
    await endPrograms();
    await house.remove();
  });

  function start(): Program {
    return startProgram('all', { ...house.env, DEMO_DATA: 'load', LOG_LEVEL: 'warn' });
  }

  async function told(program: Program): Promise<string> {
    await until('the summary', async () => program.output().includes('Mails are kept') || !program.alive(), 300_000);
    assert.match(program.output(), /Sign in with/, program.output());
    return program.output();
  }

  async function figures(stage: Stage) {
    const tables = ['organisations', 'members', 'datasets', 'revisions', 'files', 'offers', 'orders', 'postings'];
    const counts = [...tables, 'deliveries', 'receipts', 'mail_secrets', 'outbox'].map((one) => stage.count(one));
    return await Promise.all(counts);
  }

  it('broken off in the middle of its first start, is taken up again, whole, by the second', async () => {
    const first = start();
    await until('it is loading', async () => first.output().includes('Loading'));
    const two = async (stage: Stage) => (await stage.count('datasets')) >= 2;
    await house.visit((stage) => until('two datasets are there', () => two(stage), 90_000));
    assert.equal(await first.end('SIGINT'), 0, first.output());

    const second = start();
    const summary = await told(second);
    assert.match(summary, new RegExp(`Loaded now: ${organisations.length} organisations`));
    await house.visit(async (stage) => {
      await stage.assertClean();
      const titles = await stage.sql<{ title_vi: string }>(`select title_vi from datasets where state = 'listed'`);
      const expected = [...demoDatasets, heartbeatDataset(house.url)].map((one) => one.titleVi);
      assert.deepEqual(titles.map((one) => one.title_vi).sort(), expected.sort());
      assert.ok(titles.length >= 12);
      const bought = await stage.sql<{ name: string }>(
        `select f.name from orders o join files f on f.revision_id = o.revision_id where o.state = 'settled'`,
      );
      assert.ok(bought.length >= 3);
      assert.ok(bought.some((one) => one.name === 'flights-3m.parquet'));
      assert.ok((await stage.count(`invoices where content ->> 'kind' = 'data'`)) >= 1);
      const fees = await stage.count(`invoices where content ->> 'kind' = 'fee'`);
      assert.equal(fees, await stage.count(`orders where state = 'settled' and price_vnd > 0`));
      const dataOf = `select distinct price_vnd > 0 as paid from offers where state = 'open'`;
      assert.equal((await stage.sql(dataOf)).length, 2, 'free and paid');
    });
    assert.equal(await second.end('SIGTERM'), 0, second.output());
  });

  it('is left alone by the next start, which is quick; whoever it names can sign in', async () => {
    const program = start();
    const summary = await told(program);
    assert.match(summary, /Already there/);
    await house.visit(async (stage) => {
      const before = await figures(stage);
      const emails = [...summary.matchAll(/\S+@\S+\.example\.vn/g)].map(([email]) => email);
      assert.ok(emails.length >= 8);
      for (const email of emails) await signedIn(house.url, email, demoPassword, '');
      assert.deepEqual(await figures(stage), before);
      await stage.assertClean();
    });
    assert.equal(await program.end('SIGTERM'), 0, program.output());
  });
});
