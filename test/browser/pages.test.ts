import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { periodsOf } from '../../contracts/periods.js';
import { vietnamDay } from '../../contracts/vietnam-day.js';
import { projectRoot } from '../../server/kernel/project.js';
import { openCase } from '../../server/payouts/cases.js';
import { monitorTrades } from '../../server/reporting/monitor.js';
import { bid } from '../bids.js';
import { openBrowser } from '../chromium.js';
import { onboarded, paidByBank } from '../payouts.js';
import type { Person } from '../person.js';
import { deliveredOrder, listedDataset, logged, preparedDataset, purchase, request } from '../stories.js';
import { awaitingTransfer, importCsv } from '../transfers.js';
import { openWorld, type World } from '../world.js';
import { seeProofs, type Visitor, visit } from './visitor.js';

type Violation = { id: string; nodes: { html: string }[] };
const axeRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'];
const axeOptions = { runOnly: axeRules, resultTypes: ['violations'], preload: false };
const axeRun = `axe.run(document, ${JSON.stringify(axeOptions)}).then(({ violations }) => violations)`;

/** As people may have it: a wide screen in daylight, a narrow phone in the dark. */
const sights = [
  { name: 'wide, light, Vietnamese', viewport: { width: 1280, height: 900 }, colorScheme: 'light', language: 'vi' },
  { name: '360 px, dark, English', viewport: { width: 360, height: 740 }, colorScheme: 'dark', language: 'en' },
] as const;

const report = {
  ...{ title: 'Lộ mã truy cập kho tệp', happenedAt: null, place: 'Kho tệp chính', act: 'Mã bị đăng công khai.' },
  ...{ parties: '', dataKinds: 'Số đo thời tiết', records: 1461, dpoContact: '', effect: '', measures: '' },
};

describe('Every page', () => {
  let world: World;
  let browser: Browser;
  let axeSource: string;
  let people: Record<'nobody' | 'buyer' | 'provider' | 'operator' | 'regulator', Person | null>;
  let ids: Record<string, string>;
  before(async function () {
    this.timeout(180_000);
    browser = await openBrowser();
    world = await openWorld();
    axeSource = await readFile(join(projectRoot, 'node_modules/axe-core/axe.min.js'), 'utf8');
    const [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    const operator = await world.organisation('operator');
    people = { nobody: null, buyer, provider, operator, regulator: await world.organisation('regulator') };
    const { dataset, offer } = await listedDataset(world, provider, { priceVnd: 1_250_000 });
    const colleague = await world.colleague(operator, 'member');
    const fees = { percentBp: 500, fixedVnd: 0, minVnd: 10_000, maxVnd: 5_000_000, vatClass: '8' as const };
    const validFrom = vietnamDay(new Date());
    const { id: feesId } = await colleague.call('proposeFees', { body: { ...fees, validFrom } });
    await operator.call('transitionFees', { params: { id: feesId }, body: { action: 'approve' } });
    const later = vietnamDay(new Date(Date.now() + 40 * 86_400_000));
    await colleague.call('proposeFees', { body: { ...fees, percentBp: 450, validFrom: later } });
    const done = await deliveredOrder(world, provider, buyer, offer);
    await buyer.call('transitionOrder', { params: { id: done.orderId }, body: { action: 'accept' } });
    const sent = await deliveredOrder(world, provider, await world.organisation('buyer'), offer);
    const backing = { params: { id: sent.orderId }, body: { action: 'refund' as const, reason: 'Tệp lỗi' } };
    await operator.call('transitionOrder', backing);
    const argued = await deliveredOrder(world, provider, buyer, offer);
    const statement = 'Cột lượng mưa thiếu toàn bộ tháng 12 năm 2014 so với mô tả.';
    const claim = { type: 'quality' as const, statement, wantedVnd: 300_000 };
    const dispute = await buyer.call('openDispute', { params: { id: argued.orderId }, body: claim });
    await operator.call('transitionDispute', { params: { id: dispute.id }, body: { action: 'acknowledge' } });
    const said = 'Số liệu tháng 12 được bổ sung ở phiên bản sau; chúng tôi đề nghị giảm giá.';
    await provider.call('writeInDispute', { params: { id: dispute.id }, body: { text: said } });
    const settlement = { refundVnd: 150_000, text: 'Hoàn một phần tương ứng tháng thiếu.' };
    await provider.call('proposeSettlement', { params: { id: dispute.id }, body: settlement });
    await world.settle();
    const [fee] = (await provider.call('listInvoices', { query: { side: 'received' } })).items;
    const issued = (await provider.call('listInvoices', { query: { side: 'issued' } })).items;
    await buyer.call('openSharing', {
      params: { id: done.entitlementId },
      body: { expiresInDays: 30, profile: 'bearer' },
    });
    const kept = { name: 'Thời tiết', query: { q: 'thời tiết', sector: 'environment' as const }, alert: true };
    await buyer.call('saveCatalogueSearch', { body: kept });
    await logged(world);
    const certificate = await buyer.call('issueCertificate', { params: { id: done.orderId } });
    await logged(world);
    const draft = await preparedDataset(world, provider);
    const second = await listedDataset(world, provider, { priceVnd: 80_000 });
    const unpaid = await purchase(provider, buyer, second.offer.id);
    const half = await awaitingTransfer(provider, buyer, second.offer.id);
    const much = await awaitingTransfer(provider, buyer, second.offer.id);
    await importCsv(world, operator, [
      { vnd: 30_000, content: `${half.transfer.reference} tra truoc mot phan` },
      { vnd: 100_000, content: much.transfer.reference },
      { vnd: 55_000, content: 'thanh toan tien du lieu thang nay, chuyen tu ung dung ngan hang' },
      { vnd: 88_000, content: 'mua du lieu' },
      { vnd: -11_000, content: 'phi dich vu' },
    ]);
    const [toMatch] = (await operator.call('listBankLines', { query: { open: 'yes' } })).items;
    const proposed = { params: { id: toMatch?.id ?? '' }, body: { order: half.orderId } };
    await colleague.call('proposeMatch', proposed);
    const [owed] = (await operator.call('listRepayments', { query: { open: 'yes' } })).items;
    await colleague.call('reportRepayment', { params: { id: owed?.id ?? '' }, body: { sentReference: 'FT-TRA-1' } });
    const third = await listedDataset(world, provider);
    const asked = await buyer.call('submitRequest', { body: { offerId: third.offer.id, ...request } });
    const applicant = await world.applicant('buyer');
    const related = {
      organisationId: provider.organisationId,
      otherId: buyer.organisationId,
      ground: 'control',
    } as const;
    await operator.call('declareRelatedParties', { body: { ...related, since: '2020-01-01' } });
    await monitorTrades(world.context.kernel.db);
    const { regulator } = people as { regulator: Person };
    const [flag] = (await regulator.call('listFlags', {})).items;
    await regulator.call('requestBundle', { body: { kind: 'order', id: done.orderId } });
    await world.settle();
    const own = { id: applicant.organisationId };
    await applicant.call('transitionOrganisation', { params: own, body: { action: 'submit' } });
    const query = { party: 'thu', state: 'delivered', minVnd: 1_000_000, sort: 'dearest' } as const;
    await people.regulator?.call('saveSearch', { body: { name: 'Đơn lớn chưa xác nhận', query } });
    const about = { ground: 'ND314_7_8', reason: 'Kiểm tra nguồn gốc của dữ liệu theo phản ánh' } as const;
    await regulator.call('placeHold', { body: { subjectId: unpaid.orderId, ...about } });
    await regulator.call('placeHold', { body: { subjectId: second.dataset.id, ...about, freezes: false } });
    const dueAt = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const text = 'Xin giải trình mục đích sử dụng dữ liệu đã mua.';
    const organisationId = buyer.organisationId;
    const question = await regulator.call('askQuestion', {
      body: { subjectId: done.orderId, organisationId, text, dueAt },
    });
    await regulator.call('requestTakedown', {
      body: { datasetId: third.dataset.id, ground: 'L91_23', statement: 'Có dữ liệu cá nhân chưa khử nhận dạng.' },
    });
    const incident = await provider.call('openIncident', {
      body: { datasetId: dataset.id, detectedAt: new Date(Date.now() - 50 * 3_600_000).toISOString(), report },
    });
    const reported = { ground: 'misleading' as const, statement: 'Số liệu không khớp với trạm đo.' };
    await buyer.call('reportListing', { params: { id: dataset.id }, body: reported });
    const appraiser = await world.organisation('intermediary');
    const interest = 'Không có lợi ích nào ở bên bán.';
    await appraiser.call('publishIntermediary', {
      body: {
        scope: 'Thẩm định độ đầy đủ và nguồn gốc của bộ dữ liệu.',
        method: 'Đếm lại trên mọi dòng, đối chiếu hồ sơ nguồn gốc.',
        fees: '3.000.000 đ cho mỗi bộ dữ liệu',
      },
    });
    const elsewhere = { name: 'Cổng dữ liệu mở Mẫu', kind: 'ckan' as const, url: 'https://mo.example.vn/' };
    const portal = await operator.call('addPortal', { body: { ...elsewhere, everyHours: 24, enabled: false } });
    await world.sql(
      `insert into mirrored (id, portal_id, source_id, identity, title, description, publisher, licence, landing_page, formats,
         folded, harvested_at)
       values ('hrv_01k9v3m7q2x8r4t6w0y5z1a3bc', $1, 'a1', 'name:a', 'Thời tiết theo giờ tại các trạm Mẫu', 'Số đo của 12 trạm.',
         'Sở Nông nghiệp và Môi trường Mẫu', 'CC BY 4.0', 'https://mo.example.vn/dataset/a1', '{CSV,JSON}', 'thoi tiet', now())`,
      [portal.id],
    );
    const outcome = JSON.stringify({
      found: 0,
      added: 0,
      changed: 0,
      gone: 0,
      fault: 'The portal answered with HTTP 502.',
    });
    await world.sql(`update portals set last_run_at = now(), last_outcome = $2 where id = $1`, [portal.id, outcome]);
    await appraiser.call('engageAppraisal', { params: { id: dataset.id }, body: { interest } });
    const { id: bidId } = await buyer.call('createBid', { body: bid() });
    await buyer.call('transitionBid', { params: { id: bidId }, body: { action: 'submit' } });
    await operator.call('transitionBid', { params: { id: bidId }, body: { action: 'approve' } });
    await provider.call('answerBid', { params: { id: bidId }, body: { datasetId: dataset.id, note: 'Có từ 2012' } });
    const terms = { allowed: true, k: 10, queries: 20, rows: 500, seconds: 60, days: 7 };
    await provider.call('setEvaluationSettings', { params: { id: dataset.id }, body: terms });
    const why = { purpose: 'research' as const, statement: 'Xem dữ liệu có đủ dài cho luận văn không.' };
    const trial = await buyer.call('openEvaluation', { body: { datasetId: dataset.id, ...why } });
    await world.settle();
    const sql = 'SELECT weather, count(*) FROM seattle_weather GROUP BY weather';
    await buyer.call('askEvaluation', { params: { id: trial.id }, body: { sql } });
    await onboarded(world, provider);
    const byHand = await paidByBank(world, provider, buyer, offer);
    await buyer.call('transitionOrder', { params: { id: byHand }, body: { action: 'accept' } });
    const bank = { bin: '970400', number: '0123456789', holder: 'TO CHUC THU' };
    await provider.call('setPayoutBank', { body: bank });
    await world.context.kernel.db.transaction((tx) =>
      openCase(tx, { kind: 'charge', object: 'pi_khong_ro', expectedVnd: 0, foundVnd: 70_000, orderId: byHand }),
    );
    const hook = await buyer.call('addWebhook', { body: { url: 'https://nhan.example.vn/san', types: ['order.*'] } });
    await buyer.call('testWebhook', { params: { id: hook.endpoint.id } });
    await world.settle();
    ids = {
      hook: hook.endpoint.id,
      ...{
        evaluation: trial.id,
        question: question.id,
        incident: incident.id,
        held: second.dataset.id,
        seller: provider.organisationId,
      },
      ...{ dataset: dataset.id, offer: offer.id, draft: draft.dataset.id, request: asked.id },
      ...{ agreement: done.agreementId, order: done.orderId, unpaid: unpaid.orderId, applicant: own.id },
      ...{ entitlement: done.entitlementId, certificate: certificate.number },
      ...{ fee: fee?.id ?? '', invoice: issued.find((one) => one.orderId === done.orderId)?.id ?? '' },
      ...{ note: issued.find((one) => one.corrects)?.id ?? '' },
      ...{ bid: bidId, other: second.dataset.id, appraiser: appraiser.organisationId },
      ...{ dispute: dispute.id, argued: argued.orderId },
      ...{ half: half.orderId, much: much.orderId },
      ...{ flag: flag?.id ?? '', year: periodsOf(new Date()).year },
    };
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });

  const pages: Record<keyof typeof people, string[]> = {
    nobody: [
      '/?q=thoi+tiet&sector=environment',
      ...['/', '/?q=khong-co-gi', '/datasets/{dataset}', '/sign-in', '/sign-up', '/forgot-password'],
      ...['/reset-password?secret=x', '/verify-email?secret=x', '/outbox', '/nowhere', '/fees', '/bids'],
      ...['/compare', '/compare?ids={dataset},{other}', '/mirrored', '/intermediaries', '/intermediaries/{appraiser}'],
      ...['/certificates', '/certificates/{certificate}', '/certificates/DS-2026-000000-00'],
    ],
    buyer: [
      '/searches',
      ...['/', '/datasets/{dataset}/request/{offer}', '/requests', '/requests/{request}', '/agreements/{agreement}'],
      ...['/orders', '/orders/{order}', '/orders/{unpaid}', '/library', '/library/{entitlement}', '/organisation'],
      ...['/notifications', '/notifications?state=unread', '/notifications/settings', '/webhooks', '/webhooks/{hook}'],
      ...['/tokens', '/datasets/{draft}', '/questions', '/questions/{question}', '/invoices', '/invoices/{invoice}'],
      ...['/disputes', '/disputes/{dispute}', '/orders/{argued}', '/bids?view=own', '/bids/new', '/bids/{bid}'],
      ...['/orders/{half}', '/orders/{much}', '/evaluations', '/evaluations/{evaluation}'],
    ],
    provider: [
      ...['/provider/datasets', '/provider/datasets/new', '/provider/datasets/{draft}', '/provider/datasets/{dataset}'],
      ...['data', 'description', 'dictionary', 'quality', 'classification', 'offers', 'submit'].map(
        (step) => `/provider/datasets/{draft}/listing?step=${step}`,
      ),
      ...['/provider/requests', '/provider/orders', '/requests/{request}', '/orders/{order}', '/orders/{unpaid}'],
      ...['/provider/datasets/{held}', '/incidents', '/incidents/new', '/incidents/{incident}', '/bids/{bid}'],
      ...['/provider/money', '/provider/money?month=2025-12', '/evaluations/{evaluation}'],
      ...['/provider/datasets/{dataset}/leaks'],
      ...['/invoices', '/invoices?side=received', '/invoices/{fee}', '/invoices/{note}', '/agreements/{agreement}'],
    ],
    operator: [
      ...['/operator/organisations', '/operator/organisations/{applicant}', '/operator/reviews', '/operator/stuck'],
      ...['/operator/listing-reports', '/overrides', '/appraisals', '/operator/portals', '/operator/reverifications'],
      ...['/operator/orders', '/operator/orders/{order}', '/datasets/{dataset}', '/dashboard', '/related-parties'],
      ...['/disputes', '/disputes/{dispute}', '/operator/refunds'],
      ...['/takedowns', '/supervision/holds', '/incidents/{incident}', '/fees', '/invoices', '/operator/bank'],
      ...['/operator/money', '/operator/money?view=by-hand', '/operator/money?view=failed'],
      ...['/provider/money?provider={seller}'],
    ],
    regulator: [
      ...[
        '/dashboard',
        '/reports',
        '/reports/2021',
        '/reports/{year}/trades.placed',
        '/reports/{year}/trades.disputes',
      ],
      ...['/regulator/flags', '/regulator/flags/{flag}', '/regulator/flags?state=closed', '/related-parties'],
      ...['/operator/money', '/provider/money?provider={seller}', '/evaluations/{evaluation}'],
      ...['/datasets/{dataset}', '/operator/organisations/{seller}', '/regulator/searches', '/regulator/look-ups'],
      ...['/regulator/orders', '/regulator/orders?party=thu&minVnd=1000', '/regulator/orders?party=khong-co-ai'],
      ...['/regulator/orders/{order}', '/regulator/orders/{unpaid}', '/regulator/events', '/supervision/holds'],
      ...[
        '/questions',
        '/questions/{question}',
        '/takedowns',
        '/incidents',
        '/incidents/{incident}',
        '/datasets/{held}',
      ],
    ],
  };

  for (const [who, paths] of Object.entries(pages)) {
    it(`of ${who} can be used by everybody: ${sights.map((one) => one.name).join('; ')}`, async () => {
      const person = people[who as keyof typeof people];
      const visitor = await visit(browser, world, person, { viewport: sights[0].viewport });
      const found: string[] = [];
      for (const path of paths) {
        const address = path.replace(/\{(\w+)\}/g, (_, id: string) => ids[id] ?? '');
        await goWithin(visitor, address);
        await loaded(visitor.page);
        await seeProofs(visitor.page);
        // Both ways every page has to fit and to speak the language; axe takes its time, and looks at one page the one way, at the next the other.
        const looked = sights[paths.indexOf(path) % sights.length];
        for (const sight of sights) {
          await look(visitor.page, sight);
          const faults = await faultsOf(visitor.page, sight.language);
          if (sight === looked) faults.push(...(await axeOn(visitor.page)));
          found.push(...faults.map((one) => `${path}, ${sight.name}: ${one}`));
          const folder = process.env.TEST_PICTURES;
          const file = `${who}${path.replace(/\W+/g, '-')}-${sight.viewport.width}.png`;
          if (folder) await visitor.page.screenshot({ path: join(folder, file), fullPage: true });
        }
      }
      assert.deepEqual([...found, ...visitor.faults], []);
      await visitor.close();
    }).timeout(240_000);
  }

  /** Goes to an address as a link does, without loading the whole client again; the first time, and to the same page, it does. */
  async function goWithin(visitor: Visitor, address: string): Promise<void> {
    const { page } = visitor;
    const head = page.locator('h1').first();
    const here = page.url().startsWith('http') && (await head.count()) > 0;
    if (here) {
      await head.evaluate((one) => one.setAttribute('data-left', ''));
      await page.evaluate(
        `history.pushState({}, '', ${JSON.stringify(address)}); dispatchEvent(new PopStateEvent('popstate'))`,
      );
      const arrived = page.locator('h1:not([data-left])').first();
      if (
        await arrived.waitFor({ timeout: 2_500 }).then(
          () => true,
          () => false,
        )
      )
        return;
    }
    await visitor.go(address);
  }

  /** Nothing of the page is still on its way. */
  async function loaded(page: Page): Promise<void> {
    await page.locator('.loading').first().waitFor({ state: 'detached' });
  }

  /** Has the page as one of the sights shows it, everything loaded and checked. */
  async function look(page: Page, { viewport, colorScheme, language }: (typeof sights)[number]): Promise<void> {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await loaded(page);
    if ((await page.evaluate('document.documentElement.lang')) !== language) {
      await page.locator(`.bar-tools button[aria-label^="${language.toUpperCase()}:"]`).click();
      await loaded(page);
    }
  }

  /** What axe finds. */
  async function axeOn(page: Page): Promise<string[]> {
    if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axeSource);
    const violations = await page.evaluate<Violation[]>(axeRun);
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`);
  }

  /** A page that is wider than the screen, a wrong language or a title that says nothing. */
  async function faultsOf(page: Page, language: string): Promise<string[]> {
    const faults: string[] = [];
    const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    if (tooWide > 0) faults.push(`${tooWide} px wider than the screen`);
    if ((await page.evaluate('document.documentElement.lang')) !== language) faults.push('another language');
    if (!(await page.title()).endsWith('– Datasan')) faults.push(`the title “${await page.title()}”`);
    return faults;
  }

  it('can be used with the keyboard alone: skip link, search, a dataset, and back', async () => {
    const visitor: Visitor = await visit(browser, world, null);
    const { page } = visitor;
    await visitor.go('/');
    const focused = (what: string) => page.evaluate(`document.activeElement.${what}`);
    await page.keyboard.press('Tab');
    assert.equal(await focused('className'), 'skip-link');
    await page.keyboard.press('Enter');
    assert.equal(await focused('id'), 'main');
    await page.keyboard.press('Tab');
    assert.equal(await focused('name'), 'q');
    const style = await page.evaluate<{ outline: string; shadow: string }>(
      `(({ outlineStyle, boxShadow }) => ({ outline: outlineStyle, shadow: boxShadow }))(getComputedStyle(document.activeElement))`,
    );
    assert.ok(style.outline !== 'none' || style.shadow !== 'none', 'the focus can be seen');
    await page.keyboard.type('thời tiết');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=/);
    const entries = page.locator('.entry h2 a');
    await entries.first().waitFor();
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab');
      if (await entries.first().evaluate((link) => link.matches(':focus'))) break;
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/datasets\/ds_/);
    await page.goBack();
    await entries.first().waitFor();
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  it('remembers language and theme', async () => {
    const visitor = await visit(browser, world, null);
    const { page } = visitor;
    await visitor.go('/');
    await page.getByRole('heading', { name: 'Danh mục dữ liệu' }).waitFor();
    await page.getByRole('button', { name: 'Switch to English' }).click();
    await page.getByRole('heading', { name: 'Data catalogue' }).waitFor();
    await page.getByRole('button', { name: 'Dark theme' }).click();
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await visitor.go('/sign-in');
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    assert.equal(await background(), dark);
    await page.getByRole('button', { name: 'Light theme' }).click();
    assert.notEqual(await background(), dark);
    await visitor.close();
  });
});
