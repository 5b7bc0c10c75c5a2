// A page that the browser keeps as it is while another one is shown, and gives back as it was.

import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchOptions } from '../support/chromium.js';
import { Site } from '../support/site.js';

let browser;
let context;
let site;

beforeAll(async () => {
  browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
});
afterAll(() => browser?.close());
beforeEach(async () => {
  site = await new Site().start();
  context = await browser.newContext();
});
afterEach(async () => {
  await context.close();
  site.close();
});

async function open() {
  const page = await context.newPage();
  await page.goto(site.url());
  await page.waitForFunction(() => window.open.length);
  await page.evaluate(() => window.open());
  await page.waitForFunction(() => source.state === 'live');
  return page;
}

const knows = (page, position) => page.waitForFunction((id) => source.lastEventId === id, position);
const streams = (count) => expect.poll(() => site.streams, { timeout: 10_000 }).toBe(count);

it('comes back, goes on, and keeps nothing from a second tab meanwhile, whichever of them leads', async () => {
  const pages = [await open(), await open()];
  await streams(1);
  for (const [page, other] of [pages, pages.toReversed(), pages]) {
    await page.evaluate(() => {
      window.kept = true;
      window.persisted = false;
    });
    await page.goto(site.url('/other'));
    await streams(1);
    for (let i = 0; i < 3; i++) {
      site.update();
      await knows(other, site.position);
    }

    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction(() => window.persisted);
    expect(await page.evaluate(() => window.kept)).toBe(true);
    await page.waitForFunction(() => source.state === 'live');
    await knows(page, site.position);
    await streams(1);
    site.update();
    await knows(page, site.position);
    await knows(other, site.position);
  }
});

it('alone, it comes back and goes on', async () => {
  const page = await open();
  await page.goto(site.url('/other'));
  await streams(0);
  site.update();
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => window.persisted && source.state === 'live');
  await knows(page, site.position);
  await streams(1);
});
