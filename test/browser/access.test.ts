import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { checkItemCodes } from '../../contracts/scheme/participants.js';
import { openBrowser } from '../chromium.js';
import { openWorld, password, taxCode, type World } from '../world.js';
import { picture, signIn, type Visitor, visit } from './visitor.js';

const email = 'ke.toan@dohai.example.vn';

describe('Coming in by the browser', () => {
  let world: World;
  let browser: Browser;
  let guest: Visitor;
  before(async () => {
    browser = await openBrowser();
    world = await openWorld();
    guest = await visit(browser, world, null);
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture([guest], 'access');
  });

  it('a mistake in the form is told beside the field, and nothing that was typed is lost', async () => {
    const { page } = guest;
    await guest.go('/sign-up');
    const values = {
      ...{ nameVi: 'Công ty Đo hải', nameEn: 'Do Hai Surveys', taxCode: '0123456789', address: 'Số 2 đường Mẫu, Huế' },
      ...{ displayName: 'Kế toán', email, password: 'ngắn quá không được' },
    };
    for (const [name, value] of Object.entries(values)) await page.locator(`[name=${name}]`).fill(value);
    await page.getByLabel('Tôi được tổ chức ủy quyền').check();
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    const wrong = page.locator('.field', { has: page.locator('[name=taxCode]') }).locator('.wrong');
    await wrong.waitFor();
    assert.match((await wrong.textContent()) ?? '', /mã số thuế|kiểm tra/i);
    assert.equal(await page.locator('[name=taxCode]').getAttribute('aria-invalid'), 'true');
    assert.equal(await page.locator('[name=nameVi]').inputValue(), 'Công ty Đo hải');
    assert.equal(await world.count('organisations'), 0);
  });

  it('sign-up, the mailed link, sign-in, and verification by the operator', async () => {
    const { page } = guest;
    await page.locator('[name=taxCode]').fill(taxCode(900));
    await page.locator('[name=password]').fill(password);
    await page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
    await page.getByRole('heading', { name: 'Kiểm tra email' }).waitFor();

    // Before the address is confirmed there is no way in, and the page says why.
    await guest.go('/sign-in');
    await page.locator('[name=email]').fill(email);
    await page.locator('[name=password]').fill(password);
    await page.locator('main button[type=submit]').click();
    await page.getByRole('button', { name: 'Gửi lại email xác nhận' }).waitFor();

    await world.settle();
    await guest.go(`/outbox?to=${encodeURIComponent(email)}`);
    await page.locator('a[href*="verify-email"]').first().click();
    await page.getByRole('button', { name: 'Xác nhận' }).click();
    await page.getByText('Email đã được xác nhận').waitFor();
    await signIn(guest, email, password);
    await guest.go('/organisation');
    await page.getByRole('button', { name: 'Gửi hồ sơ xác minh' }).click();
    await page.locator('.page-head').getByText('Chờ xác minh').waitFor();

    const operator = await visit(browser, world, await world.organisation('operator'));
    await operator.go('/operator/organisations');
    await operator.page.getByRole('link', { name: 'Công ty Đo hải' }).click();
    await operator.page.getByText('Mã số thuế đúng chữ số kiểm tra').waitFor();
    const items = operator.page.locator('li.entry', { has: operator.page.locator('[name=result]') });
    assert.equal(await items.count(), checkItemCodes.length);
    for (const item of await items.all()) {
      await item.getByRole('button', { name: 'Lưu' }).click();
      await item.locator('.meta').waitFor();
    }
    await operator.page.getByRole('button', { name: 'Xác minh', exact: true }).click();
    const dialog = operator.page.getByRole('dialog');
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Xác minh', exact: true }).click();
    await operator.page.locator('.page-head').getByText('Đã xác minh').waitFor();
    await page.reload();
    await page.locator('.page-head').getByText('Đã xác minh').waitFor();
    assert.deepEqual([...guest.faults, ...operator.faults], []);
  });

  it('a token is shown once and can be taken back', async () => {
    const { page } = guest;
    await guest.go('/tokens');
    await page.locator('[name=name]').fill('Sổ tay phân tích');
    await page.getByRole('button', { name: 'Tạo mã' }).click();
    const secret = (await page.locator('.callout.good code').textContent()) ?? '';
    const read = () => fetch(`${world.url}/api/v1/entitlements`, { headers: { Authorization: `Bearer ${secret}` } });
    assert.notEqual((await read()).status, 401);
    await page.reload();
    await page.getByText('Sổ tay phân tích', { exact: true }).waitFor();
    assert.ok(!(await page.content()).includes(secret));
    await page.getByRole('button', { name: 'Thu hồi' }).click();
    await page.getByText('Đã thu hồi').waitFor();
    assert.equal((await read()).status, 401);
  });

  it('a wrong password is refused in words, in the language that is chosen; a page behind the door leads back', async () => {
    const { page } = guest;
    await page.getByRole('button', { name: 'Đăng xuất' }).first().click();
    await page.getByRole('link', { name: 'Đăng nhập' }).first().waitFor();
    await page.goto('/orders?lang=en');
    await page.getByRole('heading', { name: 'Sign in first' }).waitFor();
    await page.locator('main').getByRole('link', { name: 'Sign in' }).click();
    await page.locator('[name=email]').fill(email);
    await page.locator('[name=password]').fill('not the right one');
    await page.locator('main button[type=submit]').click();
    const refusal = page.getByRole('alert');
    await refusal.waitFor();
    assert.match((await refusal.textContent()) ?? '', /password/);
    await page.locator('[name=password]').fill(password);
    await page.locator('main button[type=submit]').click();
    await page.waitForURL(/\/orders/);
  });
});
