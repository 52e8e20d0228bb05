import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetInput } from '../../contracts/catalogue.js';
import type { Person } from '../person.js';
import { listedDataset, preparedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';

describe('The gate: what may not be listed', () => {
  let world: World;
  let provider: Person;
  let operator: Person;
  let folder: string;
  before(async () => {
    world = await openWorld();
    provider = await world.organisation('provider');
    operator = await world.organisation('operator');
    folder = await mkdtemp(join(tmpdir(), 'datasan-gate-'));
  });
  after(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => world.assertClean());

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

  async function submitted(file: string) {
    const { dataset, revisionId } = await preparedDataset(world, provider, {}, file);
    const params = { id: dataset.id };
    await provider.call('transitionDataset', { params, body: { action: 'submit' } });
    await world.settle();
    return { ...(await provider.call('getDataset', { params })), revisionId };
  }

  it('F1: a list of customers with telephone and identity numbers comes back, every column named, nothing shown', async () => {
    const { state, stateReason } = await submitted(await csv('khach-hang.csv', customers));
    assert.equal(state, 'needs_changes');
    for (const column of ['ho_ten', 'so_dien_thoai', 'cccd']) {
      assert.match(stateReason ?? '', new RegExp(`Cột “${column}”: .*\\(DU_LIEU_CA_NHAN\\)`));
    }
    assert.ok(!/0912345678|001099012345|Nguyễn Văn An/.test(stateReason ?? ''), 'examples are masked');
    assert.ok(!stateReason?.includes('chi_tieu'));
  });

  it('what comes from persons is not submitted without a report on its de-identification', async () => {
    const { dataset } = await preparedDataset(world, provider);
    const params = { id: dataset.id };
    const edit = async (body: Partial<DatasetInput>) => {
      const { version } = await provider.call('getDataset', { params });
      await provider.call('editDataset', { params, body }, { ifMatch: `"${version}.0"` });
    };
    await edit({ personalOrigin: 'deidentified' });
    const refusal = await provider.refused('transitionDataset', { params, body: { action: 'submit' } }, 'rule-broken');
    assert.equal(refusal.errors?.[0]?.pointer, '/deidentification');
    assert.match(refusal.detailVi, /CHUA_KHU_NHAN_DANG/);
    assert.equal((await provider.call('getDataset', { params })).state, 'draft');
    const report = 'Bỏ họ tên và số điện thoại; gộp tuổi theo nhóm năm năm; k = 20; Phòng dữ liệu làm ngày 02/11/2026.';
    await edit({ deidentification: report });
    await provider.call('transitionDataset', { params, body: { action: 'submit' } });
    await world.settle();
    assert.equal((await provider.call('getDataset', { params })).state, 'in_review');
  });

  it('F2: the same, encrypted and called de-identified, comes back as not de-identified', async () => {
    const secret = (n: number) => Buffer.from(`aes-256-gcm/${n}/${'Xy7'.repeat(5)}`).toString('base64');
    const lines = ['ho_ten_ma_hoa,phone_hash,chi_tieu'];
    for (let n = 0; n < 20; n += 1) {
      lines.push(`${secret(n)},${n.toString(16).padStart(2, '0').repeat(32)},${n * 1000}`);
    }
    const { state, stateReason } = await submitted(await csv('ma-hoa.csv', lines));
    assert.equal(state, 'needs_changes');
    assert.match(stateReason ?? '', /“ho_ten_ma_hoa”.*\(CHUA_KHU_NHAN_DANG\)/);
    assert.match(stateReason ?? '', /“phone_hash”.*\(CHUA_KHU_NHAN_DANG\)/);
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
  });
});
