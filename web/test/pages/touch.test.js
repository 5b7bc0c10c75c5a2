// By touch, where buttons always show and take more room: in a browser of its own, as touch is emulated for all of its pages.

import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stage } from '../../scripts/stage.js';
import { launchOptions } from '../support/chromium.js';

const ELLIPSIS = 12; // px, at the least
const WORDS = 'waits for its turn: rate limit';

let browser;
let site;

beforeAll(async () => {
  const now = Date.now();
  site = await stage([{ id: 'rated', type: 'mail', status: 'pending', why: 'rate', startsAt: now + 120_000 }], now);
  browser = await chromium.launch(launchOptions);
});
afterAll(async () => {
  await browser?.close();
  site?.close();
});

it.each(['task-list', 'task-tray'])('why a task waits can be read in a %s at 320 px', async (name) => {
  const page = await browser.newPage({ viewport: { width: 320, height: 700 }, hasTouch: true, isMobile: true });
  await page.goto(site.urlOf(`<${name} src="/tasks/events"></${name}>`));
  expect(await page.evaluate(() => matchMedia('(hover: none)').matches)).toBe(true);
  if (name === 'task-tray') await page.locator('.toggle', { hasText: '1 waiting' }).click();
  const message = page.locator('[part=message]', { hasText: WORDS });
  const [words, line] = await message.evaluate((element, length) => {
    const range = document.createRange();
    range.setStart(element.firstChild, 0);
    range.setEnd(element.firstChild, length);
    return [range.getBoundingClientRect().right, element.closest('.line').getBoundingClientRect().right];
  }, WORDS.length);
  expect(words).toBeLessThanOrEqual(line - ELLIPSIS);
  await page.close();
});
