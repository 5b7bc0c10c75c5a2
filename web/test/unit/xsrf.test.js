// The token against cross-site requests, as Spring Security and others give it to pages in a cookie.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskEventSource } from '../../src/task-event-source.js';
import { FakeServer, pending, ready, until } from '../support/server.js';

let server;
let source;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => {
  vi.unstubAllGlobals();
  source?.close();
});

/** A live source in a page of an origin with cookies. */
async function live(cookie, { origin = 'http://localhost', ...options } = {}) {
  source = new TaskEventSource('http://localhost/tasks/events', { fetch: server.fetch, ...options });
  (await server.connection()).send([10, ready]);
  await until(() => source.state === 'live');
  vi.stubGlobal('origin', origin);
  vi.stubGlobal('document', cookie === undefined ? undefined : { cookie });
}

const sent = () => server.requests.map(({ init }) => new Headers(init.headers).get('X-XSRF-TOKEN'));

describe('the cookie XSRF-TOKEN', () => {
  it.each([
    ['alone', 'XSRF-TOKEN=abc-1', 'abc-1'],
    ['among others', 'a=1; XSRF-TOKEN=abc=; b=2', 'abc='],
    ['encoded', 'XSRF-TOKEN=a%2Fb%3D%3D', 'a/b=='],
    ['after one whose name ends so', 'MY-XSRF-TOKEN=no; XSRF-TOKEN=yes', 'yes'],
  ])('%s is sent with each action', async (_, cookie, token) => {
    await live(cookie);
    await source.start('a');
    await source.cancel('a');
    server.answer = () => Response.json(pending('new'), { status: 201 });
    await source.submit('import', { rows: 5 });
    expect(sent()).toEqual([token, token, token]);
    expect(server.requests.map(({ init }) => init.mode)).toEqual(['same-origin', 'same-origin', 'same-origin']);
  });

  it.each([
    ['is not there', 'a=1; b=XSRF-TOKEN'],
    ['has no value', 'XSRF-TOKEN=; a=1'],
    ['has another name that ends so', 'MY-XSRF-TOKEN=no; a=XSRF-TOKEN=no'],
    ['can’t be, in a worker', undefined],
  ])('that %s is no header', async (_, cookie) => {
    await live(cookie);
    await source.start('a');
    expect(sent()).toEqual([null]);
    expect(server.requests[0].init.mode).toBeUndefined();
  });

  it.each(['https://localhost', 'http://localhost:8080', 'http://example.com', 'null'])('of a page of %s stays there', async (origin) => {
    await live('XSRF-TOKEN=abc', { origin });
    await source.start('a');
    expect(sent()).toEqual([null]);
  });

  it('yields to the header that is given', async () => {
    await live('XSRF-TOKEN=abc', { headers: async () => ({ 'x-xsrf-token': 'own' }) });
    await source.start('a');
    expect(sent()).toEqual(['own']);
  });

  it('is not sent where nothing is changed', async () => {
    await live('XSRF-TOKEN=abc');
    server.answer = () => Response.json({ run: 1, from: 1, lines: [] });
    await source.log('a');
    expect(sent()).toEqual([null]);
  });

  it('that can’t be decoded ends an action with an error', async () => {
    await live('XSRF-TOKEN=%zz');
    await expect(source.start('a')).rejects.toMatchObject({ name: 'TaskError' });
  });
});
