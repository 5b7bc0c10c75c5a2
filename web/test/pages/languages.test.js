// Languages come by their own files, when they are spoken, under a strict policy.

import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchOptions } from '../support/chromium.js';
import { Site } from '../support/site.js';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'";

let browser;
let page;
let site;
let asked;
let complaints;

beforeAll(async () => void (browser = await chromium.launch(launchOptions)));
afterAll(() => browser?.close());
beforeEach(async () => {
  site = await new Site().start();
  asked = [];
  complaints = [];
});
afterEach(async () => {
  await page?.close();
  site.close();
});

/** @param {string} html @param {(path: string) => boolean} [fails] */
async function open(html, fails = () => false) {
  site.answer = (path, request, response) => {
    if (path.startsWith('/src/')) asked.push(path);
    if (fails(path)) return response.writeHead(503).end();
    if (path === '/favicon.ico') return response.writeHead(204).end();
    if (path !== '/elements') return false;
    return response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY }).end(
      `<!doctype html>${html}<script type="module" src="/src/elements.js"></script>`);
  };
  page = await browser.newPage();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(site.url('/elements'));
}

const says = (text) => page.waitForFunction(
  (expected) => document.querySelector('task-list').shadowRoot.querySelector('task-item')?.shadowRoot.textContent.includes(expected), text);
const languages = () => asked.filter((path) => path.includes('/languages/'));

it('English loads none', async () => {
  await open('<html lang="en-GB"><title>tasks</title><task-list src="/tasks/events"></task-list>');
  await says('running');
  expect(asked).toContain('/src/elements.js');
  expect(languages()).toEqual([]);
  expect(complaints).toEqual([]);
});

it('another one loads its own and no other, once, and breaks no policy', async () => {
  await open('<html lang="de"><title>tasks</title><task-list src="/tasks/events"></task-list><task-tray src="/tasks/events"></task-tray>');
  await says('läuft');
  expect(languages()).toEqual(['/src/elements/languages/de.js']);
  expect(complaints).toEqual([]);
});

it('one that can’t be loaded is English, and is asked for again later', async () => {
  let failing = true;
  await open('<html lang="fr"><title>tasks</title>', (path) => failing && path.endsWith('/fr.js'));
  await page.clock.install();
  await page.evaluate(() => (document.body.innerHTML = '<task-list src="/tasks/events"></task-list>'));
  await says('running');
  await expect.poll(() => complaints.some((text) => text.includes('can’t load the language fr yet'))).toBe(true);
  failing = false;
  await page.clock.fastForward(31_000);
  await says('en cours');
  expect(languages().length).toBeGreaterThan(1);
});
