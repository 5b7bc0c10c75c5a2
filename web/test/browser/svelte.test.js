import { flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskEventSource, TaskItem } from '../../src/svelte/index.js';
import { FakeServer, completed, init, pending, ready, remove, running, until, update } from '../support/server.js';
import Custom from './fixtures/Custom.svelte';
import Fallback from './fixtures/Fallback.svelte';
import { fold, reactive } from './fixtures/reactive.svelte.js';
import { SHOWN, TASKS } from './fixtures/tasks.js';
import Tasks from './fixtures/Tasks.svelte';

vi.mock('../../src/elements.js', () => import('./fixtures/task-item.js'));

let app;
const text = () => document.body.textContent.replace(/\s+/g, ' ').trim();
const items = () => [...document.querySelectorAll('task-item')].map((item) => item.textContent);
const show = (component, props) => {
  app = mount(component, { target: document.body, props });
  flushSync();
};

beforeEach(() => document.body.replaceChildren());

afterEach(async () => {
  if (app) await unmount(app);
  app = undefined;
});

describe('TaskItem', () => {
  it.each(Object.keys(TASKS))('shows the snippet of %s', (status) => {
    show(Custom, { task: TASKS[status] });
    expect(text()).toBe(SHOWN[status]);
  });

  it('shows the fallback where the status has no snippet', () => {
    const props = reactive({ task: TASKS.running });
    show(Fallback, props);
    expect(text()).toBe('running: Working');
    props.task = TASKS.error;
    flushSync();
    expect(text()).toBe('other: error');
  });

  it('shows the element by default, and hands it what changes', async () => {
    const props = reactive({ task: TASKS.pending });
    show(TaskItem, props);
    await until(() => items()[0] === 'a pending', 'the element');
    const element = document.querySelector('task-item');
    props.task = TASKS.running;
    flushSync();
    expect(items()).toEqual(['a running 3']);
    expect(document.querySelector('task-item')).toBe(element);
  });

  it('has buttons only where a callback is given', async () => {
    const told = [];
    const props = reactive({ task: TASKS.pending });
    show(TaskItem, props);
    await until(() => items()[0] === 'a pending', 'no button');
    props.onstart = (id) => told.push(`start ${id}`);
    flushSync();
    document.querySelector('button').click();
    props.task = TASKS.running;
    flushSync();
    expect(items()).toEqual(['a running 3']);
    props.oncancel = (id) => told.push(`cancel ${id}`);
    flushSync();
    document.querySelector('button').click();
    expect(told).toEqual(['start a', 'cancel a']);
    props.oncancel = undefined;
    flushSync();
    expect(document.querySelector('button')).toBeNull();
  });
});

describe('TaskEventSource', () => {
  let server;
  let source;
  const options = () => ({ fetch: server.fetch, shared: false, reconnectDelay: 1 });

  beforeEach(() => void (server = new FakeServer()));
  afterEach(() => source?.close());

  it('has members that a template follows', async () => {
    show(Tasks, { options: options(), made: (made) => void (source = made) });
    expect(text()).toContain('connecting, not connected, 0 tasks, at');
    expect(text()).toContain('no b');
    const stream = await server.connection();
    stream.send(init(pending('a')), init(running('b', 5)), ['3', ready]);
    await until(() => items().join() === 'a pending,b running 5', 'two tasks');
    expect(text()).toContain('live, connected, 2 tasks, at 3.');
    stream.send(['4', update(completed('b'))], ['5', remove('a')]);
    await until(() => items().join() === 'b completed', 'one task');
    expect(text()).toContain('1 tasks, at 5.');
    expect(document.querySelector('b').textContent).toBe('completed');
    stream.cut();
    await until(() => text().includes('reconnecting, not connected, 1 tasks'), 'the loss shown');
  });

  it('is closed together with its component', async () => {
    show(Tasks, { options: options(), made: (made) => void (source = made) });
    const stream = await server.connection();
    await unmount(app);
    app = undefined;
    expect(stream.closed).toBe(true);
    expect(source.state).toBe('closed');
  });

  it('stays open where it was made outside of a component', async () => {
    source = new TaskEventSource('/tasks/events', options());
    const stream = await server.connection();
    stream.send(init(pending('a')), ['3', ready]);
    await until(() => source.tasks.size === 1, 'a task');
    expect(source.connected).toBe(true);
    source.close();
    expect(stream.closed).toBe(true);
    expect(source.state).toBe('closed');
    expect([...source.tasks.keys()]).toEqual(['a']);
  });

  it('runs the effects of a task for that task only', async () => {
    source = new TaskEventSource('/tasks/events', options());
    const seen = fold(() => source.tasks.get('a')?.progress?.current);
    const stream = await server.connection();
    stream.send(init(running('a', 1)), init(running('b', 1)), ['3', ready]);
    await until(() => seen.values.at(-1) === 1, 'the first state');
    const before = seen.values.length;
    stream.send(['4', update(running('b', 2))]);
    await until(() => source.tasks.get('b').progress.current === 2, 'an update of another');
    flushSync();
    expect(seen.values).toHaveLength(before);
    stream.send(['5', update(running('a', 2))]);
    await until(() => seen.values.at(-1) === 2, 'an update of its own');
    seen.stop();
  });

  it('keeps the order of the server', async () => {
    source = new TaskEventSource('/tasks/events', options());
    const first = await server.connection();
    first.send(init(pending('a')), init(pending('b')), init(pending('c')), ['3', ready]);
    await until(() => source.tasks.size === 3, 'three tasks');
    first.cut();
    const second = await server.connection(1);
    second.send({ type: 'reset' }, init(pending('c')), init(pending('d')), init(pending('a')), ['9', ready]);
    await until(() => source.tasks.has('d'), 'the new order');
    expect([...source.tasks.keys()]).toEqual(['c', 'd', 'a']);
  });

  it('passes the actions through', async () => {
    source = new TaskEventSource('/tasks/events', options());
    const stream = await server.connection();
    const told = [];
    source.subscribe((changed) => told.push([...changed.keys()].join()));
    const stop = source.subscribe('b', (state) => told.push(state?.status));
    source.addEventListener('message', ({ data }) => told.push(`message ${data.type}`));
    stream.send(init(pending('a')), init(pending('b')), ['3', ready]);
    await until(() => told.includes('a,b') && told.includes('pending'), 'subscribers told');
    expect(told.filter((what) => what.startsWith('message'))).toEqual(['message init', 'message init', 'message ready']);
    stop();
    stream.send(['4', update(running('b', 1))]);
    await until(() => told.includes('b'), 'the update');
    expect(told).not.toContain('running');

    expect(await source.start('a b')).toBe('started');
    await source.cancel('a');
    await source.submit('import', { file: 'x' }, { title: 'Import' });
    await source.log('a', { after: 4 });
    const asked = server.requests.map(({ url, init }) => `${init.method} ${url.pathname}${url.search} ${init.body ?? ''}`.trim());
    expect(asked).toEqual([
      'POST /tasks/a%20b/start',
      'POST /tasks/a/cancel',
      'POST /tasks {"type":"import","payload":{"file":"x"},"title":"Import"}',
      'GET /tasks/a/log?after=4',
    ]);
    source.reconnect();
    await server.connection(1);
    expect(stream.closed).toBe(true);
  });
});
