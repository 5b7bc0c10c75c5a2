import { createApp, h, nextTick, reactive, ref, shallowReactive } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TaskEventSource, TaskItem, useTask, useTasks } from '../../src/vue/index.js';
import { FakeServer, completed, init, pending, ready, remove, running, until, update } from '../support/server.js';
import { pass, passUntil, stopTime } from '../support/time.js';
import { SHOWN, TASKS } from './fixtures/tasks.js';

vi.mock('../../src/elements.js', () => import('./fixtures/task-item.js'));

let app;
let warnings;
const text = () => document.body.textContent;
const items = () => [...document.querySelectorAll('task-item')].map((item) => item.textContent);
const show = (component, props) => {
  const target = document.createElement('main');
  document.body.replaceChildren(target);
  app = createApp(component, props);
  warnings = [];
  app.config.warnHandler = (warning) => warnings.push(warning);
  app.mount(target);
};
const hide = () => {
  app?.unmount();
  app = undefined;
};

afterEach(() => {
  hide();
  expect(warnings).toEqual([]);
});

describe('TaskItem', () => {
  const custom = {
    pending: ({ task }) => `pending: ${task.id}`,
    running: ({ task }) => `running: ${task.progress?.message}`,
    completed: ({ task }) => `completed: ${task.result}`,
    error: ({ task }) => `error: ${task.error}`,
    canceled: ({ task }) => `canceled: ${task.reason}`,
    timed_out: ({ task }) => `timed out: ${task.lastRun}`,
  };

  it.each(Object.keys(TASKS))('shows the slot of %s', (status) => {
    show(() => h(TaskItem, { task: TASKS[status] }, custom));
    expect(text()).toBe(SHOWN[status]);
  });

  it('shows the fallback where the status has no slot', async () => {
    const task = ref(TASKS.running);
    const slots = { running: custom.running, fallback: (props) => h('b', `other: ${props.task.status}`) };
    show(() => h(TaskItem, { task: task.value }, slots));
    expect(text()).toBe('running: Working');
    task.value = TASKS.error;
    await nextTick();
    expect(document.querySelector('b').textContent).toBe('other: error');
  });

  it('shows the element by default, and hands it what changes', async () => {
    const props = shallowReactive({ task: TASKS.pending, class: 'item' });
    show(() => h(TaskItem, props));
    await until(() => items()[0] === 'a pending', 'the element');
    const element = document.querySelector('task-item');
    expect(element.className).toBe('item');
    expect(element.task).toBe(TASKS.pending);
    props.task = TASKS.running;
    await nextTick();
    expect(items()).toEqual(['a running 3']);
    expect(document.querySelector('task-item')).toBe(element);
  });

  it('has buttons only where somebody listens', async () => {
    const told = [];
    const props = shallowReactive({ task: TASKS.pending });
    show(() => h(TaskItem, props));
    await until(() => items()[0] === 'a pending', 'no button');
    props.onStart = (id) => told.push(`start ${id}`);
    await nextTick();
    document.querySelector('button').click();
    props.task = TASKS.running;
    await nextTick();
    expect(items()).toEqual(['a running 3']);
    props.onCancel = [(id) => told.push(`cancel ${id}`), () => told.push('and again')];
    await nextTick();
    document.querySelector('button').click();
    expect(told).toEqual(['start a', 'cancel a', 'and again']);
    props.onCancel = undefined;
    await nextTick();
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

  const List = {
    props: ['of', 'made'],
    setup(props) {
      const { tasks, state, connected, source } = useTasks(props.of ?? '/tasks/events', options);
      props.made?.(source);
      return () => h('p', [`${state.value} ${connected.value}: `, tasks.value.map((task) => `${task.id} ${task.status}`).join()]);
    },
  };
  const One = {
    props: ['of', 'id'],
    setup(props) {
      const task = useTask(props.of ?? '/tasks/events', () => props.id, options);
      return () => h('b', task.value ? `${task.value.status} ${task.value.progress?.current ?? ''}` : 'none');
    },
  };

  it('follow the server', async () => {
    show(() => h('div', [h(List), h(One, { id: 'b' })]));
    expect(text()).toBe('connecting false: none');
    const stream = await server.connection();
    stream.send(init(pending('a')), init(running('b', 5)), ['3', ready]);
    await until(() => text() === 'live true: a pending,b runningrunning 5', 'two tasks');
    stream.send(['4', update(completed('b'))], ['5', remove('a')]);
    await until(() => text() === 'live true: b completedcompleted ', 'one task');
    stream.send(['6', remove('b')]);
    await until(() => text() === 'live true: none', 'no task');
    stream.cut();
    await until(() => text() === 'reconnecting false: none', 'the loss shown');
  });

  it('share one event source, which is closed after the last component has gone', async () => {
    const all = ref(true);
    show(() => h('div', [all.value && h(List), all.value && h(List), h(One, { id: 'a' })]));
    const stream = await server.connection();
    stream.send(init(pending('a')), ['3', ready]);
    await until(() => text() === 'live true: a pendinglive true: a pendingpending ', 'all three');
    all.value = false;
    await nextTick();
    await pass(1_200);
    expect(text()).toBe('pending ');
    expect(stream.closed).toBe(false);
    hide();
    await passUntil(() => stream.closed, 'closed');
    expect(server.connections).toHaveLength(1);
  });

  it('follow an event source that is given, and leave it open', async () => {
    const source = new TaskEventSource('/tasks/events', options);
    const stream = await server.connection();
    stream.send(init(pending('a')), ['3', ready]);
    await until(() => source.connected, 'live');
    let made;
    show(() => h(List, { of: source, made: (its) => void (made = its) }));
    expect(text()).toBe('live true: a pending');
    expect(made).toBe(source);
    hide();
    await pass(1_200);
    expect(stream.closed).toBe(false);
    source.close();
  });

  it('change to another task', async () => {
    const id = ref('a');
    show(() => h(One, { id: id.value }));
    (await server.connection()).send(init(running('a', 1)), init(running('b', 2)), ['3', ready]);
    await until(() => text() === 'running 1', 'one');
    id.value = 'b';
    await nextTick();
    expect(text()).toBe('running 2');
  });

  it('give an event source that works in reactive data', async () => {
    let data;
    show(() => h(List, { made: (source) => void (data = reactive({ source })) }));
    await server.connection();
    expect(await data.source.start('a')).toBe('started');
    expect(server.requests[0].url.pathname).toBe('/tasks/a/start');
  });
});
