import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Route } from 'playwright-core';
import type { CertificateCheck } from '../../contracts/certificates.js';
import type { OrderView } from '../../contracts/ordering.js';
import { formatTlogProof, fromBase64, parseTlogProof, toBase64 } from '../../contracts/proofs.js';
import { newSigningKey, openSigner } from '../../server/audit/signer.js';
import { openBrowser } from '../chromium.js';
import type { Person } from '../person.js';
import { deliveredOrder, page as described, listedDataset, logged } from '../stories.js';
import { openWorld, type World } from '../world.js';
import { picture, seeProofs, type Visitor, visit } from './visitor.js';

const proofs = '**/api/v1/events/*/proof';
const flip = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte));

/** One byte changed: in a hash of the path, in the entry, in the root that was signed, in the signature. */
const tampered: Record<string, (proof: string) => string> = {
  'the path': (text) => {
    const parts = parseTlogProof(text);
    return formatTlogProof({ ...parts, proof: parts.proof.map((hash, at) => (at === 0 ? flip(hash) : hash)) });
  },
  'the entry': (text) => {
    const parts = parseTlogProof(text);
    return formatTlogProof({ ...parts, extra: flip(parts.extra ?? new Uint8Array()) });
  },
  'the index': (text) => text.replace(/^index (\d+)$/m, (_, index: string) => `index ${Number(index) ^ 1}`),
  'the signed root': (text) => {
    const parts = parseTlogProof(text);
    const lines = parts.checkpoint.split('\n');
    lines[2] = toBase64(flip(fromBase64(lines[2] ?? '')));
    return formatTlogProof({ ...parts, checkpoint: lines.join('\n') });
  },
  'the signature': (text) => {
    const parts = parseTlogProof(text);
    const checkpoint = parts.checkpoint.replace(/(— \S+ )(\S+)\n$/, (_, who: string, signature: string) => {
      return `${who}${toBase64(flip(fromBase64(signature)))}\n`;
    });
    return formatTlogProof({ ...parts, checkpoint });
  },
};

describe('Proofs in the browser', () => {
  let world: World;
  let browser: Browser;
  let buyer: Person;
  let provider: Person;
  let order: Awaited<ReturnType<typeof deliveredOrder>>;
  let number: string;
  /** The buyer’s browser and a stranger’s; each test begins with nothing remembered. */
  let mine: Visitor;
  let guest: Visitor;
  before(async () => {
    browser = await openBrowser();
    world = await openWorld();
    [provider, buyer] = [await world.organisation('provider'), await world.organisation('buyer')];
    const { offer } = await listedDataset(world, provider, { priceVnd: 420_000 });
    order = await deliveredOrder(world, provider, buyer, offer);
    await logged(world);
    ({ number } = await buyer.call('issueCertificate', { params: { id: order.orderId } }));
    await logged(world);
    [mine, guest] = [await visit(browser, world, buyer), await visit(browser, world, null)];
    await guest.go('/certificates');
  });
  after(async () => {
    await browser?.close();
    await world?.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') await picture([mine, guest], 'proofs');
    for (const { page } of [mine, guest]) {
      await page.unrouteAll();
      await page.evaluate(`localStorage.removeItem('datasan.log')`);
    }
  });

  const orderPage = () => `/orders/${order.orderId}`;
  const agreementPage = () => `/agreements/${order.agreementId}`;
  const certificatePage = () => `/certificates/${number}`;
  const count = (page: Page, kind: string) => page.locator(`[data-proof=${kind}]`).count();
  const state = (page: Page, kind: string) => page.locator(`[data-proof=${kind}]`).first().waitFor();

  /** Answers with what the exchange answers, changed. */
  async function change(page: Page, address: string, how: (body: Buffer) => string | Buffer): Promise<void> {
    await page.route(address, async (route: Route) => {
      const reply = await route.fetch();
      await route.fulfill({ response: reply, body: how(await reply.body()) });
    });
  }

  describe('of an order', () => {
    it('are all verified, a few at a time, and can be looked into and taken away', async () => {
      const { page, go, faults } = mine;
      let [open, most] = [0, 0];
      page.on('request', (request) => {
        if (request.url().endsWith('/proof')) most = Math.max(most, ++open);
      });
      page.on('requestfinished', (request) => {
        if (request.url().endsWith('/proof')) open -= 1;
      });
      await go(orderPage());
      await seeProofs(page);
      const { timeline } = await buyer.call('getOrder', { params: { id: order.orderId } });
      // Every entry of the timeline, the payment and the delivery.
      assert.equal(await count(page, 'verified'), timeline.length + 2);
      assert.equal(await page.locator('.proof').count(), timeline.length + 2);
      assert.ok(most > 0 && most <= 4, `${most} at once`);

      await page.locator('.timeline .proof').first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('datasan-event/1').waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        dialog.getByRole('link', { name: /tlog-proof/ }).click(),
      ]);
      assert.equal(download.suggestedFilename(), `${timeline[0]?.eventId}.tlog-proof`);
      await dialog.getByRole('button', { name: 'Đóng' }).click();
      assert.deepEqual(faults, []);
    });

    for (const [part, change_] of Object.entries(tampered)) {
      it(`are broken, and never verified, when one byte of ${part} is changed`, async () => {
        const { page, go } = mine;
        await change(page, proofs, (body) => change_(body.toString()));
        await go(agreementPage());
        await seeProofs(page);
        assert.equal(await count(page, 'broken'), 4);
        assert.equal(await count(page, 'verified'), 0);
        await page.getByRole('alert').first().getByText('không khớp với sổ minh bạch').waitFor();
      });
    }

    const lies: Record<string, (view: OrderView) => void> = {
      'the time': (view) => {
        for (const entry of view.timeline) entry.at = new Date(Date.parse(entry.at) - 1000).toISOString();
      },
      'the sentence': (view) => {
        for (const entry of view.timeline) entry.sentence = { vi: 'Đơn hàng: Đặt mua', en: 'Order: Place it' };
      },
      'an amount': (view) => {
        for (const entry of view.timeline) if ('amountVnd' in entry.data) entry.data.amountVnd = 1;
      },
      'another event in its place': (view) => {
        view.timeline.push({ ...(view.timeline.shift() as OrderView['timeline'][number]), type: 'order.cancel' });
      },
    };
    for (const [part, lie] of Object.entries(lies)) {
      it(`are broken when the screen shows ${part} that the log does not hold`, async () => {
        const { page, go } = mine;
        await change(page, `**/api/v1/orders/${order.orderId}`, (body) => {
          const view = JSON.parse(body.toString()) as OrderView;
          lie(view);
          return JSON.stringify(view);
        });
        await go(orderPage());
        await seeProofs(page);
        assert.ok((await count(page, 'broken')) > 0);
      });
    }

    it('are neither verified nor broken where the browser lacks Ed25519, or the exchange cannot be reached', async () => {
      const old = await visit(browser, world, buyer);
      await old.page.addInitScript(() => {
        crypto.subtle.importKey = () => Promise.reject(new DOMException('no Ed25519', 'NotSupportedError'));
      });
      await old.go(agreementPage());
      await seeProofs(old.page);
      assert.equal(await count(old.page, 'unable'), 4);
      assert.deepEqual([await count(old.page, 'verified'), await count(old.page, 'broken')], [0, 0]);
      await old.go(certificatePage());
      await state(old.page, 'unable');
      assert.equal(await old.page.getByRole('heading', { name: 'Nội dung' }).count(), 0);
      await old.close();

      const { page, go } = mine;
      await page.route(proofs, (route) => route.abort());
      await go(agreementPage());
      await seeProofs(page);
      assert.equal(await count(page, 'lost'), 4);
      assert.deepEqual([await count(page, 'verified'), await count(page, 'broken')], [0, 0]);
    });
  });

  describe('of a certificate', () => {
    it('are checked for anybody: what it says, each of its steps, and the PDF that is dropped on the page', async () => {
      const { page, go, faults } = guest;
      await go('/certificates');
      await page.locator('[name=number]').fill('DS-2026-000000-00');
      await page.getByRole('button', { name: 'Kiểm tra' }).click();
      await page.locator('.wrong').waitFor();
      await page.locator('[name=number]').fill(number.toLowerCase().replaceAll('-', ' '));
      await page.getByRole('button', { name: 'Kiểm tra' }).click();
      await page.waitForURL(`**/certificates/${number}`);
      await state(page, 'verified');
      assert.equal(await page.locator('tbody tr').count(), 5);

      const pdf = await buyer.agent.get(`/api/v1/certificates/${number}/pdf`).buffer(true);
      const path = join(tmpdir(), `${number}.pdf`);
      await writeFile(path, pdf.body as Buffer);
      await page.locator('input[type=file]').setInputFiles(path);
      await page.getByText('Đúng tệp đã được ghi vào sổ').waitFor();
      await writeFile(path, flip(pdf.body as Buffer));
      await page.locator('input[type=file]').setInputFiles(path);
      await page.getByText('Không phải tệp đã được ghi vào sổ').waitFor();
      assert.deepEqual(faults, []);
    });

    const answer = () => `**/api/v1/certificates/${number}`;
    const edited = (how: (check: CertificateCheck) => Partial<CertificateCheck>) => (body: Buffer) => {
      const check = JSON.parse(body.toString()) as CertificateCheck;
      return JSON.stringify({ ...check, ...how(check) });
    };
    const ways: Record<string, (page: Page) => Promise<void>> = {
      ...Object.fromEntries(
        Object.entries(tampered).map(([part, how]) => [
          part,
          (page: Page) =>
            change(
              page,
              answer(),
              edited(({ proof }) => ({ proof: how(proof ?? '') })),
            ),
        ]),
      ),
      'the document': (page) =>
        change(
          page,
          answer(),
          edited(({ document }) => ({ document: document.replace('Seattle', 'Seattlf') })),
        ),
      'the hash of the PDF': (page) =>
        change(
          page,
          answer(),
          edited(({ pdfSha256 }) => ({ pdfSha256: pdfSha256.replace(/^./, (a) => (a === '0' ? '1' : '0')) })),
        ),
      'a tile of entries': (page) =>
        change(page, '**/log/tile/entries/**', (body) =>
          Buffer.from(body.toString('latin1').replace('agreement.seal', 'agreement.seam'), 'latin1'),
        ),
      'a proof of inclusion': (page) =>
        change(page, '**/api/v1/log/proofs/inclusion?*', (body) => {
          const told = JSON.parse(body.toString()) as { proof: string[] };
          return JSON.stringify({
            ...told,
            proof: told.proof.map((hash) => toBase64(Uint8Array.from(flip(fromBase64(hash))))),
          });
        }),
    };
    for (const part of [
      ...Object.keys(tampered),
      'the document',
      'the hash of the PDF',
      'a tile of entries',
      'a proof of inclusion',
    ]) {
      it(`are broken, and nothing of it is shown as true, when one byte of ${part} is changed`, async () => {
        const { page, go } = guest;
        await ways[part]?.(page);
        await go(certificatePage());
        await state(page, 'broken');
        await page.getByRole('alert').getByText('Bằng chứng hỏng').waitFor();
        assert.equal(await page.getByRole('heading', { name: 'Nội dung' }).count(), 0);
      });
    }

    it('of another number are broken, though all of them hold', async () => {
      const { page, go } = guest;
      const other = number.startsWith('DS-2026-7K3M9Q') ? 'DS-2026-032YB7-NJ' : 'DS-2026-7K3M9Q-Y1';
      const check = await (await world.anonymous()).call('checkCertificate', { params: { number } });
      await page.route(`**/api/v1/certificates/${other}`, (route) =>
        route.fulfill({ json: { ...check, number: other } }),
      );
      await go(`/certificates/${other}`);
      await state(page, 'broken');
    });
  });

  describe('against what the browser remembers', () => {
    /** Puts a checkpoint into the browser’s memory, as if it had been seen before. */
    async function remember(page: Page, vkey: string, checkpoint: string): Promise<void> {
      const text = JSON.stringify({ vkey, checkpoint });
      await page.evaluate(`localStorage.setItem('datasan.log', ${JSON.stringify(text)})`);
    }
    const signer = () => {
      const { logSigner } = world.context;
      assert.ok(logSigner);
      return logSigner;
    };
    const note = (size: number, by = signer()) =>
      by.note(`${by.name}\n${size}\n${toBase64(new Uint8Array(32).fill(7))}\n`);
    const alarm = (page: Page) => page.locator('.alarm');

    const histories: Record<string, () => Promise<[vkey: string, checkpoint: string]>> = {
      'was rewritten before': async () => [signer().vkey, note(20)],
      'has another root at the same size': async () => [signer().vkey, note((await buyer.call('getLog', {})).size)],
      'was cut off': async () => [signer().vkey, note(1_000_000)],
      'is signed with another key': async () => {
        const other = await openSigner(await newSigningKey(signer().name));
        return [other.vkey, note(20, other)];
      },
    };
    for (const [what, seen] of Object.entries(histories)) {
      it(`a log that ${what} raises the alarm on every page, with the evidence, until it is told to forget`, async () => {
        const { page, go } = mine;
        await remember(page, ...(await seen()));
        await go(agreementPage());
        await seeProofs(page);
        assert.deepEqual([await count(page, 'verified'), await count(page, 'broken')], [0, 4]);
        await alarm(page).getByText('không còn khớp').waitFor();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          alarm(page).getByRole('link', { name: 'Lưu bằng chứng' }).click(),
        ]);
        assert.equal(download.suggestedFilename(), 'datasan-log-evidence.json');
        await go(certificatePage());
        await state(page, 'broken');
        await alarm(page).waitFor();

        await alarm(page).getByRole('button', { name: 'Quên và bắt đầu lại' }).click();
        await state(page, 'verified');
        assert.equal(await alarm(page).count(), 0);
      });
    }

    it('a log that has grown is followed, and remembered at its new size', async () => {
      const { page, go } = mine;
      await go(certificatePage());
      await state(page, 'verified');
      const remembered = () => page.evaluate<string>(`JSON.parse(localStorage.getItem('datasan.log')).checkpoint`);
      const before = Number((await remembered()).split('\n')[1]);
      await provider.call('createDataset', { body: described });
      await logged(world);
      await page.reload();
      await state(page, 'verified');
      assert.ok(Number((await remembered()).split('\n')[1]) > before);
    });

    it('an event that waits is shown as waiting, and verified as soon as it has its place', async () => {
      await world.stopWork();
      await buyer.call('transitionOrder', { params: { id: order.orderId }, body: { action: 'accept' } });
      const { page, go } = mine;
      await go(orderPage());
      await seeProofs(page);
      assert.equal(await count(page, 'waiting'), 1);
      world.startWork();
      await world.settle();
      await logged(world);
      await page.locator('[data-proof=waiting]').waitFor({ state: 'detached' });
      await go(orderPage());
      await seeProofs(page);
      const { timeline } = await buyer.call('getOrder', { params: { id: order.orderId } });
      // Now with the receipt beside payment and delivery.
      assert.equal(await count(page, 'verified'), timeline.length + 3);
    });
  });
});
