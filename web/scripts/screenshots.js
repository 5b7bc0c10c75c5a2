// The README's pictures, of the running demo: npm run screenshots

import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { launchOptions } from '../test/support/chromium.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PICTURES = `${ROOT}docs/screenshots`;
const SHOTS = {
  demo: { path: '/', viewport: { width: 1280, height: 1120 }, deviceScaleFactor: 1 },
  wide: { path: '/list', viewport: { width: 1120, height: 860 }, deviceScaleFactor: 1 },
  narrow: { path: '/list', viewport: { width: 390, height: 720 }, deviceScaleFactor: 1.5 },
};

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

const browser = await chromium.launch(launchOptions);
const demo = await startDemo();
try {
  await mkdir(PICTURES, { recursive: true });
  const pages = [];
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const [shot, { path, ...options }] of Object.entries(SHOTS)) {
      const page = await browser.newPage({ colorScheme, locale: 'en-US', ...options });
      await page.goto(demo.url + path);
      pages.push({ name: `${shot}-${colorScheme}`, page });
    }
  }
  const [{ page }] = pages;
  await page.evaluate(async () => {
    const { sourceOf } = await import('/tasks/client/elements.js');
    Object.assign(window, { source: sourceOf('/tasks/events') });
  });
  for (const id of ['slow-sync', 'failing-task', 'checksum']) await start(demo.url, id);
  await until(page, { 'slow-sync': 'timed_out', 'failing-task': 'error', checksum: 'completed' });
  for (const id of ['import-data', 'sync-users']) await start(demo.url, id);
  await until(page, { 'sync-users': 0.5 });
  // At once, so that all show the same moment.
  await Promise.all(pages.map(({ name, page: each }) => each.screenshot({ path: `${PICTURES}/${name}.png` })));
} finally {
  await browser.close();
  demo.stop();
}
