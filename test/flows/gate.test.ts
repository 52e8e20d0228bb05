import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetPatch } from '../../contracts/catalogue.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { day, shiftClock } from '../../server/kernel/clock.js';
import type { Person } from '../person.js';
import {
  delivered,
  deliveredOrder,
  download,
  listedDataset,
  page,
  preparedDataset,
  proposal,
  request,
  signing,
} from '../stories.js';
import { openWorld, type World } from '../world.js';

const reason = 'Đủ hồ sơ.';
const note = 'Đã xem từng cột và báo cáo.';

const published = {
  scope: 'Thẩm định độ đầy đủ và nguồn gốc của bộ dữ liệu.',
  method: 'Đếm lại trên mọi dòng, đối chiếu hồ sơ nguồn gốc.',
  fees: '3.000.000 đ cho mỗi bộ dữ liệu',
};

describe('The gate: what may not be listed', () => {
  let world: World;
  let provider: Person;
  let operator: Person;
  let folder: string;
  before(async () => {
    world = await openWorld({ env: { GOVERNING_BODY: 'UBND thành phố Mẫu' } });
    provider = await world.organisation('provider');
    operator = await world.organisation('operator');
    folder = await mkdtemp(join(tmpdir(), 'datasan-gate-'));
    await provider.call('setDataContact', { body: { dpoContact: 'dpo@example.vn' } });
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    shiftClock(0);
    await world.assertClean();
  });

  const customers = [
    'ho_ten,so_dien_thoai,cccd,chi_tieu',
    'Nguyễn Văn An,0912345678,001099012345,1200000',
    'Trần Thị Bình,0387654321,079200000123,850000',
    'Lê Minh Khôi,0703456789,036301004567,430000',
  ];
  async function csv(name: string, lines: readonly string[]): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, lines.join('\n'));
    return path;
  }

  const edit = async (id: string, body: DatasetPatch, by = provider) => {
    const { version } = await by.call('getDataset', { params: { id } });
    return await by.call('editDataset', { params: { id }, body }, { ifMatch: `"${version}.0"` });
  };
  const submit = (id: string) => ({ params: { id }, body: { action: 'submit' as const } });
  const approve = (id: string) => ({ params: { id }, body: { action: 'approve' as const, reason } });

  /** A draft that is ready but for what the change says. */
  async function drafted(change: DatasetPatch = {}, file?: string, by = provider, priceVnd = 0): Promise<string> {
    const { dataset } = await preparedDataset(world, by, { priceVnd }, file);
    if (Object.keys(change).length > 0) await edit(dataset.id, change, by);
    await world.settle();
    return dataset.id;
  }

  /** Sees a submission refused; gives the codes, and pointers with their articles. */
  async function refusedAt(id: string, by = provider) {
    const problem = await by.refused('transitionDataset', submit(id), 'rule-broken');
    assert.equal((await by.call('getDataset', { params: { id } })).state, 'draft');
    return { codes: problem.decisionCodes as string[] | undefined, errors: problem.errors ?? [], problem };
  }

  async function inReview(id: string, by = provider): Promise<void> {
    await by.call('transitionDataset', submit(id));
    await world.settle();
    assert.equal((await by.call('getDataset', { params: { id } })).state, 'in_review');
  }

  it('F1: a list of customers with telephone and identity numbers is blocked, every column named, nothing shown', async () => {
    const id = await drafted({}, await csv('khach-hang.csv', customers));
    const { codes, problem } = await refusedAt(id);
    assert.deepEqual(codes, ['DU_LIEU_CA_NHAN']);
    for (const column of ['ho_ten', 'so_dien_thoai', 'cccd']) {
      assert.match(problem.detailVi, new RegExp(`Cột “${column}”: .*DU_LIEU_CA_NHAN`));
    }
    assert.ok(!/0912345678|001099012345|Nguyễn Văn An/.test(JSON.stringify(problem)), 'examples are masked');
    assert.ok(!problem.detailVi.includes('chi_tieu'));
  });

  it('F2: the same, encrypted and called de-identified, is blocked as not de-identified', async () => {
    const secret = (n: number) => Buffer.from(`aes-256-gcm/${n}/${'Xy7'.repeat(5)}`).toString('base64');
    const lines = ['ho_ten_ma_hoa,phone_hash,chi_tieu'];
    for (let n = 0; n < 20; n += 1) {
      lines.push(`${secret(n)},${n.toString(16).padStart(2, '0').repeat(32)},${n * 1000}`);
    }
    const claimed = { personalOrigin: 'deidentified' as const, subjectsBasic: 20 };
    const id = await drafted(claimed, await csv('ma-hoa.csv', lines));
    await edit(id, { deidentification: 'Mọi cột nhận dạng đã được mã hóa AES-256 hoặc băm SHA-256 ngày 02/11/2026.' });
    const { codes, problem } = await refusedAt(id);
    assert.deepEqual(codes, ['CHUA_KHU_NHAN_DANG']);
    assert.match(problem.detailVi, /“ho_ten_ma_hoa”.*CHUA_KHU_NHAN_DANG/);
    assert.match(problem.detailVi, /“phone_hash”.*CHUA_KHU_NHAN_DANG/);
    assert.match(problem.detail, /names only encryption/);
  });

  const people = { disclosed: false, personalOrigin: 'aggregate' as const };
  const report =
    'Gộp theo quận và nhóm tuổi năm năm, bỏ họ tên; rủi ro còn lại thấp; Phòng dữ liệu làm ngày 02/11/2026.';

  it('F3: undisclosed sensitive data on 120,000 people is proposed as core and cannot be listed', async () => {
    const id = await drafted({ ...people, deidentification: report, subjectsSensitive: 120_000 });
    assert.equal((await provider.call('getReview', { params: { id } })).proposedClass, 'core');
    assert.ok((await refusedAt(id)).codes?.includes('DU_LIEU_COT_LOI'));
    await edit(id, { importanceClass: 'core' });
    assert.deepEqual((await refusedAt(id)).codes, ['DU_LIEU_COT_LOI']);
  });

  it('F4: undisclosed basic data on 150,000 people is important: two reviewers, and no buyer abroad', async () => {
    const id = await drafted({ ...people, deidentification: report, subjectsBasic: 150_000 });
    const { errors } = await refusedAt(id);
    assert.deepEqual(
      errors.map((one) => one.pointer),
      ['/importanceClass'],
    );
    await edit(id, { importanceClass: 'important' });
    await inReview(id);
    const params = { id };
    const missing = await operator.refused('transitionDataset', approve(id), 'four-eyes');
    assert.match(missing.detail, /legal, data/);
    await operator.call('signOff', { params, body: { role: 'legal', note } });
    await operator.refused('signOff', { params, body: { role: 'data', note } }, 'four-eyes');
    assert.match((await operator.refused('transitionDataset', approve(id), 'four-eyes')).detail, /: data/);
    const colleague = await world.colleague(operator, 'member');
    await colleague.refused('signOff', { params, body: { role: 'legal', note } }, 'conflict');
    await colleague.call('signOff', { params, body: { role: 'data', note } });
    assert.equal((await operator.call('transitionDataset', approve(id))).state, 'listed');

    const [offer] = (await provider.call('listOffers', { params })).items;
    const buyer = await world.organisation('buyer');
    const ask = { body: { offerId: offer?.id ?? '', ...request, lawfulBasis: 'deidentified' as const } };
    await world.sql(`update organisations set legal_form = 'foreign' where id = $1`, [buyer.organisationId]);
    const refused = await buyer.refused('submitRequest', ask, 'rule-broken');
    assert.match(refused.detail, /buyer abroad/);
    await world.sql(`update organisations set legal_form = 'company' where id = $1`, [buyer.organisationId]);
    await buyer.call('submitRequest', ask);
  });

  it('F5: a price of “1.000 USD”, or one that follows a rate of exchange, is refused as it is written', async () => {
    const { dataset } = await preparedDataset(world, provider);
    for (const text of ['Bản đầy đủ có giá 1.000 USD.', 'Giá quy đổi theo tỷ giá ngày thanh toán.']) {
      const limitations = `${page.limitations} ${text}`;
      const call = { params: { id: dataset.id }, body: { limitations } };
      const { version } = await provider.call('getDataset', { params: { id: dataset.id } });
      const problem = await provider.refused('editDataset', call, 'rule-broken', { ifMatch: `"${version}.0"` });
      assert.equal(problem.decisionCode, 'GIA_NGOAI_TE');
    }
  });

  it('F6: nobody appraises an own listing, nor a related party’s; who has no interest does, signed', async () => {
    const both = await world.organisation('intermediary', 'provider');
    const other = await world.organisation('intermediary');
    const own = await drafted({}, undefined, both);
    await inReview(own, both);
    const interest = 'Chúng tôi không có lợi ích nào ở bên bán hay dữ liệu này.';
    const engage = (id: string) => ({ params: { id }, body: { interest } });
    const refusal = await both.refused('engageAppraisal', engage(own), 'rule-broken');
    assert.equal(refusal.decisionCode, 'XUNG_DOT_LOI_ICH');

    const early = await other.refused('engageAppraisal', engage(own), 'rule-broken');
    assert.match(early.detail, /publishes scope, method and price/);
    await other.call('publishIntermediary', { body: published });
    const appraisal = await other.call('engageAppraisal', engage(own));
    assert.equal(appraisal.state, 'engaged');
    await operator.call('declareRelatedParties', {
      body: {
        ...{ organisationId: both.organisationId, otherId: other.organisationId, ground: 'capital' as const },
        ...{ note: 'Góp 30 % vốn.', since: '2026-01-01' },
      },
    });
    const result = {
      scope: 'Toàn bộ tệp và trang mô tả.',
      content: 'Độ đầy đủ, độ chính xác, nguồn gốc.',
      method: 'Đếm lại trên mọi dòng.',
      documents: 'Hồ sơ nguồn gốc.',
      conclusion: 'Dữ liệu đúng như mô tả.',
      verdict: 'fit' as const,
      accept: true as const,
    };
    const deliver = { params: { id: appraisal.id }, body: result };
    const late = await other.refused('deliverAppraisal', deliver, 'rule-broken');
    assert.equal(late.decisionCode, 'XUNG_DOT_LOI_ICH');

    const third = await world.organisation('intermediary');
    await third.call('publishIntermediary', { body: published });
    const fair = await third.call('engageAppraisal', engage(own));
    const done = await third.call('deliverAppraisal', { params: { id: fair.id }, body: result });
    assert.match(done.sha256 ?? '', /^[0-9a-f]{64}$/);
    const seen = await operator.call('getReview', { params: { id: own } });
    assert.deepEqual(
      seen.appraisals.map((one) => [one.state, one.verdict]),
      [
        ['delivered', 'fit'],
        ['engaged', null],
      ],
    );
    assert.equal(
      (await both.call('getDataset', { params: { id: own } })).state,
      'in_review',
      'the operator still decides',
    );
  });

  it('an intermediary publishes scope, method and price, in đồng alone; its page shows that it also sells, to everybody', async () => {
    const both = await world.organisation('intermediary', 'provider');
    const abroad = { body: { ...published, fees: '100 USD cho mỗi bộ dữ liệu' } };
    assert.equal((await both.refused('publishIntermediary', abroad, 'rule-broken')).decisionCode, 'GIA_NGOAI_TE');
    await provider.refused('publishIntermediary', { body: published }, 'role-required');
    await both.call('publishIntermediary', { body: published });
    const visitor = await world.anonymous();
    const page = await visitor.call('getIntermediary', { params: { id: both.organisationId } });
    assert.deepEqual([page.alsoProvider, page.profile?.fees], [true, published.fees]);
    assert.deepEqual(page.delivered, { fit: 0, fit_with_reservations: 0, unfit: 0 });
    const { items } = await visitor.call('listIntermediaries', {});
    assert.ok(items.some((one) => one.organisation.id === both.organisationId));
    await visitor.refused('getIntermediary', { params: { id: provider.organisationId } }, 'not-found');
  });

  it('F7: State data of another governing body, or by a State body of another one, is not for this exchange', async () => {
    const stateData = (governingBody: string): DatasetPatch => ({
      provenanceBasis: 'state_function',
      sharingClass: 'shared',
      stateSource: { sourceDatabase: 'CSDL quan trắc môi trường', governingBody },
    });
    const department = await world.organisation('provider');
    const id = department.organisationId;
    await world.sql(`update organisations set legal_form = 'state_body' where id = $1`, [id]);
    await operator.call('setGoverningBody', { params: { id }, body: { governingBody: 'UBND Thành phố Mẫu' } });
    const own = await drafted(stateData('UBND thành phố mẫu'), undefined, department);
    const ministry = await drafted(stateData('Bộ Mẫu'), undefined, department);
    const { codes, errors } = await refusedAt(ministry, department);
    assert.deepEqual([codes, errors[0]?.pointer], [['NGUON_KHONG_HOP_LE'], '/stateSource/governingBody']);
    await edit(ministry, { stateSource: null }, department);
    assert.equal((await refusedAt(ministry, department)).errors[0]?.pointer, '/stateSource');
    await inReview(own, department);

    const elsewhere = await world.organisation('provider');
    await world.sql(`update organisations set legal_form = 'state_body', governing_body = 'Bộ Mẫu' where id = $1`, [
      elsewhere.organisationId,
    ]);
    const listed = await drafted(stateData('UBND thành phố Mẫu'), undefined, elsewhere);
    assert.deepEqual((await refusedAt(listed, elsewhere)).codes, ['NGUON_KHONG_HOP_LE']);
  });

  it('F9: a listing without limitations is not submitted, and Art. 17 is named', async () => {
    const id = await drafted({ limitations: '' });
    const { codes, errors } = await refusedAt(id);
    assert.deepEqual([codes, errors.length, errors[0]?.pointer], [['THIEU_CHAT_LUONG'], 1, '/limitations']);
    assert.match(errors[0]?.detail ?? '', /Decree 314\/2026, Art\. 17/);
  });

  it('F10: a service is suspended in the night in which its certificate ends, and not before', async () => {
    const service = await world.organisation('provider');
    const id = await drafted({ productKind: 'intermediary_service' }, undefined, service);
    assert.deepEqual((await refusedAt(id, service)).codes, ['CHUNG_NHAN_HET_HAN']);
    const certificate = await service.call('enterCertificate', {
      body: {
        ...{ kind: 'intermediary', number: 'TG-01/2026', issuer: 'Cơ quan cấp phép Mẫu', issuedOn: '2026-01-01' },
        expiresOn: vietnamDay(new Date(Date.now() + 3 * day)),
      },
    });
    const move = { params: { id: certificate.id }, body: { action: 'confirm' as const } };
    await service.refused('transitionParticipantCertificate', move, 'role-required');
    await operator.call('transitionParticipantCertificate', move);
    await inReview(id, service);
    await operator.call('transitionDataset', approve(id));
    const state = async () => (await service.call('getDataset', { params: { id } })).state;
    await world.later(2 * day);
    assert.equal(await state(), 'listed');
    await world.later(4 * day);
    assert.equal(await state(), 'suspended');
    assert.match((await service.call('getDataset', { params: { id } })).stateReason ?? '', /CHUNG_NHAN_HET_HAN/);
  });

  it('F11: an agreement on version 1 shows version 1 and its hash after version 2 is published', async () => {
    const buyer = await world.organisation('buyer');
    const { dataset, offer } = await listedDataset(world, provider);
    const { agreementId } = await proposal(provider, buyer, offer.id);
    const agreement = () => buyer.call('getAgreement', { params: { id: agreementId } });
    const before = await agreement();
    const second = await provider.call('openRevision', { params: { id: dataset.id } });
    const path = `/api/v1/revisions/${second.id}/files`;
    const sent = await provider.agent.post(path).attach('file', await csv('v2.csv', ['a,b', '1,2', '3,4']));
    assert.equal(sent.status, 201);
    const params = { id: second.id };
    await provider.call('transitionRevision', { params, body: { action: 'finalise' } });
    await world.settle();
    await operator.call('transitionRevision', { params, body: { action: 'publish' } });
    const { currentRevision } = await buyer.call('getDataset', { params: { id: dataset.id } });
    assert.equal(currentRevision?.number, 2);
    const after = await agreement();
    assert.deepEqual([after.sha256, after.revisionNumber, after.files], [before.sha256, 1, before.files]);
    assert.equal(after.files[0]?.sha256, dataset.currentRevision?.files[0]?.sha256);
    assert.notEqual(after.files[0]?.sha256, currentRevision?.files[0]?.sha256);
  });

  it('F20: a delisting with three live entitlements tells holders, applies the access policy and holds the evidence', async () => {
    const { dataset, offer } = await listedDataset(world, provider);
    const buyers = [];
    for (let n = 0; n < 3; n += 1) {
      const buyer = await world.organisation('buyer');
      buyers.push({ buyer, ...(await deliveredOrder(world, provider, buyer, offer)) });
    }
    const params = { id: dataset.id };
    const body = {
      action: 'delist' as const,
      reason: 'Phát hiện dữ liệu cá nhân.',
      codes: ['DU_LIEU_CA_NHAN' as const],
    };
    await operator.call('transitionDataset', { params, body });
    await world.settle();
    for (const { buyer, entitlementId } of buyers) {
      const { state } = await buyer.call('getEntitlement', { params: { id: entitlementId } });
      assert.equal(state, 'suspended');
      assert.equal((await download(buyer, entitlementId, delivered)).status, 403);
      const told = (await buyer.call('listNotifications', {})).items.map((one) => one.text.vi);
      assert.ok(
        told.some((one) => one.includes(dataset.titleVi) && one.includes('Đã hủy niêm yết')),
        `${told}`,
      );
    }
    const [held] = await world.sql<{ freezes: boolean; ground: string }>(
      `select freezes, ground from holds where subject_id = $1 and lifted_at is null`,
      [dataset.id],
    );
    assert.deepEqual(held, { freezes: false, ground: 'ND314_7_8' });
    const [decision] = (await operator.call('getReview', { params })).decisions;
    assert.deepEqual([decision?.action, decision?.codes], ['delist', ['DU_LIEU_CA_NHAN']]);
  });

  it('a delisting by its own provider tells the holders as well', async () => {
    const { dataset, offer } = await listedDataset(world, provider);
    const buyer = await world.organisation('buyer');
    const { entitlementId } = await deliveredOrder(world, provider, buyer, offer);
    const body = { action: 'delist' as const, reason: 'Ngừng thu thập.' };
    await provider.call('transitionDataset', { params: { id: dataset.id }, body });
    await world.settle();
    assert.equal((await buyer.call('getEntitlement', { params: { id: entitlementId } })).state, 'active');
    const told = (await buyer.call('listNotifications', {})).items.map((one) => one.text.vi);
    assert.ok(
      told.some((one) => one.includes('Đã hủy niêm yết')),
      `${told}`,
    );
  });

  it('the operator lifts the hold on evidence that it kept itself, and no other', async () => {
    const { dataset } = await listedDataset(world, provider);
    const params = { id: dataset.id };
    await operator.call('transitionDataset', { params, body: { action: 'suspend', reason: 'Đang xác minh.' } });
    const [kept] = (await provider.call('listHoldsOn', { params })).items;
    assert.deepEqual([kept?.by, kept?.freezes, kept?.canLift], ['operator', false, false]);
    const lift = { params: { id: kept?.id ?? '' }, body: { reason: 'Đã xác minh xong, không vi phạm.' } };
    await provider.refused('liftHold', lift, 'role-required');
    assert.equal((await operator.call('listHoldsOn', { params })).items[0]?.canLift, true);
    assert.equal((await operator.call('liftHold', lift)).canLift, false);
    assert.deepEqual((await provider.call('listHoldsOn', { params })).items, []);
  });

  it('a delisting for another reason lets access run to its end', async () => {
    const { dataset, offer } = await listedDataset(world, provider);
    const buyer = await world.organisation('buyer');
    const { entitlementId } = await deliveredOrder(world, provider, buyer, offer);
    const body = { action: 'delist' as const, reason: 'Hết hạn hợp đồng.', codes: ['THIEU_CHAT_LUONG' as const] };
    await operator.call('transitionDataset', { params: { id: dataset.id }, body });
    await world.settle();
    assert.equal((await buyer.call('getEntitlement', { params: { id: entitlementId } })).state, 'active');
  });

  it('k below five over declared columns blocks; two people may set it aside, one never, and the regulator sees it', async () => {
    const lines = ['tuoi,gioi,xa,chi_tieu'];
    for (let n = 0; n < 40; n += 1) lines.push(`${20 + 5 * (n % 2)},${n % 4 < 2 ? 'nam' : 'nữ'},Mẫu,${n}`);
    lines.push('90,nữ,Mẫu,7');
    const change = { ...people, personalOrigin: 'deidentified' as const, deidentification: report, subjectsBasic: 41 };
    const id = await drafted({ ...change, quasiIdentifiers: ['tuoi', 'gioi', 'xa'] }, await csv('tuoi.csv', lines));
    const params = { id };
    const { codes, errors } = await refusedAt(id);
    assert.deepEqual([codes, errors.length], [['CHUA_KHU_NHAN_DANG'], 1]);
    assert.match(errors[0]?.detail ?? '', /k = 1 over gioi, tuoi, xa; 1 rows/);
    const review = await provider.call('getReview', { params });
    assert.deepEqual(review.anonymity, [
      { file: 'tuoi.csv', columns: ['gioi', 'tuoi', 'xa'], rows: 41, k: 1, l: 1, rowsBelow: 1 },
    ]);

    const key = 'k-anonymity:tuoi.csv';
    const argument = 'Dòng 90 tuổi là số liệu tổng hợp của nhóm trên 85 tuổi, không phải một người.';
    const asked = await operator.call('proposeOverride', { params, body: { key, argument } });
    const grant = { params: { id: asked.id }, body: { action: 'grant' as const, reason: 'Đã đối chiếu nguồn.' } };
    await operator.refused('transitionOverride', grant, 'four-eyes');
    await refusedAt(id);
    await provider.refused('transitionOverride', grant, 'role-required');
    const colleague = await world.colleague(operator, 'member');
    await colleague.call('transitionOverride', grant);
    await inReview(id);
    const regulator = await world.organisation('regulator');
    const [shown] = (await regulator.call('listOverrides', {})).items;
    assert.deepEqual([shown?.finding.key, shown?.state, shown?.argument], [key, 'granted', argument]);
    const { items } = await regulator.call('listEvents', { query: { type: 'override.grant' } });
    assert.equal(items.length, 1);
    const law = { key: 'core-data', argument };
    await operator.refused('proposeOverride', { params, body: law }, 'rule-broken');
  });

  it('a class that a reviewer raised is not lowered again, by anybody', async () => {
    const id = await drafted();
    await inReview(id);
    const params = { id };
    const raise = (importanceClass: 'other' | 'important') => ({
      params,
      body: { importanceClass, reason: 'Có thể ảnh hưởng an toàn hồ chứa.' },
    });
    assert.ok((await provider.call('getReview', { params })).dueAt, 'the provider sees by when it is decided');
    await operator.refused('raiseImportance', raise('other'), 'rule-broken');
    const raised = await operator.call('raiseImportance', raise('important'));
    assert.deepEqual(raised.needs, ['legal', 'data']);
    await operator.call('transitionDataset', { params, body: { action: 'return', reason: 'Xem lại phân loại.' } });
    await edit(id, { importanceClass: 'other' });
    const problem = await provider.refused('transitionDataset', submit(id), 'rule-broken');
    assert.match(problem.detail, /A reviewer raised the class/);
  });

  it('a visitor without an account reports a listing; upholding it suspends the listing; too many are refused', async () => {
    const { dataset } = await listedDataset(world, provider);
    const params = { id: dataset.id };
    const visitor = await world.anonymous();
    const body = { ground: 'misleading' as const, statement: 'Số liệu không khớp với trạm đo đã nêu.' };
    const sent = await visitor.call('reportListing', { params, body });
    await provider.refused('listListingReports', {}, 'role-required');
    const uphold = { params: { id: sent.id }, body: { action: 'uphold' as const, reason: 'Đã kiểm tra, đúng.' } };
    assert.equal((await operator.call('transitionListingReport', uphold)).state, 'upheld');
    assert.equal((await provider.call('getDataset', { params })).state, 'suspended');
    const statuses = [];
    for (let n = 0; n < 10; n += 1) statuses.push((await visitor.send('reportListing', { params, body })).status);
    assert.deepEqual(statuses.at(-1), 429);
    const draft = await drafted();
    const stranger = await world.organisation('buyer');
    assert.equal((await stranger.send('reportListing', { params: { id: draft }, body })).status === 201, false);
  });

  it('a paid deal waits for verified payment accounts in the parties’ own names', async () => {
    const { offer } = await listedDataset(world, provider, { priceVnd: 100_000 });
    const buyer = await world.organisation('buyer');
    await world.sql(`delete from payment_accounts where organisation_id = $1`, [buyer.organisationId]);
    const { agreementId, sha256 } = await proposal(provider, buyer, offer.id);
    const sign = { params: { id: agreementId }, body: signing(sha256) };
    assert.match((await buyer.refused('signAgreement', sign, 'rule-broken')).detail, /The buyer has no verified/);
    const { nameVi } = await buyer.call('getOwnOrganisation', {});
    const account = { bankBin: '970436', number: '0011001932418' };
    const wrong = await buyer.refused(
      'enterPaymentAccount',
      { body: { ...account, holder: 'NGUYEN VAN AN' } },
      'rule-broken',
    );
    assert.equal(wrong.errors?.[0]?.pointer, '/holder');
    const holder = nameVi.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
    const entered = await buyer.call('enterPaymentAccount', { body: { ...account, holder } });
    assert.match(entered.numberMasked, /^•+2418$/);
    await buyer.refused('signAgreement', sign, 'rule-broken');
    await operator.call('transitionPaymentAccount', { params: { id: entered.id }, body: { action: 'verify' } });
    assert.ok((await buyer.call('signAgreement', sign)).orderId);
  });

  it('a further revision with personal data is not published either, and the findings are for insiders alone', async () => {
    const { dataset } = await listedDataset(world, provider);
    const revision = await provider.call('openRevision', { params: { id: dataset.id } });
    const params = { id: revision.id };
    const file = await csv('khach-hang-2.csv', customers);
    const upload = await provider.agent.post(`/api/v1/revisions/${revision.id}/files`).attach('file', file);
    assert.equal(upload.status, 201);
    await provider.call('transitionRevision', { params, body: { action: 'finalise' } });
    await world.settle();
    const problem = await operator.refused(
      'transitionRevision',
      { params, body: { action: 'publish' } },
      'rule-broken',
    );
    assert.match(problem.detail, /DU_LIEU_CA_NHAN/);
    for (const person of [provider, operator]) {
      const [seen] = (await person.call('getRevision', { params })).files;
      assert.deepEqual(
        seen?.personal?.map((one) => one.kind),
        ['person_name', 'phone', 'citizen_id'],
      );
    }
    const visitor = await world.anonymous();
    const open = await visitor.call('getDataset', { params: { id: dataset.id } });
    assert.deepEqual(
      open.currentRevision?.files.map((one) => one.personal),
      [null],
    );
    const buyer = await world.organisation('buyer');
    await buyer.refused('getReview', { params: { id: dataset.id } }, 'not-found');
  });
});
