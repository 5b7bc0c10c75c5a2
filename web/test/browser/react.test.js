import { StrictMode, act, createElement as h, useState } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskEventSource, TaskItem, useTask, useTasks } from '../../src/react/index.js';
import { FakeServer, completed, init, pending, ready, remove, running, until, update } from '../support/server.js';
import { pass, passUntil, stopTime } from '../support/time.js';
import { SHOWN, TASKS } from './fixtures/tasks.js';

vi.mock('../../src/elements.js', () => import('./fixtures/task-item.js'));

globalThis.IS_REACT_ACT_ENVIRONMENT = true;

let root;
const text = () => document.body.textContent;
const items = () => [...document.querySelectorAll('task-item')].map((item) => item.textContent);
const show = (element) => act(() => root.render(element));
/** Waits until something is so of what React does by itself. */
const shown = async (condition, what) => {
  globalThis.IS_REACT_ACT_ENVIRONMENT = false;
  await until(condition, what);
  globalThis.IS_REACT_ACT_ENVIRONMENT = true;
};

beforeEach(() => {
  vi.spyOn(console, 'error');
  const target = document.createElement('main');
  document.body.replaceChildren(target);
  root = createRoot(target);
});

afterEach(async () => {
  await act(() => root.unmount());
  expect(console.error).not.toHaveBeenCalled(); // React's warnings
  vi.restoreAllMocks();
});

describe('TaskItem', () => {
  const custom = {
    pending: (task) => `pending: ${task.id}`,
    running: (task) => `running: ${task.progress?.message}`,
    completed: (task) => `completed: ${task.result}`,
    error: (task) => `error: ${task.error}`,
    canceled: (task) => `canceled: ${task.reason}`,
    timed_out: (task) => `timed out: ${task.lastRun}`,
  };

  it.each(Object.keys(TASKS))('shows what is given for %s', async (status) => {
    await show(h(TaskItem, { task: TASKS[status], ...custom }));
    expect(text()).toBe(SHOWN[status]);
  });

  it('shows the fallback where nothing is given for the status', async () => {
    const given = { running: custom.running, fallback: (task) => h('b', null, `other: ${task.status}`) };
    await show(h(TaskItem, { task: TASKS.running, ...given }));
    expect(text()).toBe('running: Working');
    await show(h(TaskItem, { task: TASKS.error, ...given }));
    expect(document.querySelector('b').textContent).toBe('other: error');
  });

  it('shows the element by default, and hands it what changes', async () => {
    await show(h(TaskItem, { task: TASKS.pending }));
    await until(() => items()[0] === 'a pending', 'the element');
    const element = document.querySelector('task-item');
    await show(h(TaskItem, { task: TASKS.running }));
    expect(items()).toEqual(['a running 3']);
    expect(document.querySelector('task-item')).toBe(element);
  });

  it('has buttons only where a callback is given', async () => {
    const told = [];
    await show(h(TaskItem, { task: TASKS.pending }));
    await until(() => items()[0] === 'a pending', 'no button');
    const onStart = (id) => told.push(`start ${id}`);
    await show(h(TaskItem, { task: TASKS.pending, onStart }));
    document.querySelector('button').click();
    await show(h(TaskItem, { task: TASKS.running, onStart }));
    expect(items()).toEqual(['a running 3']);
    await show(h(TaskItem, { task: TASKS.running, onCancel: (id) => told.push(`cancel ${id}`) }));
    document.querySelector('button').click();
    expect(told).toEqual(['start a', 'cancel a']);
    await show(h(TaskItem, { task: TASKS.running }));
    expect(document.querySelector('button')).toBeNull();
  });
});

describe('useTasks and useTask', () => {
  let server;
  let options;

  beforeEach((test) => {
    stopTime();
    server = new FakeServer();
    // The user keeps the event sources of the tests apart.
    options = { fetch: server.fetch, shared: false, reconnectDelay: 1, user: test.task.name };
  });

  function List({ of = '/tasks/events', seen }) {
    const snapshot = useTasks(of, options);
    const { tasks, state, connected } = snapshot;
    seen?.push(snapshot);
    return h('p', null, `${state} ${connected}: `, tasks.map((task) => `${task.id} ${task.status}`).join());
  }

  function One({ of = '/tasks/events', id, seen }) {
    const task = useTask(of, id, options);
    seen?.push(task);
    return h('b', null, task ? `${task.status} ${task.progress?.current ?? ''}` : 'none');
  }

  it('follow the server', async () => {
    await show(h('div', null, h(List), h(One, { id: 'b' })));
    expect(text()).toBe('connecting false: none');
    const stream = await server.connection();
    stream.send(init(pending('a')), init(running('b', 5)), ['3', ready]);
    await shown(() => text() === 'live true: a pending,b runningrunning 5', 'two tasks');
    stream.send(['4', update(completed('b'))], ['5', remove('a')]);
    await shown(() => text() === 'live true: b completedcompleted ', 'one task');
    stream.send(['6', remove('b')]);
    await shown(() => text() === 'live true: none', 'no task');
    stream.cut();
    await shown(() => text() === 'reconnecting false: none', 'the loss shown');
  });

  it('share one event source, which is closed after the last component has gone', async () => {
    await show(h('div', null, h(List, { key: 1 }), h(List, { key: 2 }), h(One, { key: 3, id: 'a' })));
    const stream = await server.connection();
    stream.send(init(pending('a')), ['3', ready]);
    await shown(() => text() === 'live true: a pendinglive true: a pendingpending ', 'all three');
    await show(h('div', null, h(One, { key: 3, id: 'a' })));
    await pass(1_200);
    expect(stream.closed).toBe(false);
    await show(null);
    await passUntil(() => stream.closed, 'closed');
    expect(server.connections).toHaveLength(1);
    await show(h(List));
    await server.connection(1);
    expect(text()).toBe('connecting false: ');
  });

  it('share none where the options differ', async () => {
    const as = (user) => ({ ...options, headers: new Headers({ Authorization: user }) });
    function Mine({ user }) {
      return h('p', null, useTasks('/tasks/events', as(user)).tasks.map(({ id }) => id));
    }
    await show(h('div', null, h(Mine, { user: 'ann' }), h(Mine, { user: 'bob' })));
    const streams = [await server.connection(0), await server.connection(1)];
    for (const stream of streams) stream.send(init(pending(stream.headers.get('Authorization'))), ['3', ready]);
    await shown(() => text() === 'annbob', 'the tasks of both');
  });

  it('are safe in strict mode, where everything is mounted twice', async () => {
    const seen = [];
    await show(h(StrictMode, null, h(List, { seen }), h(One, { id: 'a' })));
    const stream = await server.connection();
    stream.send(init(running('a', 1)), ['3', ready]);
    await shown(() => text() === 'live true: a runningrunning 1', 'a task');
    await pass(1_200);
    stream.send(['4', update(completed('a'))]);
    await shown(() => text() === 'live true: a completedcompleted ', 'an update');
    expect(server.connections).toHaveLength(1);
    expect(new Set(seen.map(({ source }) => source)).size).toBe(1);
    await show(null);
    await passUntil(() => stream.closed, 'closed');
  });

  it('make no connection last that was rendered for but never shown', async () => {
    function Broken() {
      useTasks('/tasks/events', options);
      throw new Error('not today');
    }
    const failing = createRoot(document.createElement('div'), { onUncaughtError: () => {} });
    await expect(async () => act(() => failing.render(h(Broken)))).rejects.toThrow('not today');
    const stream = await server.connection();
    await passUntil(() => stream.closed, 'closed');
  });

  it('follow an event source that is given, and leave it open', async () => {
    const source = new TaskEventSource('/tasks/events', options);
    const stream = await server.connection();
    stream.send(init(pending('a')), ['3', ready]);
    await until(() => source.connected, 'live');
    const seen = [];
    await show(h(List, { of: source, seen }));
    expect(text()).toBe('live true: a pending');
    expect(seen[0].source).toBe(source);
    await show(null);
    stream.send(['4', update(completed('a'))]);
    await until(() => source.tasks.get('a').status === 'completed', 'an update that nobody sees');
    await show(h(List, { of: source, seen }));
    expect(text()).toBe('live true: a completed');
    await show(null);
    await pass(1_200);
    expect(stream.closed).toBe(false);
    source.close();
  });

  it('take over what a server has rendered, which knows no tasks', async () => {
    const source = new TaskEventSource('/tasks/events', options);
    (await server.connection()).send(init(pending('a')), ['3', ready]);
    await until(() => source.connected, 'live');
    const target = document.querySelector('main').appendChild(document.createElement('div'));
    target.innerHTML = '<div><p>connecting false: </p><b>none</b></div>';
    const paragraph = target.querySelector('p');
    const wrong = vi.fn();
    const tree = h('div', null, h(List, { of: source }), h(One, { of: source, id: 'a' }));
    const hydrated = await act(() => hydrateRoot(target, tree, { onRecoverableError: wrong }));
    expect(text()).toBe('live true: a pendingpending ');
    expect(target.querySelector('p')).toBe(paragraph);
    expect(wrong).not.toHaveBeenCalled();
    await act(() => hydrated.unmount());
    source.close();
  });

  it('change to another stream or task', async () => {
    await show(h(One, { id: 'a' }));
    (await server.connection()).send(init(running('a', 1)), init(running('b', 2)), ['3', ready]);
    await shown(() => text() === 'running 1', 'one');
    await show(h(One, { id: 'b' }));
    expect(text()).toBe('running 2');
    await show(h(One, { of: '/other/events', id: 'b' }));
    expect(text()).toBe('none');
    const second = await server.connection(1);
    expect(second.url.pathname).toBe('/other/events');
    second.send(init(running('b', 7)), ['3', ready]);
    await shown(() => text() === 'running 7', 'the other');
    await passUntil(() => server.connections[0].closed, 'the first closed');
    expect(second.closed).toBe(false);
  });

  it('render no more than there is to show', async () => {
    const all = [];
    const one = [];
    let again;
    function Both() {
      again = useState(0)[1];
      return h('div', null, h(List, { seen: all }), h(One, { id: 'a', seen: one }));
    }
    await show(h(Both));
    const stream = await server.connection();
    stream.send(init(running('a', 1)), init(running('b', 1)), ['3', ready]);
    await shown(() => one.at(-1)?.progress.current === 1, 'both');
    await shown(() => all.at(-1).connected, 'live');
    await act(() => again(1));
    expect(all.at(-1)).toBe(all.at(-2)); // the same snapshot
    const before = one.length;
    stream.send(['4', update(running('b', 2))]);
    await shown(() => all.at(-1).tasks[1].progress.current === 2, 'an update of another');
    expect(one).toHaveLength(before);
    stream.cut();
    await shown(() => !all.at(-1).connected, 'the loss');
    expect(all.at(-1).tasks).toBe(all.at(-2).tasks);
  });
});
