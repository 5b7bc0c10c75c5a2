// The demo's page, as far as it needs no server of tasks: it fits a narrow screen, whatever its connection is called.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchOptions } from '../support/chromium.js';

const PAGES = new URL('../../../demo/src/main/resources/dev/taskcast/demo/web/', import.meta.url);
const TYPES = { html: 'text/html', css: 'text/css', svg: 'image/svg+xml' };
let browser;
let server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : request.url.slice(1);
    const type = TYPES[name.split('.').pop()];
    if (type) response.writeHead(200, { 'Content-Type': type }).end(readFileSync(new URL(name, PAGES)));
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, resolve));
  browser = await chromium.launch(launchOptions);
});
afterAll(async () => {
  await browser?.close();
  server.closeAllConnections();
  server.close();
});

it.each([288, 320, 360])('fits %d px', async (width) => {
  const page = await browser.newPage({ viewport: { width, height: 700 } });
  await page.goto(`http://localhost:${server.address().port}/`);
  for (const state of ['Live', 'Connecting', 'Reconnecting', 'Offline']) {
    await page.locator('#connection').evaluate((chip, text) => (chip.textContent = text), state);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), state).toBe(width);
    expect(await page.locator('#connection').evaluate((chip) => chip.scrollWidth - chip.clientWidth), `${state} is not cut`).toBe(0);
    const [title, box] = await page.locator('h1').evaluate((heading) => {
      const range = document.createRange();
      range.selectNodeContents(heading);
      return [range.getBoundingClientRect().right, document.querySelector('main').getBoundingClientRect().right];
    });
    expect(title, 'the title').toBeLessThanOrEqual(box);
  }
  await page.close();
});
