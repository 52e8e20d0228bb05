import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../chromium.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, purchase } from '../stories.js';
import { openWorld, type World } from '../world.js';
import { seeProofs, type Visitor, visit } from './visitor.js';

describe('The regulator’s desk in the browser', () => {
  let world: World;
  let browser: Browser;
  let regulator: Person;
  let buyer: Person;
  let orderId: string;
  before(async () => {
    browser = await openBrowser();
    world = await openWorld();
    const provider = await world.organisation('provider');
    buyer = await world.organisation('buyer');
    regulator = await world.colleague(await world.organisation('regulator'), 'member');
    const { offer } = await listedDataset(world, provider, { priceVnd: 1_250_000 });
    ({ orderId } = await deliveredOrder(world, provider, buyer, offer));
    const second = await listedDataset(world, provider, { priceVnd: 80_000 });
    await purchase(provider, buyer, second.offer.id);
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });

  async function picture({ page }: Visitor, name: string): Promise<void> {
    const folder = process.env.TEST_PICTURES;
    if (folder) await page.screenshot({ path: join(folder, `desk-${name}.png`) });
  }

  it('narrows a search by facets, whose address can be shared, and saves it', async () => {
    const visitor = await visit(browser, world, regulator);
    const { page } = visitor;
    await page.getByRole('heading', { name: 'Tìm giao dịch' }).waitFor();
    const rows = page.locator('tbody tr');
    await rows.nth(1).waitFor();
    await page.locator('.facet button').filter({ hasText: 'Đã giao' }).click();
    await page.waitForURL(/state=delivered/);
    await page.getByText('1 giao dịch').waitFor();
    assert.equal(await rows.count(), 1);
    await page.locator('input[name=party]').fill('to chuc thu');
    await page.keyboard.press('Enter');
    await page.waitForURL(/party=to/);
    await page.locator('.chip').nth(1).waitFor();
    assert.match(page.url(), /state=delivered/, 'one filter does not drop another');

    const shared = await visit(browser, world, regulator);
    await shared.go(new URL(page.url()).pathname + new URL(page.url()).search);
    await shared.page.getByText('1 giao dịch').waitFor();
    await shared.close();

    await page.getByRole('button', { name: 'Lưu tìm kiếm' }).click();
    await page.locator('dialog input[name=name]').fill('Đã giao, chờ xác nhận');
    await page.locator('dialog').getByRole('button', { name: 'Lưu', exact: true }).click();
    await page.locator('dialog[open]').waitFor({ state: 'detached' });
    await visitor.go('/regulator/searches');
    await page.getByRole('link', { name: 'Đã giao, chờ xác nhận' }).click();
    await page.waitForURL(/state=delivered/);
    await page.getByRole('button', { name: /Bỏ bộ lọc Trạng thái/ }).click();
    await page.getByText('2 giao dịch').waitFor();
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it('opens a file, shows one person in clear for a reason, and forgets it with the page', async () => {
    const visitor = await visit(browser, world, regulator);
    const { page } = visitor;
    await visitor.go(`/regulator/orders/${orderId}`);
    assert.ok(!(await page.content()).includes(buyer.email));
    await page.locator('.proof').first().waitFor();
    await seeProofs(page);
    assert.ok((await page.locator('[data-proof=verified]').count()) > 10);
    assert.deepEqual(await page.locator('tr:has(.proof-fault)').allTextContents(), []);
    await page.getByRole('navigation', { name: 'Mục lục hồ sơ' }).getByRole('link', { name: 'Người tham gia' }).click();
    await page.waitForURL(/#people$/);
    await picture(visitor, 'people');
    const row = page.locator('#people tbody tr').filter({ hasText: 'gửi yêu cầu' });
    await row.getByRole('button').click();
    await page.locator('dialog textarea').fill('tò mò');
    const unmask = page.locator('dialog').getByRole('button', { name: 'Xem rõ' });
    await unmask.click();
    await page.locator('dialog .callout.bad').waitFor();
    await page.locator('dialog textarea').fill('Đối chiếu người ký theo đơn khiếu nại.');
    await picture(visitor, 'unmask');
    await unmask.click();
    await page.getByText(buyer.email).waitFor();
    await page.reload();
    await row.waitFor();
    assert.ok(!(await page.content()).includes(buyer.email));
    await visitor.go('/regulator/look-ups');
    await page.getByText('Xem thông tin cá nhân: Đối chiếu người ký').waitFor();
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it('prints a file without bar, buttons and contents', async () => {
    const visitor = await visit(browser, world, regulator, {
      viewport: { width: 360, height: 740 },
      colorScheme: 'dark',
    });
    const { page } = visitor;
    await visitor.go(`/regulator/orders/${orderId}?lang=en#money`);
    await page.getByRole('heading', { name: 'Money' }).waitFor();
    await picture(visitor, 'narrow');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    for (const hidden of ['.bar', '.footer', '.file-contents', '.page-head button']) {
      assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    }
    assert.ok(await page.getByRole('heading', { name: 'Agreement', exact: true }).isVisible());
    const ink = await page.evaluate<string>(
      'getComputedStyle(document.body).color + getComputedStyle(document.body).backgroundColor',
    );
    assert.equal(ink, 'rgb(0, 0, 0)rgb(255, 255, 255)', 'black on white, also in the dark');
    await picture(visitor, 'print');
    await visitor.close();
  });
});
