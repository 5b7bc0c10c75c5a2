// The list and the tray as components: the elements, with what a framework gives them.

import { StrictMode, createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { mount, unmount } from 'svelte';
import { createApp, h, shallowReactive } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '../../src/elements.js';
import { storeOf } from '../../src/adapters/store.js';
import * as react from '../../src/react/index.js';
import * as svelte from '../../src/svelte/index.js';
import * as vue from '../../src/vue/index.js';
import { FakeServer, completed, init, pending, ready, remove, running, until, update } from '../support/server.js';
import { pass, passUntil, stopTime } from '../support/time.js';
import List from './fixtures/List.svelte';
import { reactive } from './fixtures/reactive.svelte.js';

const failed = (id) => ({ id, status: 'error', run: 1, startedAt: 1, lastRun: 2, error: `no ${id}` });

// Each shows a component and returns how to change its props and how to remove it.
const FRAMEWORKS = {
  Svelte(target, name, { onTaskStart, className, content, ...rest }) {
    const props = reactive({ ...rest, ontaskstart: onTaskStart, class: className, word: content });
    const app = mount(content ? List : svelte[name], { target, props });
    return [
      ({ content: word = props.word, onTaskStart: ontaskstart = props.ontaskstart, ...more }) => Object.assign(props, { ...more, word, ontaskstart }),
      () => unmount(app),
    ];
  },
  React(target, name, given) {
    const root = createRoot(target);
    const render = (more) => {
      const { content, ...props } = (given = { ...given, ...more });
      const own = content && {
        children: createElement('h2', null, 'Ours'),
        running: (task) => createElement('b', null, `${content} ${task.id}: ${task.progress.current}`),
        error: (task) => createElement('i', null, task.error),
      };
      root.render(createElement(StrictMode, null, createElement(react[name], { ...props, ...own })));
    };
    render();
    return [render, () => root.unmount()];
  },
  Vue(target, name, { className, ...given }) {
    const props = shallowReactive({ ...given, class: className });
    const app = createApp(() => {
      const { content, ...own } = props;
      return h(vue[name], own, content && {
        default: () => h('h2', 'Ours'),
        running: ({ task }) => h('b', `${content} ${task.id}: ${task.progress.current}`),
        error: ({ task }) => h('i', task.error),
      });
    });
    app.config.warnHandler = (warning) => console.error(warning);
    app.mount(target);
    return [(more) => Object.assign(props, more), () => app.unmount()];
  },
};

describe.each(Object.keys(FRAMEWORKS))('with %s', (framework) => {
  let target;
  let hide;
  let server;
  let options;
  const list = () => target.querySelector('task-list');
  const items = () => [...(list()?.shadowRoot?.querySelectorAll('task-item') ?? [])];
  const ids = () => items().map((item) => item.task?.id).join();
  const show = (name, props) => {
    const [change, remove] = FRAMEWORKS[framework](target, name, props);
    hide = remove;
    return change;
  };

  beforeEach((test) => {
    stopTime();
    vi.spyOn(console, 'error');
    target = document.createElement('main');
    document.body.replaceChildren(target);
    server = new FakeServer();
    options = { fetch: server.fetch, shared: false, reconnectDelay: 1, user: `${framework} ${test.task.name}` };
  });
  afterEach(() => {
    hide();
    expect(console.error).not.toHaveBeenCalled(); // the framework's warnings
    vi.restoreAllMocks();
  });

  it('a list shows the tasks of a URL, over the connection of all with that, until it goes', async () => {
    show('TaskList', { source: '/tasks/events', options, className: 'mine', lang: 'de' });
    const shared = storeOf('/tasks/events', options);
    const stream = await server.connection();
    stream.send(init(pending('a')), init(running('b', 5)), ['3', ready]);
    await until(() => ids() === 'a,b', 'the tasks');
    expect(list().className).toBe('mine');
    expect(list().lang).toBe('de');
    expect(list().source).toBe(shared.source);
    stream.send(['4', remove('a')]);
    await until(() => ids() === 'b', 'one task');
    expect(server.connections).toHaveLength(1);
    hide();
    await passUntil(() => stream.closed, 'closed');
    expect(target.querySelector('task-list')).toBeNull();
    hide = () => {};
  });

  it('its filter, unit and attributes change', async () => {
    const change = show('TaskList', { source: '/tasks/events', options, readonly: false });
    (await server.connection()).send(init(running('a', 2_000)), init(running('b', 2_000)), ['3', ready]);
    await until(() => ids() === 'a,b', 'the tasks');
    expect(list().hasAttribute('readonly')).toBe(false);
    change({ filter: ({ id }) => id === 'b', unit: 'bytes' });
    await until(() => ids() === 'b', 'the filter');
    await until(() => items()[0].shadowRoot.textContent.includes('2 of 0.1 kB'), 'the unit');
    change({ readonly: true, groups: false });
    await until(() => list().hasAttribute('readonly'), 'the attribute');
    expect(list().getAttribute('groups')).toBe('off'); // without it they come by themselves
    change({ readonly: false, filter: undefined });
    await until(() => !list().hasAttribute('readonly') && ids() === 'a,b', 'neither');
  });

  it('its listener can act in place of the server', async () => {
    const asked = [];
    const change = show('TaskList', { source: '/tasks/events', options, onTaskStart: (event) => event.preventDefault() });
    (await server.connection()).send(init(pending('a')), ['3', ready]);
    await until(() => ids() === 'a', 'the task');
    change({ onTaskStart: (event) => event.preventDefault(asked.push(event.detail.id)) });
    await until(() => {
      items()[0].shadowRoot.querySelector('[data-action=start]').click();
      return asked.includes('a');
    }, 'the newest listener');
    expect(server.requests).toEqual([]);
  });

  it('shows by its own contents what it has some for, in its own place', async () => {
    const change = show('TaskList', { source: '/tasks/events', options, content: 'Doing' });
    const stream = await server.connection();
    stream.send(init(running('a', 1)), init(pending('b')), init(failed('c')), ['3', ready]);
    await until(() => ids() === 'a,b,c', 'the tasks');
    const shown = (place) => items()[place]?.querySelector('[slot=content]')?.textContent.trim();
    await until(() => shown(0) === 'Doing a: 1' && shown(2) === 'no c', 'the contents');
    expect(shown(1)).toBeUndefined();
    expect(list().querySelector('h2').textContent).toBe('Ours');
    const own = items()[0].querySelector('b');
    stream.send(['4', update(running('a', 2))], ['5', update(running('b', 9))]);
    await until(() => shown(0) === 'Doing a: 2' && shown(1) === 'Doing b: 9', 'what has changed');
    expect(items()[0].querySelector('b')).toBe(own);
    change({ content: 'Making' });
    await until(() => shown(0) === 'Making a: 2', 'what has changed of the component');
    stream.send(['6', update(completed('a'))], ['7', remove('b')]);
    await until(() => ids() === 'a,c' && shown(0) === undefined, 'the element in its place');
    expect(items()[0].shadowRoot.textContent).toContain('completed');
    await until(() => shown(1) === 'no c', 'what is left');
    expect(target.textContent).not.toContain('Making');
  });

  it('a list and a tray take a source that is given, and leave it open', async () => {
    const source = framework === 'Svelte'
      ? new svelte.TaskEventSource('/tasks/events', options)
      : new react.TaskEventSource('/tasks/events', options);
    show('TaskTray', { source, tab: true, notify: false, className: 'mine' });
    const stream = await server.connection();
    stream.send(init(running('a', 40)), ['3', ready]);
    const tray = () => target.querySelector('task-tray');
    await until(() => tray()?.shadowRoot?.querySelector('[part=toggle]')?.textContent.includes('1 running'), 'the tray');
    expect(tray().className).toBe('mine');
    expect(tray().hasAttribute('tab')).toBe(true);
    expect(tray().hasAttribute('notify')).toBe(false);
    hide();
    await pass(1_200);
    expect(stream.closed).toBe(false);
    show('TaskList', { source });
    await until(() => ids() === 'a', 'the same tasks');
    expect(server.connections).toHaveLength(1);
    source.close();
  });

  it('another source takes the place of the first', async () => {
    const change = show('TaskList', { source: '/tasks/events', options });
    (await server.connection()).send(init(pending('a')), ['3', ready]);
    await until(() => ids() === 'a', 'the first');
    change({ source: '/other/events' });
    (await server.connection(1)).send(init(pending('b')), ['3', ready]);
    await until(() => ids() === 'b', 'the other');
    await passUntil(() => server.connections[0].closed, 'the first closed');
  });
});
