// What an application does in its callbacks hurts no adapter and no element: the others are told, and the connection stays.

import { act, createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, h, nextTick, shallowReactive } from 'vue';
import { storeOf } from '../../src/adapters/store.js';
import { sourceOf } from '../../src/elements.js';
import { useTasks } from '../../src/react/index.js';
import { TaskEventSource } from '../../src/task-event-source.js';
import * as vue from '../../src/vue/index.js';
import { completed, FakeServer, init, pending, ready, running, until, update } from '../support/server.js';
import { serve, show } from '../support/page.js';
import Tasks from './fixtures/Tasks.svelte';

const BAD = new Error('of the application');
const bad = () => {
  throw BAD;
};

let server;
let source;
let reported;
const keep = (event) => {
  reported.push(event.error);
  event.preventDefault();
  event.stopImmediatePropagation(); // the test runner would take it for its own
};

beforeEach(() => {
  server = new FakeServer();
  reported = [];
  window.addEventListener('error', keep, { capture: true });
  document.body.replaceChildren(document.createElement('main'));
});

afterEach(() => {
  source?.close();
  window.removeEventListener('error', keep, { capture: true });
  vi.restoreAllMocks();
});

const options = () => ({ fetch: server.fetch, shared: false, reconnectDelay: 1, maxReconnectDelay: 2 });

async function live() {
  source = new TaskEventSource('/tasks/events', options());
  const connection = await server.connection();
  connection.send(init(pending('a')), [10, ready]);
  await until(() => source.state === 'live' && source.tasks.size === 1); // listeners have heard of all by then
  return connection;
}

const text = () => document.querySelector('main').textContent;

describe('a store of the adapters', () => {
  it('tells the others where one throws', async () => {
    const connection = await live();
    const store = storeOf(source);
    const told = [];
    const ends = [
      store.subscribe(() => told.push('before')), store.subscribe(bad), store.subscribe(() => told.push('after')),
    ];
    connection.send([11, update(running('a', 1))]);
    await until(() => told.length === 2);
    expect(told).toEqual(['before', 'after']);
    expect(reported).toEqual([BAD]);
    expect(store.snapshot().tasks[0].status).toBe('running');
    expect(source.state).toBe('live');
    ends.forEach((end) => end());
  });

  it('calls each once for a change, whoever ends and subscribes meanwhile', async () => {
    const connection = await live();
    const store = storeOf(source);
    const calls = { again: 0, ended: 0 };
    let end = store.subscribe(again);
    function again() {
      if (++calls.again > 1_000) return;
      end();
      endOther();
      end = store.subscribe(again);
    }
    let endOther = store.subscribe(() => calls.ended++);
    connection.send([11, update(running('a', 1))]);
    await until(() => calls.again);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls).toEqual({ again: 1, ended: 0 });
    endOther();
    endOther(); // a second time it is nothing
    connection.send([12, update(running('a', 2))]);
    await until(() => calls.again === 2);
    end();
  });

  it('tells all of the end where one closes the source', async () => {
    const connection = await live();
    const store = storeOf(source);
    const told = [];
    store.subscribe(() => source.close());
    store.subscribe(() => told.push(`${store.snapshot().state} ${store.task('a').status}`));
    connection.send([11, update(running('a', 1))]);
    await until(() => told.length);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(told.at(-1)).toBe('closed running');
    expect(server.connections).toHaveLength(1);
  });

  it('says why it is not live', async () => {
    const connection = await live();
    const store = storeOf(source);
    const told = [];
    store.subscribe(() => told.push([store.snapshot().state, store.snapshot().error?.status]));
    server.answer = () => Response.json({}, { status: 403 });
    connection.end();
    await until(() => source.state === 'denied');
    expect(told.at(-1)).toEqual(['denied', 403]);
    server.answer = () => undefined;
    source.reconnect();
    (await server.connection(1)).send([10, ready]);
    await until(() => source.state === 'live');
    expect(told.at(-1)).toEqual(['live', undefined]);
  });
});

/** Of each adapter, a page that shows a source's tasks, and what ends it. */
const PAGES = {
  react: async () => {
    globalThis.IS_REACT_ACT_ENVIRONMENT = false;
    function List() {
      const { tasks, state } = useTasks(source);
      useEffect(() => source.subscribe(bad), []);
      return createElement('p', null, `${state} ${tasks.map(({ id, status }) => `${id} ${status}`)}`);
    }
    const root = createRoot(document.querySelector('main'));
    root.render(createElement(List));
    return () => root.unmount();
  },
  vue: async () => {
    const app = createApp(() => h(List));
    const List = {
      setup() {
        const { tasks, state } = vue.useTasks(source);
        source.subscribe(bad);
        return () => h('p', `${state.value} ${tasks.value.map(({ id, status }) => `${id} ${status}`)}`);
      },
    };
    app.mount('main');
    return () => app.unmount();
  },
};

describe.each(Object.keys(PAGES))('%s', (name) => {
  it('shows what changes although a subscriber and listeners throw', async () => {
    const connection = await live();
    source.addEventListener('state', bad);
    source.addEventListener('message', bad);
    const end = await PAGES[name]();
    await until(() => text() === 'live a pending');
    connection.send([11, update(running('a', 1))]);
    await until(() => text() === 'live a running');
    connection.cut();
    (await server.connection(1)).send([12, update(completed('a'))], [12, ready]);
    await until(() => text() === 'live a completed');
    expect(reported.length).toBeGreaterThan(0);
    expect(reported.every((error) => error === BAD)).toBe(true);
    end();
  });
});

it('Svelte shows what changes although a subscriber and listeners throw', async () => {
  let made;
  const app = mount(Tasks, { target: document.querySelector('main'), props: { options: options(), made: (its) => void (made = its) } });
  flushSync();
  made.addEventListener('state', bad);
  made.addEventListener('error', bad);
  made.subscribe(bad);
  const connection = await server.connection();
  connection.send(init(pending('b')), [10, ready]);
  await until(() => text().includes('live, connected, 1 tasks, at 10.'));
  connection.send([11, update(running('b', 1))]);
  await until(() => document.querySelector('b').textContent === 'running');
  connection.cut();
  await until(() => made.error);
  (await server.connection(1)).send([12, update(completed('b'))], [12, ready]);
  await until(() => document.querySelector('b').textContent === 'completed');
  expect(made.error).toBeUndefined();
  expect(reported.every((error) => error === BAD)).toBe(true);
  await unmount(app);
});

it('Vue calls every listener of an action, also where one throws', async () => {
  const called = [];
  const props = shallowReactive({ task: pending('a'), onStart: [bad, () => called.push('second')] });
  const app = createApp(() => h(vue.TaskItem, props));
  app.mount('main');
  await until(() => document.querySelector('task-item')?.shadowRoot?.querySelector('[data-action=start]')?.checkVisibility());
  const item = document.querySelector('task-item');
  item.shadowRoot.querySelector('[data-action=start]').click();
  await until(() => called.length);
  const problem = item.shadowRoot.querySelector('.problem');
  await until(() => !problem.hidden);
  expect(problem.textContent).toBe(BAD.message);
  await nextTick();
  app.unmount();
});

it('elements follow a source whose subscribers throw, and one that is closed and opened anew', async () => {
  const { server: own, src } = serve();
  const [first, second] = [show(`<task-item src="${src}" task-id="a"></task-item>`), document.createElement('task-item')];
  sourceOf(src).subscribe(bad);
  sourceOf(src).subscribe('a', bad);
  second.setAttribute('src', src);
  second.setAttribute('task-id', 'a');
  document.body.append(second);
  const connection = await own.connection();
  connection.send(init(pending('a')), [10, ready]);
  await until(() => first.task?.status === 'pending' && second.task?.status === 'pending');
  connection.send([11, update(running('a', 1))]);
  await until(() => first.task?.status === 'running' && second.task?.status === 'running');
  sourceOf(src).close();
  const third = document.createElement('task-item');
  third.setAttribute('src', src);
  third.setAttribute('task-id', 'a');
  document.body.append(third);
  (await own.connection(1)).send(init(pending('a')), [12, ready]);
  await until(() => third.task?.status === 'pending');
  sourceOf(src).close();
});
