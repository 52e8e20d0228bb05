import assert from 'node:assert/strict';
import { changesBetween, type Terms } from '../../contracts/licences/terms.js';
import type { RequestView } from '../../contracts/ordering.js';
import { day, now } from '../../server/kernel/clock.js';
import { pdfText } from '../pdf-text.js';
import type { Person } from '../person.js';
import { accepting, approve, counter, listedDataset, pay, purchase, request, signing, withVat } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('Terms and negotiation', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
  });
  after(() => world.close());
  afterEach(() => world.assertClean());

  const standing = (view: RequestView) => {
    const round = view.rounds.at(-1);
    assert.ok(round);
    return round;
  };
  const inVain = async (act: () => Promise<unknown>) => {
    const count = () =>
      world.sql('select (select count(*) from agreements) as a, (select count(*) from request_rounds) as r');
    const before = await count();
    await act();
    assert.deepEqual(await count(), before, 'nothing was left behind');
  };

  it('a request goes through two counter-offers to an agreement on the last terms, sealed by both passwords, and is paid', async () => {
    const { offer } = await listedDataset(world, provider, { priceVnd: 3_000_000 });
    const asked = await buyer.call('submitRequest', { body: { offerId: offer.id, ...request } });
    assert.deepEqual([asked.rounds.length, asked.canAccept, asked.canCounter], [1, false, true]);

    const cheaper = await counter(buyer, asked.id, (terms) => ({ ...terms, priceVnd: 2_000_000 }), 'Kinh phí luận văn');
    assert.deepEqual([cheaper.state, cheaper.canAccept], ['countered', false]);
    const seen = await provider.call('getRequest', { params: { id: asked.id } });
    assert.deepEqual(
      standing(seen).changes.map(({ clause, from, to }) => [clause, from.vi, to.vi]),
      [['price', '3.000.000 ₫', '2.000.000 ₫']],
    );
    assert.equal(standing(seen).writer, null, 'the other side sees the organisation, not the person');
    assert.equal(seen.canAccept, true);

    const met = await counter(provider, asked.id, (terms) => ({
      ...terms,
      priceVnd: 2_400_000,
      policy: { ...terms.policy, seats: 3, duration: { months: 6 } },
    }));
    assert.deepEqual(
      standing(met).changes.map((one) => one.clause),
      ['price', 'duration', 'seats'],
    );

    await inVain(async () => {
      const stale = { params: { id: asked.id }, body: signing(cheaper.rounds.at(-1)?.sha256 ?? '') };
      await buyer.refused('acceptTerms', stale, 'conflict');
      await provider.refused('acceptTerms', await accepting(provider, asked.id), 'transition-refused');
      const wrong = { ...(await accepting(buyer, asked.id)) };
      await buyer.refused('acceptTerms', { ...wrong, body: { ...wrong.body, password: 'sai' } }, 'wrong-password');
      assert.equal((await buyer.call('getRequest', { params: { id: asked.id } })).state, 'countered');
    });

    await approve(buyer, asked.id);
    const { agreementId } = await provider.call('getRequest', { params: { id: asked.id } });
    assert.ok(agreementId);
    const agreement = await provider.call('getAgreement', { params: { id: agreementId } });
    assert.deepEqual([agreement.state, agreement.canSign, agreement.priceVnd], ['proposed', true, 2_400_000]);
    assert.deepEqual(
      agreement.signatures.map(({ party, method }) => [party, method]),
      [['buyer', 'password']],
    );
    assert.equal(agreement.licence.policy.seats, 3);
    assert.match(agreement.text.vi, /Tối đa 3 người dùng được nêu tên/);
    assert.match(agreement.text.en, /Price \(before VAT\): 2\.400\.000 ₫/);
    await buyer.refused(
      'signAgreement',
      { params: { id: agreementId }, body: signing(agreement.sha256) },
      'role-required',
    );
    await provider.refused(
      'signAgreement',
      { params: { id: agreementId }, body: { ...signing(agreement.sha256), password: 'sai' } },
      'wrong-password',
    );
    const sealed = await provider.call('signAgreement', {
      params: { id: agreementId },
      body: signing(agreement.sha256),
    });
    assert.deepEqual([sealed.state, sealed.signatures.length], ['sealed', 2]);
    assert.ok(sealed.signatures.every((one) => one.sha256 === agreement.sha256 && one.method === 'password'));
    assert.ok(sealed.orderId);
    const order = await buyer.call('getOrder', { params: { id: sealed.orderId } });
    assert.deepEqual([order.state, order.priceVnd], ['awaiting_payment', 2_400_000]);
    await pay(world, buyer, order.id);
    await world.settle();
    const delivered = await buyer.call('getOrder', { params: { id: order.id } });
    assert.deepEqual([delivered.state, delivered.money.price.totalVnd], ['delivered', withVat(2_400_000)]);

    const regulator = await world.organisation('regulator');
    const file = await regulator.call('openTransactionFile', { params: { id: order.id } });
    assert.deepEqual(
      file.rounds.map(({ number, party, terms }) => [number, party, terms.priceVnd]),
      [
        [0, 'buyer', 3_000_000],
        [1, 'buyer', 2_000_000],
        [2, 'provider', 2_400_000],
      ],
    );
    assert.ok(file.rounds.every((one) => one.writer === null && one.matches));
    assert.ok(file.rounds.slice(1).every((one) => one.eventId !== null));
    await assert.rejects(world.sql('update request_rounds set terms = terms'), /written once/);
    await assert.rejects(world.sql('delete from request_rounds'), /written once/);

    for (const language of ['vi', 'en'] as const) {
      const reply = await buyer.agent
        .get(`/api/v1/agreements/${agreementId}/pdf?language=${language}`)
        .buffer(true)
        .parse((res, done) => {
          const parts: Buffer[] = [];
          res.on('data', (part: Buffer) => parts.push(part));
          res.on('end', () => done(null, Buffer.concat(parts)));
        });
      assert.equal(reply.status, 200);
      const text = pdfText(reply.body as Buffer).replace(/\s+/g, '');
      assert.ok(text.includes(agreement.sha256), 'the hash is printed');
      assert.ok(text.includes('2.400.000₫'));
      assert.ok(text.includes(language === 'vi' ? 'PhụlụcA' : 'AnnexA'));
    }
  });

  it('a counter-offer is refused when it says nothing new, breaks the licence, or answers terms that no longer stand', async () => {
    const { offer } = await listedDataset(world, provider, { priceVnd: 500_000 });
    const { id, rounds } = await buyer.call('submitRequest', { body: { offerId: offer.id, ...request } });
    const [zero] = rounds;
    assert.ok(zero);
    const propose = (terms: Terms, seen = zero.sha256) => ({ params: { id }, body: { seen, terms } });
    await inVain(async () => {
      await provider.refused('proposeRound', propose(zero.terms), 'rule-broken');
      await provider.refused('proposeRound', propose({ ...zero.terms, purpose: 'journalism' }), 'rule-broken');
      await provider.refused('proposeRound', propose({ ...zero.terms, priceVnd: 1 }, '0'.repeat(64)), 'conflict');
      const strange = { ...zero.terms, policy: { ...zero.terms.policy, resale: 'permitted' } } as Terms;
      await provider.refused('proposeRound', propose(strange), 'invalid-input');
      const stranger = await world.organisation('buyer');
      await stranger.refused('proposeRound', propose({ ...zero.terms, priceVnd: 1 }), 'not-found');
    });
    const replies = await Promise.all(
      [400_000, 300_000].map((priceVnd) => provider.send('proposeRound', propose({ ...zero.terms, priceVnd }))),
    );
    assert.deepEqual(replies.map((one) => one.status).sort(), [201, 409], 'one answer to the same terms');
    await buyer.call('transitionRequest', { params: { id }, body: { action: 'withdraw' } });
  });

  it('a wrong password locks the signature after five tries, and the hash of none is kept', async () => {
    const careless = await world.organisation('provider');
    const { offer } = await listedDataset(world, careless);
    const { id } = await buyer.call('submitRequest', { body: { offerId: offer.id, ...request } });
    const good = await accepting(careless, id);
    const bad = { ...good, body: { ...good.body, password: 'không phải' } };
    for (let tries = 0; tries < 4; tries += 1) await careless.refused('acceptTerms', bad, 'wrong-password');
    await careless.refused('acceptTerms', bad, 'locked');
    await careless.refused('acceptTerms', good, 'locked');
    await buyer.call('transitionRequest', { params: { id }, body: { action: 'withdraw' } });
  });

  it('offers price by month, call, gigabyte and tier; what is bought is in the agreement', async () => {
    const { dataset } = await listedDataset(world, provider);
    const make = (body: Record<string, unknown>) =>
      provider.call('makeOffer', {
        params: { id: dataset.id },
        body: { licence: 'research-only', months: 12, priceVnd: 0, ...body } as never,
      });
    const offers = [
      { offer: await make({ priceModel: 'subscription', priceVnd: 200_000 }), units: 6, total: 1_200_000 },
      { offer: await make({ priceModel: 'per_call', priceVnd: 500, minUnits: 100 }), units: 1_000, total: 500_000 },
      { offer: await make({ priceModel: 'per_gb', priceVnd: 90_000 }), units: 2, total: 180_000 },
      {
        offer: await make({
          priceModel: 'tiered',
          tierBy: 'seats',
          tiers: [
            { upTo: 5, priceVnd: 1_000_000 },
            { upTo: 20, priceVnd: 3_000_000 },
          ],
        }),
        units: 6,
        total: 3_000_000,
      },
    ];
    for (const { offer, units, total } of offers) {
      const who = await world.organisation('buyer');
      const tooMany = { offerId: offer.id, ...request, units: offer.maxUnits + 1 };
      if (tooMany.units <= 1_000_000_000) await who.refused('submitRequest', { body: tooMany }, 'rule-broken');
      const asked = await who.call('submitRequest', { body: { offerId: offer.id, ...request, units } });
      await approve(provider, asked.id);
      const { agreementId } = await who.call('getRequest', { params: { id: asked.id } });
      const agreement = await who.call('getAgreement', { params: { id: agreementId ?? '' } });
      assert.equal(agreement.priceVnd, total, offer.priceModel);
      const { seats, quota, duration } = agreement.licence.policy;
      const allowed = {
        subscription: duration.months === units,
        per_call: quota?.calls === units,
        per_gb: quota?.bytes === 2e9,
        tiered: seats === 6,
      };
      assert.ok(allowed[offer.priceModel as keyof typeof allowed], offer.priceModel);
    }
    const bad: [Record<string, unknown>, string][] = [
      [{ priceModel: 'subscription', priceVnd: 1_000, maxUnits: 37 }, '/maxUnits'],
      [{ priceModel: 'one_off', priceVnd: 0 }, '/priceVnd'],
      [{ priceModel: 'tiered', tierBy: 'seats', tiers: [{ upTo: 5, priceVnd: 1 }] }, '/tiers'],
      [{ trial: true, priceVnd: 5_000 }, '/trial'],
      [{ policy: { aiTraining: 'permitted' } }, '/policy/aiTraining'],
      [{ visibleTo: ['org_01k9v3m7q2x8r4t6w0y5z1a3bc'] }, '/visibleTo'],
      [{ validUntil: '2020-01-01T00:00:00.000Z' }, '/validUntil'],
    ];
    for (const [change, pointer] of bad) {
      const body = { licence: 'research-only', months: 12, priceVnd: 0, ...change } as never;
      const problem = await provider.refused('makeOffer', { params: { id: dataset.id }, body }, 'rule-broken');
      assert.equal(problem.errors?.[0]?.pointer, pointer);
    }
    const { items } = await (await world.anonymous()).call('listPrices', { params: { id: dataset.id } });
    assert.deepEqual(
      items.map((one) => one.priceModel),
      ['tiered', 'per_gb', 'per_call', 'subscription', 'free'],
    );
  });

  it('a private offer is seen and taken only by those it is for, a dated one only within its dates, a trial once', async () => {
    const { dataset, offer: open } = await listedDataset(world, provider);
    const friend = await world.organisation('buyer');
    const make = (body: Record<string, unknown>) =>
      provider.call('makeOffer', {
        params: { id: dataset.id },
        body: { licence: 'research-only', months: 1, priceVnd: 0, ...body } as never,
      });
    const quiet = await make({ visibleTo: [friend.organisationId] });
    const soon = await make({ validUntil: new Date(Date.now() + day).toISOString() });
    const trial = await make({ trial: true, autoApprovePurposes: ['research'], autoApproveClass: 'academic' });
    const params = { id: dataset.id };
    const seenBy = async (who: Person) => (await who.call('listOffers', { params })).items.map((one) => one.id);
    assert.ok((await seenBy(friend)).includes(quiet.id));
    assert.ok(!(await seenBy(buyer)).includes(quiet.id));
    assert.ok(!(await seenBy(await world.anonymous())).includes(quiet.id));
    await buyer.refused('submitRequest', { body: { offerId: quiet.id, ...request } }, 'not-found');
    const asked = await friend.call('submitRequest', { body: { offerId: quiet.id, ...request } });
    assert.equal(asked.state, 'submitted');
    const prices = await (await world.anonymous()).call('listPrices', { params });
    assert.ok(!prices.items.some((one) => one.offerId === quiet.id), 'a private price is not history');

    const company = await friend.call('submitRequest', { body: { offerId: trial.id, ...request } });
    assert.equal(company.state, 'submitted', 'the standing rule is for universities');
    await world.sql(`update organisations set legal_form = 'university' where id = $1`, [buyer.organisationId]);
    const tried = await buyer.call('submitRequest', { body: { offerId: trial.id, ...request } });
    assert.equal(tried.state, 'approved');
    await buyer.refused('submitRequest', { body: { offerId: trial.id, ...request } }, 'rule-broken');

    await world.later(2 * day);
    assert.ok(!(await seenBy(buyer)).includes(soon.id));
    assert.ok((await seenBy(buyer)).includes(open.id));
    await buyer.refused('submitRequest', { body: { offerId: soon.id, ...request } }, 'not-found');
    const [closed] = await world.sql<{ state: string }>('select state from offers where id = $1', [soon.id]);
    assert.equal(closed?.state, 'closed');
  });

  it('a draft is the buyer’s alone; questions, basis, country and papers are asked for when it is sent', async () => {
    const { dataset } = await listedDataset(world, provider);
    const question = { text: { vi: 'Ai phụ trách dữ liệu?', en: 'Who is in charge of the data?' }, required: true };
    const offer = await provider.call('makeOffer', {
      params: { id: dataset.id },
      body: { licence: 'commercial-internal', months: 12, priceVnd: 0, questions: [question] },
    });
    const draft = await buyer.call('draftRequest', { body: { offerId: offer.id, project: 'Thử' } });
    assert.equal(draft.state, 'draft');
    const params = { id: draft.id };
    await provider.refused('getRequest', { params }, 'not-found');
    const inbox = await provider.call('listRequests', { query: { box: 'received' } });
    assert.ok(!inbox.items.some((one) => one.id === draft.id));
    const ifMatch = `"${draft.version}.${'0'.repeat(16)}"`;
    const saved = await buyer.call('editDraft', { params, body: { users: 'Hai nghiên cứu viên' } }, { ifMatch });
    assert.equal(saved.users, 'Hai nghiên cứu viên');
    await buyer.refused('editDraft', { params, body: { users: 'Ba' } }, 'stale', { ifMatch });

    const paper = Buffer.from('%PDF-1.4 đề cương');
    const url = `/api/v1/requests/${draft.id}/attachments`;
    const sent = await buyer.agent.post(url).attach('file', paper, 'Đề cương.pdf');
    assert.equal(sent.status, 201, sent.text);
    const refused = await buyer.agent.post(url).attach('file', paper, 'trang.html');
    assert.equal(refused.status, 415);
    const huge = await buyer.agent.post(url).attach('file', Buffer.alloc(10 * 1024 * 1024 + 1), 'lớn.pdf');
    assert.equal(huge.status, 413);

    const full = { ...request, users: 'Hai nghiên cứu viên' };
    const submit = (body: object) => ({ params, body: { ...full, ...body } });
    await inVain(async () => {
      const missing = await buyer.refused('resubmitRequest', submit({}), 'rule-broken');
      assert.equal(missing.errors?.[0]?.pointer, '/answers/0');
      const abroad = await buyer.refused(
        'resubmitRequest',
        submit({ answers: ['Tôi'], storageCountry: 'SG' }),
        'rule-broken',
      );
      assert.equal(abroad.errors?.[0]?.pointer, '/storageCountry');
    });
    await world.sql(`update datasets set personal_origin = 'deidentified' where id = $1`, [dataset.id]);
    const basis = await buyer.refused('resubmitRequest', submit({ answers: ['Tôi'] }), 'rule-broken');
    assert.equal(basis.errors?.[0]?.pointer, '/lawfulBasis');
    const done = await buyer.call('resubmitRequest', submit({ answers: ['Tôi'], lawfulBasis: 'deidentified' }));
    assert.equal(done.state, 'submitted');
    const seen = await provider.call('getRequest', { params });
    const [file] = seen.attachments;
    assert.ok(file);
    const got = await provider.agent.get(`${url}/${file.id}`).buffer(true);
    assert.equal(got.status, 200);
    assert.match(got.get('Content-Disposition') ?? '', /^attachment/);
    const stranger = await world.organisation('buyer');
    assert.equal((await stranger.agent.get(`${url}/${file.id}`)).status, 404);
    const late = await buyer.agent.post(url).attach('file', paper, 'muộn.pdf');
    assert.equal(late.status, 409);
    await approve(provider, draft.id);
    const { agreementId } = await buyer.call('getRequest', { params });
    const { text } = await buyer.call('getAgreement', { params: { id: agreementId ?? '' } });
    assert.match(text.vi, /Ai phụ trách dữ liệu\? — Tôi/);
    assert.match(text.en, /Annex C\. Data of personal origin/);
    assert.ok(text.vi.includes(file.sha256));
    await world.sql(`update datasets set personal_origin = 'none' where id = $1`, [dataset.id]);
  });

  it('notice ends an agreement and its access when the agreed days have passed, and can be taken back before', async () => {
    const { dataset } = await preparedAndListed();
    const offer = await provider.call('makeOffer', {
      params: { id: dataset },
      body: { licence: 'research-only', months: 12, priceVnd: 0, terminationNoticeDays: 10 },
    });
    const who = await world.organisation('buyer');
    const { agreementId } = await purchase(provider, who, offer.id);
    await world.settle();
    const params = { id: agreementId };
    const noticed = await provider.call('giveNotice', { params, body: { reason: 'Ngừng thu thập dữ liệu này' } });
    assert.equal(noticed.state, 'ending');
    assert.ok(Math.abs(Date.parse(noticed.endsAt ?? '') - now().getTime() - 10 * day) < day);
    await world.settle();
    const { items: told } = await who.call('listNotifications', {});
    assert.ok(
      told.some((one) => one.path === `/agreements/${agreementId}`),
      'the other party is told',
    );
    await who.refused('withdrawNotice', { params }, 'role-required');
    assert.equal((await provider.call('withdrawNotice', { params })).state, 'sealed');
    await who.call('giveNotice', { params, body: { reason: 'Đề tài kết thúc sớm' } });
    await world.later(11 * day);
    const access = async () => (await who.call('listEntitlements', {})).items[0]?.state;
    assert.equal(await access(), 'active');
    await world.later(13 * day);
    assert.equal(await access(), 'revoked');
    assert.equal((await who.call('getAgreement', { params })).state, 'terminated');
  });

  it('a renewal shows what would change and binds nobody by silence', async () => {
    const { offer, dataset } = await listedDataset(world, provider, { priceVnd: 100_000 });
    const who = await world.organisation('buyer');
    const { agreementId } = await purchase(provider, who, offer.id);
    const dearer = await provider.call('makeOffer', {
      params: { id: dataset.id },
      body: { licence: 'research-only', priceVnd: 150_000, vatClass: '10', months: 6 },
    });
    const again = { offerId: dearer.id, ...request, renewsId: agreementId };
    await buyer.refused('submitRequest', { body: again }, 'not-found');
    const renewal = await who.call('submitRequest', { body: again });
    assert.deepEqual(
      renewal.renewalChanges.map((one) => one.clause),
      ['price', 'duration'],
    );
    await world.later(60 * day);
    assert.equal((await who.call('getRequest', { params: { id: renewal.id } })).state, 'lapsed');
    assert.equal((await world.sql('select 1 from agreements where request_id = $1', [renewal.id])).length, 0);
  });

  async function preparedAndListed() {
    const { dataset } = await listedDataset(world, provider);
    return { dataset: dataset.id };
  }

  it('names every change clause by clause and nothing else', () => {
    const terms = {
      priceVnd: 1,
      units: 1,
      purpose: 'research',
      breakingNoticeDays: 30,
      terminationNoticeDays: 30,
      policy: {
        permittedPurposes: ['research'],
        duration: { months: 12 },
        territory: 'VN',
        redistribution: 'prohibited',
        derivedWorks: 'internal',
        aiTraining: 'prohibited',
        attribution: true,
        deletionAtEnd: true,
        reidentification: 'prohibited',
        userClass: 'any',
        seats: null,
        quota: null,
      },
    } as const satisfies Terms;
    assert.deepEqual(changesBetween(terms as never, structuredClone(terms) as never), []);
    const other = {
      ...terms,
      policy: { ...terms.policy, territory: 'worldwide', seats: 2, quota: { per: 'month', calls: 5 } },
    };
    assert.deepEqual(
      changesBetween(terms as never, other as never).map((one) => one.clause),
      ['seats', 'quota', 'territory'],
    );
  });
});
