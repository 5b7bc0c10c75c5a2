// What each answer of a server means for the connection, and what it says to people.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskError, TaskEventSource } from '../../src/task-event-source.js';
import { FakeServer, init, pending, ready, until } from '../support/server.js';

const ADDRESS = 'http://localhost/tasks/events';
const HTML = { 'Content-Type': 'text/html; charset=utf-8' };
const html = (init) => new Response('<!doctype html><title>Log in</title>', { headers: HTML, ...init });
const problem = (status, body, headers) => Response.json(body, { status, headers });
/** As fetch gives it of a redirect that it has followed. */
const at = (url, response) => Object.defineProperties(response, { redirected: { value: true }, url: { value: url } });

let server;
let source;
let errors;

beforeEach(() => {
  server = new FakeServer();
  errors = [];
});

afterEach(() => {
  source?.close();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function open(options = {}) {
  source = new TaskEventSource(`${ADDRESS}?handle=secret`, {
    fetch: server.fetch, reconnectDelay: 1, maxReconnectDelay: 2, onError: ({ error }) => errors.push(error), ...options,
  });
}

/** Waits for whatever comes of it. */
const later = () => new Promise((resolve) => setTimeout(resolve, 60));

async function live() {
  open();
  const connection = await server.connection();
  connection.send(init(pending('a')), [10, ready]);
  await until(() => source.state === 'live');
  return connection;
}

describe('a stream that is answered with', () => {
  it.each([
    ['401', () => problem(401, { title: 'Unauthorized' }), { status: 401, message: 'Unauthorized' }],
    ['403', () => problem(403, { detail: 'No.', title: 'Forbidden', code: 'forbidden' }),
      { status: 403, code: 'forbidden', message: 'No.' }],
    ['a page', () => html(),
      { status: 200, code: 'login', message: /answered with a page: http:\/\/localhost\/tasks\/events\. Log in, or/ }],
    ['a redirect to a page', () => at('http://localhost/login?to=x', html()),
      { status: 200, code: 'login', url: 'http://localhost/login', message: /wants a login.*localhost\/login\. Log in, then/ }],
  ])('%s is denied, and not asked for again until it is told to', async (_, answer, expected) => {
    server.answer = answer;
    open();
    await until(() => source.state === 'denied');
    await later();
    expect(server.requests).toHaveLength(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(TaskError);
    const { message, ...rest } = expected;
    expect(errors[0]).toMatchObject({ denied: true, ...rest });
    expect(errors[0].message).toMatch(message);
    expect(source.error).toBe(errors[0]);
    server.answer = () => undefined;
    source.reconnect();
    (await server.connection()).send([1, ready]);
    await until(() => source.state === 'live');
    expect(source.error).toBeUndefined();
  });

  it.each([
    ['a script can see', () => new Response('', { status: 302, headers: { Location: '/login' } })],
    ['it can not see', () => Object.defineProperties(new Response(''), {
      type: { value: 'opaqueredirect' }, status: { value: 0 }, ok: { value: false },
    })],
  ])('a redirect that %s, to another site, is denied', async (_, redirect) => {
    server.answer = (url, { redirect: mode }) => {
      if (mode === 'manual') return redirect();
      throw new TypeError('Failed to fetch'); // as of what CORS keeps back
    };
    open();
    await until(() => source.state === 'denied');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ code: 'login', denied: true, url: ADDRESS });
    expect(errors[0].message).toMatch(/wants a login.*another site\. Log in/);
  });

  it('a redirect to the stream follows it', async () => {
    server.answer = (url, { redirect }) => (redirect === 'manual' ? new Response('', { status: 307 }) : undefined);
    await live();
    expect(errors).toEqual([]);
  });

  it('204 is at its end for good, as the standard has it', async () => {
    server.answer = () => new Response(null, { status: 204 });
    open();
    await until(() => source.state === 'closed');
    await later();
    expect(server.requests).toHaveLength(1);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ status: 204, code: 'ended' });
    source.reconnect();
    await later();
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [404, () => problem(404, { detail: 'There is nothing here.', code: 'not_found' }), 'There is nothing here.'],
    [404, () => html({ status: 404, headers: { 'Content-Type': 'text/html' } })],
    [410, () => problem(410, {})],
    [400, () => problem(400, { title: 'Bad Request' }), 'Bad Request'],
  ])('%d shows status and address at once, and it goes on trying', async (status, answer, words) => {
    server.answer = answer;
    const states = [];
    open();
    source.addEventListener('state', () => states.push([source.state, source.error?.status]));
    await until(() => server.requests.length > 2);
    expect(states).toEqual([['offline', status]]);
    expect(source.error).toMatchObject({ status, url: ADDRESS, denied: false });
    expect(source.error.message).toBe(`${status} from ${ADDRESS}${words ? `: ${words}` : ''}`);
  });

  it('something else of success shows its address, and it goes on trying', async () => {
    server.answer = () => Response.json({});
    open();
    await until(() => server.requests.length > 2);
    expect(source.state).toBe('offline');
    expect(source.error).toMatchObject({ status: 200, code: 'no_stream', message: `No event stream: ${ADDRESS}` });
  });

  it.each([429, 500, 502, 503])('%d is a failure that passes', async (status) => {
    server.answer = () => problem(status, { detail: 'Later.' });
    const states = [];
    open();
    source.addEventListener('state', () => states.push([source.state, server.requests.length]));
    await until(() => source.state === 'offline');
    expect(states).toEqual([['offline', 4]]);
    expect(source.error.message).toBe(`${status} from ${ADDRESS}: Later.`);
    server.answer = () => undefined;
    (await server.connection()).send([1, ready]);
    await until(() => source.state === 'live');
  });

  it.each([
    ['null', 'null'], ['a string', '"x"'], ['a list', '[1]'], ['no JSON', '{'],
    ['other fields', '{"detail":5,"title":{},"code":[]}'],
  ])('a problem that is %s is no trouble', async (_, body) => {
    server.answer = () => new Response(body, { status: 403, headers: { 'Content-Type': 'application/problem+json' } });
    open();
    await until(() => source.state === 'denied');
    expect(errors[0]).toMatchObject({ status: 403, code: undefined, message: 'The server answered with 403.' });
  });

  it('very many words is cut', async () => {
    server.answer = () => problem(403, { detail: 'x'.repeat(100_000) });
    open();
    await until(() => source.state === 'denied');
    expect(errors[0].message).toBe('x'.repeat(500));
  });
});

describe('a list that is polled and answered with', () => {
  /** @param {() => Response} answer to all lists but the first */
  async function polled(answer) {
    vi.useFakeTimers();
    let lists = 0;
    server.answer = (url) => {
      if (url.pathname.endsWith('/events')) return undefined;
      return lists++ ? answer() : Response.json({ tasks: [pending('a')], position: '7' });
    };
    open();
    await vi.advanceTimersByTimeAsync(10_100);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(10);
    expect(source).toMatchObject({ buffered: true, state: 'live' });
    await vi.advanceTimersByTimeAsync(2_100);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(10);
    return () => lists;
  }

  it('what is older than what is known is from a node that is behind; after an outage it is believed', async () => {
    let answer = () => Response.json({ tasks: [pending('old')], position: '6' });
    const lists = await polled(() => answer());
    for (let i = 3; i <= 9; i++) {
      await vi.advanceTimersByTimeAsync(2_100);
      expect(lists()).toBe(i);
      expect([...source.tasks.keys()]).toEqual(['a']);
    }
    const older = answer;
    answer = () => problem(500, {});
    await vi.advanceTimersByTimeAsync(2_100);
    await vi.dynamicImportSettled();
    await vi.advanceTimersByTimeAsync(10);
    expect(source.state).toBe('offline');
    answer = older;
    await vi.advanceTimersByTimeAsync(2_100);
    expect([...source.tasks.keys()]).toEqual(['old']);
    expect(source).toMatchObject({ buffered: true, state: 'live', lastEventId: '6' });
  });

  it.each([
    ['401', () => problem(401, {}), 401],
    ['403', () => problem(403, {}), 403],
    ['a page', () => html(), 200],
    ['a redirect to a page', () => at('http://localhost/login', html()), 200],
  ])('%s is denied, and asked for again when it is told to', async (_, answer, status) => {
    const lists = await polled(answer);
    expect(source.state).toBe('denied');
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ status, denied: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lists()).toBe(2);
    source.reconnect();
    await vi.advanceTimersByTimeAsync(10);
    expect(server.connections).toHaveLength(2);
    server.connections[1].send([8, ready]);
    await vi.advanceTimersByTimeAsync(10);
    expect(source).toMatchObject({ state: 'live', buffered: false, error: undefined });
  });

  it.each([
    ['503', () => problem(503, {}), 503], ['404', () => problem(404, {}), 404], ['no list', () => Response.json(null), 200],
  ])('%s is offline, says why, and goes on', async (_, answer, status) => {
    const lists = await polled(answer);
    expect(source.state).toBe('offline');
    expect(errors[0]).toMatchObject({ status, denied: false });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(lists()).toBeGreaterThan(4);
  });
});

describe('an action that is answered with', () => {
  it.each([
    [401, {}, 'The server answered with 401. Log in, then try again.'],
    [401, { detail: 'Your session is over.' }, 'Your session is over. Log in, then try again.'],
    [403, { detail: 'You may not use this.', code: 'forbidden' },
      'You may not use this. Log in as somebody who may, or ask for the right to.'],
    [403, { detail: 'This is read-only.', code: 'read_only' }, 'This is read-only.'],
    [404, { detail: 'There is no such task.', code: 'unknown_task' }, 'There is no such task.'],
  ])('%d %o says what to do', async (status, body, message) => {
    await live();
    server.answer = () => problem(status, body);
    const url = 'http://localhost/tasks/a/start';
    await expect(source.start('a')).rejects.toMatchObject({ status, message, code: body.code, url });
    expect(source.state).toBe('live');
  });

  it('403 cross_site says what is to be changed', async () => {
    await live();
    server.answer = () => problem(403, { detail: 'A page of another site may not do this.', code: 'cross_site' });
    await expect(source.cancel('a')).rejects.toThrow(/another site may not do this\. .*"Host"/);
  });

  it.each([
    ['a page', () => html()],
    ['a redirect to a page', () => at('http://localhost/login', html())],
  ])('%s is a login, and no SyntaxError', async (_, answer) => {
    await live();
    server.answer = answer;
    await expect(source.submit('import')).rejects.toMatchObject({ name: 'TaskError', code: 'login', denied: true });
  });

  it('a body that breaks off is a TaskError', async () => {
    await live();
    server.answer = () => new Response('{"ok":', { headers: { 'Content-Type': 'application/json' } });
    await expect(source.start('a')).rejects.toMatchObject({ name: 'TaskError', code: 'unreachable', denied: false });
  });

  it('too many tasks says how long to wait', async () => {
    await live();
    server.answer = () => problem(429, { code: 'too_many_tasks' }, { 'Retry-After': '2' });
    await expect(source.submit('import')).rejects.toMatchObject({ status: 429, retryAfter: 2_000 });
  });
});
