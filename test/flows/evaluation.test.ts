import assert from 'node:assert/strict';
import type { EvaluationView } from '../../contracts/evaluation.js';
import { day, shiftClock } from '../../server/kernel/clock.js';
import { sha256 } from '../../server/kernel/hash.js';
import type { Person } from '../person.js';
import { listedDataset, request } from '../stories.js';
import { openWorld, type World } from '../world.js';

const terms = { allowed: true, k: 10, queries: 30, rows: 400, seconds: 60, days: 7 };
const purpose = { purpose: 'research' as const, statement: 'Xem dữ liệu có đủ cho luận văn về mùa mưa không.' };

describe('Trying a dataset before buying', () => {
  let world: World;
  let [provider, buyer, regulator, operator, other]: Person[] = [];
  let datasetId: string;
  let offerId: string;
  let session: EvaluationView;
  const people = () => ({ provider, buyer, regulator, operator, other }) as Record<string, Person>;
  const who = (name: string) => people()[name] as Person;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    other = await world.organisation('buyer');
    regulator = await world.organisation('regulator');
    operator = await world.organisation('operator');
    const { dataset, offer } = await listedDataset(world, provider);
    [datasetId, offerId] = [dataset.id, offer.id];
  });
  after(() => world.close());
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });
  const params = () => ({ id: session.id });
  const ask = async (sql: string) => await who('buyer').call('askEvaluation', { params: params(), body: { sql } });
  const events = async (type: string) =>
    await world.sql<{ data: Record<string, unknown> }>(
      `select data from audit_events where type = $1 and $2 = any(about) order by id`,
      [type, session.id],
    );

  it('needs the provider’s consent, and k of at least ten', async () => {
    const body = { datasetId, ...purpose };
    await who('buyer').refused('openEvaluation', { body }, 'rule-broken');
    const id = { id: datasetId };
    assert.equal((await who('buyer').call('getEvaluationSettings', { params: id })).allowed, false);
    await who('provider').refused('setEvaluationSettings', { params: id, body: { ...terms, k: 9 } }, 'invalid-input');
    await (await world.organisation('provider')).refused(
      'setEvaluationSettings',
      { params: id, body: terms },
      'not-found',
    );
    await who('provider').call('setEvaluationSettings', { params: id, body: terms });
    await who('provider').refused('openEvaluation', { body }, 'role-required');
    session = await who('buyer').call('openEvaluation', { body });
    assert.deepEqual([session.state, session.k, session.requestId], ['opened', 10, null]);
    await who('buyer').refused('openEvaluation', { body }, 'conflict');
    await world.settle();
    session = await who('buyer').call('getEvaluation', { params: params() });
    assert.deepEqual([session.ready, session.canAsk], [true, true]);
    assert.equal(session.tables[0]?.name, 'seattle_weather');
    assert.equal(session.suggestions.length, 10);
  });

  it('answers suggestions and questions on the full data, as aggregates', async () => {
    const { answer, query } = await ask(
      'select weather, count(*) as n, avg(temp_max) as t from seattle_weather group by weather order by n desc',
    );
    assert.equal(query.outcome, 'answered');
    assert.ok(answer && answer.rows.length >= 4);
    assert.ok(answer.rows.every(([, n]) => Number(n) >= 10 && Number(n) % 5 === 0));
    for (const { sql } of session.suggestions.slice(2, 4))
      assert.equal((await ask(sql)).query.outcome, 'answered', sql);
    const whole = await ask('select count(*) from seattle_weather');
    assert.deepEqual(whole.answer?.rows, [[1460]]);
  });

  it('F12: a download from the session is refused and recorded', async () => {
    const problem = await who('buyer').refused('exportEvaluation', { params: params() }, 'no-export');
    assert.equal(problem.status, 403);
    await who('provider').refused('exportEvaluation', { params: params() }, 'no-export');
    await who('other').refused('exportEvaluation', { params: params() }, 'not-found');
    assert.equal((await events('evaluation.export-refused')).length, 2);
    const copied = await ask("copy seattle_weather to '/tmp/x.csv'");
    assert.deepEqual([copied.query.outcome, copied.query.refusal?.code, copied.answer], ['refused', 'no-export', null]);
  });

  it('escapes through the door are refused without a value or a path, and the server goes on', async () => {
    for (const [sql, code] of [
      ['select * from seattle_weather', 'row-values'],
      ["select count(*) from read_csv('/etc/passwd')", 'construct'],
      ["select count(*) from seattle_weather where date = '2012-01-05'", 'narrow'],
    ] as const) {
      const { query, answer } = await ask(sql);
      assert.deepEqual([query.refusal?.code, answer], [code, null], sql);
      assert.doesNotMatch(JSON.stringify(query.refusal), /\/etc|objects|parquet|\d{4}-\d\d/);
    }
    assert.equal((await ask('select count(*) from seattle_weather')).query.outcome, 'answered');
  });

  it('compares with what the organisation asked in all its sessions, not with others', async () => {
    const first = 'select sum(wind) from seattle_weather where temp_max < 20';
    assert.equal((await ask(first)).query.outcome, 'answered');
    await who('buyer').call('transitionEvaluation', { params: params(), body: { action: 'end' } });
    await who('buyer').refused('askEvaluation', { params: params(), body: { sql: first } }, 'transition-refused');
    session = await who('buyer').call('openEvaluation', { body: { datasetId, ...purpose } });
    await world.settle();
    const near = 'select sum(wind) from seattle_weather where temp_max <= 20';
    const { query } = await ask('select sum(wind) from seattle_weather where temp_max < 19.999');
    assert.equal(query.refusal?.code, 'too-close');
    const others = await who('other').call('openEvaluation', { body: { datasetId, ...purpose } });
    await world.settle();
    const answered = await who('other').call('askEvaluation', { params: { id: others.id }, body: { sql: near } });
    assert.equal(answered.query.outcome, 'answered');
    await who('other').refused('getEvaluation', { params: params() }, 'not-found');
  });

  it('one at a time: of ten questions asked at once each is answered or waits its turn, none is lost', async () => {
    const before = (await who('buyer').call('getEvaluation', { params: params() })).queries.length;
    const sql = 'select count(*) from seattle_weather';
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => who('buyer').send('askEvaluation', { params: params(), body: { sql } })),
    );
    const codes = replies.map(({ status }) => status);
    assert.ok(codes.includes(201) && codes.every((code) => code === 201 || code === 409), codes.join());
    const after = (await who('buyer').call('getEvaluation', { params: params() })).queries;
    assert.equal(after.length - before, codes.filter((code) => code === 201).length);
    assert.ok(after.every(({ outcome }) => outcome !== 'running'));
  });

  it('every question is recorded as a commitment; provider and regulator read its text, the operator does not', async () => {
    const asked = await events('evaluation.asked');
    for (const name of ['buyer', 'provider', 'regulator']) {
      const { queries } = await who(name).call('getEvaluation', { params: params() });
      assert.equal(queries.length, asked.length, name);
      for (const { commitment, salt, sql, number } of queries) {
        assert.equal(commitment, sha256(`${salt}:${sql}`));
        assert.equal(asked[number - 1]?.data.commitment, commitment);
      }
    }
    const seen = await who('operator').call('getEvaluation', { params: params() });
    assert.ok(seen.queries.length > 0 && seen.queries.every(({ sql, salt }) => sql === null && salt === null));
    assert.doesNotMatch(JSON.stringify(asked), /seattle/);
    await assert.rejects(world.sql('delete from evaluation_queries'));
    await assert.rejects(world.sql(`update evaluation_queries set sql = 'select 1'`));
  });

  it('is attached to the buyer’s request, before it or after it', async () => {
    const { id: requestId } = await who('buyer').call('submitRequest', { body: { offerId, ...request } });
    const list = async (name: string) => (await who(name).call('listEvaluations', { query: { requestId } })).items;
    assert.equal((await list('provider')).length, 2);
    await who('other').refused('listEvaluations', { query: { requestId } }, 'not-found');
    await who('buyer').call('attachEvaluation', { params: params(), body: { requestId } });
    assert.equal((await list('regulator')).filter((one) => one.requestId === requestId).length, 1);
    await who('buyer').call('transitionEvaluation', { params: params(), body: { action: 'end' } });
    session = await who('buyer').call('openEvaluation', { body: { datasetId, ...purpose } });
    assert.equal(session.requestId, requestId);
    await world.settle();
    await ask('select count(*) from seattle_weather');
    assert.equal((await events('evaluation.asked')).length, 1);
  });

  it('ends with its budget, with its time, and when the provider stops it', async () => {
    const tight = { ...terms, queries: 1 };
    await who('provider').call('setEvaluationSettings', { params: { id: datasetId }, body: tight });
    await who('buyer').call('transitionEvaluation', { params: params(), body: { action: 'end' } });
    session = await who('buyer').call('openEvaluation', { body: { datasetId, ...purpose } });
    await world.settle();
    await ask('select count(*) from seattle_weather');
    const body = { sql: 'select count(*) from seattle_weather' };
    await who('buyer').refused('askEvaluation', { params: params(), body }, 'rule-broken');
    await who('provider').refused(
      'transitionEvaluation',
      { params: params(), body: { action: 'end' } },
      'role-required',
    );
    await who('provider').refused(
      'transitionEvaluation',
      { params: params(), body: { action: 'stop' } },
      'invalid-input',
    );
    const reason = 'Câu hỏi không phù hợp mục đích đã nêu.';
    const stopped = await who('provider').call('transitionEvaluation', {
      params: params(),
      body: { action: 'stop', reason },
    });
    assert.equal(stopped.state, 'stopped');
    session = await who('buyer').call('openEvaluation', { body: { datasetId, ...purpose } });
    await world.later(8 * day);
    assert.equal((await who('buyer').call('getEvaluation', { params: params() })).state, 'expired');
  });

  it('stands still under a freeze of the dataset', async () => {
    session = await who('buyer').call('openEvaluation', { body: { datasetId, ...purpose } });
    await world.settle();
    const hold = { subjectId: datasetId, ground: 'ND314_5' as const, reason: 'Kiểm tra nguồn gốc dữ liệu theo đơn.' };
    const { id } = await who('regulator').call('placeHold', { body: { ...hold, freezes: true } });
    await who('buyer').refused(
      'askEvaluation',
      { params: params(), body: { sql: 'select count(*) from seattle_weather' } },
      'frozen',
    );
    await who('regulator').call('liftHold', { params: { id }, body: { reason: 'Đã kiểm tra xong nguồn gốc.' } });
    await world.settle();
  });
});
