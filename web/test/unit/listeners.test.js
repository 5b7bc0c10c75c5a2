// What an application does in its callbacks: each is called once for a change, the others are told, the connection stays.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskEventSource } from '../../src/task-event-source.js';
import { completed, FakeServer, init, pending, ready, running, until, update } from '../support/server.js';

const BAD = new Error('of the application');
const bad = () => {
  throw BAD;
};

let server;
let source;
let reported;

beforeEach(() => {
  server = new FakeServer();
  reported = [];
  globalThis.reportError = (error) => reported.push(error);
});

afterEach(() => {
  source?.close();
  delete globalThis.reportError;
  vi.restoreAllMocks();
});

function open(options = {}) {
  source = new TaskEventSource('http://localhost/tasks/events', {
    fetch: server.fetch, reconnectDelay: 1, maxReconnectDelay: 2, ...options,
  });
  return source;
}

async function live(options) {
  open(options);
  const connection = await server.connection();
  connection.send(init(pending('a')), [10, ready]);
  await until(() => source.state === 'live');
  return connection;
}

const later = () => new Promise((resolve) => setTimeout(resolve, 60));

describe('a subscriber', () => {
  it('that throws is reported, and the others are told', async () => {
    const connection = await live();
    const told = [];
    source.subscribe(() => told.push('before'));
    source.subscribe(bad);
    source.subscribe('a', bad); // at once as well, since the task is known
    expect(reported).toEqual([BAD]);
    source.subscribe(() => told.push('after'));
    source.addEventListener('change', () => told.push('event'));
    connection.send([11, update(running('a', 1))]);
    await until(() => told.length === 3);
    await later();
    expect(told).toEqual(['before', 'after', 'event']);
    expect(reported).toEqual([BAD, BAD, BAD]);
    expect(source.state).toBe('live');
    expect(server.connections).toHaveLength(1);
    connection.send([12, update(completed('a'))]);
    await until(() => told.length === 6);
  });

  it('that throws is told on the console where nothing else is there for it', async () => {
    delete globalThis.reportError;
    const error = vi.spyOn(console, 'error').mockImplementation(() => {});
    await live();
    source.subscribe('a', bad)();
    expect(error).toHaveBeenCalledWith(BAD);
  });

  it('can be ended although its first call threw', async () => {
    const connection = await live();
    const end = source.subscribe('a', bad);
    end();
    reported.length = 0;
    connection.send([11, update(running('a', 1))]);
    await later();
    expect(reported).toEqual([]);
  });

  it.each(['all tasks', 'one task'])('of %s that ends and subscribes again is called once for a change', async (which) => {
    const connection = await live();
    const calls = [0, 0];
    [0, 1].forEach((n) => {
      let end;
      const listener = () => {
        if (++calls[n] > 1_000) return;
        end?.();
        subscribe();
      };
      const subscribe = () => (end = which === 'all tasks' ? source.subscribe(listener) : source.subscribe('b', listener));
      subscribe();
    });
    for (let i = 1; i <= 3; i++) {
      connection.send([10 + i, update(running('b', i))]);
      await until(() => source.lastEventId === String(10 + i));
      await later();
      expect(calls).toEqual([i, i]);
    }
  });

  it('may add another one of the same task, which is told at once', async () => {
    const connection = await live();
    const told = [];
    const end = source.subscribe('b', () => {
      end();
      source.subscribe('b', (task) => told.push(task.progress.current));
    });
    connection.send([11, update(running('b', 1))]);
    await later();
    expect(told).toEqual([1]);
    connection.send([12, update(running('b', 2))]);
    await later();
    expect(told).toEqual([1, 2]);
  });

  it('that is ended by another one before its turn is not called', async () => {
    const connection = await live();
    const told = [];
    let end = () => {};
    source.subscribe(() => {
      told.push('first');
      end();
    });
    end = source.subscribe(() => told.push('second'));
    source.subscribe(() => told.push('third'));
    connection.send([11, update(running('a', 1))]);
    await later();
    expect(told).toEqual(['first', 'third']);
  });

  it('that closes the source does not keep it from the others, and is the last', async () => {
    const connection = await live();
    const told = [];
    source.subscribe(() => source.close());
    source.subscribe((changed) => told.push([...changed.keys()]));
    source.addEventListener('state', () => told.push(source.state));
    connection.send([11, update(running('a', 1))]);
    await later();
    expect(told).toEqual(['closed', ['a']]);
    expect(connection.closed).toBe(true);
    await later();
    expect(server.connections).toHaveLength(1);
  });
});

describe('a listener of messages', () => {
  it('that closes the source is told nothing more, and no task changes', async () => {
    const connection = await live();
    const told = [];
    source.addEventListener('message', ({ data }) => {
      told.push(data.type);
      source.close();
    });
    connection.send([11, update(running('a', 1))], [12, update(completed('a'))]);
    await later();
    expect(told).toEqual(['update']);
    expect(source.tasks.get('a').status).toBe('running');
    expect(source.lastEventId).toBe('11');
  });

  it('that connects anew hears the rest on the new connection', async () => {
    const connection = await live();
    source.addEventListener('message', () => source.reconnect(), { once: true });
    connection.send([11, update(running('a', 1))], [12, update(completed('a'))]);
    const second = await server.connection(1);
    expect(second.url.searchParams.get('lastEventId')).toBe('11');
    expect(connection.closed).toBe(true);
    second.send([12, update(completed('a'))], [12, ready]);
    await until(() => source.tasks.get('a').status === 'completed' && source.state === 'live');
    expect(server.connections).toHaveLength(2);
  });
});

describe('a listener of the connection', () => {
  it('onError that throws is reported, and it connects again', async () => {
    const connection = await live({ onError: bad });
    connection.cut();
    (await server.connection(1)).send([10, ready]);
    await until(() => source.state === 'live');
    expect(reported).toEqual([BAD]);
  });

  it.each(['onError', 'error', 'state'])('%s that closes the source is the end', async (which) => {
    const close = () => source.close();
    const connection = await live(which === 'onError' ? { onError: close } : {});
    if (which !== 'onError') source.addEventListener(which, close);
    connection.cut();
    await later();
    expect(source.state).toBe('closed');
    expect(server.connections).toHaveLength(1);
  });

  it.each(['onError', 'error', 'state'])('%s that connects anew leaves one connection', async (which) => {
    let calls = 0;
    const again = () => void (calls++ || source.reconnect());
    const connection = await live(which === 'onError' ? { onError: again } : {});
    if (which !== 'onError') source.addEventListener(which, again);
    connection.cut();
    await server.connection(1);
    await later();
    expect(server.connections).toHaveLength(2);
    server.connections[1].send([10, ready]);
    await until(() => source.state === 'live');
  });

  it('that connects anew while it connects anew leaves one connection', async () => {
    const connection = await live();
    let calls = 0;
    source.addEventListener('state', () => void (calls++ || source.reconnect()));
    source.reconnect(); // "reconnecting" is told, and answered by another one
    await server.connection(1);
    await later();
    expect(server.connections.filter(({ closed }) => !closed)).toHaveLength(1);
    expect(connection.closed).toBe(true);
  });

  it('that closes the source while it connects anew is the end', async () => {
    await live();
    source.addEventListener('state', () => source.close());
    source.reconnect();
    await later();
    expect(source.state).toBe('closed');
    expect(server.connections).toHaveLength(1);
  });
});
