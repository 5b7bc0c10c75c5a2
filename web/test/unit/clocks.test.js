// What is done to the browser's clock changes nothing.

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TaskEventSource } from '../../src/task-event-source.js';
import { FakeServer, init, pending, ready } from '../support/server.js';

const HOUR = 3_600_000;
let server;
let source;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => {
  source?.close();
  vi.useRealTimers();
});

async function live() {
  source = new TaskEventSource('http://localhost/tasks/events', { fetch: server.fetch, reconnectDelay: 1, maxReconnectDelay: 2 });
  await vi.advanceTimersByTimeAsync(0);
  server.connections[0].send(init(pending('a')), [10, ready]);
  await vi.advanceTimersByTimeAsync(0);
  expect(source.state).toBe('live');
}

const jump = (ms) => vi.setSystemTime(Date.now() + ms);

it.each([-HOUR, -1e12, HOUR, 1e11])('a dead stream is noticed within one and a half heartbeats after a jump of %d ms', async (by) => {
  await live();
  await vi.advanceTimersByTimeAsync(5_000);
  jump(by);
  await vi.advanceTimersByTimeAsync(39_000);
  expect(source.state, 'not before').toBe('live');
  await vi.advanceTimersByTimeAsync(1_500);
  expect(server.connections[0].closed).toBe(true);
  expect(server.connections).toHaveLength(2);
});

it.each([-HOUR, HOUR])('a jump of %d ms between two heartbeats is no longer interval', async (by) => {
  await live();
  for (let i = 0; i < 3; i++) {
    await vi.advanceTimersByTimeAsync(30_000);
    jump(by);
    server.connections[0].write(': heartbeat\n\n');
    await vi.advanceTimersByTimeAsync(0);
  }
  expect(source.state).toBe('live');
  await vi.advanceTimersByTimeAsync(45_500);
  expect(server.connections[0].closed).toBe(true);
});

it('a stream that never says anything is noticed whatever the clock says', async () => {
  server.answer = (url) => (url.pathname.endsWith('/events') ? new Promise(() => {}) : Response.json({}, { status: 404 }));
  const errors = [];
  source = new TaskEventSource('http://localhost/tasks/events', { fetch: server.fetch, onError: ({ error }) => errors.push(error.code) });
  await vi.advanceTimersByTimeAsync(1_000);
  jump(-HOUR);
  await vi.advanceTimersByTimeAsync(9_500);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(10);
  expect(errors).toEqual(['silent']);
});

it('polling ends after five minutes whatever the clock says, and a list that never comes ends nothing', async () => {
  let lists = 0;
  server.answer = (url) => {
    if (url.pathname.endsWith('/events')) return undefined;
    return ++lists === 3 ? new Promise(() => {}) : Response.json({ tasks: [pending('a')], position: '7' });
  };
  source = new TaskEventSource('http://localhost/tasks/events', { fetch: server.fetch });
  await vi.advanceTimersByTimeAsync(10_100);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(10);
  expect(source.buffered).toBe(true);
  jump(-HOUR);
  await vi.advanceTimersByTimeAsync(15_000);
  expect(lists).toBe(3);
  expect(source.state).toBe('offline');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(lists).toBeGreaterThan(3);
  expect(source.state).toBe('live');
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(server.connections).toHaveLength(2);
});
