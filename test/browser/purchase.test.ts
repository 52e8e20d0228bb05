import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../chromium.js';
import { page as described, request, weather } from '../stories.js';
import { openWorld, password, type World } from '../world.js';
import { picture, type Visitor, visit } from './visitor.js';

/** What a person types of a page: every field by its name in the form, but for what stays empty. */
function typed(of: object, prefix = ''): [string, unknown][] {
  return Object.entries(of).flatMap(([name, value]): [string, unknown][] => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    if (Array.isArray(value)) return [[prefix + name, value.join(', ')]];
    return typeof value === 'object' ? typed(value, `${name}.`) : [[prefix + name, value]];
  });
}

describe('A purchase in the browser', () => {
  let world: World;
  let browser: Browser;
  const visitors: Visitor[] = [];
  before(async () => {
    browser = await openBrowser();
    world = await openWorld();
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });

  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture(visitors, 'purchase');
  });

  async function enter(...capabilities: Parameters<World['organisation']>): Promise<Visitor> {
    const visitor = await visit(browser, world, await world.organisation(...capabilities));
    visitors.push(visitor);
    return visitor;
  }

  it('goes from a file on the provider’s disk to the same bytes on the buyer’s, by clicks alone', async () => {
    const provider = await enter('provider');
    const operator = await enter('operator');
    const buyer = await enter('buyer');

    // The provider lists.
    await provider.go('/provider/datasets/new');
    await provider.page.locator('[name=titleVi]').fill(described.titleVi);
    await provider.page.getByRole('button', { name: 'Tiếp tục' }).click();
    await provider.page.locator('input[type=file]').setInputFiles(weather);
    await provider.page.getByText('seattle-weather.csv', { exact: true }).waitFor();
    await provider.page.getByRole('button', { name: 'Xong tệp: đo dữ liệu' }).click();
    const step = async (name: string) => {
      await provider.page.locator('.steps').getByRole('link', { name }).click();
      await provider.page.locator('.steps [aria-current=step]').getByText(name).waitFor();
    };
    for (const name of ['Mô tả', 'Chất lượng', 'Phân loại, nguồn gốc']) {
      await step(name);
      await provider.page.locator('form.form').waitFor();
      for (const [field, value] of typed(described)) {
        const box = provider.page.locator(`[name="${field}"]`);
        if ((await box.count()) === 0) continue;
        if (field === 'declarations') {
          for (const one of await box.all()) await one.check();
          continue;
        }
        if (value === true) await box.check();
        else if (await box.evaluate((one) => one.tagName === 'SELECT')) await box.selectOption(String(value));
        else await box.fill(String(value));
      }
      await provider.page.locator('[data-saved=true]').waitFor();
    }
    await step('Dữ liệu');
    await provider.page.getByText('điểm chất lượng đo trên mọi dòng').waitFor();
    await step('Từ điển');
    await provider.page.locator('[data-row="0"][data-column=vi]').fill('Ngày đo');
    await provider.page.locator('[data-row="0"][data-column=vi]').press('Enter');
    assert.equal(await provider.page.evaluate('document.activeElement.dataset.row'), '1', 'Enter goes a row down');
    await provider.page.getByRole('button', { name: 'Lưu từ điển' }).click();
    await provider.page.getByText('Đã lưu.').waitFor();
    await step('Chào bán');
    await provider.page.locator('[name=priceModel]').selectOption('one_off');
    await provider.page.locator('[name=priceVnd]').fill('1500000');
    await provider.page.getByRole('button', { name: 'Mở chào bán' }).click();
    await provider.page.getByText('1.500.000').first().waitFor();
    await step('Kiểm tra và gửi');
    await provider.page.getByRole('button', { name: 'Gửi kiểm duyệt' }).click();
    await provider.page.getByText('Đã gửi kiểm duyệt.').waitFor();
    await provider.page.getByRole('link', { name: 'Xem tất cả' }).click();
    await provider.page.locator('.page-head').getByText('Đang kiểm duyệt').waitFor();

    // The operator reviews.
    await operator.go('/operator/reviews');
    await operator.page.getByRole('link', { name: described.titleVi }).first().click();
    await operator.page.getByRole('button', { name: 'Duyệt niêm yết' }).click();
    await operator.page.getByRole('dialog').locator('textarea').fill('Đủ hồ sơ.');
    await operator.page.getByRole('dialog').getByRole('button', { name: 'Duyệt niêm yết' }).click();
    await operator.page.getByRole('dialog').waitFor({ state: 'hidden' });

    // The buyer finds it without marks, in English, and asks.
    await buyer.go('/?lang=en');
    await buyer.page.locator('input[name=q]').fill('thoi tiet seattle');
    await buyer.page.getByRole('button', { name: 'Search', exact: true }).click();
    await buyer.page.getByRole('link', { name: described.titleEn }).click();
    await buyer.page.getByRole('link', { name: 'Request access' }).click();
    await buyer.page.locator('[name=purpose]').selectOption(request.purpose);
    await buyer.page.locator('[name=project]').fill(request.project);
    await buyer.page.locator('[name=statement]').fill(request.statement);
    await buyer.page.getByRole('button', { name: 'Send the request' }).click();
    await buyer.page.waitForURL(/\/requests\/req_/);

    await provider.go('/provider/requests');
    await provider.page.getByRole('link', { name: described.titleVi }).first().click();
    await provider.page.getByRole('button', { name: 'Đồng ý và ký' }).waitFor();

    // They negotiate: each side sees what the other wants to change, old and new.
    await buyer.page.getByText('Propose other terms').click();
    await buyer.page.locator('[name=priceVnd]').fill('1200000');
    await buyer.page.locator('.changes').getByText('1.200.000').waitFor();
    await buyer.page.getByRole('button', { name: 'Send the counter-offer' }).click();
    await buyer.page.getByText('The other side has the word.').waitFor();
    await provider.page.reload();
    await provider.page.locator('.changes del').getByText('1.500.000').waitFor();
    await provider.page.getByText('Đề nghị điều khoản khác').click();
    await provider.page.locator('[name=priceVnd]').fill('1300000');
    await provider.page.locator('[name=seats]').fill('4');
    await provider.page.getByRole('button', { name: 'Gửi đề nghị' }).click();
    await provider.page.getByText('Đang chờ bên kia trả lời.').waitFor();

    // Only the signature binds, and it asks for the password: a wrong one signs nothing.
    await buyer.page.reload();
    await buyer.page.locator('.changes ins').getByText('1.300.000').waitFor();
    await buyer.page.locator('[name=accept]').check();
    await buyer.page.locator('[name=password]').fill('not the password');
    await buyer.page.getByRole('button', { name: 'Accept and sign' }).click();
    await buyer.page.getByRole('alert').first().waitFor();
    await buyer.page.locator('[name=password]').fill(password);
    await buyer.page.getByRole('button', { name: 'Accept and sign' }).click();
    await buyer.page.waitForURL(/\/agreements\/agr_/);
    await provider.page.reload();
    await provider.page.getByRole('link', { name: 'Đọc và ký' }).click();
    await provider.page.locator('[name=accept]').check();
    await provider.page.locator('[name=password]').fill(password);
    await provider.page.getByRole('button', { name: 'Đồng ý và ký' }).click();
    await provider.page.waitForURL(/\/orders\/ord_/);

    // Both have signed; the buyer pays: first with a card that is declined, then with one that is not.
    await buyer.page.reload();
    await buyer.page.getByRole('link', { name: 'To the order' }).click();
    await buyer.page.getByRole('button', { name: 'Pay by card' }).click();
    await buyer.page.waitForURL(/\/sandbox\/stripe\/c\/pay\//);
    await payWith(buyer, '4000 0000 0000 0002');
    await buyer.page.getByRole('alert').first().waitFor();
    await payWith(buyer, '4242 4242 4242 4242');
    await buyer.page.waitForURL(/\/orders\/ord_/);
    await buyer.page.getByText('The data is ready').waitFor();

    // What is downloaded has the hash that the page, the manifest and the provider's own disk have.
    const original = sha256(await readFile(weather));
    const bytes = await downloaded(buyer, 'data/seattle-weather.csv');
    assert.equal(sha256(bytes), original);
    await buyer.page.locator(`code[title="${original}"]`).first().waitFor();
    const manifest = JSON.parse((await downloaded(buyer, 'manifest.json')).toString());
    const entry = manifest.files.find((file: { name: string }) => file.name === 'data/seattle-weather.csv');
    assert.equal(entry.sha256, original);

    await buyer.page.getByRole('button', { name: 'Accept delivery' }).click();
    await buyer.page.getByText('Receipt', { exact: true }).waitFor();
    await world.assertClean();

    // The regulator opens the whole file of the order.
    const regulator = await enter('regulator');
    await regulator.go('/regulator/orders');
    await regulator.page.getByRole('link', { name: described.titleVi }).first().click();
    await regulator.page.getByRole('heading', { name: 'Tiền', exact: true }).waitFor();
    await regulator.page.getByText('1.300.000').first().waitFor();
    await regulator.page.getByRole('heading', { name: 'Các vòng thương lượng' }).waitFor();
    for (const visitor of visitors) assert.deepEqual(visitor.faults, []);
  });

  async function payWith({ page }: Visitor, card: string): Promise<void> {
    const fields = { card_number: card, exp_month: '12', exp_year: '2034', cvc: '123', name: 'Nguoi mua' };
    for (const [name, value] of Object.entries(fields)) await page.locator(`input[name=${name}]`).fill(value);
    await page.locator('button[type=submit]').click();
  }

  async function downloaded({ page }: Visitor, name: string): Promise<Buffer> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name, exact: true }).click(),
    ]);
    return await readFile(await download.path());
  }
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
