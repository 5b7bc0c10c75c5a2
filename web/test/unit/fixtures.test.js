import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { TaskEventSource } from '../../src/task-event-source.js';
import { FakeServer, until } from '../support/server.js';

/** Those of all clients, and those of this one. */
const FOLDERS = [new URL('../../../docs/protocol/fixtures/', import.meta.url), new URL('fixtures/', import.meta.url)];
const names = FOLDERS.flatMap((folder) => (
  readdirSync(folder).filter((file) => file.endsWith('.sse')).map((file) => /** @type {const} */ ([file.slice(0, -4), folder]))));

let source;
afterEach(() => source?.close());

/** Reads the bytes in pieces of some sizes. */
async function read(bytes, sizes) {
  const server = new FakeServer();
  source = new TaskEventSource('http://localhost/tasks/events', { fetch: server.fetch, reconnectDelay: 1e6 });
  const known = { tasks: [], lastEventId: '', ready: false };
  const logs = {};
  source.addEventListener('message', ({ data }) => {
    if (data.type === 'ready') known.ready = true;
    if (data.type === 'log') (logs[data.taskId] ??= []).push(...data.lines);
  });
  const connection = await server.connection();
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes(i);
    connection.write(bytes.slice(at, at + size));
    at += size;
    if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  const ended = new Promise((resolve) => source.addEventListener('state', resolve));
  connection.end();
  if (source.state === 'live') await ended;
  else await until(() => connection.closed || source.state !== 'connecting' || known.ready);
  await new Promise((resolve) => setTimeout(resolve, 5));
  known.tasks = [...source.tasks.values()];
  known.lastEventId = source.lastEventId;
  if (Object.keys(logs).length) known.logs = logs;
  return known;
}

describe.each(names)('%s', (name, folder) => {
  const bytes = readFileSync(new URL(`${name}.sse`, folder));
  const expected = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));

  it('is what a client knows, however the bytes are cut', async () => {
    for (const sizes of [() => bytes.length, () => 1, () => 7, (i) => 1 + ((i * 7919) % 97)]) {
      const known = await read(bytes, sizes);
      expect(known).toEqual(expected);
      source.close();
    }
  });
});
