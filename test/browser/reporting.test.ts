import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { verifyBundle } from '../../server/audit/verify-bundle.js';
import { monitorTrades } from '../../server/reporting/monitor.js';
import { unzip } from '../bundles.js';
import { openBrowser } from '../chromium.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset } from '../stories.js';
import { openWorld, type World } from '../world.js';
import { picture, type Visitor, visit } from './visitor.js';

describe('The regulator at the desk', () => {
  let world: World;
  let browser: Browser;
  let desk: Visitor;
  let operator: Person;
  let parties: [Person, Person];
  let orderId: string;
  before(async () => {
    browser = await openBrowser();
    world = await openWorld();
    operator = await world.organisation('operator');
    parties = [await world.organisation('provider'), await world.organisation('buyer')];
    const { offer } = await listedDataset(world, parties[0], { priceVnd: 2_400_000 });
    orderId = (await deliveredOrder(world, parties[0], parties[1], offer)).orderId;
    await parties[1].call('transitionOrder', { params: { id: orderId }, body: { action: 'accept' } });
    await world.settle();
    desk = await visit(browser, world, await world.organisation('regulator'));
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture([desk], 'reporting');
  });

  it('goes from the dashboard to a number and from the number to the events it was counted from', async () => {
    const { page } = desk;
    await desk.go('/');
    await page.getByRole('link', { name: 'Tổng quan' }).click();
    await page.getByRole('img', { name: /Dòng tiền: .*2\.640\.000/ }).waitFor();
    await page.getByRole('img', { name: /^Giao dịch của mười hai tháng: .* 1 trên 1$/ }).waitFor();
    await picture([desk], 'dashboard');
    await page
      .getByRole('link', { name: /^Giá trị \(số liệu chặt\): 2\.640\.000/ })
      .first()
      .click();
    await page.getByRole('heading', { name: /2\.640\.000/ }).waitFor();
    assert.equal(await page.locator('tbody tr').count(), 1);
    await page.getByText('Giải ngân 2.640.000 ₫ cho bên bán').waitFor();
  });

  it('picks a period and takes the report home as PDF and CSV', async () => {
    const { page } = desk;
    await desk.go('/reports');
    await page.getByLabel('Kỳ báo cáo').selectOption({ index: 0 });
    await page.getByRole('heading', { name: /Năm \d{4}/ }).waitFor();
    for (const kind of ['PDF', 'CSV']) {
      const waiting = page.waitForEvent('download');
      await page.getByRole('link', { name: kind, exact: true }).click();
      const file = await readFile(await (await waiting).path());
      assert.ok(
        kind === 'PDF' ? file.subarray(0, 5).equals(Buffer.from('%PDF-')) : file.includes('trades.counted-vnd'),
      );
    }
  });

  it('asks for an evidence bundle, sees it come, and what is downloaded verifies', async () => {
    const { page } = desk;
    await desk.go(`/regulator/orders/${orderId}`);
    await page.getByRole('button', { name: 'Lập bộ chứng cứ' }).click();
    const link = page.getByRole('link', { name: /^Tải \.zip/ });
    await link.waitFor();
    const waiting = page.waitForEvent('download');
    await link.click();
    const files = await unzip(await readFile(await (await waiting).path()));
    const { vkey } = await operator.call('getLog', {});
    assert.ok((await verifyBundle(files, vkey ?? '')).events > 10);
  });

  it('reads why a flag was raised and closes it with a note', async () => {
    const { page } = desk;
    const [provider, buyer] = parties;
    const pair = { organisationId: provider.organisationId, otherId: buyer.organisationId };
    const body = { ...pair, ground: 'family', since: '2020-01-01' } as const;
    await operator.call('declareRelatedParties', { body });
    await monitorTrades(world.context.kernel.db);
    await desk.go('/regulator/flags');
    await page.getByRole('link', { name: 'Giao dịch giữa các bên liên quan' }).click();
    await page
      .getByText(/quan hệ gia đình/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Đóng với ghi chú' }).click();
    await page.locator('dialog textarea').fill('Đã nhận giải trình của hai bên.');
    await page.locator('dialog button[type=submit]').click();
    await page.getByText('Đã nhận giải trình của hai bên.').first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Đóng với ghi chú' }).count(), 0);
    assert.deepEqual(desk.faults, []);
  });
});
