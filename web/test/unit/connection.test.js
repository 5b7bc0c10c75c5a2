// A connection from its beginning to its loss: how it is asked for, when it is made anew, and what silence means.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskError } from '../../src/task-event-source.js';
import { ADDRESS, ids, live, open, server, source } from '../support/client.js';
import { completed, init, pending, ready, running, until, update } from '../support/server.js';

describe('a connection', () => {
  it('sends its last id where the URL has a query already', async () => {
    open({ filter: { tag: ['x', 'y'] } }, `${ADDRESS}?owner=ann`);
    (await server.connection()).send([10, ready]);
    await until(() => source.state === 'live');
    server.connections[0].end();
    expect((await server.connection(1)).url.search).toBe('?owner=ann&tag=x&tag=y&lastEventId=10');
  });

  it('sends headers, made anew for each', async () => {
    let n = 0;
    open({ headers: async () => ({ Authorization: `Bearer ${++n}` }) });
    (await server.connection()).end();
    await server.connection(1);
    expect(server.connections.map((c) => c.headers.get('Authorization'))).toEqual(['Bearer 1', 'Bearer 2']);
  });

  it('is denied by 401 and 403, and tried again when asked', async () => {
    const errors = [];
    server.answer = () => Response.json({ code: 'forbidden', detail: 'No.' }, { status: 403 });
    open({ onError: (event) => errors.push(event.error) });
    await until(() => source.state === 'denied');
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(server.requests).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(TaskError);
    expect(errors[0]).toMatchObject({ status: 403, code: 'forbidden', message: 'No.' });
    server.answer = () => undefined;
    source.reconnect();
    (await server.connection()).send([1, ready]);
    await until(() => source.state === 'live');
  });

  it('waits as long as the server asks', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const timers = vi.spyOn(globalThis, 'setTimeout');
    server.answer = () => Response.json({}, { status: 503, headers: { 'Retry-After': '7' } });
    open();
    await until(() => timers.mock.calls.some(([, ms]) => ms === 7_000));
  });

  it('honours "retry:" once', async () => {
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const connection = await live();
    connection.write('retry: 37\n\n');
    connection.end();
    await until(() => timers.mock.calls.some(([, ms]) => ms === 37));
    (await server.connection(1)).end();
    timers.mockClear();
    await server.connection(2);
    expect(timers.mock.calls.some(([, ms]) => ms === 37)).toBe(false);
  });

  it('is offline after some failures in a row, and goes on', async () => {
    let broken = true;
    server.answer = () => {
      if (broken) throw new TypeError('refused');
      return undefined;
    };
    open();
    await until(() => source.state === 'offline');
    broken = false;
    (await server.connection()).send([1, ready]);
    await until(() => source.state === 'live');
  });

  it('ends after maxRetries failures in a row', async () => {
    server.answer = () => new Response('', { status: 500 });
    const states = [];
    open({ maxRetries: 2 });
    source.addEventListener('state', () => states.push(source.state));
    await until(() => source.state === 'closed');
    expect(server.requests).toHaveLength(3);
  });

  it('backs off with jitter', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    const delays = [];
    const original = globalThis.setTimeout;
    vi.spyOn(globalThis, 'setTimeout').mockImplementation((f, ms, ...rest) => {
      if ([50, 100, 200, 400].includes(ms)) delays.push(ms);
      return original(f, ms < 1_000 ? 0 : ms, ...rest);
    });
    server.answer = () => new Response('', { status: 500 });
    open({ reconnectDelay: 100, maxReconnectDelay: 800 });
    await until(() => delays.length > 5);
    expect(delays.slice(0, 6)).toEqual([50, 100, 200, 400, 400, 400]);
  });

  it('that is made anew is not live until it is', async () => {
    await live(pending('a'));
    const states = [];
    source.addEventListener('state', () => states.push(source.state));
    source.reconnect();
    expect(source.connected).toBe(false);
    (await server.connection(1)).send([10, ready]);
    await until(() => source.connected);
    expect(states).toEqual(['reconnecting', 'live']);
  });

  it('is none once closed', async () => {
    const connection = await live(pending('a'));
    source.close();
    expect(connection.closed).toBe(true);
    expect(source.state).toBe('closed');
    expect(source.connected).toBe(false);
    source.reconnect();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.connections).toHaveLength(1);
    expect(ids()).toEqual(['a']);
  });

  it('that answers with something else is no stream', async () => {
    const errors = [];
    server.answer = () => Response.json({});
    open({ maxRetries: 0, onError: (event) => errors.push(event.error.code) });
    await until(() => source.state === 'closed');
    expect(errors).toEqual(['no_stream']);
  });

  it('forgets all when somebody else is logged in', async () => {
    const connection = await live(pending('secret'));
    server.viewer = 'other';
    connection.end();
    const second = await server.connection(2); // the one before it was asked with the first one's position
    expect(second.url.searchParams.has('lastEventId')).toBe(false);
    expect(ids()).toEqual([]);
    second.send(init(pending('b')), [5, ready]);
    await until(() => source.state === 'live');
    expect(ids()).toEqual(['b']);
  });

  it('is not made where a page is rendered on a server', () => {
    open({}, '/tasks/events');
    expect(source.state).toBe('connecting');
    expect(server.connections).toHaveLength(0);
  });
});

describe('silence', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  async function silent() {
    open();
    await vi.advanceTimersByTimeAsync(0);
    server.connections[0].send(init(pending('a')), [10, ready]);
    await vi.advanceTimersByTimeAsync(0);
    expect(source.state).toBe('live');
  }

  it('of one and a half heartbeats is a dead connection', async () => {
    await silent();
    await vi.advanceTimersByTimeAsync(44_000);
    expect(server.connections).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(server.connections[0].closed).toBe(true);
    expect(source.state).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(10);
    expect(server.connections).toHaveLength(2);
  });

  it('is none where heartbeats come', async () => {
    await silent();
    for (let i = 0; i < 20; i++) {
      await vi.advanceTimersByTimeAsync(30_000);
      server.connections[0].write(': heartbeat\n\n');
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(server.connections).toHaveLength(1);
    expect(source.state).toBe('live');
  });

  it('of a server with slow heartbeats is waited for once that is known', async () => {
    await silent();
    await vi.advanceTimersByTimeAsync(45_100);
    expect(server.connections).toHaveLength(2);
    for (let i = 0; i < 5; i++) {
      server.connections[1].send([10, ready]);
      await vi.advanceTimersByTimeAsync(60_000);
      server.connections[1].write(': heartbeat\n\n');
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(server.connections).toHaveLength(2);
  });

  it('from the start, of a server that answers otherwise, is a proxy that holds the stream back: it polls', async () => {
    let tasks = [pending('a'), running('b', 1)];
    server.answer = (url) => url.pathname.endsWith('/events') ? undefined
      : Response.json({ tasks, position: '7', now: 1e12 });
    open();
    await vi.advanceTimersByTimeAsync(10_100);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(10);
    expect(source.buffered).toBe(true);
    const since = source.clock + performance.now() - 1e12; // the import may have come before 110 ms went by, or after
    expect(since, 'the list tells the time').toBeGreaterThan(-1); // sums of doubles
    expect(since, 'the list tells the time').toBeLessThanOrEqual(120);
    expect(source.state).toBe('live');
    expect(server.connections[0].closed).toBe(true);
    expect(ids()).toEqual(['a', 'b']);
    tasks = [completed('b')];
    await vi.advanceTimersByTimeAsync(2_100);
    expect(ids()).toEqual(['b']);
    expect(source.tasks.get('b').status).toBe('completed');
    await vi.advanceTimersByTimeAsync(5 * 60_000 + 5_000);
    expect(server.connections, 'the stream is tried again').toHaveLength(2);
    expect(server.connections[1].url.searchParams.get('lastEventId')).toBe('7');
  });

  it('from the start, of a server without a list, is no matter', async () => {
    server.answer = (url) => url.pathname.endsWith('/events') ? undefined : new Response('', { status: 404 });
    open();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.connections).toHaveLength(1);
    expect(source.buffered).toBe(false);
  });

  it('and then heartbeats in bursts, are a proxy that holds the stream back', async () => {
    server.answer = (url) => url.pathname.endsWith('/events') ? undefined
      : Response.json({ tasks: [pending('a')], position: '7' });
    await silent();
    for (let i = 0; i < 2; i++) {
      server.connections[0].write(': heartbeat\n\n: heartbeat\n\n');
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(10);
    expect(source.buffered).toBe(true);
  });

  it('and then heartbeats in bursts, of a server without a list, are no matter, and what came with them counts', async () => {
    server.answer = (url) => url.pathname.endsWith('/events') ? undefined : new Response('', { status: 404 });
    await silent();
    const beats = ': heartbeat\n\n: heartbeat\n\n';
    server.connections[0].write(beats);
    await vi.advanceTimersByTimeAsync(20);
    server.connections[0].write(`${beats}id: 11\ndata: ${JSON.stringify(update(pending('late')))}\n\n`);
    await vi.advanceTimersByTimeAsync(20);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(10);
    expect(source.buffered).toBe(false);
    expect(ids()).toEqual(['a', 'late']);
  });
});
