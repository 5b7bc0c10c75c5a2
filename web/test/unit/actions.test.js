// What a client asks a server to do.

import { describe, expect, it } from 'vitest';
import { ADDRESS, live, open, server, source } from '../support/client.js';
import { pending } from '../support/server.js';

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
    open({}, `${ADDRESS}?handle=h`);
    await source.log('a');
    expect(server.requests[0].url.href).toBe('http://localhost/tasks/a/log?after=0&handle=h');
  });
});
