// The README's pictures, of the running demo and of tasks that wait: npm run screenshots

import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { launchOptions } from '../test/support/chromium.js';
import { stage } from './stage.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PICTURES = `${ROOT}docs/screenshots`;
const SHOTS = {
  demo: { path: '/', viewport: { width: 1280, height: 1096 }, deviceScaleFactor: 1 },
  wide: { path: '/list', viewport: { width: 1120, height: 860 }, deviceScaleFactor: 1 },
  narrow: { path: '/list', viewport: { width: 390, height: 720 }, deviceScaleFactor: 1.5, hasTouch: true, isMobile: true },
};

const COLORS = /** @type {const} */ (['light', 'dark']);
const NOW = new Date(2026, 10, 28, 13, 58).getTime();
const MINUTE = 60_000;
const report = (id, title, more) => ({ id, title, status: 'pending', queue: 'reports', why: 'limit', limit: 'queue', ...more });

/** What waits, and for what. */
const WAITING = [
  { ...report('running', 'Report for Miller & Sons'), status: 'running', run: 1, startedAt: NOW - 48_000,
    progress: { message: 'Adding up orders', current: 6_200, total: 10_000, rate: 129, eta: 30_000 } },
  report('next', 'Report for Harbour Foods', { position: 1, startsAt: NOW + 30_000 }),
  report('third', 'Report for Northern Lights', { position: 3, startsAt: NOW + 2 * MINUTE }),
  report('tenant', 'Second report for Miller & Sons', { limit: 'key' }),
  { id: 'retry', title: 'Charge cards', status: 'pending', why: 'retry', run: 2, attempt: 3, maxAttempts: 6, runAt: NOW + 5 * MINUTE,
    lastError: 'The bank did not answer within 30 s' },
  { id: 'delay', title: 'Send reminders', status: 'pending', why: 'delay', runAt: NOW + 45 * MINUTE },
  { id: 'nightly', title: 'Backup', status: 'pending', nextAt: new Date(NOW).setHours(26, 30, 0, 0) },
];

/** Pictures of what waits. @param {import('playwright-core').Browser} browser */
async function waiting(browser) {
  const { urlOf, close } = await stage(WAITING, NOW);
  for (const colorScheme of COLORS) {
    const page = await browser.newPage({ colorScheme, viewport: { width: 1_120, height: 100 } });
    await page.goto(urlOf('<task-list src="/tasks/events" lang="en-GB"><h1>Tasks</h1></task-list>'));
    await page.locator('task-item').nth(WAITING.length - 1).waitFor();
    await page.setViewportSize({ width: 1_120, height: await page.evaluate(() => document.documentElement.scrollHeight) });
    await page.screenshot({ path: `${PICTURES}/waiting-${colorScheme}.png` });
    await page.close();
  }
  close();
}

/** Starts the demo. @returns {Promise<{ url: string, stop: () => void }>} */
async function startDemo() {
  const process = spawn(`${ROOT}run`, ['--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(process.stdout)) {
    const url = /http:\S+/.exec(line)?.[0];
    if (url) return { url, stop: () => process.kill() };
  }
  throw new Error('the demo has not started');
}

/** Waits until tasks are as far as is said of each. @param {import('playwright-core').Page} page @param {Record<string, string | number>} wanted a status, or how much is done */
async function until(page, wanted) {
  await page.waitForFunction((all) => Object.entries(all).every(([id, how]) => {
    const task = /** @type {any} */ (window).source.tasks.get(id);
    const { current, total } = task?.progress ?? {};
    return typeof how === 'string' ? task?.status === how : current / total >= how;
  }), wanted, { timeout: 60_000 });
}

/** @param {string} url @param {string} id */
async function start(url, id) {
  const { status } = await fetch(`${url}/tasks/${id}/start`, { method: 'POST' });
  if (status !== 202) throw new Error(`${id} can't be started: ${status}`);
}

/** What there is to see of a page: no more than its list, where it has only that. @param {import('playwright-core').Page} page */
function partOf(page) {
  return page.evaluate(() => {
    const list = document.querySelector('main > task-list:only-of-type');
    const end = location.pathname === '/list' && list ? list.getBoundingClientRect().bottom + 40 : innerHeight;
    return { x: 0, y: 0, width: innerWidth, height: Math.min(innerHeight, Math.ceil(end)) };
  });
}

/** Presses a card's button on some pages at once, and waits until what it says of that is there. @param {import('playwright-core').Page[]} pages @param {string} card @param {string} last fact */
async function press(pages, card, last) {
  await Promise.all(pages.map((page) => page.locator(`#${card} .actions button`).click()));
  await Promise.all(pages.map((page) => page.waitForFunction((fact) => /\d/.test(document.querySelector(fact)?.textContent ?? ''),
    `#${card} [data-fact=${last}]`, { timeout: 60_000 })));
}

const browser = await chromium.launch(launchOptions);
await mkdir(PICTURES, { recursive: true });
await waiting(browser);
const demo = await startDemo();
try {
  const pages = [];
  for (const colorScheme of COLORS) {
    for (const [shot, { path, ...options }] of Object.entries(SHOTS)) {
      const page = await browser.newPage({ colorScheme, locale: 'en-US', ...options });
      await page.goto(demo.url + path);
      pages.push({ name: `${shot}-${colorScheme}`, page });
    }
  }
  const [{ page }] = pages;
  const demos = pages.filter(({ name }) => name.startsWith('demo')).map((each) => each.page);
  await press(demos, 'kill', 'row');
  await press(demos, 'cut', 'seen');
  await press([page], 'viewers', 'frames');
  await page.locator('#viewers .state', { hasText: 'Done' }).waitFor({ timeout: 60_000 });
  await page.evaluate(async () => {
    const { sourceOf } = await import('/tasks/client/elements.js');
    Object.assign(window, { source: sourceOf('/tasks/events') });
  });
  for (const id of ['slow-sync', 'failing-task', 'checksum']) await start(demo.url, id);
  await until(page, { 'slow-sync': 'timed_out', 'failing-task': 'error', checksum: 'completed' });
  for (const id of ['import-data', 'sync-users']) await start(demo.url, id);
  await until(page, { 'sync-users': 0.25 });
  const lists = pages.filter(({ name }) => !name.startsWith('demo')).map((each) => each.page);
  await Promise.all(lists.map((each) => each.reload())); // a row that is made now has a line for its bar
  await Promise.all(demos.map((each) => each.mouse.move(0, 0)));
  await until(page, { 'sync-users': 0.5 });
  // At once, so that all show the same moment.
  await Promise.all(pages.map(async ({ name, page: each }) => each.screenshot({ path: `${PICTURES}/${name}.png`, clip: await partOf(each) })));
} finally {
  await browser.close();
  demo.stop();
}
