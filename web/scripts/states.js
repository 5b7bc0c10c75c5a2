// A page with a task in every state, for pictures: `node scripts/states.js FOLDER [SOURCES]`

import { mkdir } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { launchOptions } from '../test/support/chromium.js';
import { stage } from './stage.js';

const [FOLDER, SOURCES] = process.argv.slice(2);
const NOW = Date.now();
const DAY = 24 * 3_600_000;
const NIGHT = new Date(NOW).setHours(26, 30, 0, 0); // of tomorrow
const LONG = 'Reconciliation of the ledgers of all subsidiaries with the bank’s statements of the last quarter, and their archive';
const HASH = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

const run = (id, title, current, total, more = {}) => ({
  id, title, status: 'running', run: 1, startedAt: NOW - 31_000,
  progress: { message: 'Matching users', current, total, rate: 85, eta: 124_000, ...more.progress }, ...more.state,
});
const ended = (id, title, status, more = {}) => ({
  id, title, status, run: 1, startedAt: NOW - 190_000, lastRun: NOW - 150_000, ...more,
});

const FIRST = [
  run('import', 'Import orders', 521, 1_000, { state: { description: 'From the shop’s CSV export' } }),
  { ...run('steps', 'Synchronize users', 62, 100), description: 'Directory to shop', progress: {
    message: 'Matching: by name', current: 62, total: 100, eta: 18_000, steps: [
      { name: 'Reading', status: 'completed' }, { name: 'Matching', status: 'running', message: 'by name', current: 33, total: 100 },
      { name: 'Names', status: 'running', depth: 1 }] } },
  { id: 'scan', title: 'Scan the archive', status: 'running', run: 1, startedAt: NOW - 4_000, progress: { message: 'Looking around' } },
  run('long', LONG, 1_204, 1_000, { progress: { message: `${LONG}. ${LONG}.` } }),
  run('moving', 'Rebuild search index', 40, 100, { state: { moving: true, run: 2 } }),
  run('lost', 'Send newsletters', 72, 100, { state: { lostSince: NOW - 40_000 } }),
  ...['fails', 'times', 'stops'].map((id) => run(id, { fails: 'Transcode video', times: 'Nightly backup', stops: 'Export invoices' }[id], 620, 1_000)),
  { id: 'pending', title: 'Check refunds', description: 'Compares refunds with payments', status: 'pending' },
  { id: 'becomes', title: 'Recount stock', description: 'All warehouses', status: 'pending' },
  { id: '3f0c2c1e-9d1b-4f77-8a3e-0a1b2c3d4e5f', type: 'report', owner: 'ann', status: 'pending', why: 'slot', position: 3, startsAt: NOW + 124_000 },
  { id: '7b0c2c1e-9d1b-4f77-8a3e-0a1b2c3d4aaa', type: 'report', owner: 'bob', status: 'pending', why: 'limit', limit: 'key', position: 1,
    queue: 'reports', key: 'tenant-7', priority: 8 },
  ...[['manager', 12], ['queue', 21], ['type', 1_204], ['other']].map(([limit, position]) => (
    { id: `by-${limit}`, type: 'mail', status: 'pending', why: 'limit', limit, position, startsAt: NOW + 40_000 * position })),
  { id: 'rated', type: 'mail', tags: ['welcome'], status: 'pending', why: 'rate', startsAt: NOW + 8_000 },
  { id: 'delayed', title: 'Send reminders', status: 'pending', why: 'delay', runAt: NOW + 312_000 },
  { id: 'far', title: 'Close the month', status: 'pending', why: 'delay', runAt: NOW + 4 * DAY },
  { id: 'retried', title: 'Charge cards', status: 'pending', why: 'retry', runAt: NOW + 24_000, attempt: 3, maxAttempts: 6,
    lastError: 'The bank did not answer within 30 s', progress: { message: 'Charging', current: 30, total: 100 } },
  { ...run('retries', 'Refund cards', 12, 100), attempt: 2, maxAttempts: 6, lastError: 'The bank did not answer within 30 s' },
  { ...run('again', 'Sync contacts', 70, 100), attempt: 2, maxAttempts: 6 },
  { id: 'last', title: 'Rotate keys', status: 'pending', why: 'stopping' },
  { id: 'held', title: 'Send invoices', status: 'pending', why: 'paused' },
  { id: 'gone', title: 'Merge customers', status: 'pending', why: 'unknown_type' },
  { id: 'answer', title: 'Approve refunds', status: 'pending', why: 'answer' },
  { id: 'nightly', title: 'Nightly report', status: 'pending', nextAt: NIGHT },
  ended('backup', 'Backup', 'completed', { result: { files: 12_345 }, nextAt: NIGHT + DAY }),
  ended('poll', 'Poll the shop', 'error', { error: 'No answer', nextAt: NOW + 25_000 }),
  ended('weekly', 'Weekly digest', 'completed', { nextAt: NIGHT + 4 * DAY }),
  ended('failed', 'Import prices', 'error', { error: 'Line 1,204 of prices.csv has 11 fields, and not 12. Correct the file, then try again.' }),
  ended('timed', 'Warm caches', 'timed_out'),
  ended('done', 'Checksum', 'completed', { result: { sha256: HASH, files: 12_345 }, artifacts: [{ name: 'report.pdf', url: '/r' }] }),
  ended('done2', 'Sum up', 'completed', { lastRun: NOW - 5 * 3_600_000, description: 'Daily totals', result: 42 }),
  ended('canceled', 'Delete old sessions', 'canceled', { reason: 'Not needed', by: 'ann' }),
  ended('stopping', 'Reindex', 'canceled', { stopping: { phase: 'requested', since: NOW } }),
];
const THEN = [
  ended('fails', 'Transcode video', 'error', { error: 'ffmpeg ended with code 137: out of memory', startedAt: NOW - 31_000, lastRun: NOW }),
  ended('times', 'Nightly backup', 'timed_out', { startedAt: NOW - 31_000, lastRun: NOW }),
  ended('stops', 'Export invoices', 'canceled', { startedAt: NOW - 31_000, lastRun: NOW }),
  { id: 'again', title: 'Sync contacts', status: 'pending', why: 'retry', runAt: NOW + 60_000, attempt: 3, maxAttempts: 6,
    lastError: 'Timed out', progress: { message: 'Contacts', current: 70, total: 100 }, run: 1 },
  { ...run('becomes', 'Recount stock', 12, 100), description: 'All warehouses' },
];

const LIST = '<task-list src="/tasks/events" groups="off" filterable="off"><h1>Tasks</h1></task-list>';
const PICTURES = {
  list: [LIST],
  groups: ['<task-list src="/tasks/events" groups filterable confirm><h1>Tasks</h1></task-list>', async (shown) => {
    const row = (id) => shown.locator(`task-item[data-id="${id}"]`);
    for (const id of ['steps', 'done', 'retried']) await row(id).locator('.toggle').click({ timeout: 1_000 });
    await row('import').locator('.toggle').focus();
    await shown.keyboard.press('c');
  }],
  compact: ['<task-list src="/tasks/events" groups density="compact"><h1>Tasks</h1></task-list>'],
  tray: ['<h1>Page</h1><p>Its own text</p><task-tray src="/tasks/events" notify></task-tray>', async (shown) => {
    await shown.locator('.toggle').first().click({ timeout: 1_000 });
  }],
  waiting: ['<h1>Page</h1><task-tray src="/tasks/events"></task-tray>', async (shown) => {
    await shown.locator('.toggle').first().click({ timeout: 1_000 });
    await shown.locator('#waiting').evaluate((heading) => heading.scrollIntoView());
  }],
};

await mkdir(FOLDER, { recursive: true });
const { urlOf, update, close } = await stage(FIRST, NOW, SOURCES);
const browser = await chromium.launch(launchOptions);
const only = (process.env.ONLY ?? '').split(',').filter(Boolean);
for (const [name, [html, then]] of Object.entries(PICTURES)) {
  if (only.length && !only.includes(name)) continue;
  for (const width of (process.env.WIDTHS ?? '320,390,1280,2560').split(',').map(Number)) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const touch = width < 500;
      const context = await browser.newContext({ colorScheme, locale: 'en-US', viewport: { width, height: 900 }, hasTouch: touch, isMobile: touch });
      const shown = await context.newPage();
      await shown.goto(urlOf(html));
      await shown.waitForFunction(() => document.querySelector('task-list, task-tray')?.shadowRoot?.querySelector('.toggle, task-item'));
      THEN.forEach(update);
      await shown.waitForTimeout(300);
      await then?.(shown).catch(() => {});
      await shown.waitForTimeout(200);
      const height = ['tray', 'waiting'].includes(name) ? 900 : await shown.evaluate(() => document.documentElement.scrollHeight);
      await shown.setViewportSize({ width, height });
      await shown.screenshot({ path: `${FOLDER}/${name}-${width}-${colorScheme}.png` });
      await context.close();
    }
  }
}
await browser.close();
close();
