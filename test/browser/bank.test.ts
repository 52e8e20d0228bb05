import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../chromium.js';
import { listedDataset, purchase } from '../stories.js';
import { csvOf } from '../transfers.js';
import { openWorld, type World } from '../world.js';
import { picture, type Visitor, visit } from './visitor.js';

describe('A bank transfer in the browser', () => {
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
    if (this.currentTest?.state === 'failed') await picture(visitors, 'bank');
  });

  it('is chosen by keyboard, found in a statement, completed by two people, and the buyer’s page follows by itself', async () => {
    const provider = await world.organisation('provider');
    const person = await world.organisation('buyer');
    const operator = await world.organisation('operator');
    const { offer } = await listedDataset(world, provider, { priceVnd: 640_000 });
    const { orderId } = await purchase(provider, person, offer.id);
    const [buyer, first, second] = [
      await visit(browser, world, person),
      await visit(browser, world, operator),
      await visit(browser, world, await world.colleague(operator, 'member')),
    ];
    visitors.push(buyer, first, second);

    await buyer.go(`/orders/${orderId}`);
    await buyer.page.getByRole('button', { name: 'Chuyển khoản ngân hàng' }).focus();
    await buyer.page.keyboard.press('Enter');
    const code = buyer.page.getByRole('img', { name: /^Mã VietQR: chuyển 704\.000/ });
    await code.waitFor();
    const reference = /DSN\w{10}/.exec((await code.getAttribute('alt')) ?? '')?.[0] ?? '';
    // Throws for a picture that the page's own policy keeps out, or that cannot be drawn.
    await code.evaluate('(one) => one.decode()');

    await first.go('/operator/bank');
    const buffer = Buffer.from(
      csvOf([
        { vnd: 500_000, content: `${reference} dot 1` },
        { vnd: 204_000, content: 'phan con lai' },
      ]),
    );
    await first.page.locator('input[type=file]').setInputFiles({ name: 'sao-ke.csv', mimeType: 'text/csv', buffer });
    await first.page.getByRole('button', { name: 'Nhập sao kê', exact: true }).click();
    await first.page.getByText('Đã nhập: 2 dòng mới').waitFor();
    await buyer.page.getByText('Đã nhận 500.000 ₫, còn thiếu 204.000 ₫').waitFor();

    // The part with the reference leaves the list by itself.
    await first.page.getByRole('listitem').filter({ hasText: 'dot 1' }).getByText('Đã khớp').waitFor();
    await first.page.getByRole('button', { name: 'Khớp với một đơn hàng' }).click();
    await first.page.locator('[name=order]').fill(reference);
    await first.page.keyboard.press('Enter');
    await first.page.getByText('một người khác phải xác nhận').waitFor();
    assert.equal(await first.page.getByRole('button', { name: 'Xác nhận khớp' }).count(), 0);
    await second.go('/operator/bank');
    await second.page.getByRole('button', { name: 'Xác nhận khớp' }).click();
    await second.page.getByText('Mọi khoản tiền vào đã khớp').waitFor();
    await buyer.page.getByText('Dữ liệu đã sẵn sàng').waitFor();
    assert.deepEqual(
      visitors.flatMap((one) => one.faults),
      [],
    );
    await world.assertClean();
  });
});
