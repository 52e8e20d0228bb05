import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Person } from '../person.js';
import { password, type World } from '../world.js';

/** A page of somebody's own browser profile, with what went wrong in it. */
export type Visitor = {
  page: Page;
  /** Errors of scripts and of the console that nobody expected. */
  faults: string[];
  go(path: string): Promise<void>;
  close(): Promise<void>;
};

/** Opens a browser profile for a person, signed in through the form, or for nobody in particular. */
export async function visit(
  browser: Browser,
  world: World,
  person: Person | null,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: world.publicUrl, acceptDownloads: true, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A refusal that the page shows is also a line of the console: only scripts count.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  const visitor: Visitor = {
    page,
    faults,
    async go(path) {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
    },
    close: () => context.close(),
  };
  if (person) await signIn(visitor, person.email, password);
  return visitor;
}

/** Signs in through the form. */
export async function signIn({ page }: Visitor, email: string, secret: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(secret);
  await page.locator('main button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  assert.notEqual(await page.locator('.account .organisation').count(), 0, 'the bar shows the organisation');
}

/** Brings every proof of the page into sight and waits until the browser has checked it. */
export async function seeProofs(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    for (const one of document.querySelectorAll('.proof')) {
      one.scrollIntoView();
      for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
    }
    scrollTo(0, 0);
  })()`);
  await page.locator('[data-proof=checking]').first().waitFor({ state: 'detached' });
}

/** Keeps a picture of what every visitor saw when a test failed, in the folder that TEST_PICTURES names. */
export async function picture(visitors: readonly Visitor[], title: string): Promise<void> {
  const folder = process.env.TEST_PICTURES;
  if (!folder) return;
  for (const [index, { page }] of visitors.entries()) {
    await page.screenshot({ path: join(folder, `${title}-${index + 1}.png`), fullPage: true });
  }
}
