import assert from 'node:assert/strict';
import { day, hour, minute, shiftClock } from '../../server/kernel/clock.js';
import { handlersOf } from '../../server/worker.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, refusedDownload } from '../stories.js';
import { openWorld, type World } from '../world.js';

const ground = 'L91_23' as const;
const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

describe('Supervision', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let regulator: Person;
  let operator: Person;
  let orderId: string;
  let entitlementId: string;
  let datasetId: string;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    regulator = await world.organisation('regulator');
    operator = await world.organisation('operator');
  });
  after(() => world.close());
  beforeEach(async () => {
    buyer = await world.organisation('buyer');
    const { offer, dataset } = await listedDataset(world, provider);
    datasetId = dataset.id;
    ({ orderId, entitlementId } = await deliveredOrder(world, provider, buyer, offer));
  });
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  async function mails(person: Person, subject: string): Promise<string[]> {
    await world.settle();
    const rows = await world.sql<{ text: string }>(
      `select text from kept_mails where "to" = $1 and position($2 in subject) > 0 order by sent_at`,
      [person.email, subject],
    );
    return rows.map((row) => row.text);
  }
  const events = async (id: string) =>
    (await world.sql<{ type: string }>('select type from audit_events where subject_id = $1 order by id', [id])).map(
      (row) => row.type,
    );

  describe('a question to a party', () => {
    const text = 'Xin giải trình mục đích sử dụng dữ liệu đã mua.';
    const ask = (organisationId = buyer.organisationId, dueAt = at(2 * day)) =>
      regulator.call('askQuestion', { body: { subjectId: orderId, organisationId, text, dueAt } });

    it('is asked, answered, asked further and closed in one thread that nobody else sees', async () => {
      const { id, state } = await ask();
      assert.equal(state, 'open');
      const params = { id };
      assert.match((await mails(buyer, 'Chờ trả lời'))[0] ?? '', new RegExp(`/questions/${id}`));
      const inbox = await buyer.call('listQuestions', {});
      assert.deepEqual(
        inbox.items.map((one) => [one.id, one.canAnswer]),
        [[id, true]],
      );
      for (const person of [provider, operator]) {
        await person.refused('getQuestion', { params }, 'not-found');
        await person.refused('answerQuestion', { params, body: { text: 'Không phải của tôi' } }, 'not-found');
        assert.deepEqual((await person.call('listQuestions', {})).items, []);
        const { timeline } = await person.call('getOrder', { params: { id: orderId } });
        assert.ok(timeline.every((one) => !one.type.startsWith('question.')));
      }
      const viewer = await world.colleague(buyer, 'viewer');
      await viewer.refused('answerQuestion', { params, body: { text: 'Chỉ xem' } }, 'role-required');
      await regulator.refused('answerQuestion', { params, body: { text: 'Tự trả lời' } }, 'role-required');

      const answered = await buyer.call('answerQuestion', { params, body: { text: 'Dùng cho luận văn cao học.' } });
      assert.deepEqual([answered.state, answered.entries.length], ['answered', 2]);
      assert.equal((await mails(regulator, 'Đã trả lời')).length, 1);
      await buyer.refused('answerQuestion', { params, body: { text: 'Thêm nữa' } }, 'transition-refused');
      const again = { text: 'Xin gửi tên luận văn.', dueAt: at(3 * day) };
      await regulator.call('askAgain', { params, body: again });
      await buyer.call('answerQuestion', { params, body: { text: 'Mùa mưa ven biển.' } });
      const closed = await regulator.call('transitionQuestion', { params, body: { action: 'close' } });
      assert.deepEqual(
        closed.entries.map((one) => one.organisation.id === buyer.organisationId),
        [false, true, false, true],
      );
      assert.deepEqual(await events(id), [
        ...['question.ask', 'question.answer', 'question.ask-again', 'question.answer', 'question.close'],
      ]);
      await assert.rejects(world.sql(`update answers set text = 'khác'`), /never changed/);
    });

    it('falls overdue by its clock, both are told, and a late answer of a frozen party still counts', async () => {
      const { id } = await ask();
      await world.later(2 * day + minute);
      const { state } = await regulator.call('getQuestion', { params: { id } });
      assert.equal(state, 'overdue');
      for (const person of [buyer, regulator]) assert.equal((await mails(person, 'Quá hạn trả lời')).length, 1);
      shiftClock(0);
      const body = { subjectId: buyer.organisationId, ground, reason: 'Không trả lời cơ quan quản lý' };
      const hold = await regulator.call('placeHold', { body });
      const late = await buyer.call('answerQuestion', { params: { id }, body: { text: 'Xin lỗi vì trả lời muộn.' } });
      assert.equal(late.state, 'answered');
      await regulator.call('liftHold', { params: { id: hold.id }, body: { reason: 'Đã trả lời đầy đủ' } });
    });

    it('is for a party of the subject, with a deadline ahead', async () => {
      const stranger = await world.organisation('buyer');
      const body = { subjectId: orderId, organisationId: stranger.organisationId, text, dueAt: at(day) };
      const problem = await regulator.refused('askQuestion', { body }, 'rule-broken');
      assert.equal(problem.errors?.[0]?.pointer, '/organisationId');
      for (const dueAt of [at(-hour), at(91 * day)]) {
        const late = { ...body, organisationId: buyer.organisationId, dueAt };
        assert.equal(
          (await regulator.refused('askQuestion', { body: late }, 'rule-broken')).errors?.[0]?.pointer,
          '/dueAt',
        );
      }
    });
  });

  describe('a take-down request', () => {
    const body = () => ({ datasetId, ground, statement: 'Có dữ liệu cá nhân chưa khử nhận dạng.' });

    it('is done by the operator: listing suspended, access cut, evidence kept until the regulator lifts it', async () => {
      const { id, receivedAt, dueAt } = await regulator.call('requestTakedown', { body: body() });
      assert.equal(Date.parse(dueAt) - Date.parse(receivedAt), day);
      assert.equal((await mails(operator, 'Chờ thực hiện')).length, 1);
      await regulator.refused(
        'transitionTakedown',
        { params: { id }, body: { action: 'comply', reason: 'Tự làm lấy' } },
        'role-required',
      );
      const reason = 'Đã gỡ theo yêu cầu của cơ quan quản lý';
      const replies = await Promise.all(
        [1, 2, 3].map(() =>
          operator.send('transitionTakedown', { params: { id }, body: { action: 'comply', reason } }),
        ),
      );
      assert.deepEqual(replies.map((one) => one.status).sort(), [200, 409, 409]);
      const { state, holdId } = await regulator.call('getTakedown', { params: { id } });
      assert.equal(state, 'done');
      assert.ok(holdId);
      assert.equal((await operator.call('getDataset', { params: { id: datasetId } })).state, 'suspended');
      await refusedDownload(buyer, entitlementId, 'frozen');
      const reinstate = { action: 'reinstate', reason: 'Cho phép niêm yết lại' } as const;
      await operator.refused('transitionDataset', { params: { id: datasetId }, body: reinstate }, 'frozen');
      await regulator.call('liftHold', { params: { id: holdId }, body: { reason: 'Đã khử nhận dạng xong' } });
      await operator.call('transitionDataset', { params: { id: datasetId }, body: reinstate });
      assert.equal((await mails(regulator, 'Đã gỡ bỏ')).length, 1);
      assert.deepEqual(await events(id), ['takedown.request', 'takedown.comply']);
    });

    it('falls overdue after 24 hours and may still be answered with a reason, or withdrawn', async () => {
      const { id } = await regulator.call('requestTakedown', { body: body() });
      await world.later(24 * hour + minute);
      assert.equal((await operator.call('getTakedown', { params: { id } })).state, 'overdue');
      for (const person of [operator, regulator]) assert.equal((await mails(person, 'Quá hạn 24 giờ')).length, 1);
      await operator.refused('transitionTakedown', { params: { id }, body: { action: 'answer' } }, 'invalid-input');
      const answer = { action: 'answer', reason: 'Dữ liệu này là tổng hợp, không định danh ai' } as const;
      await operator.call('transitionTakedown', { params: { id }, body: answer });
      assert.equal((await operator.call('getDataset', { params: { id: datasetId } })).state, 'listed');
      assert.deepEqual(await events(id), ['takedown.request', 'takedown.fall-overdue', 'takedown.answer']);
      shiftClock(0);
      const second = await regulator.call('requestTakedown', { body: body() });
      const withdraw = { action: 'withdraw', reason: 'Nhầm bộ dữ liệu' } as const;
      await operator.refused('transitionTakedown', { params: { id: second.id }, body: withdraw }, 'role-required');
      await regulator.call('transitionTakedown', { params: { id: second.id }, body: withdraw });
    });
  });

  describe('the register of incidents', () => {
    const report = {
      title: 'Lộ mã truy cập kho tệp',
      happenedAt: null,
      place: '',
      act: 'Một mã truy cập bị đăng công khai.',
      parties: '',
      dataKinds: '',
      records: null,
      dpoContact: '',
      effect: '',
      measures: '',
    };
    const whole = {
      happenedAt: at(-3 * hour),
      place: 'Kho tệp chính',
      parties: 'Nhân viên kỹ thuật',
      dataKinds: 'Số đo thời tiết',
      records: 1461,
      dpoContact: 'dpo@example.vn',
      effect: 'Chưa thấy truy cập lạ',
      measures: 'Đã thu hồi mã',
    };
    const open = (person: Person) =>
      person.call('openIncident', { body: { datasetId, detectedAt: at(-hour), report } });

    it('alerts after 24, 48 and 66 hours and at 72, until the notice is sent', async () => {
      const admin = await world.colleague(provider, 'admin');
      const member = await world.colleague(provider, 'member');
      const { id } = await open(provider);
      const seen: string[] = [];
      for (const hours of [22.9, 23.1, 47.1, 65.1, 71.1]) {
        await world.later(hours * hour);
        seen.push((await regulator.call('getIncident', { params: { id } })).state);
      }
      assert.deepEqual(seen, ['open', 'past_24h', 'past_48h', 'past_66h', 'overdue']);
      for (const state of ['Đã qua 24 giờ', 'Đã qua 48 giờ', 'Đã qua 66 giờ', 'Quá hạn 72 giờ']) {
        for (const person of [operator, admin]) assert.equal((await mails(person, state)).length, 1, state);
        assert.deepEqual(await mails(member, state), []);
      }
      assert.deepEqual(await events(id), [
        ...['incident.open', 'incident.alert-24h', 'incident.alert-48h', 'incident.alert-66h', 'incident.fall-overdue'],
      ]);
    });

    it('sends only a complete report, by those who answer for the data', async () => {
      const { id, version } = await open(provider);
      const params = { id };
      const send = { params, body: { action: 'send' } } as const;
      const missing = await provider.refused('transitionIncident', send, 'rule-broken');
      assert.equal(missing.errors?.length, Object.values(report).filter((one) => one === '' || one === null).length);
      await buyer.refused('getIncident', { params }, 'role-required');
      await (await world.organisation('provider')).refused('getIncident', { params }, 'not-found');
      const ifMatch = `"${version}.0"`;
      await regulator.refused('editIncident', { params, body: whole }, 'role-required', { ifMatch });
      await provider.call('editIncident', { params, body: whole }, { ifMatch });
      await operator.refused('editIncident', { params, body: { effect: 'Khác' } }, 'stale', { ifMatch });
      await regulator.refused('transitionIncident', send, 'role-required');
      const sent = await provider.call('transitionIncident', send);
      assert.ok(sent.state === 'sent' && sent.sentAt !== null);
      assert.equal((await mails(regulator, 'Đã gửi thông báo')).length, 1);
      const stale = `"${sent.version}.0"`;
      await provider.refused('editIncident', { params, body: { effect: 'Khác' } }, 'transition-refused', {
        ifMatch: stale,
      });
      await world.later(10 * day);
      assert.equal((await provider.call('getIncident', { params })).state, 'sent', 'no alert any more');
      await regulator.call('transitionIncident', { params, body: { action: 'close' } });
    });

    it('tells every organisation that was delivered the data, each once, however often it is asked', async () => {
      const { id, affected } = await open(operator);
      assert.deepEqual(
        affected.map((one) => [one.organisation.id, one.toldAt]),
        [[buyer.organisationId, null]],
      );
      await Promise.all([1, 2, 3].map(() => provider.send('tellAffected', { params: { id } })));
      await operator.call('tellAffected', { params: { id } });
      await world.settle();
      const [row] = await world.sql<{ id: string }>('select id from incident_notices where incident_id = $1', [id]);
      await handlersOf(world.context)['notify-affected']({ id: row?.id ?? '' }, { attempt: 2, attempts: 5 });
      const [mail, second] = await mails(buyer, 'Thông báo sự cố dữ liệu');
      assert.match(mail ?? '', /Một mã truy cập bị đăng công khai/);
      assert.equal(second, undefined);
      assert.ok((await operator.call('getIncident', { params: { id } })).affected[0]?.toldAt);
      await regulator.refused('tellAffected', { params: { id } }, 'role-required');
    });

    it('is opened by the operator, by a provider about its own data, and by the regulator about a dataset', async () => {
      const foreign = await world.organisation('provider');
      await foreign.refused('openIncident', { body: { datasetId, detectedAt: at(-hour), report } }, 'not-found');
      await regulator.refused('openIncident', { body: { detectedAt: at(-hour), report } }, 'rule-broken');
      await provider.refused('openIncident', { body: { datasetId, detectedAt: at(hour), report } }, 'rule-broken');
      const own = await operator.call('openIncident', { body: { detectedAt: at(-hour), report } });
      assert.equal(own.organisation.id, operator.organisationId);
      const theirs = await open(regulator);
      assert.equal(theirs.organisation.id, provider.organisationId);
      assert.ok((await provider.call('listIncidents', {})).items.some((one) => one.id === theirs.id));
      assert.ok((await foreign.call('listIncidents', {})).items.length === 0);
    });
  });
});
