import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { CertificateDocument } from '../../contracts/certificates.js';
import { readLeaf } from '../../contracts/leaf.js';
import {
  leafHash,
  openCheckpoint,
  parseTlogProof,
  parseVerifierKey,
  toBase64,
  verifyConsistency,
  verifyInclusion,
} from '../../contracts/proofs.js';
import { ed25519 } from '../../server/audit/signer.js';
import { hashOf } from '../../server/audit/tree.js';
import { commitmentTo } from '../../server/certificates/document.js';
import { renderPdf } from '../../server/certificates/pdf.js';
import { shiftClock } from '../../server/kernel/clock.js';
import { canonicalJson } from '../../server/kernel/hash.js';
import { pdfText } from '../pdf-text.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, logged, page, purchase, request } from '../stories.js';
import { openWorld, type World } from '../world.js';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

describe('A transaction certificate', () => {
  let world: World;
  let provider: Person;
  let buyer: Person;
  let operator: Person;
  let order: Awaited<ReturnType<typeof deliveredOrder>>;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    operator = await world.organisation('operator');
    const { offer } = await listedDataset(world, provider, { priceVnd: 640_000 });
    order = await deliveredOrder(world, provider, buyer, offer);
    await logged(world);
  });
  after(() => world.close());
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  const params = () => ({ params: { id: order.orderId } });
  const issue = (person: Person) => person.call('issueCertificate', params());
  const check = async (number: string) =>
    await (await world.anonymous()).call('checkCertificate', { params: { number } });

  async function pdfOf(person: Person, number: string) {
    const reply = await person.agent
      .get(`/api/v1/certificates/${number}/pdf`)
      .buffer(true)
      .parse((res, done) => {
        const parts: Buffer[] = [];
        res.on('data', (part: Buffer) => parts.push(part));
        res.on('end', () => done(null, Buffer.concat(parts)));
      });
    return { status: reply.status, type: reply.get('Content-Type'), bytes: reply.body as Buffer };
  }

  it('is issued once for a stage, whoever asks, and ten at a time', async () => {
    assert.deepEqual(await buyer.call('listCertificates', params()), { items: [], issuable: true });
    const all = await Promise.all(Array.from({ length: 10 }, (_, index) => issue(index % 2 ? buyer : provider)));
    assert.equal(new Set(all.map((one) => one.number)).size, 1);
    const [first] = all;
    assert.match(first?.number ?? '', /^DS-\d{4}-/);
    assert.deepEqual(await issue(provider), first);
    assert.deepEqual(await provider.call('listCertificates', params()), { items: [first], issuable: false });
    const events = await world.sql(`select 1 from audit_events where type = 'certificate.issued'`);
    assert.equal(events.length, 1);
  });

  it('is a PDF with both languages, whose bytes have the hash that the log holds', async () => {
    const { number, pdfSha256 } = await issue(buyer);
    const { status, type, bytes } = await pdfOf(buyer, number);
    assert.deepEqual([status, type], [200, 'application/pdf']);
    assert.equal(sha256(bytes), pdfSha256);
    assert.deepEqual((await pdfOf(provider, number)).bytes, bytes);
    assert.deepEqual((await pdfOf(operator, number)).bytes, bytes);
    assert.match(bytes.subarray(0, 8).toString(), /^%PDF-1\./);
    const text = pdfText(bytes);
    const agreement = await buyer.call('getAgreement', { params: { id: order.agreementId } });
    const seller = await provider.call('getOwnOrganisation', {});
    for (const part of [
      ...['Chứng nhận giao dịch', 'Transaction certificate', number, 'Đã giao, chưa nghiệm thu', '640.000 ₫'],
      ...['môi trường thử nghiệm, không có giá trị pháp lý', page.titleVi, page.titleEn, order.orderId],
      ...[agreement.sha256, seller.nameVi, seller.taxCode ?? '', `${world.publicUrl}/certificates/${number}`],
    ]) {
      assert.ok(text.replaceAll('\n', '').includes(part.replaceAll('\n', '')), `${part} is in:\n${text}`);
    }
  });

  it('tells the public kinds, times and hashes; neither it nor the paper holds a secret', async () => {
    const { number } = await issue(buyer);
    const shown = await check(number);
    const text = JSON.stringify(shown) + Buffer.from(shown.proof ?? '').toString();
    const paper = pdfText((await pdfOf(buyer, number)).bytes);
    const [asker, seller] = [await buyer.call('getOwnOrganisation', {}), await provider.call('getOwnOrganisation', {})];
    assert.ok(asker.taxCode && seller.taxCode);
    for (const secret of [asker.nameVi, asker.nameEn, asker.taxCode, seller.taxCode, '640000', '640.000']) {
      assert.ok(!text.includes(secret), `${secret} is not for the public`);
    }
    const people = await world.sql<{ name: string; email: string }>('select display_name as name, email from members');
    assert.ok(people.length > 3);
    for (const secret of [...people.flatMap((one) => [one.name, one.email]), request.statement, request.project]) {
      assert.ok(!text.includes(secret) && !paper.includes(secret), `${secret} is for nobody`);
    }
    const document = JSON.parse(shown.document) as CertificateDocument;
    assert.equal(canonicalJson(document), shown.document);
    const { taxCode } = asker;
    const { nameVi, nameEn, id } = asker;
    const salt = /\b[0-9a-f]{32}\b/.exec(paper)?.[0] ?? '';
    assert.equal(document.buyer.commitment, commitmentTo({ id, nameVi, nameEn, taxCode, address: '' }, salt));
  });

  it('is in the log, and so are all the steps that it names', async () => {
    const { number, pdfSha256 } = await issue(buyer);
    await logged(world);
    const shown = await check(number);
    const { vkey } = await buyer.call('getLog', {});
    const { extra, index, proof, checkpoint } = parseTlogProof(shown.proof ?? '');
    assert.ok(extra && vkey);
    const head = await openCheckpoint(ed25519, checkpoint, await parseVerifierKey(hashOf, vkey));
    const { size, root } = head;
    await verifyInclusion(hashOf, { index, size, root, proof, leaf: await leafHash(hashOf, extra) });
    const leaf = readLeaf(extra);
    assert.equal(leaf.type, 'certificate.issued');
    const expected = { number, stage: 'delivered', documentSha256: sha256(shown.document), pdfSha256 };
    assert.deepEqual(leaf.data, expected);

    const { log, steps, agreementSha256 } = JSON.parse(shown.document) as CertificateDocument;
    assert.equal(agreementSha256, (await buyer.call('getAgreement', { params: { id: order.agreementId } })).sha256);
    assert.deepEqual(
      steps.map((step) => step.type),
      ['agreement.signed', 'agreement.seal', 'agreement.signed', 'order.pay', 'delivery.made'],
    );
    for (const step of steps) {
      const told = await buyer.call('proveInclusion', { query: { index: step.index, size: log.size } });
      assert.deepEqual([told.leafHash, told.root], [step.leafHash, log.root]);
    }
    const later = await buyer.call('proveConsistency', { query: { from: log.size, to: size } });
    const claim = { from: log.size, fromRoot: bytesOf(log.root), to: size, toRoot: root };
    await verifyConsistency(hashOf, { ...claim, proof: later.proof.map(bytesOf) });
    assert.equal(toBase64(root), later.toRoot);
  });

  it('is rendered to the same bytes every time', async () => {
    const { number } = await issue(buyer);
    const document = JSON.parse((await check(number)).document) as CertificateDocument;
    const party = { id: 'org_1', nameVi: 'Công ty Mẫu', nameEn: 'Sample Company', taxCode: null, address: '' };
    const draft = { document, onPaper: { provider: party, buyer: party, buyerSalt: 'ab', priceVnd: 0 } };
    const first = await renderPdf(draft);
    shiftClock(3 * 3_600_000);
    assert.ok(first.equals(await renderPdf(draft)));
    assert.match(pdfText(first), /Miễn phí/);
    const live = { ...document, exchange: { ...document.exchange, mode: 'live' as const } };
    assert.doesNotMatch(pdfText(await renderPdf({ ...draft, document: live })), /không có giá trị pháp lý/);
  });

  it('never changes: the database refuses it', async () => {
    const { number } = await issue(buyer);
    for (const statement of [
      `update certificates set document = '{}'`,
      `update certificates set pdf_sha256 = repeat('0', 64)`,
      'delete from certificates',
      'truncate certificates',
    ]) {
      await assert.rejects(world.sql(statement), /written once and never changed/, statement);
    }
    assert.equal((await issue(buyer)).number, number);
  });

  it('is for nobody else: strangers find neither the order nor the paper, and an office does not issue', async () => {
    const { number } = await issue(buyer);
    const stranger = await world.organisation('buyer', 'provider');
    await stranger.refused('issueCertificate', params(), 'not-found');
    await stranger.refused('listCertificates', params(), 'not-found');
    assert.equal((await pdfOf(stranger, number)).status, 404);
    await operator.refused('issueCertificate', params(), 'role-required');
    const office = await world.organisation('operator', 'buyer');
    await office.refused('issueCertificate', params(), 'not-found');
    const nobody = await world.anonymous();
    await nobody.refused('downloadCertificate', { params: { number } }, 'sign-in-required');
    await nobody.refused('checkCertificate', { params: { number: 'DS-2026-000000-00' } }, 'not-found');
    await nobody.refused('checkCertificate', { params: { number: 'DS-2026' } }, 'invalid-input');
    const viewer = await world.colleague(buyer, 'viewer');
    await viewer.refused('issueCertificate', params(), 'role-required');
    assert.equal((await viewer.call('listCertificates', params())).items.length, 1);
  });

  it('of a later stage is another one, and the earlier tells of it', async () => {
    const earlier = await issue(buyer);
    await buyer.call('transitionOrder', { ...params(), body: { action: 'accept' } });
    await world.settle();
    await logged(world);
    const later = await issue(provider);
    assert.deepEqual([later.stage, later.number === earlier.number], ['accepted', false]);
    const { issuedAt, number, stage } = later;
    const shown = await check(earlier.number);
    assert.deepEqual([shown.orderState, shown.later], ['settled', [{ issuedAt, number, stage }]]);
    const document = JSON.parse((await check(number)).document) as CertificateDocument;
    const { receipt } = await buyer.call('getDelivery', params());
    assert.equal(document.receiptId, receipt?.id);
    assert.equal(document.manifestSha256, receipt?.manifestSha256);
  });

  it('waits for payment, and while a step waits for its place in the log', async () => {
    const { offer } = await listedDataset(world, provider, { priceVnd: 90_000 });
    const unpaid = await purchase(provider, buyer, offer.id);
    await buyer.refused('issueCertificate', { params: { id: unpaid.orderId } }, 'conflict');
    const free = await listedDataset(world, provider);
    await logged(world);
    await world.stopWork();
    const { orderId } = await purchase(provider, buyer, free.offer.id);
    await buyer.refused('issueCertificate', { params: { id: orderId } }, 'conflict');
    assert.equal((await buyer.call('listCertificates', { params: { id: orderId } })).issuable, true);
    world.startWork();
    await world.settle();
    await logged(world);
    assert.equal((await buyer.call('issueCertificate', { params: { id: orderId } })).stage, 'delivered');
  });
});
