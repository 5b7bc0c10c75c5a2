// Where tasks stand in line, as a stream tells it.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskEventSource } from '../../src/task-event-source.js';
import { FakeServer, init, ready, remove, reset, running, until, update } from '../support/server.js';

let server;
let source;
let connection;

const waiting = (id, position, more) => ({ id, status: 'pending', why: 'slot', position, ...more });
const place = (id, position, more) => ({ type: 'position', id, position, ...more });
const of = (id) => source.tasks.get(id);

async function live(...tasks) {
  source = new TaskEventSource('http://localhost/tasks/events', { fetch: server.fetch, reconnectDelay: 1, maxReconnectDelay: 2 });
  connection = await server.connection();
  connection.send(...tasks.map(init), [10, ready]);
  await until(() => source.state === 'live');
}

/** Waits until all that was sent has been read. */
async function read(n = 1) {
  const id = String(Number(source.lastEventId) + n);
  connection.send([id, remove('nobody')]);
  await until(() => source.lastEventId === id);
}

beforeEach(() => {
  server = new FakeServer();
});
afterEach(() => {
  source?.close();
  vi.useRealTimers();
});

describe('a position', () => {
  it('changes that of a pending task, and nothing else of it', async () => {
    await live(waiting('a', 7, { title: 'A', startsAt: 5 }), waiting('b', 8));
    const before = of('a');
    const changes = [];
    source.subscribe((changed) => changes.push(...changed.keys()));
    connection.send(place('a', 6, { startsAt: 4, status: 'running', title: 'x' }));
    await until(() => changes.length);
    expect(changes).toEqual(['a']);
    expect(of('a')).toEqual(waiting('a', 6, { title: 'A', startsAt: 4 }));
    expect(before, 'what was given before stays as it was').toEqual(waiting('a', 7, { title: 'A', startsAt: 5 }));
    expect([...source.tasks.keys()]).toEqual(['a', 'b']);
    expect(source.lastEventId).toBe('10');
    connection.send(place('a', 5));
    await read();
    expect(of('a').position).toBe(5);
    expect(of('a').startsAt, 'an estimate that is not told again is not known').toBeUndefined();
  });

  it('says why, and what was said of another reason is over', async () => {
    await live(waiting('a', 7, { why: 'limit', limit: 'queue' }), waiting('b', 8, { why: 'delay', runAt: 5 }));
    connection.send(place('a', 6, { why: 'paused', limit: 'manager' }), place('b', 7, { why: 'slot' }));
    await read();
    expect(of('a')).toEqual(waiting('a', 6, { why: 'paused', limit: 'manager' }));
    expect(of('b')).toEqual(waiting('b', 7, { why: 'slot' }));
    connection.send(place('a', 5, { why: 'slot' }));
    await read();
    expect(of('a')).toEqual(waiting('a', 5, { why: 'slot' }));
    connection.send(place('a', 4)); // of a server of an older version
    await read();
    expect(of('a')).toEqual(waiting('a', 4, { why: 'slot' }));
  });

  it('is told as a message', async () => {
    await live(waiting('a', 7));
    const heard = [];
    source.addEventListener('message', ({ data }) => heard.push(data));
    connection.send(place('a', 6));
    await until(() => heard.length);
    expect(heard).toEqual([place('a', 6)]);
  });

  it.each([[running('a', 5)], [{ id: 'a', status: 'completed', run: 1, lastRun: 2 }]])('of %j is ignored', async (task) => {
    await live(task);
    const before = of('a');
    connection.send(place('a', 6));
    await read();
    expect(of('a')).toBe(before);
  });

  it('of an unknown task, or one that has gone, is ignored', async () => {
    await live(waiting('a', 7));
    connection.send(place('x', 6), [11, remove('a')], place('a', 6));
    await read();
    expect(source.tasks.size).toBe(0);
  });

  it.each([-1, 0, 1.5, NaN, Infinity, '6', null, [], {}, true, undefined])('%s is ignored', async (position) => {
    await live(waiting('a', 7, { startsAt: 5 }));
    const before = of('a');
    connection.send(place('a', position, { startsAt: 9 }));
    await read();
    expect(of('a')).toBe(before);
  });

  it.each([{}, { id: 5, position: 6 }, { id: null, position: 6 }, { position: 6 }, { taskId: 'a', position: 6 }])('without an id (%j) is ignored', async (rest) => {
    await live(waiting('a', 7));
    connection.send({ type: 'position', ...rest });
    await read();
    expect(of('a').position).toBe(7);
    expect(source.tasks.size).toBe(1);
  });

  it('of a task that is in no dump does not keep it', async () => {
    await live(waiting('a', 7), waiting('b', 8));
    connection.send([11, reset], init(waiting('b', 3)), place('a', 6), place('b', 2), [12, ready]);
    await until(() => source.lastEventId === '12');
    expect([...source.tasks.values()]).toEqual([waiting('b', 2)]);
    connection.cut();
    connection = await server.connection(1);
    connection.send(reset, place('b', 1), init(waiting('c', 9)), [20, ready]);
    await until(() => source.lastEventId === '20');
    expect([...source.tasks.keys()]).toEqual(['c']);
  });

  it('gives way to what comes later', async () => {
    await live(waiting('a', 7));
    connection.send(place('a', 2), [11, update(running('a', 1))], place('a', 1));
    await read();
    expect(of('a')).toEqual(running('a', 1));
  });
});

it('where the list is polled, positions come with it', async () => {
  vi.useFakeTimers();
  let position = 7;
  server.answer = (url) => url.pathname.endsWith('/events') ? undefined
    : Response.json({ tasks: [waiting('a', position--, { startsAt: 9 })], position: '7', now: 1e12 });
  source = new TaskEventSource('http://localhost/tasks/events', { fetch: server.fetch });
  await vi.advanceTimersByTimeAsync(10_100);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(10);
  expect(of('a')).toEqual(waiting('a', 7, { startsAt: 9 }));
  await vi.advanceTimersByTimeAsync(2_100);
  expect(of('a').position).toBe(6);
});
