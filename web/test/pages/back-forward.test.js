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

// Whether the browser gives the page back as it was. With much to do it may load it anew, for reasons of its own.
async function isBack(page) {
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => 'persisted' in window && document.readyState === 'complete');
  return page.evaluate(() => window.persisted);
}

/** Again, with new pages, where a page was not given back. */
async function untilBack(scenario) {
  for (let tries = 0; tries < 8; tries++) {
    if (await scenario()) return;
    for (const page of context.pages()) await page.close();
    await streams(0);
  }
  throw new Error('The browser never gave a page back as it was');
}

async function leaveAndComeBack(page, other) {
  await page.evaluate(() => {
    window.kept = true;
    delete window.persisted;
  });
  await page.goto(site.url('/other'));
  await streams(1);
  for (let i = 0; i < 3; i++) {
    site.update();
    await knows(other, site.position);
  }

  if (!(await isBack(page))) return false;
  expect(await page.evaluate(() => window.kept)).toBe(true);
  await page.waitForFunction(() => source.state === 'live');
  await knows(page, site.position);
  await streams(1);
  site.update();
  await knows(page, site.position);
  await knows(other, site.position);
  return true;
}

it('comes back, goes on, and keeps nothing from a second tab meanwhile, whichever of them leads', () =>
  untilBack(async () => {
    const pages = [await open(), await open()];
    await streams(1);
    for (const [page, other] of [pages, pages.toReversed(), pages]) {
      if (!(await leaveAndComeBack(page, other))) return false;
    }
    return true;
  }));

it('alone, it comes back and goes on', () =>
  untilBack(async () => {
    const page = await open();
    await page.evaluate(() => delete window.persisted);
    await page.goto(site.url('/other'));
    await streams(0);
    site.update();
    if (!(await isBack(page))) return false;
    await page.waitForFunction(() => source.state === 'live');
    await knows(page, site.position);
    await streams(1);
    return true;
  }));
