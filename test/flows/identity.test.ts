import assert from 'node:assert/strict';
import { checkItemCodes } from '../../contracts/scheme/participants.js';
import { forgetSignUps } from '../../server/identity/forgotten.js';
import { day, hour, minute, shiftClock } from '../../server/kernel/clock.js';
import { newId } from '../../server/kernel/ids.js';
import type { Person } from '../person.js';
import { checked, page, until } from '../stories.js';
import { openWorld, password, taxCode, type World } from '../world.js';

const another = 'một mật khẩu khác hẳn';

describe('Identity', () => {
  let world: World;
  let nobody: Person;
  let operator: Person;
  before(async () => {
    world = await openWorld();
    nobody = await world.anonymous();
    operator = await world.organisation('operator');
  });
  after(() => world.close());
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  let serial = 500;
  function registration(change: object = {}) {
    serial += 1;
    const organisation = {
      ...{ nameVi: `Công ty Mẫu ${serial}`, nameEn: `Sample company ${serial}`, legalForm: 'company' as const },
      ...{ taxCode: taxCode(serial), provinceCode: '48' as const, address: 'Số 2 đường Mẫu, Đà Nẵng' },
      ...{ capabilities: ['provider' as const, 'buyer' as const], ...change },
    };
    const member = { displayName: `Cán bộ đăng ký ${serial}`, email: `dang.ky-${serial}@example.vn`, password };
    return { organisation, member, acceptTerms: true as const };
  }

  /** The secret of the newest mail to somebody, as the link in it carries it. */
  async function mailed(email: string, link: 'verify-email' | 'reset-password'): Promise<string> {
    await world.settle();
    const { items } = await nobody.call('listOutbox', { query: { to: email } });
    const found = items.find((mail) => mail.text.includes(`/${link}?secret=`));
    assert.ok(found, `a mail to ${email}`);
    assert.ok(found.text.includes(`${world.publicUrl}/${link}?secret=`));
    return /secret=([\w-]+)/.exec(found.text)?.[1] ?? '';
  }
  const mails = async (email: string) => (await nobody.call('listOutbox', { query: { to: email } })).items.length;

  /** Somebody who signed up and opened the link. */
  async function registered(change: object = {}): Promise<Person & { memberId: string }> {
    const body = registration(change);
    const { organisationId, memberId } = await nobody.call('signUp', { body });
    const { email } = body.member;
    await nobody.call('verifyEmail', { body: { secret: await mailed(email, 'verify-email') } });
    const person = await world.anonymous();
    await person.call('signIn', { body: { email, password } });
    return { ...person, organisationId, memberId, email };
  }

  const cookieOf = (person: Person) => {
    const { hostname, protocol } = new URL(world.url);
    const secure = protocol === 'https:';
    return person.agent.jar.getCookie('datasan_session', { domain: hostname, path: '/', secure, script: false })?.value;
  };
  /** Who the exchange takes the bearer of a cookie for. */
  async function whoHas(cookie: string | undefined): Promise<unknown> {
    const reply = await fetch(`${world.url}/api/v1/session`, { headers: { Cookie: `datasan_session=${cookie}` } });
    return ((await reply.json()) as { member: { email: string } | null }).member?.email ?? null;
  }
  const signedIn = async (person: Person) => (await person.call('getSession', {})).member !== null;

  describe('signing up', () => {
    it('mails a link that works once; before it nobody signs in', async () => {
      const body = registration();
      const { email } = body.member;
      await nobody.call('signUp', { body });
      await nobody.refused('signIn', { body: { email, password } }, 'email-not-verified');
      const secret = await mailed(email, 'verify-email');
      await nobody.refused('verifyEmail', { body: { secret: `${secret.slice(0, -1)}x` } }, 'link-expired');
      await nobody.refused('resetPassword', { body: { secret, password: another } }, 'link-expired');
      await nobody.call('verifyEmail', { body: { secret } });
      await nobody.refused('verifyEmail', { body: { secret } }, 'link-expired');
      const person = await world.anonymous();
      const session = await person.call('signIn', { body: { email: email.toUpperCase(), password } });
      assert.deepEqual([session.member?.role, session.organisation?.state], ['admin', 'draft']);
    });

    it('the link ends after a day; of several, the first that is opened ends the others', async () => {
      const body = registration();
      const { email } = body.member;
      await nobody.call('signUp', { body });
      const first = await mailed(email, 'verify-email');
      await nobody.call('resendVerification', { body: { email } });
      const second = await mailed(email, 'verify-email');
      assert.notEqual(first, second);
      shiftClock(day + minute);
      await nobody.refused('verifyEmail', { body: { secret: second } }, 'link-expired');
      shiftClock(0);
      await nobody.call('verifyEmail', { body: { secret: first } });
      await nobody.refused('verifyEmail', { body: { secret: second } }, 'link-expired');
    });

    it('no link waits readable in the database, only its hash', async () => {
      const body = registration();
      await nobody.call('signUp', { body });
      const secret = await mailed(body.member.email, 'verify-email');
      for (const table of ['mail_secrets', 'outbox', 'audit_events', 'members']) {
        const rows = await world.sql(`select 1 from ${table} t where position($1 in t::text) > 0`, [secret]);
        assert.deepEqual(rows, [], table);
      }
    });

    it('a wrong tax code, one that is taken and a short password are named by pointer, also for a taken e-mail', async () => {
      const body = registration();
      await nobody.call('signUp', { body });
      const owner = await operator.call('getOrganisation', {
        params: { id: (await world.organisation('buyer')).organisationId },
      });
      const organisations = await world.count('organisations');
      const pointers = async (change: object, member: object, code: string) => {
        const next = registration(change);
        const sent = { ...next, member: { ...next.member, ...member } };
        const { errors } = await nobody.refused('signUp', { body: sent }, code);
        return errors?.map((one) => one.pointer);
      };
      const wrong = { taxCode: `${taxCode(900).slice(0, 9)}${(Number(taxCode(900)[9]) + 1) % 10}` };
      assert.deepEqual(await pointers(wrong, {}, 'rule-broken'), ['/organisation/taxCode']);
      const taken = { taxCode: owner.taxCode };
      assert.deepEqual(await pointers(taken, {}, 'conflict'), ['/organisation/taxCode']);
      const known = { email: body.member.email };
      assert.deepEqual(await pointers(wrong, known, 'rule-broken'), ['/organisation/taxCode']);
      assert.deepEqual(await pointers(taken, known, 'conflict'), ['/organisation/taxCode']);
      assert.deepEqual(await pointers({}, { password: 'ngắn' }, 'invalid-input'), ['/member/password']);
      assert.equal(await world.count('organisations'), organisations);
    });

    it('answers alike whether the e-mail has an account: nothing is registered, and the owner is told by mail', async () => {
      const { email } = await registered();
      const [members, organisations] = [await world.count('members'), await world.count('organisations')];
      const before = await mails(email);
      const fresh = registration();
      const next = registration();
      const again = { ...next, member: { ...next.member, email: email.toUpperCase(), password: another } };
      const [first, second] = [
        await nobody.send('signUp', { body: fresh }),
        await nobody.send('signUp', { body: again }),
      ];
      assert.deepEqual([first.status, second.status], [201, 201]);
      const shape = (text: string) => text.replace(/(org|mem)_[0-9a-z]{26}/g, '$1');
      assert.equal(shape(second.text), shape(first.text));
      const names = (headers: object) => Object.keys(headers).sort();
      assert.deepEqual(names(second.headers), names(first.headers));
      assert.deepEqual(
        [await world.count('members'), await world.count('organisations')],
        [members + 1, organisations + 1],
      );
      await world.settle();
      const { items } = await nobody.call('listOutbox', { query: { to: email } });
      assert.equal(items.length, before + 1);
      assert.match(items[0]?.subject ?? '', /^Bạn đã có tài khoản \/ You already have an account/);
      assert.ok(items[0]?.text.includes(`${world.publicUrl}/forgot-password`));
      assert.ok(!items[0]?.text.includes('secret='));
      await nobody.refused('signIn', { body: { email, password: another } }, 'wrong-credentials');
    });

    it('nobody can flood the owner of an account by signing up with it', async () => {
      const { email } = await registered();
      const before = await mails(email);
      for (let n = 0; n < 7; n += 1) {
        const next = registration();
        await nobody.call('signUp', { body: { ...next, member: { ...next.member, email } } });
      }
      await world.settle();
      assert.equal((await mails(email)) - before, 4, 'five an hour, the registration itself among them');
    });

    it('answers alike also when somebody else takes the e-mail in the same moment', async () => {
      const body = registration();
      const { email } = body.member;
      const { organisationId } = operator;
      const reply = await world.context.kernel.db.transaction(async (tx) => {
        await tx.query(
          `insert into members (id, organisation_id, display_name, email, role, created_at)
           values ($1, $2, 'Người đến trước', $3, 'viewer', now())`,
          [newId('mem'), organisationId, email],
        );
        const sent = nobody.send('signUp', { body }).then((one) => one);
        await until('the other waits for this one', async () => {
          const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'transactionid'`;
          return (await world.sql(waits)).length > 0;
        });
        return { sent };
      });
      assert.equal((await reply.sent).status, 201);
      assert.equal((await world.sql('select 1 from members where email = $1', [email])).length, 1);
    });

    it('that is never confirmed is forgotten after a week, with its draft, and the record of it stays', async () => {
      const { kernel } = world.context;
      const [late, confirmed] = [registration(), await registered()];
      const { organisationId, memberId } = await nobody.call('signUp', { body: late });
      const shared = await nobody.call('signUp', { body: registration() });
      await world.colleague({ ...confirmed, organisationId: shared.organisationId }, 'member');
      await confirmed.call('inviteMember', {
        body: { displayName: 'Người được mời', email: 'moi.lau@example.vn', role: 'viewer' },
      });
      await world.settle();
      const secret = await mailed(late.member.email, 'verify-email');
      const left = async (table: string, id: string) =>
        (await world.sql(`select 1 from ${table} where id = $1`, [id])).length;
      shiftClock(7 * day - minute);
      assert.equal(await forgetSignUps(kernel.db), 0);
      assert.equal(await left('members', memberId), 1);
      shiftClock(7 * day + minute);
      assert.ok((await forgetSignUps(kernel.db)) >= 2);
      assert.deepEqual([await left('members', memberId), await left('organisations', organisationId)], [0, 0]);
      await nobody.refused('verifyEmail', { body: { secret } }, 'link-expired');
      const events = await world.sql<{ type: string }>(
        'select type from audit_events where subject_id = $1 order by id',
        [organisationId],
      );
      assert.deepEqual(
        events.map((event) => event.type),
        ['organisation.register', 'member.registered'],
      );
      assert.equal(await left('members', confirmed.memberId), 1, 'who confirmed stays');
      assert.equal(await left('organisations', shared.organisationId), 1, 'what another is a member of stays');
      assert.equal((await world.sql(`select 1 from members where email = 'moi.lau@example.vn'`)).length, 1);
      assert.equal(await forgetSignUps(kernel.db), 0);
      shiftClock(0);
      const again = await nobody.call('signUp', { body: { ...registration(), member: late.member } });
      assert.equal(await left('members', again.memberId), 1, 'the address is free again');
    });

    it('nobody registers as operator or regulator', async () => {
      for (const capabilities of [['operator'], ['regulator'], ['regulator', 'buyer'], []]) {
        await nobody.refused('signUp', { body: registration({ capabilities }) }, 'invalid-input');
      }
    });
  });

  describe('signing in', () => {
    it('tells a wrong password and an unknown e-mail in the same words', async () => {
      const { email } = await registered();
      const sent = (one: string) => nobody.send('signIn', { body: { email: one, password: another } });
      const [wrong, unknown] = [await sent(email), await sent('khong.co@example.vn')];
      assert.deepEqual([wrong.status, unknown.status], [401, 401]);
      assert.deepEqual(wrong.body, unknown.body);
      const before = await world.count('kept_mails');
      const asked = (one: string) => nobody.send('requestPasswordReset', { body: { email: one } });
      const [known, missing] = [await asked(email), await asked('khong.co@example.vn')];
      assert.deepEqual([known.status, known.text], [missing.status, missing.text]);
      await world.settle();
      assert.equal(await world.count('kept_mails'), before + 1);
    });

    it('five wrong passwords lock the account for a quarter of an hour, also for the right one', async () => {
      const { email } = await registered();
      const right = { body: { email, password } };
      const wrong = { body: { email, password: another } };
      for (let n = 1; n <= 4; n += 1) await nobody.refused('signIn', wrong, 'wrong-credentials');
      await nobody.call('signIn', right);
      for (let n = 1; n <= 4; n += 1) await nobody.refused('signIn', wrong, 'wrong-credentials');
      assert.equal((await nobody.refused('signIn', wrong, 'locked')).status, 423);
      const refusal = await nobody.send('signIn', right);
      assert.deepEqual([refusal.body.code, Number(refusal.get('Retry-After')) > 800], ['locked', true]);
      shiftClock(14 * minute);
      await nobody.refused('signIn', right, 'locked');
      shiftClock(15 * minute + 1000);
      await nobody.call('signIn', right);
      const [{ refused } = {}] = await world.sql<{ refused: number }>(
        `select count(*)::int as refused from audit_events e join members m on m.organisation_id = e.subject_id
          where m.email = $1 and e.type = 'session.refused'`,
        [email],
      );
      assert.equal(refused, 9);
    });

    it('an unknown e-mail is locked the same way: a lock tells nobody that an account exists', async () => {
      const body = { email: 'nhieu.lan@example.vn', password: another };
      const replies = [];
      for (let n = 0; n < 6; n += 1) replies.push(await nobody.send('signIn', { body }));
      assert.deepEqual(
        replies.map((reply) => reply.status),
        [401, 401, 401, 401, 423, 423],
      );
      const { email } = await registered();
      for (const reply of replies) {
        const known = await nobody.send('signIn', { body: { email, password: another } });
        assert.deepEqual(known.body, reply.body);
      }
    });

    it('whoever guesses locks out themselves, not the owner at another address', async () => {
      const { email } = await registered();
      for (let n = 1; n <= 5; n += 1) await nobody.send('signIn', { body: { email, password: another } });
      await nobody.refused('signIn', { body: { email, password } }, 'locked');
      const elsewhere = await nobody.send('signIn', { body: { email, password } }, { from: '203.0.113.7' });
      assert.equal(elsewhere.status, 200);
      await nobody.refused('signIn', { body: { email, password } }, 'locked');
    });

    it('one address that tries many accounts is told when to come again', async () => {
      await world.sql(`update rate_limits set points = 200 where key like '%sign-in-ip%'`);
      const reply = await nobody.send('signIn', { body: { email: 'ai.do@example.vn', password: another } });
      assert.deepEqual([reply.status, reply.body.code], [429, 'too-many-requests']);
      const wait = Number(reply.get('Retry-After'));
      assert.ok(wait > 0 && wait <= 300, `${wait} seconds`);
      await world.sql(`delete from rate_limits where key like '%sign-in-ip%'`);
    });

    it('an address of any length is counted, and refused as unknown', async () => {
      const email = `${'dai-'.repeat(60)}x@example.vn`;
      assert.ok(email.length > 250);
      await nobody.refused('signIn', { body: { email, password } }, 'wrong-credentials');
      await nobody.call('requestPasswordReset', { body: { email } });
      await nobody.call('resendVerification', { body: { email } });
    });

    it('more than five mails an hour to one account are not sent, and nobody who asks can tell', async () => {
      const { email } = await registered();
      const before = await mails(email);
      const codes: number[] = [];
      for (let n = 0; n < 6; n += 1)
        codes.push((await nobody.send('requestPasswordReset', { body: { email } })).status);
      await world.settle();
      assert.deepEqual(codes, Array(6).fill(202));
      assert.equal((await mails(email)) - before, 5);
    });
  });

  describe('a session', () => {
    it('is a row in PostgreSQL behind an HttpOnly, SameSite=Lax cookie', async () => {
      const { email } = await registered();
      const person = await world.anonymous();
      const before = await world.count('sessions');
      assert.equal((await person.send('getSession', {})).get('Set-Cookie'), undefined, 'a look gives no cookie');
      const reply = await person.send('signIn', { body: { email, password } });
      const [cookie] = reply.get('Set-Cookie') ?? [];
      assert.match(cookie ?? '', /^datasan_session=[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/);
      assert.equal(await world.count('sessions'), before + 1);
    });

    it('gets a new id at every sign-in: an id that was planted is worth nothing', async () => {
      const { email } = await registered();
      const person = await world.anonymous();
      await person.call('signIn', { body: { email, password } });
      const first = cookieOf(person);
      await person.call('signIn', { body: { email, password } });
      const second = cookieOf(person);
      assert.ok(first && second && first !== second);
      assert.deepEqual([await whoHas(first), await whoHas(second)], [null, email]);
    });

    it('ends on the server with sign-out: the cookie does not open it again', async () => {
      const person = await registered();
      const cookie = cookieOf(person);
      const before = await world.count('sessions');
      assert.ok(await signedIn(person));
      await person.call('signOut', {});
      assert.equal(await world.count('sessions'), before - 1);
      assert.equal(await whoHas(cookie), null);
      await person.refused('getOwnOrganisation', {}, 'sign-in-required');
    });

    it('whose cookie was altered is nobody’s', async () => {
      const person = await registered();
      const cookie = cookieOf(person) ?? '';
      assert.equal(await whoHas(cookie), person.email);
      assert.equal(await whoHas(`${cookie.slice(0, -2)}xx`), null);
      assert.equal(await whoHas(cookie.split('.')[0]), null);
    });
  });

  describe('a forgotten password', () => {
    it('is set anew by a link that works once, and every session of the member ends', async () => {
      const person = await registered();
      const { email } = person;
      await nobody.call('requestPasswordReset', { body: { email } });
      const secret = await mailed(email, 'reset-password');
      assert.ok(await signedIn(person), 'asking alone ends nothing');
      await nobody.call('resetPassword', { body: { secret, password: another } });
      assert.equal(await signedIn(person), false);
      await nobody.refused('resetPassword', { body: { secret, password } }, 'link-expired');
      await nobody.refused('signIn', { body: { email, password } }, 'wrong-credentials');
      await nobody.call('signIn', { body: { email, password: another } });
    });

    it('once set anew leaves nothing to whoever held the account before: no token, no other link', async () => {
      const person = await registered();
      const { email } = person;
      const { secret: token } = await person.call('createToken', {
        body: { name: 'máy', scopes: ['read'], expiresInDays: 1 },
      });
      await nobody.call('requestPasswordReset', { body: { email } });
      const first = await mailed(email, 'reset-password');
      await nobody.call('requestPasswordReset', { body: { email } });
      const second = await mailed(email, 'reset-password');
      await nobody.call('getOwnOrganisation', {}, { token });
      await nobody.call('resetPassword', { body: { secret: second, password: another } });
      await nobody.refused('getOwnOrganisation', {}, 'sign-in-required', { token });
      await nobody.refused('resetPassword', { body: { secret: first, password } }, 'link-expired');
    });

    it('the link ends after an hour', async () => {
      const { email } = await registered();
      await nobody.call('requestPasswordReset', { body: { email } });
      const secret = await mailed(email, 'reset-password');
      shiftClock(hour + minute);
      await nobody.refused('resetPassword', { body: { secret, password: another } }, 'link-expired');
      shiftClock(hour - minute);
      await nobody.call('resetPassword', { body: { secret, password: another } });
    });

    it('lifts a lock, and is kept as argon2id alone', async () => {
      const { email } = await registered();
      for (let n = 1; n <= 5; n += 1) await nobody.send('signIn', { body: { email, password: 'sai mật khẩu rồi' } });
      await nobody.refused('signIn', { body: { email, password } }, 'locked');
      await nobody.call('requestPasswordReset', { body: { email } });
      const secret = await mailed(email, 'reset-password');
      await nobody.call('resetPassword', { body: { secret, password: another } });
      await nobody.call('signIn', { body: { email, password: another.normalize('NFD') } });
      const [row] = await world.sql<{ hash: string }>('select password_hash as hash from members where email = $1', [
        email,
      ]);
      assert.match(row?.hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    });
  });

  describe('an organisation', () => {
    const move = (id: string, action: 'submit' | 'verify' | 'request-info' | 'suspend', reason?: string) => ({
      params: { id },
      body: { action, reason },
    });

    it('is submitted by its administrator, returned, mended and verified by the operator; then it may act', async () => {
      const person = await registered();
      const id = person.organisationId;
      await person.refused('createDataset', { body: page }, 'not-verified');
      await operator.refused('transitionOrganisation', move(id, 'verify'), 'transition-refused');
      await person.call('transitionOrganisation', move(id, 'submit'));
      const reason = 'Địa chỉ chưa đủ số nhà.';
      await operator.call('transitionOrganisation', move(id, 'request-info', reason));
      const returned = await person.call('getOwnOrganisation', {});
      assert.deepEqual([returned.state, returned.stateReason], ['needs_info', reason]);
      const ifMatch = `"${returned.version}.${'0'.repeat(16)}"`;
      const wrong = { taxCode: `${taxCode(901).slice(0, 9)}${(Number(taxCode(901)[9]) + 1) % 10}` };
      const { errors } = await person.refused('editOwnOrganisation', { body: wrong }, 'rule-broken', { ifMatch });
      assert.deepEqual(
        errors?.map((one) => one.pointer),
        ['/taxCode'],
      );
      await person.call('editOwnOrganisation', { body: { address: 'Số 12 đường Mẫu' } }, { ifMatch });
      await person.call('transitionOrganisation', move(id, 'submit'));
      const unchecked = await operator.refused('transitionOrganisation', move(id, 'verify'), 'rule-broken');
      assert.equal(unchecked.errors?.length, checkItemCodes.length, 'every item that was not looked at is named');
      await checked(operator, id);
      await operator.call('transitionOrganisation', move(id, 'verify'));
      assert.equal((await person.call('createDataset', { body: page })).state, 'draft');
      await world.settle();
      assert.ok((await mails(person.email)) >= 2, 'it hears of the decision');
    });

    it('is not submitted by a member who is no administrator, nor verified by its own people', async () => {
      const person = await registered();
      const id = person.organisationId;
      const member = await world.colleague(person, 'member');
      await member.refused('transitionOrganisation', move(id, 'submit'), 'role-required');
      await person.call('transitionOrganisation', move(id, 'submit'));
      await person.refused('transitionOrganisation', move(id, 'verify'), 'role-required');
      const buyer = await world.organisation('buyer');
      await buyer.refused('transitionOrganisation', move(id, 'verify'), 'not-found');
    });

    it('an operator who submitted it does not verify it; a colleague does', async () => {
      const { organisationId: id } = await world.applicant('provider');
      const { member } = await operator.call('getSession', {});
      await world.sql(`update organisations set state = 'submitted', submitted_by = $2 where id = $1`, [
        id,
        member?.id,
      ]);
      await operator.refused('transitionOrganisation', move(id, 'verify'), 'four-eyes');
      const colleague = await world.colleague(operator, 'member');
      await checked(colleague, id);
      await colleague.call('transitionOrganisation', move(id, 'verify'));
    });

    it('is found by the operator by a part of its name, with or without marks, or by its tax code', async () => {
      const { organisationId } = await registered({ nameVi: 'Hợp tác xã Rừng Ngập Mặn' });
      const found = async (q: string) => {
        const { items } = await operator.call('listOrganisations', { query: { q, limit: 100 } });
        return items.map((one) => one.id);
      };
      const { taxCode } = await operator.call('getOrganisation', { params: { id: organisationId } });
      for (const q of ['Ngập Mặn', 'ngap man', 'rung ngap', taxCode ?? ''])
        assert.deepEqual(await found(q), [organisationId]);
      for (const q of ['%', '_', '\\', `'`]) assert.deepEqual(await found(q), [], q);
    });

    it('that is suspended keeps its sign-in and loses its acts', async () => {
      const provider = await world.organisation('provider');
      await operator.call('transitionOrganisation', move(provider.organisationId, 'suspend', 'Đang bị thanh tra.'));
      assert.ok(await signedIn(provider));
      await provider.refused('createDataset', { body: page }, 'not-verified');
    });

    it('a regulator is nothing else: the database refuses every other capability beside it', async () => {
      const insert = (capabilities: string) =>
        world.sql(
          `insert into organisations (id, name_vi, name_en, legal_form, province_code, address, capabilities,
             created_at, state, state_since)
           values ('org_thu', 'Thử', 'Trial', 'public_unit', '01', 'Hà Nội', $1::text[], now(), 'draft', now())`,
          [capabilities],
        );
      for (const other of ['provider', 'buyer', 'operator']) {
        await assert.rejects(insert(`{regulator,${other}}`), /organisations_regulator_alone/);
      }
      await assert.rejects(insert('{auditor}'), /organisations_capabilities_known/);
      await assert.rejects(insert('{}'), /organisations_capabilities_known/);
      await assert.rejects(
        world.sql(`update organisations set capabilities = capabilities || '{regulator}' where id = $1`, [
          operator.organisationId,
        ]),
        /organisations_regulator_alone/,
      );
    });
  });

  describe('members', () => {
    it('are invited by mail, choose a password, and act in their role', async () => {
      const admin = await world.organisation('provider');
      const email = 'moi.vao@example.vn';
      const body = { displayName: 'Người được mời', email, role: 'member' as const };
      const invited = await admin.call('inviteMember', { body });
      assert.deepEqual([invited.role, invited.emailVerified], ['member', false]);
      await nobody.refused('signIn', { body: { email, password } }, 'wrong-credentials');
      const { errors } = await admin.refused('inviteMember', { body }, 'conflict');
      assert.equal(errors?.[0]?.pointer, '/email');
      const secret = await mailed(email, 'reset-password');
      const { nameVi, nameEn } = await admin.call('getOwnOrganisation', {});
      const [invitation] = (await nobody.call('listOutbox', { query: { to: email } })).items;
      for (const name of [nameVi, nameEn]) assert.ok(invitation?.text.includes(`“${name}”`), 'it says who invites');
      await nobody.call('resetPassword', { body: { secret, password: another } });
      await nobody.refused('resetPassword', { body: { secret, password } }, 'link-expired');
      const person = await world.anonymous();
      const { organisation } = await person.call('signIn', { body: { email, password: another } });
      assert.equal(organisation?.id, admin.organisationId);
      const params = { id: invited.id };
      await person.refused('editMember', { params, body: { role: 'admin' } }, 'role-required');
      await person.call('createDataset', { body: page });
      await admin.call('editMember', { params, body: { role: 'viewer' } });
      await person.refused('createDataset', { body: page }, 'role-required');
    });

    it('an organisation invites thirty an hour, whoever of it asks; another is not held up', async () => {
      const admin = await world.organisation('provider');
      const second = await world.colleague(admin, 'admin');
      const invite = (of: Person, n: number) =>
        of.send('inviteMember', { body: { displayName: 'Người mới', email: `moi-${n}@example.org`, role: 'viewer' } });
      for (let n = 0; n < 30; n += 1) assert.equal((await invite(n % 2 ? admin : second, n)).status, 201);
      const reply = await invite(admin, 30);
      assert.deepEqual([reply.status, Number(reply.get('Retry-After')) > 3000], [429, true]);
      assert.equal((await invite(await world.organisation('buyer'), 31)).status, 201);
    });

    it('an invitation ends after seven days', async () => {
      const admin = await world.organisation('buyer');
      const email = 'qua.han@example.vn';
      await admin.call('inviteMember', { body: { displayName: 'Người quá hạn', email, role: 'viewer' } });
      const secret = await mailed(email, 'reset-password');
      shiftClock(7 * day + minute);
      await nobody.refused('resetPassword', { body: { secret, password: another } }, 'link-expired');
    });

    it('the last administrator stays, until there is another', async () => {
      const admin = await world.organisation('buyer');
      const { items } = await admin.call('listMembers', {});
      const params = { id: items[0]?.id ?? '' };
      await admin.refused('editMember', { params, body: { role: 'member' } }, 'conflict');
      await admin.refused('editMember', { params, body: { active: false } }, 'conflict');
      const second = await world.colleague(admin, 'admin');
      const other = { id: (await second.call('getSession', {})).member?.id ?? '' };
      const demoted = { body: { role: 'member' as const } };
      for (let round = 1; round <= 5; round += 1) {
        const tries = [
          admin.send('editMember', { params: other, ...demoted }),
          second.send('editMember', { params, ...demoted }),
        ];
        const statuses = (await Promise.all(tries)).map((reply) => reply.status);
        const left = (await admin.call('listMembers', {})).items.filter((one) => one.role === 'admin');
        assert.equal(left.length, 1, `two who demote each other leave one: ${statuses}`);
        const [still, gone] = left[0]?.id === other.id ? [second, params] : [admin, other];
        await still.call('editMember', { params: gone, body: { role: 'admin' } });
      }
    });

    it('who are switched off are signed out, and do not come in again', async () => {
      const admin = await world.organisation('buyer');
      const member = await world.colleague(admin, 'member');
      const { secret } = await member.call('createToken', {
        body: { name: 'máy', scopes: ['read'], expiresInDays: 1 },
      });
      const id = (await member.call('getSession', {})).member?.id ?? '';
      await admin.call('editMember', { params: { id }, body: { active: false } });
      assert.equal(await signedIn(member), false);
      await nobody.refused('signIn', { body: { email: member.email, password } }, 'wrong-credentials');
      await nobody.refused('getOwnOrganisation', {}, 'sign-in-required', { token: secret });
      await nobody.call('requestPasswordReset', { body: { email: member.email } });
      await world.settle();
      assert.equal(await mails(member.email), 0);
    });

    it('of another organisation are not found', async () => {
      const [admin, other] = [await world.organisation('buyer'), await world.organisation('buyer')];
      const id = (await other.call('getSession', {})).member?.id ?? '';
      await admin.refused('editMember', { params: { id }, body: { role: 'viewer' } }, 'not-found');
    });
  });

  describe('API tokens', () => {
    type Scope = 'read' | 'write' | 'download';
    const body = (scopes: Scope[], expiresInDays = 30) => ({ body: { name: 'Kịch bản', scopes, expiresInDays } });

    it('are shown once and kept as a hash: no column holds the secret', async () => {
      const person = await world.organisation('provider');
      const { token, secret } = await person.call('createToken', body(['read']));
      assert.match(secret, /^dst_/);
      const listed = await person.send('listTokens', {});
      assert.equal(listed.body.items[0].id, token.id);
      assert.ok(!listed.text.includes(secret) && secret.startsWith(token.hint));
      const tables = await world.sql<{ name: string }>(
        `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
          where schemaname in ('public', 'bullmq')`,
      );
      assert.ok(tables.length > 25);
      for (const { name } of tables) {
        const rows = await world.sql(`select 1 from ${name} t where position($1 in t::text) > 0`, [secret]);
        assert.deepEqual(rows, [], name);
      }
    });

    it('do what their scopes say, and nothing that needs a browser', async () => {
      const person = await world.organisation('provider');
      const { secret: reading } = await person.call('createToken', body(['read']));
      const { secret: writing } = await person.call('createToken', body(['write']));
      await nobody.call('getOwnOrganisation', {}, { token: reading });
      await nobody.refused('createDataset', { body: page }, 'scope-required', { token: reading });
      await nobody.call('createDataset', { body: page }, { token: writing });
      await nobody.refused('getOwnOrganisation', {}, 'scope-required', { token: writing });
      for (const token of [reading, writing]) {
        await nobody.refused('createToken', body(['read', 'write', 'download']), 'scope-required', { token });
        await nobody.refused('listTokens', {}, 'scope-required', { token });
      }
    });

    it('end with their day', async () => {
      const person = await world.organisation('provider');
      const { secret } = await person.call('createToken', body(['read'], 2));
      shiftClock(2 * day - minute);
      await nobody.call('getOwnOrganisation', {}, { token: secret });
      shiftClock(2 * day + minute);
      await nobody.refused('getOwnOrganisation', {}, 'sign-in-required', { token: secret });
      await person.refused('createToken', body(['read'], 366), 'invalid-input');
    });

    it('are revoked at once, by their own member alone', async () => {
      const person = await world.organisation('provider');
      const { token, secret } = await person.call('createToken', body(['read']));
      const colleague = await world.colleague(person, 'admin');
      await colleague.refused('revokeToken', { params: { id: token.id } }, 'not-found');
      await nobody.call('getOwnOrganisation', {}, { token: secret });
      await person.call('revokeToken', { params: { id: token.id } });
      await nobody.refused('getOwnOrganisation', {}, 'sign-in-required', { token: secret });
      await person.call('revokeToken', { params: { id: token.id } });
    });

    it('a wrong token is nobody, not the session beside it', async () => {
      const person = await world.organisation('provider');
      await person.refused('getOwnOrganisation', {}, 'sign-in-required', { token: `dst_${'x'.repeat(43)}` });
    });
  });
});

describe('An exchange behind a proxy that is not trusted', () => {
  it('believes no header about where a request comes from: tries are counted together', async () => {
    const world = await openWorld({ env: { TRUSTED_PROXIES: '192.0.2.1, 10.0.0.0/8' }, worker: false });
    try {
      const nobody = await world.anonymous();
      const body = { email: 'doan.mo@example.vn', password: another };
      for (let n = 1; n <= 4; n += 1)
        await nobody.refused('signIn', { body }, 'wrong-credentials', { from: `203.0.113.${n}` });
      await nobody.refused('signIn', { body }, 'locked', { from: '203.0.113.5' });
    } finally {
      await world.close();
    }
  });
});
