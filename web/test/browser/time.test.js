// How long something has taken is told by the server's time, whatever this browser's clock says.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sourceOf } from '../../src/elements.js';
import { TaskEventSource } from '../../src/task-event-source.js';
import { init, ready, running, update } from '../support/server.js';
import { serve, show, until } from '../support/page.js';
import { passUntil, stopTime } from '../support/time.js';

const SERVER = Date.UTC(2026, 0, 1, 12); // its clock, when the page is opened
const HOUR = 3_600_000;
const realNow = Date.now;

let wrongBy = 0;

beforeEach(() => {
  sessionStorage.clear();
  vi.spyOn(Date, 'now').mockImplementation(() => realNow() + wrongBy);
});

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const task = { ...running('a', 40), startedAt: SERVER - 26_000 };
const itemsIn = (element) => [...(element.shadowRoot?.querySelectorAll('task-item') ?? [])];
const timesOf = (item) => item.shadowRoot.querySelector('[part=times]')?.textContent;

/** What each of the elements says. */
async function opened(html) {
  const { server, src } = serve();
  const element = show(html.replace('SRC', src));
  const connection = await server.connection();
  connection.send(init(task), [1, { ...ready, now: SERVER }]);
  element.shadowRoot.querySelector('.toggle')?.click();
  const item = () => (element.localName === 'task-item' ? element : itemsIn(element)[0]);
  await until(() => item() && timesOf(item()));
  return { connection, src, item: item() };
}

describe.each([0, 7 * HOUR, -7 * HOUR])('with a clock that is wrong by %d ms', (by) => {
  beforeEach(() => (wrongBy = by));

  it.each(['<task-list src="SRC"></task-list>', '<task-item src="SRC" task-id="a"></task-item>', '<task-tray src="SRC"></task-tray>'])(
    'the first page says it right in %s', async (html) => {
      const { item } = await opened(html);
      expect(timesOf(item)).toMatch(/^2[67] s so far$/);
    });

  it('an item that is given its task says it right', async () => {
    await opened('<task-list src="SRC"></task-list>');
    const item = show('<task-item></task-item>');
    item.task = task;
    expect(timesOf(item)).toMatch(/^2[67] s so far$/);
  });

  it('nothing shows that it jumps', async () => {
    stopTime();
    const { item } = await opened('<task-list src="SRC"></task-list>');
    for (const jump of [HOUR, -HOUR, 26 * HOUR]) {
      wrongBy = by + jump;
      const before = timesOf(item);
      await passUntil(() => timesOf(item) !== before, 'a tick');
      expect(timesOf(item)).toMatch(/^(2[6-9]|3[0-9]) s so far$/);
    }
  });

  it('what has ended 5 minutes ago is in a tray, what has ended an hour ago is not, by the server’s time', async () => {
    const { server, src } = serve();
    const tray = show(`<task-tray src="${src}"></task-tray>`);
    const ended = (id, ago) => ({ id, status: 'completed', run: 1, startedAt: SERVER - ago - 1_000, lastRun: SERVER - ago });
    (await server.connection()).send(init(ended('old', HOUR)), init(ended('new', 300_000)), [1, { ...ready, now: SERVER }]);
    tray.shadowRoot.querySelector('.toggle').click();
    await until(() => itemsIn(tray).length);
    expect(itemsIn(tray).map((item) => item.task.id)).toEqual(['new']);
    expect(timesOf(itemsIn(tray)[0])).toBe('5 min ago');
  });
});

it('a browser whose clock was right by chance is told of a server’s that is not', async () => {
  wrongBy = 0;
  const { connection, item } = await opened('<task-list src="SRC"></task-list>');
  connection.send([2, update({ ...task, startedAt: SERVER - 26_000 + 7 * HOUR })]);
  await until(() => timesOf(item) === '0 s so far');
});

it('each of two servers has its own time', async () => {
  stopTime();
  const first = await opened('<task-list src="SRC"></task-list>');
  const second = serve();
  const list = document.createElement('task-list');
  list.setAttribute('src', second.src);
  document.body.append(list);
  (await second.server.connection()).send(
    init({ ...task, startedAt: SERVER + 9 * HOUR - 50_000 }), [1, { ...ready, now: SERVER + 9 * HOUR }]);
  await until(() => itemsIn(list)[0] && timesOf(itemsIn(list)[0]));
  expect(timesOf(itemsIn(list)[0])).toMatch(/^5[01] s so far$/);
  const before = timesOf(first.item);
  await passUntil(() => timesOf(first.item) !== before, 'a tick');
  expect(timesOf(first.item)).toMatch(/^(2[6-9]|3[0-9]) s so far$/);
});

it('a server that does not tell its time tells it by what happens', async () => {
  wrongBy = 0;
  TaskEventSource.clock = undefined;
  const { server, src } = serve();
  const list = show(`<task-list src="${src}"></task-list>`);
  const connection = await server.connection();
  connection.send([1, ready]);
  await until(() => sourceOf(src).state === 'live');
  connection.send([2, update({ ...task, startedAt: Date.now() + 2 * HOUR })]);
  await until(() => itemsIn(list)[0] && timesOf(itemsIn(list)[0]));
  expect(timesOf(itemsIn(list)[0])).toBe('0 s so far');
});

describe('with one stream for all tabs', () => {
  const FAR = 1_000_000_000;
  /** What a source takes for the server's time, less that of the server, which goes on from SERVER. */
  const error = (source, since) => source.clock + performance.now() - (SERVER + performance.now() - since);
  let sources = [];

  afterEach(() => sources.splice(0).forEach((source) => source.close()));

  async function tab(server, path) {
    const source = new TaskEventSource(path, { fetch: server.fetch, reconnectDelay: 1 });
    sources.push(source);
    return source;
  }

  it.each([0, -7 * HOUR])('a tab that follows has the time of the one that leads, with a clock wrong by %d ms', async (by) => {
    wrongBy = by;
    const { server, src } = serve();
    server.viewer = crypto.randomUUID();
    const leader = await tab(server, src);
    const since = performance.now();
    (await server.connection()).send(init(task), [1, { ...ready, now: SERVER }]);
    const name = `taskcast ${server.viewer} ${new URL(src, location.href)}`;
    for (let leads = false; !leads;) leads = (await navigator.locks.query()).held.some((lock) => lock.name === name);
    expect(leader.state).toBe('live');
    const follower = await tab(server, src);
    const second = await server.connection(1);
    second.send(init(task), [1, { ...ready, now: SERVER + FAR }]); // of a time that the leader puts right
    await until(() => second.closed, 'the tabs share');
    await until(() => Math.abs(error(follower, since)) < 1_000);
    // What waited in a frozen tab is as old as it is.
    const channel = new BroadcastChannel(name);
    const then = SERVER + performance.now() - since - 600_000;
    let heard = 0;
    follower.addEventListener('message', () => heard++);
    channel.postMessage({ type: 'batch', batch: [[undefined, { type: 'ready', now: then }]], at: Date.now() - 600_000 });
    await until(() => heard);
    channel.close();
    expect(Math.abs(error(follower, since))).toBeLessThan(1_000);
  });
});
