// What a client knows: tasks as they come, change and go, over reconnects.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ids, live, open, server, source } from '../support/client.js';
import { completed, init, pending, ready, remove, reset, running, until, update } from '../support/server.js';
import { passUntil, stopTime } from '../support/time.js';

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

  it('start over where a dump was cut after its last task', async () => {
    (await live(pending('a'))).cut();
    const second = await server.connection(1);
    second.send(reset, [20, init(pending('b'))]);
    await until(() => source.tasks.has('b'));
    second.cut();
    const third = await server.connection(2);
    expect(third.url.searchParams.has('lastEventId')).toBe(false);
    third.send([20, init(pending('b'))], [20, ready]);
    await until(() => source.state === 'live');
    expect(ids()).toEqual(['b']);
    expect(source.lastEventId).toBe('20');
  });

  it('come on after a dump that has paused', async () => {
    stopTime();
    open();
    const connection = await server.connection();
    connection.send(init(pending('a')));
    await until(() => source.tasks.has('a'));
    await passUntil(() => source.state === 'live');
    connection.send(init(running('a', 5)), init(pending('b')), [10, init(pending('c'))], [11, update(completed('a'))], [11, ready]);
    await until(() => source.lastEventId === '11');
    expect(ids()).toEqual(['a', 'b', 'c']);
    expect(source.tasks.get('a').status).toBe('completed');
    connection.send([11, init(pending('d'))], [12, update(pending('e'))]);
    await until(() => source.lastEventId === '12');
    expect(ids(), 'now it is known where a dump ends').toEqual(['a', 'b', 'c', 'e']);
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

  it('are those of a reset in mid-stream, also where nothing has happened since', async () => {
    const connection = await live(pending('a'));
    expect(source.lastEventId).toBe('10');
    connection.send(reset, init(pending('c')), [10, ready]);
    await until(() => source.tasks.has('c'));
    expect(ids()).toEqual(['c']);
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

  it('nor right after it, from a node that is behind', async () => {
    const connection = await live(at(15));
    connection.cut();
    (await server.connection(1)).send([10, ready], [10, update(at(11))], [10, update(pending('b'))]);
    await until(() => ids().includes('b'));
    expect(shown()).toBe(15);
    (await server.connection(1)).send([10, update(at(16))]);
    await until(() => shown() === 16);
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
  beforeEach(stopTime);

  it('is live with its first update, or a moment after its dump', async () => {
    server.viewer = '';
    open();
    const connection = await server.connection();
    connection.send(init(pending('a')));
    await until(() => source.tasks.has('a'));
    expect(source.state).toBe('connecting');
    await passUntil(() => source.state === 'live');
    connection.send([1, update(running('a', 1))]);
    await until(() => source.lastEventId === '1');
    connection.cut();
    await passUntil(() => server.connections.length > 1);
    server.connections[1].send([2, update(completed('a'))]);
    await passUntil(() => source.state === 'live');
    expect(source.tasks.get('a').status).toBe('completed');
  });

  it('that began anew, with lower ids, is believed', async () => {
    server.viewer = '';
    open();
    (await server.connection()).send(init(pending('a')), init(pending('old')), [500, update(running('a', 1))]);
    await until(() => source.lastEventId === '500');
    server.connections[0].cut();
    await passUntil(() => server.connections.length > 1);
    const second = server.connections[1];
    second.send(init(pending('a')));
    await passUntil(() => source.state === 'live');
    expect(ids()).toEqual(['a']);
    second.send([1, update(running('a', 7))]);
    await until(() => source.tasks.get('a').status === 'running');
    expect(source.lastEventId).toBe('1');
  });
});
