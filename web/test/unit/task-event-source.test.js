import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskError, TaskEventSource } from '../../src/task-event-source.js';
import { completed, FakeServer, init, pending, ready, remove, reset, running, until, update } from '../support/server.js';

const URL_ = 'http://localhost/tasks/events';
const FAST = { reconnectDelay: 1, maxReconnectDelay: 2 };

let server;
let source;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => {
  source?.close();
  vi.restoreAllMocks();
});

function open(options = {}, url = URL_) {
  source = new TaskEventSource(url, { fetch: server.fetch, ...FAST, ...options });
  return source;
}

async function live(...tasks) {
  open();
  const connection = await server.connection();
  connection.send(...tasks.map(init), [10, ready]);
  await until(() => source.state === 'live');
  return connection;
}

const ids = () => [...source.tasks.keys()];

describe('the server’s time', () => {
  it('comes with each connection, and goes on by itself', async () => {
    open();
    expect(source.clock).toBeNaN();
    const first = await server.connection();
    first.send([10, { ...ready, now: 1e12 }]);
    await until(() => source.state === 'live');
    expect(source.clock + performance.now()).toBeCloseTo(1e12, -4);
    first.cut();
    (await server.connection(1)).send([10, { ...ready, now: 2e12 }]);
    await until(() => source.state === 'live');
    expect(source.clock + performance.now()).toBeCloseTo(2e12, -4);
  });

  it('of a server that does not tell it is no number', async () => {
    await live();
    expect(source.clock).toBeNaN();
  });
});

describe('tasks', () => {
  it('come with the dump, in its order, then change and go', async () => {
    const connection = await live(pending('b'), running('a', 1));
    expect(ids()).toEqual(['b', 'a']);
    expect(source.connected).toBe(true);
    connection.send([11, update(completed('a'))], [12, update(pending('c'))], [13, remove('b')]);
    await until(() => source.lastEventId === '13');
    expect(ids()).toEqual(['a', 'c']);
    expect(source.tasks.get('a').status).toBe('completed');
  });

  it('stay while the connection is lost, and what was missed comes with the next', async () => {
    const first = await live(running('a', 1), pending('gone'));
    first.cut();
    const second = await server.connection(1);
    expect(second.url.searchParams.get('lastEventId')).toBe('10');
    expect(ids()).toEqual(['a', 'gone']);
    second.send([11, update(completed('a'))], [12, remove('gone')], [12, ready]);
    await until(() => source.state === 'live');
    expect(source.tasks.get('a').status).toBe('completed');
    expect(ids()).toEqual(['a']);
  });

  it('that are not in the dump after a reset go, once it is whole', async () => {
    (await live(pending('a'), pending('b'))).cut();
    const second = await server.connection(1);
    second.send(reset, init(pending('c')));
    await until(() => source.tasks.has('c'));
    expect(ids()).toEqual(['a', 'b', 'c']);
    second.send(init(running('b', 3)), [20, ready]);
    await until(() => source.state === 'live');
    expect(ids()).toEqual(['c', 'b']);
    expect(source.lastEventId).toBe('20');
  });

  it('start over where a dump was cut', async () => {
    (await live(pending('a'))).cut();
    const second = await server.connection(1);
    second.send(reset, init(pending('b')));
    await until(() => source.tasks.has('b'));
    second.cut();
    const third = await server.connection(2);
    expect(third.url.searchParams.has('lastEventId')).toBe(false);
    third.send([30, init(pending('c'))], [30, ready]);
    await until(() => source.state === 'live');
    expect(ids()).toEqual(['c']);
  });

  it('never go back where frames come twice', async () => {
    const connection = await live(running('a', 1));
    connection.send([11, update(completed('a'))], [12, update(pending('b'))]);
    connection.send(init(running('a', 1)), [10, ready], [11, update(running('a', 5))], [12, update(pending('b'))]);
    connection.send([13, update(pending('end'))]);
    await until(() => source.tasks.has('end'));
    expect(source.tasks.get('a').status).toBe('completed');
    expect(source.state).toBe('live');
  });

  it('of an empty server that was reset are none', async () => {
    (await live(pending('a'))).end();
    (await server.connection(1)).send(reset, [5, ready]);
    await until(() => source.state === 'live');
    expect(ids()).toEqual([]);
  });

  it('are told once a frame, by what has changed', async () => {
    const connection = await live(pending('a'));
    const changes = [];
    const ofA = [];
    source.subscribe((changed) => changes.push(changed));
    const end = source.subscribe('a', (state) => ofA.push(state?.status));
    await new Promise((resolve) => setTimeout(resolve, 50));
    changes.length = 0;
    connection.send(update(running('a', 1)), update(running('a', 2)), [11, update(pending('b'))], [12, remove('b')]);
    await until(() => changes.length);
    expect(changes).toHaveLength(1);
    expect([...changes[0].keys()]).toEqual(['a', 'b']);
    expect(changes[0].get('a').progress.current).toBe(2);
    expect(changes[0].get('b')).toBeUndefined();
    expect(ofA.at(-1)).toBe('running');
    end();
    connection.send([13, remove('a')]);
    await until(() => !source.tasks.has('a'));
    expect(ofA.at(-1)).toBe('running');
  });

  it('every message is told, of types that are not known too', async () => {
    const connection = await live();
    const messages = [];
    source.addEventListener('message', (event) => messages.push(event.data.type));
    connection.send({ type: 'log', taskId: 'a', run: 1, from: 1, lines: ['x'] }, { type: 'later' });
    await until(() => messages.length === 2);
    expect(messages).toEqual(['log', 'later']);
  });

  it('a message is told once its id counts', async () => {
    const connection = await live();
    const ids = [];
    source.addEventListener('message', (event) => ids.push(`${event.data.type} ${source.lastEventId}`));
    connection.send([11, update(running('a', 1))], [12, remove('a')]);
    await until(() => ids.length === 2);
    expect(ids).toEqual(['update 11', 'remove 12']);
  });
});

describe('progress that was kept late', () => {
  const at = (current, run = 1, more = {}, total = 100) =>
    ({ ...running('a', current), run, progress: { message: 'x', current, total }, ...more });
  const shown = () => source.tasks.get('a').progress.current;

  it('of the same run does not make a bar go back after a reconnect', async () => {
    const connection = await live(at(15));
    connection.cut();
    (await server.connection(1)).send([10, update(at(11))], [10, ready]);
    await until(() => source.state === 'live');
    expect(shown()).toBe(15);
  });

  it('nor while its node is not heard of, or it moves', async () => {
    const connection = await live(at(15));
    connection.send([10, update(at(11, 1, { lostSince: 5 }))], [11, update(at(12, 1, { moving: true }))], [12, update(pending('b'))]);
    await until(() => ids().includes('b'));
    expect(shown()).toBe(15);
  });

  it.each([
    ['of the same run that goes back by itself', at(11)],
    ['of another run', at(11, 2, { lostSince: 5 })],
    ['of another bar', at(11, 1, { lostSince: 5 }, 50)],
  ])('%s is shown as it is', async (_, state) => {
    const connection = await live(at(15));
    connection.send([10, update(state)], [11, update(pending('b'))]);
    await until(() => ids().includes('b'));
    expect(shown()).toBe(11);
  });
});

describe('bad input', () => {
  it('warns and goes on', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const connection = await live(pending('a'));
    connection.write('data: {"type":\n\ndata: 5\n\ndata: null\n\ndata: {"type":"update"}\n\n');
    connection.send([11, update(completed('a'))]);
    await until(() => source.lastEventId === '11');
    expect(warn).toHaveBeenCalledTimes(4);
    expect(source.tasks.get('a').status).toBe('completed');
  });
});

describe('a server of the model protocol', () => {
  it('is live with its first update, or a moment after its dump', async () => {
    server.viewer = '';
    open();
    const connection = await server.connection();
    connection.send(init(pending('a')));
    await until(() => source.tasks.has('a'));
    expect(source.state).toBe('connecting');
    await until(() => source.state === 'live');
    connection.send([1, update(running('a', 1))]);
    await until(() => source.lastEventId === '1');
    connection.cut();
    (await server.connection(1)).send([2, update(completed('a'))]);
    await until(() => source.state === 'live');
    expect(source.tasks.get('a').status).toBe('completed');
  });

  it('that began anew, with lower ids, is believed', async () => {
    server.viewer = '';
    open();
    (await server.connection()).send(init(pending('a')), init(pending('old')), [500, update(running('a', 1))]);
    await until(() => source.lastEventId === '500');
    server.connections[0].cut();
    const second = await server.connection(1);
    second.send(init(pending('a')));
    await until(() => source.state === 'live');
    expect(ids()).toEqual(['a']);
    second.send([1, update(running('a', 7))]);
    await until(() => source.tasks.get('a').status === 'running');
    expect(source.lastEventId).toBe('1');
  });
});

describe('a connection', () => {
  it('sends its last id where the URL has a query already', async () => {
    open({ filter: { tag: ['x', 'y'] } }, `${URL_}?owner=ann`);
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
    source = new TaskEventSource('/tasks/events', { fetch: server.fetch });
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
});

describe('actions', () => {
  it('start and cancel by id', async () => {
    await live();
    expect(await source.start('a b/ü')).toBe('started');
    expect(server.requests[0].url.pathname).toBe('/tasks/a%20b%2F%C3%BC/start');
    expect(server.requests[0].init.method).toBe('POST');
    expect(new Headers(server.requests[0].init.headers).has('Content-Type')).toBe(false);
    await source.cancel('x');
    expect(server.requests[1].url.pathname).toBe('/tasks/x/cancel');
  });

  it('submit with a payload', async () => {
    await live();
    server.answer = () => Response.json(pending('new'), { status: 201 });
    expect(await source.submit('import', { rows: 5 }, { title: 'T' })).toEqual(pending('new'));
    const { url, init: sent } = server.requests[0];
    expect(url.pathname).toBe('/tasks');
    expect(JSON.parse(sent.body)).toEqual({ type: 'import', payload: { rows: 5 }, title: 'T' });
    expect(new Headers(sent.headers).get('Content-Type')).toBe('application/json');
  });

  it('read a log', async () => {
    await live();
    server.answer = () => Response.json({ run: 1, from: 6, lines: ['x'] });
    expect(await source.log('a', { after: 5 })).toEqual({ run: 1, from: 6, lines: ['x'] });
    expect(server.requests[0].url.href).toBe('http://localhost/tasks/a/log?after=5');
  });

  it('fail with what the server said', async () => {
    await live();
    server.answer = () => Response.json({ title: 'Not found', code: 'unknown_task' }, { status: 404 });
    await expect(source.start('x')).rejects.toMatchObject({ status: 404, code: 'unknown_task', message: 'Not found' });
    server.answer = () => { throw new TypeError('refused'); };
    await expect(source.cancel('x')).rejects.toMatchObject({ status: 0, code: 'unreachable' });
  });

  it('have another base where they are told so', async () => {
    open({ base: '/other/' });
    await source.start('a');
    expect(server.requests[0].url.pathname).toBe('/other/a/start');
  });

  it('of a guest carry the handle', async () => {
    open({}, `${URL_}?handle=h`);
    await source.log('a');
    expect(server.requests[0].url.href).toBe('http://localhost/tasks/a/log?after=0&handle=h');
  });
});
