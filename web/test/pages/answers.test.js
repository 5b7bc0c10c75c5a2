// The same answer means the same for a stream that fetch reads, and for the browser's own EventSource; in a real browser, over
// real redirects.

import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchOptions } from '../support/chromium.js';
import { Site } from '../support/site.js';

const HTML = { 'Content-Type': 'text/html' };
let browser;
let page;
let site;

beforeAll(async () => {
  browser = await chromium.launch(launchOptions);
  page = await browser.newPage();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  site = await new Site().start(); // a port of its own: to the browser, another site
  await page.goto(site.url());
  await page.waitForFunction(() => window.errors);
});
afterEach(async () => {
  await page.context().clearCookies();
  site.close();
});

/** Answers what is below `/tasks`. */
function answer(status, headers = {}, body = '') {
  site.answer = (path, request, response) => {
    if (!path.startsWith('/tasks')) return false;
    response.writeHead(status, headers).end(body);
    return true;
  };
}

const open = (transport, src) => page.evaluate((given) => window.open({ transport: given[0] }, given[1]), [transport, src]);
const state = (wanted) => page.waitForFunction((given) => source.state === given, wanted);
const error = () => page.evaluate(() => {
  const { status, code, url, message, denied } = source.error;
  return { status, code, url, message, denied };
});
/** Until nothing more would have come. */
const settled = () => page.waitForTimeout(150);

describe.each(['fetch', 'eventsource'])('%s', (transport) => {
  const asked = transport === 'fetch' ? 1 : 2; // EventSource is told no status, so it is asked for

  it.each([
    ['401', () => answer(401), { status: 401 }],
    ['403', () => answer(403), { status: 403 }],
    ['a page', () => answer(200, HTML, '<form></form>'), { status: 200, code: 'login' }],
  ])('%s is denied, and not asked for again', async (_, set, expected) => {
    set();
    await open(transport);
    await state('denied');
    await settled();
    expect(await error()).toMatchObject({ ...expected, url: site.url('/tasks/events'), denied: true });
    expect(site.requests).toHaveLength(asked);
    site.answer = () => false;
    await page.evaluate(() => source.reconnect());
    await state('live');
  });

  it('a redirect to a page is denied, and says where', async () => {
    site.answer = (path, request, response) => {
      if (path === '/login') response.writeHead(200, HTML).end('<form></form>');
      else if (path.startsWith('/tasks')) response.writeHead(302, { Location: '/login?to=/tasks' }).end();
      return !path.startsWith('/src');
    };
    await open(transport);
    await state('denied');
    expect(await error()).toMatchObject({ code: 'login', url: site.url('/login'), message: expect.stringMatching(/wants a login/) });
  });

  it.each([
    ['a page', (response) => response.writeHead(200, HTML).end('<form></form>')],
    ['a redirect to one', (response) => response.writeHead(302, { Location: site.url('/login', '127.0.0.1') }).end()],
  ])('%s in place of everything, the client’s own modules too, is denied', async (_, login) => {
    if (transport === 'eventsource') await page.evaluate('import("/src/extras/native.js").then(() => {})');
    site.answer = (path, request, response) => Boolean(login(response));
    await open(transport);
    await state('denied');
    expect(await error()).toMatchObject({ code: 'login', denied: true, message: expect.stringMatching(/^Log in/) });
  });

  it('a redirect to another site’s login is denied', async () => {
    answer(302, { Location: site.url('/login', '127.0.0.1') });
    await open(transport);
    await state('denied');
    expect(await error()).toMatchObject({ code: 'login', message: expect.stringMatching(/wants a login.*another site/) });
  });

  it('a redirect to the stream is followed', async () => {
    site.answer = (path, request, response) => {
      if (path !== '/old/events') return false;
      response.writeHead(307, { Location: '/tasks/events' }).end();
      return true;
    };
    await open(transport, '/old/events');
    await state('live');
    expect(await page.evaluate(() => errors.length)).toBe(0);
  });

  it('204 is the end', async () => {
    answer(204);
    await open(transport);
    await state('closed');
    await settled();
    expect(site.requests).toHaveLength(asked);
    expect(await error()).toMatchObject({ status: 204, code: 'ended' });
  });

  it('404 is offline at once, with status and address, and goes on', async () => {
    await open(transport, '/wrong/events');
    await state('offline');
    expect(await error()).toMatchObject({ status: 404, message: `404 from ${site.url('/wrong/events')}` });
    await expect.poll(() => site.requests.length).toBeGreaterThan(2 * asked);
  });

  it('a server that is away is offline, and back when it is', async () => {
    site.answer = (path, request) => path.startsWith('/tasks') && Boolean(request.socket.destroy());
    await open(transport);
    await state('offline');
    expect(await error()).toMatchObject({ status: 0, code: 'unreachable' });
    site.answer = () => false;
    await state('live');
    expect(await page.evaluate(() => source.error)).toBeUndefined();
  });
});

it('an action that is redirected to another site’s login says so', async () => {
  await open('fetch');
  await state('live');
  answer(302, { Location: site.url('/login', '127.0.0.1') });
  expect(await page.evaluate(() => source.start('a').catch(({ code, message }) => `${code}: ${message}`)))
    .toMatch(/^login: .*Log in, then try again\.$/);
});

describe('the token of an action that is redirected', () => {
  let tokens;

  /** Sends actions on to another address, which lets all of them in, and notes what comes there. */
  async function onwards(location) {
    tokens = [];
    await page.evaluate(() => (document.cookie = 'XSRF-TOKEN=abc'));
    await open('fetch');
    await state('live');
    site.answer = (path, request, response) => {
      if (path === '/tasks/a/start') response.writeHead(307, { Location: location });
      else if (path === '/moved') {
        tokens.push(`${request.method} ${request.headers['x-xsrf-token']}`);
        response.writeHead(200, { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*',
          'Access-Control-Allow-Headers': '*' });
      } else return false;
      response.end('{"outcome":"started"}');
      return true;
    };
  }

  it('goes along within the site', async () => {
    await onwards('/moved');
    expect(await page.evaluate(() => source.start('a'))).toBe('started');
    expect(tokens).toEqual(['POST abc']);
  });

  it('never goes to another one', async () => {
    await onwards(site.url('/moved', '127.0.0.1'));
    expect(await page.evaluate(() => source.start('a').catch(({ code }) => code))).toBe('login');
    expect(tokens).toEqual([]);
  });
});
