// A client of a server of its own, new for each test.

import { afterEach, beforeEach, vi } from 'vitest';
import { TaskEventSource } from '../../src/task-event-source.js';
import { FakeServer, init, ready, until } from './server.js';

export const ADDRESS = 'http://localhost/tasks/events';

export let server;
export let source;

beforeEach(() => {
  server = new FakeServer();
});

afterEach(() => {
  source?.close();
  vi.restoreAllMocks();
});

/** A source that comes back fast. */
export function open(options = {}, url = ADDRESS) {
  source = new TaskEventSource(url, { fetch: server.fetch, reconnectDelay: 1, maxReconnectDelay: 2, ...options });
  return source;
}

/** One that has the dump of some tasks, at position 10; listeners have heard of all of it. */
export async function live(...tasks) {
  open();
  const connection = await server.connection();
  connection.send(...tasks.map(init), [10, ready]);
  await until(() => source.state === 'live');
  return connection;
}

/** Of the tasks that it knows, in their order. */
export const ids = () => [...source.tasks.keys()];
