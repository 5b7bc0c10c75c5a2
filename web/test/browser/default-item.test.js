import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { mount, unmount } from 'svelte';
import { createApp, h, shallowReactive } from 'vue';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeOf } from '../../src/adapters/store.js';
import * as react from '../../src/react/index.js';
import * as svelte from '../../src/svelte/index.js';
import * as vue from '../../src/vue/index.js';
import { FakeServer, init, ready, running, until, update } from '../support/server.js';
import { reactive } from './fixtures/reactive.svelte.js';
import { TASKS } from './fixtures/tasks.js';

// Each shows a TaskItem and returns how to change its props and how to remove it.
const FRAMEWORKS = {
  Svelte(target, { onStart: onstart, onCancel: oncancel, ...rest }) {
    const props = reactive({ ...rest, onstart, oncancel });
    const app = mount(svelte.TaskItem, { target, props });
    return [(more) => Object.assign(props, more), () => unmount(app)];
  },
  React(target, props) {
    const root = createRoot(target);
    const render = (more) => root.render(createElement(react.TaskItem, { ...props, ...more }));
    render();
    return [render, () => root.unmount()];
  },
  Vue(target, given) {
    const props = shallowReactive({ ...given });
    const app = createApp(() => h(vue.TaskItem, props));
    app.mount(target);
    return [(more) => Object.assign(props, more), () => app.unmount()];
  },
};

const SOURCES = {
  Svelte: (url, options) => new svelte.TaskEventSource(url, options),
  React: (url, options) => storeOf(url, options).source,
  Vue: (url, options) => storeOf(url, options).source,
};
const AHEAD = []; // each server is further ahead than the last one, whose clock is the same

describe.each(Object.keys(FRAMEWORKS))('the default item of %s', (framework) => {
  let target;
  let hide;
  const item = () => target.querySelector('task-item');
  const part = (name) => item()?.shadowRoot?.querySelector(`[part=${name}]`);
  const cancel = () => item()?.shadowRoot?.querySelector('[data-action=cancel]');
  const show = (props) => {
    const [change, remove] = FRAMEWORKS[framework](target, props);
    hide = remove;
    return change;
  };

  beforeEach(() => {
    target = document.createElement('main');
    document.body.replaceChildren(target);
  });
  afterEach(() => hide());

  it('is the element, which changes in place and has no button without a callback', async () => {
    const change = show({ task: TASKS.pending });
    await until(() => part('title')?.textContent === 'a', 'the element');
    const [element, title] = [item(), part('title')];
    expect(part('button').hidden).toBe(true);
    change({ task: TASKS.running });
    await until(() => item().dataset.status === 'running', 'running');
    expect(part('message').textContent).toBe('Working');
    expect(item()).toBe(element);
    expect(part('title')).toBe(title);
  });

  it('shows time by the clock of the server that the adapter watches', async () => {
    const server = new FakeServer();
    const source = SOURCES[framework]('/tasks/events', { fetch: server.fetch, shared: false, user: framework });
    const stream = await server.connection();
    const ahead = (seconds) => ({ ...running('a', 1), startedAt: Date.now() + seconds * 1_000 });
    stream.send(init(ahead(0)), [1, ready]);
    await until(() => source.state === 'live', 'live');
    stream.send([2, update(ahead(1_000 * AHEAD.push(framework)))]); // it has just started, there
    await until(() => source.lastEventId === '2', 'the update');
    show({ task: ahead(1_000 * AHEAD.length - 20) });
    await until(() => /^2\d s so far$/.test(part('times')?.textContent), 'the time since its start');
    source.close();
  });

  it('shows why an action has failed', async () => {
    const asked = [];
    const onCancel = async (id) => {
      asked.push(id);
      throw new Error('You may not do that');
    };
    show({ task: TASKS.running, onCancel });
    await until(() => cancel() && !cancel().hidden, 'the button');
    expect(cancel().textContent).toBe('Cancel');
    cancel().click();
    await until(() => !part('problem').hidden, 'the problem');
    expect(part('problem').textContent).toBe('You may not do that');
    expect(asked).toEqual(['a']);
  });
});
