import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Stripe from 'stripe';
import type { DatasetView } from '../../contracts/catalogue.js';
import type { OfferView } from '../../contracts/licensing.js';
import type { ProblemBody } from '../../contracts/problems.js';
import type { Person } from '../person.js';
import { accepting, listedDataset, page, preparedDataset, proposal, purchase, request, signing } from '../stories.js';
import { openWorld, type World } from '../world.js';

const tables = [
  ...['organisations', 'members', 'api_tokens', 'datasets', 'revisions', 'files', 'offers', 'access_requests'],
  ...['agreements', 'signatures', 'orders', 'payments', 'refunds', 'postings', 'webhook_events', 'deliveries'],
  ...['entitlements', 'downloads', 'receipts', 'audit_events', 'outbox'],
];
/** A PNG picture begins like this. */
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010800000000', 'hex');

describe('A refusal says why and changes nothing', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let stranger: Person;
  let offer: OfferView;
  let draft: DatasetView;
  before(async () => {
    world = await openWorld({ env: { UPLOAD_LIMIT_MB: '1' } });
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    stranger = await world.organisation('provider', 'buyer');
    ({ offer } = await listedDataset(world, provider));
    draft = await provider.call('createDataset', { body: page });
  });
  after(() => world.close());
  afterEach(() => world.assertClean());

  /** Everything that is kept: how many rows of each table, every state and version. */
  async function traces(): Promise<unknown> {
    await world.settle();
    const counts = tables.map((table) => `(select count(*) from ${table}) as ${table}`);
    return await world.sql(`select ${counts}, (select sum(version) from datasets) as versions`);
  }

  async function inVain(attempts: () => Promise<void>): Promise<void> {
    const earlier = await traces();
    await attempts();
    assert.deepEqual(await traces(), earlier);
  }

  function pointers(problem: ProblemBody): string[] {
    return (problem.errors ?? []).map((one) => one.pointer);
  }

  describe('input', () => {
    it('an unknown field, a wrong type and a missing field are named by pointer, in two languages', () =>
      inVain(async () => {
        const unknown = { ...page, colour: 'xanh' };
        const problem = await provider.refused('createDataset', { body: unknown }, 'invalid-input');
        assert.deepEqual(pointers(problem), ['/colour']);
        assert.equal(problem.errors?.[0]?.detailVi, 'trường không tồn tại');
        const wrong = { ...page, titleEn: 5 as unknown as string, titleVi: undefined as unknown as string };
        const second = await provider.refused('createDataset', { body: wrong }, 'invalid-input');
        assert.deepEqual(pointers(second), ['/titleVi', '/titleEn']);
        assert.equal(second.errors?.[0]?.detailVi, 'bắt buộc phải có');
      }));

    it('a NUL, or half of an emoji, in a text, a search or a cursor', () =>
      inVain(async () => {
        for (const strange of ['Thời tiết\0', '\ud83d thời tiết']) {
          const problem = await provider.refused(
            'createDataset',
            { body: { ...page, titleVi: strange } },
            'invalid-input',
          );
          assert.deepEqual(pointers(problem), ['/titleVi']);
        }
        await buyer.refused('browseDatasets', { query: { q: 'mưa\0' } }, 'invalid-input');
        const cursor = Buffer.from(JSON.stringify(['ord_\0'])).toString('base64url');
        await buyer.refused('listOrders', { query: { cursor } }, 'invalid-input');
      }));

    it('an id of another kind, a page of 1000 and a cursor of one’s own making', () =>
      inVain(async () => {
        await buyer.refused('getOrder', { params: { id: offer.id } }, 'invalid-input');
        await buyer.refused('listOrders', { query: { limit: 1000 } }, 'invalid-input');
        await buyer.refused('listOrders', { query: { cursor: 'không có thật' } }, 'invalid-input');
      }));

    it('a body over 512 kB is 413, broken JSON 400', () =>
      inVain(async () => {
        const send = (body: string) =>
          provider.agent.post('/api/v1/datasets').set('Content-Type', 'application/json').send(body);
        const large = await send(JSON.stringify({ ...page, provenance: 'x'.repeat(600_000) }));
        assert.deepEqual([large.status, large.body.code], [413, 'too-large']);
        const broken = await send('{"titleVi": "Thời tiết"');
        assert.deepEqual([broken.status, broken.body.code], [400, 'invalid-input']);
      }));
  });

  describe('who', () => {
    it('somebody who is not signed in, and somebody of the wrong capability', () =>
      inVain(async () => {
        const nobody = await world.anonymous();
        const reply = await nobody.send('createDataset', { body: page });
        assert.equal(reply.status, 401);
        assert.match(reply.get('WWW-Authenticate') ?? '', /^Bearer/);
        await buyer.refused('createDataset', { body: page }, 'role-required');
        await provider.refused('submitRequest', { body: { offerId: offer.id, ...request } }, 'role-required');
        await provider.refused('listEvents', {}, 'role-required');
        const approve = { params: { id: draft.id }, body: { action: 'approve' as const, reason: 'Đủ hồ sơ.' } };
        await provider.refused('transitionDataset', approve, 'role-required');
      }));

    it('what is another’s is 404, the same as what does not exist', async () => {
      const { requestId, agreementId, sha256 } = await proposal(provider, buyer, offer.id);
      await inVain(async () => {
        const nobody = await world.anonymous();
        await nobody.refused('getDataset', { params: { id: draft.id } }, 'not-found');
        const params = { id: draft.id };
        await stranger.refused('getDataset', { params }, 'not-found');
        await stranger.refused('editDataset', { params, body: { credit: 'Tôi' } }, 'not-found', {
          ifMatch: `"1.${'0'.repeat(16)}"`,
        });
        await stranger.refused('openRevision', { params }, 'not-found');
        await stranger.refused('transitionDataset', { params, body: { action: 'withdraw' } }, 'not-found');
        await stranger.refused('getRequest', { params: { id: requestId } }, 'not-found');
        await stranger.refused('acceptTerms', await accepting(provider, requestId), 'not-found');
        await stranger.refused('getAgreement', { params: { id: agreementId } }, 'not-found');
        const sign = { params: { id: agreementId }, body: signing(sha256) };
        await stranger.refused('signAgreement', sign, 'not-found');
        await provider.refused('signAgreement', sign, 'role-required');
        const absent = `${requestId.slice(0, -4)}0000`;
        const there = await stranger.refused('getRequest', { params: { id: requestId } }, 'not-found');
        const missing = await stranger.refused('getRequest', { params: { id: absent } }, 'not-found');
        assert.equal(there.detail, missing.detail);
      });
    });

    it('a viewer looks and does not act', async () => {
      const viewer = await world.colleague(provider, 'viewer');
      await inVain(async () => {
        const params = { id: draft.id };
        assert.deepEqual((await viewer.call('getDataset', { params })).actions, []);
        await viewer.refused('createDataset', { body: page }, 'role-required');
        await viewer.refused('transitionDataset', { params, body: { action: 'withdraw' } }, 'role-required');
      });
    });

    it('only an administrator invites', async () => {
      const member = await world.colleague(provider, 'member');
      const body = { displayName: 'Người mới', email: 'nguoi.moi@example.vn', role: 'member' as const };
      await inVain(async () => void (await member.refused('inviteMember', { body }, 'role-required')));
    });

    it('an organisation that is not verified creates nothing and buys nothing', async () => {
      const applicant = await world.applicant('provider', 'buyer');
      await inVain(async () => {
        await applicant.refused('createDataset', { body: page }, 'not-verified');
        await applicant.refused('submitRequest', { body: { offerId: offer.id, ...request } }, 'not-verified');
      });
    });

    it('an operator and a regulator who are not verified, or suspended, are neither', async () => {
      const [operator, regulator] = [await world.applicant('operator'), await world.applicant('regulator')];
      const suspended = await world.organisation('operator');
      const chief = await world.organisation('operator');
      const params = { id: suspended.organisationId };
      const reason = 'Đang được kiểm tra';
      await chief.call('transitionOrganisation', { params, body: { action: 'suspend', reason } });
      await inVain(async () => {
        for (const person of [operator, suspended]) {
          await person.refused('listOrganisations', {}, 'not-verified');
          await person.refused('getQueue', {}, 'not-verified');
          await person.refused('listReviewQueue', {}, 'not-verified');
        }
        await regulator.refused('listEvents', {}, 'not-verified');
      });
    });

    it('the operator who submitted a dataset cannot list it; a colleague can', async () => {
      const both = await world.organisation('operator', 'provider');
      const { dataset } = await preparedDataset(world, both);
      const params = { id: dataset.id };
      await both.call('transitionDataset', { params, body: { action: 'submit' } });
      await world.settle();
      await inVain(async () => {
        await both.refused(
          'transitionDataset',
          { params, body: { action: 'approve', reason: 'Đủ hồ sơ.' } },
          'four-eyes',
        );
        await both.refused('transitionDataset', { params, body: { action: 'reject', reason: 'Thử' } }, 'four-eyes');
      });
      const colleague = await world.colleague(both, 'member');
      const body = { action: 'approve' as const, reason: 'Đủ hồ sơ.' };
      const listed = await colleague.call('transitionDataset', { params, body });
      assert.equal(listed.state, 'listed');
    });

    it('a token makes no offer that approves by itself; it makes others', async () => {
      const { secret: token } = await provider.call('createToken', {
        body: { name: 'Kịch bản', scopes: ['write'], expiresInDays: 1 },
      });
      const terms = { licence: 'research-only' as const, priceVnd: 0, months: 12 };
      const standing = { params: { id: draft.id }, body: { ...terms, autoApprovePurposes: ['research' as const] } };
      await inVain(() => provider.refused('makeOffer', standing, 'scope-required', { token }).then(() => {}));
      const plain = { params: { id: draft.id }, body: { ...terms, autoApprovePurposes: [] } };
      await provider.call('makeOffer', plain, { token });
      await provider.call('makeOffer', standing);
    });

    it('the page of another site', () =>
      inVain(async () => {
        const send = (origin: string) =>
          provider.agent
            .post('/api/v1/datasets')
            .set('Origin', origin)
            .send({ ...page, colour: 'xanh' });
        for (const origin of [
          'https://evil.example.org',
          'null',
          world.url.replace('127.0.0.1', 'localhost.example'),
        ]) {
          const reply = await send(origin);
          assert.deepEqual([reply.status, reply.body.code], [403, 'cross-origin'], origin);
        }
        // Its own origin gets as far as the input.
        assert.equal((await send(world.url)).body.code, 'invalid-input');
      }));
  });

  describe('conditional edits', () => {
    it('without If-Match 428; with what somebody has changed since 412', async () => {
      const params = { id: draft.id };
      const ifMatch = (await provider.send('getDataset', { params })).get('ETag') ?? '';
      await provider.call('editDataset', { params, body: { credit: 'Lần một' } }, { ifMatch });
      await inVain(async () => {
        await provider.refused('editDataset', { params, body: { credit: 'Lần hai' } }, 'stale', { ifMatch });
        await provider.refused('editDataset', { params, body: { credit: 'Lần hai' } }, 'stale', { ifMatch: '*' });
        await provider.refused('editDataset', { params, body: { credit: 'Lần hai' } }, 'if-match-required');
      });
      assert.equal((await provider.call('getDataset', { params })).credit, 'Lần một');
    });
  });

  describe('idempotency keys', () => {
    it('a missing or short one is 400', () =>
      inVain(async () => {
        const body = { offerId: offer.id, ...request };
        const bare = await stranger.agent.post('/api/v1/requests').send(body);
        assert.deepEqual([bare.status, bare.body.code], [400, 'idempotency-key-missing']);
        await stranger.refused('submitRequest', { body }, 'idempotency-key-missing', { key: 'short' });
      }));

    it('the same again gives the same answer; with other content it is 422', async () => {
      const someone = await world.organisation('buyer');
      const key = randomUUID();
      const body = { offerId: offer.id, ...request };
      const first = await someone.call('submitRequest', { body }, { key });
      await inVain(async () => {
        assert.deepEqual(await someone.call('submitRequest', { body }, { key }), first);
        const other = { ...body, project: 'Việc khác' };
        await someone.refused('submitRequest', { body: other }, 'idempotency-key-reused', { key });
        const withdraw = { params: { id: first.id }, body: { action: 'withdraw' as const } };
        await someone.refused('transitionRequest', withdraw, 'idempotency-key-reused', { key });
      });
      // The key belongs to the organisation: another one may have thought of the same.
      const other = await world.organisation('buyer');
      assert.notEqual((await other.call('submitRequest', { body }, { key })).id, first.id);
    });

    it('a refusal is remembered too', () =>
      inVain(async () => {
        const key = randomUUID();
        const body = { offerId: offer.id, ...request, purpose: 'ai_training' as const };
        const first = await buyer.refused('submitRequest', { body }, 'rule-broken', { key });
        assert.deepEqual(await buyer.refused('submitRequest', { body }, 'rule-broken', { key }), first);
      }));
  });

  describe('files', () => {
    let revisionId: string;
    before(async () => {
      revisionId = (await provider.call('openRevision', { params: { id: draft.id } })).id;
    });

    async function upload(content: Buffer, name: string, expected: [number, string], field = 'file'): Promise<void> {
      const path = `/api/v1/revisions/${revisionId}/files`;
      const reply = await provider.agent.post(path).attach(field, content, name);
      assert.deepEqual([reply.status, reply.body.code], expected, reply.text);
    }

    it('of the wrong content, kind, field or size leave nothing behind', () =>
      inVain(async () => {
        await upload(png, 'bang.csv', [422, 'unreadable-file']);
        await upload(Buffer.from('a,b\n1,2\n'), 'bang.parquet', [422, 'unreadable-file']);
        await upload(Buffer.alloc(0), 'bang.csv', [422, 'unreadable-file']);
        await upload(Buffer.from('%PDF-1.7'), 'bao-cao.pdf', [415, 'unsupported-media']);
        await upload(Buffer.from('a,b\n1,2\n'), 'bang.csv', [400, 'invalid-input'], 'tep');
        await upload(Buffer.from('a,b\n1,2\n'.repeat(200_000)), 'lon.csv', [413, 'too-large']);
        const path = `/api/v1/revisions/${revisionId}/files`;
        const none = await provider.agent.post(path).field('ghi-chu', 'không có tệp');
        assert.deepEqual([none.status, none.body.code], [400, 'invalid-input']);
        const json = await provider.agent.post(path).send({ file: 'a,b' });
        assert.deepEqual([json.status, json.body.code], [415, 'unsupported-media']);
        const incoming = join(world.context.config.dataDir, 'objects', 'incoming');
        assert.deepEqual(await readdir(incoming), []);
      }));

    it('of the same name, or for another’s revision', async () => {
      const path = `/api/v1/revisions/${revisionId}/files`;
      const content = Buffer.from('a,b\n1,2\n');
      assert.equal((await provider.agent.post(path).attach('file', content, 'a.csv')).status, 201);
      await inVain(async () => {
        await upload(content, 'a.csv', [409, 'conflict']);
        const foreign = await stranger.agent.post(path).attach('file', content, 'b.csv');
        assert.deepEqual([foreign.status, foreign.body.code], [404, 'not-found']);
      });
    });

    it('for a revision that is finalised', async () => {
      await provider.call('transitionRevision', { params: { id: revisionId }, body: { action: 'finalise' } });
      await world.settle();
      await inVain(() => upload(Buffer.from('a\n1\n'), 'b.csv', [409, 'transition-refused']));
    });
  });

  describe('rules of the exchange', () => {
    it('a price in foreign currency, in any text', () =>
      inVain(async () => {
        const body = { ...page, limitations: 'Bản đầy đủ có giá 200 USD, liên hệ bên cung cấp.' };
        const problem = await provider.refused('createDataset', { body }, 'rule-broken');
        assert.equal(problem.decisionCode, 'GIA_NGOAI_TE');
        assert.deepEqual(pointers(problem), ['/limitations']);
        const ifMatch = (await provider.send('getDataset', { params: { id: draft.id } })).get('ETag') ?? '';
        const edit = { params: { id: draft.id }, body: { credit: 'Giá €50' } };
        await provider.refused('editDataset', edit, 'rule-broken', { ifMatch });
      }));

    it('a price of “1.000 USD”, with the scheme’s code, and a contract that follows the dollar', () =>
      inVain(async () => {
        const dollars = { licence: 'research-only', priceVnd: '1.000 USD', vatClass: '10', months: null };
        const reply = await provider.agent
          .post(`/api/v1/datasets/${draft.id}/offers`)
          .set('Idempotency-Key', randomUUID())
          .send(dollars);
        assert.deepEqual([reply.status, reply.body.decisionCode], [400, 'GIA_NGOAI_TE'], reply.text);
        assert.deepEqual(pointers(reply.body), ['/priceVnd']);
        const statement = 'Chúng tôi trả theo tỷ giá USD của ngày ký thỏa thuận.';
        const asked = { body: { ...request, offerId: offer.id, statement } };
        const problem = await buyer.refused('submitRequest', asked, 'rule-broken');
        assert.deepEqual([problem.decisionCode, ...pointers(problem)], ['GIA_NGOAI_TE', '/statement']);
      }));

    it('a charge for open data, and a price over the pilot’s limit', () =>
      inVain(async () => {
        const make = (licence: OfferView['licence']['id'], priceVnd: number) =>
          provider.refused(
            'makeOffer',
            { params: { id: draft.id }, body: { licence, priceVnd, months: null } },
            'rule-broken',
          );
        assert.deepEqual(pointers(await make('open', 1000)), ['/priceVnd']);
        assert.deepEqual(pointers(await make('research-only', 2_000_000_001)), ['/priceVnd']);
      }));

    it('one’s own data, and a purpose the licence does not permit', async () => {
      const own = await listedDataset(world, stranger);
      await inVain(async () => {
        await stranger.refused('submitRequest', { body: { offerId: own.offer.id, ...request } }, 'rule-broken');
        const body = { offerId: offer.id, ...request, purpose: 'commercial_product' as const };
        assert.deepEqual(pointers(await buyer.refused('submitRequest', { body }, 'rule-broken')), ['/purpose']);
      });
    });

    it('a second request while one is open', async () => {
      const someone = await world.organisation('buyer');
      await someone.call('submitRequest', { body: { offerId: offer.id, ...request } });
      const again = { body: { offerId: offer.id, ...request } };
      await inVain(async () => void (await someone.refused('submitRequest', again, 'conflict')));
    });

    it('an answer without the reason it needs', async () => {
      const someone = await world.organisation('buyer');
      const { id } = await someone.call('submitRequest', { body: { offerId: offer.id, ...request } });
      await inVain(async () => {
        const decline = { params: { id }, body: { action: 'decline' as const } };
        assert.deepEqual(pointers(await provider.refused('transitionRequest', decline, 'invalid-input')), ['/reason']);
      });
    });

    it('a signature under another hash, or to an agreement that is sealed', async () => {
      const someone = await world.organisation('buyer');
      const { agreementId, sha256 } = await proposal(provider, someone, offer.id);
      const sign = (hash: string) => ({ params: { id: agreementId }, body: signing(hash) });
      await inVain(async () => void (await someone.refused('signAgreement', sign('0'.repeat(64)), 'conflict')));
      await someone.call('signAgreement', sign(sha256));
      await world.settle();
      await inVain(async () => void (await someone.refused('signAgreement', sign(sha256), 'transition-refused')));
    });

    it('a checkout for a free order, and steps that are not the buyer’s', async () => {
      const someone = await world.organisation('buyer');
      const { orderId } = await purchase(provider, someone, offer.id);
      await world.settle();
      const params = { id: orderId };
      await inVain(async () => {
        await someone.refused('startCheckout', { params }, 'transition-refused');
        const refund = { params, body: { action: 'refund' as const, reason: 'Không thích nữa' } };
        await someone.refused('transitionOrder', refund, 'role-required');
        await someone.refused('transitionOrder', { params, body: { action: 'cancel' } }, 'transition-refused');
        await stranger.refused('transitionOrder', { params, body: { action: 'accept' } }, 'not-found');
      });
    });
  });

  describe('webhooks', () => {
    const signer = new Stripe('sk_test_x').webhooks;
    const payload = JSON.stringify({
      ...{ id: 'evt_forged', object: 'event', type: 'checkout.session.completed' },
      data: { object: { id: 'cs_forged', object: 'checkout.session' } },
    });
    const good = { payload, secret: 'whsec_datasan_local_sandbox' };

    async function refused(body: string, signature?: string): Promise<void> {
      const headers = { 'Content-Type': 'application/json', ...(signature ? { 'Stripe-Signature': signature } : {}) };
      const reply = await fetch(`${world.url}/webhooks/stripe`, { method: 'POST', headers, body });
      const problem = (await reply.json()) as ProblemBody;
      assert.deepEqual([reply.status, problem.code], [400, 'bad-signature']);
    }

    it('unsigned, signed with another secret, altered, or an hour old are not stored', () =>
      inVain(async () => {
        await refused(payload);
        await refused(payload, signer.generateTestHeaderString({ ...good, secret: 'whsec_another' }));
        await refused(payload.replace('cs_forged', 'cs_altered'), signer.generateTestHeaderString(good));
        const timestamp = Math.floor(Date.now() / 1000) - 3600;
        await refused(payload, signer.generateTestHeaderString({ ...good, timestamp }));
        await refused('', signer.generateTestHeaderString(good));
      }));
  });
});
