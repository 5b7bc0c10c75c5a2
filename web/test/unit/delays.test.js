// How long a client waits, whoever says so: one request, and never a thousand.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TaskEventSource } from '../../src/task-event-source.js';
import { FakeServer, init, pending, ready } from '../support/server.js';

const MINUTES = 60_000;
let server;
let source;
let asked;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  asked = 0;
});

afterEach(() => {
  source?.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function open(options = {}) {
  const fetch = (...args) => {
    asked++;
    return server.fetch(...args);
  };
  source = new TaskEventSource('http://localhost/tasks/events', { fetch, ...options });
}

/** Until whatever is waited for is done. */
async function pass(ms = 0) {
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(ms);
}

const busy = (after, headers = {}) => () => Response.json({}, { status: 503, headers: { 'Retry-After': after, ...headers } });

it.each([
  ['30 days', '2592000'], ['just over 2^32 ms', '4294968'], ['ages', '9'.repeat(20)], ['a number that is none', '9'.repeat(400)],
])('Retry-After of %s is one request', async (_, after) => {
  server.answer = busy(after);
  open();
  await pass(10 * MINUTES);
  expect(asked).toBe(1);
  await pass(2e9 + 60_000);
  expect(asked, 'and then another').toBe(2);
});

it.each([
  ['35 days', '3000000000'], ['just 2^31 ms', '2147483648'], ['a number that is none', '9'.repeat(400)],
])('retry: of %s is one request', async (_, ms) => {
  open();
  await pass();
  server.connections[0].send(init(pending('a')), [10, ready]);
  server.connections[0].write(`retry: ${ms}\n\n`);
  await pass();
  server.connections[0].end();
  await pass(10 * MINUTES);
  expect(asked).toBe(1);
});

it('Retry-After may be a date, told apart from now by the server’s own clock', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0);
  const now = Date.parse('2031-05-05T12:00:00Z'); // not the browser's
  server.answer = busy(new Date(now + 90_000).toUTCString(), { Date: new Date(now).toUTCString() });
  open();
  await pass(89_000);
  expect(asked).toBe(1);
  await pass(2_000);
  expect(asked).toBe(2);
});

it.each(['soon', '-5', '', 'Thu, 01 Jan 1970 00:00:00 GMT', 'NaN'])('Retry-After: %s says nothing', async (after) => {
  vi.spyOn(Math, 'random').mockReturnValue(1);
  server.answer = busy(after);
  open();
  await pass(900);
  expect(asked).toBe(1);
  await pass(200);
  expect(asked).toBe(2);
});

it.each([
  { reconnectDelay: undefined },
  { reconnectDelay: NaN },
  { reconnectDelay: -1 },
  { maxReconnectDelay: undefined },
  { reconnectDelay: Infinity, maxReconnectDelay: Infinity },
  { reconnectDelay: 1e300, maxReconnectDelay: 1e300 },
])('%o makes no storm', async (options) => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  server.answer = () => new Response('', { status: 500 });
  open(options);
  await pass(1 * MINUTES);
  expect(asked).toBeLessThan(20);
});

it('of failures without an end stays the longest one', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  server.answer = () => Promise.reject(new TypeError('refused'));
  open({ reconnectDelay: 100, maxReconnectDelay: 100 });
  for (let i = 0; i < 15; i++) await pass(10_000);
  expect(asked).toBeGreaterThan(1_100); // 2 ** 1100 is no number
  expect(asked).toBeLessThan(1_600);
});

it('polling waits as long as the server asks, and no longer than until the stream is tried again', async () => {
  let lists = 0;
  server.answer = (url) => {
    if (url.pathname.endsWith('/events')) return undefined;
    return lists++ ? busy('2592000')() : Response.json({ tasks: [pending('a')], position: '7' });
  };
  open();
  await pass(10_100);
  await pass(10);
  expect(source.buffered).toBe(true);
  await pass(4 * MINUTES);
  expect(lists).toBe(2);
  expect(source.state).toBe('offline');
});

it('silence that grows without an end is one timer', async () => {
  open();
  await pass();
  server.connections[0].send([10, ready]);
  await pass();
  const timers = vi.spyOn(globalThis, 'setTimeout');
  for (let i = 0; i < 20; i++) {
    await pass(2 ** i * 45_000 + 40_000);
    server.connections.at(-1).send([10, ready]);
  }
  await pass(1);
  expect(timers.mock.calls.every(([, ms]) => ms === undefined || ms < 2 ** 31)).toBe(true);
});
