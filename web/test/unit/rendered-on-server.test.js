import { createElement } from 'react';
import { renderToString as renderReact } from 'react-dom/server';
import { render as renderSvelte } from 'svelte/server';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createSSRApp, h } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';
import * as react from '../../src/react/index.js';
import * as svelte from '../../src/svelte/index.js';
import * as vue from '../../src/vue/index.js';
import * as elements from '../../src/elements.js';
import Page from './fixtures/Page.svelte';

const task = { id: 'a', status: 'running', run: 1, progress: { message: 'Working & waiting' } };
const url = 'http://127.0.0.1:9/tasks/events'; // one that the plain client would connect to
const fetch = vi.fn(() => new Promise(() => {}));
const options = { fetch };
const ELEMENTS = '<task-list readonly=""><h2>Ours</h2></task-list><task-tray class="mine"></task-tray>';

describe('rendered on a server, each adapter knows no tasks, connects to nothing and leaves the element empty', () => {
  beforeEach(() => {
    expect(globalThis.document).toBeUndefined();
    fetch.mockClear();
  });

  it('Svelte', async () => {
    const { body } = await renderSvelte(Page, { props: { url, options, task } });
    expect(body.replace(/<!--.*?-->/g, '').replace(/\s+</g, '<').trim())
      .toBe(`<p>connecting false 0</p><task-item></task-item><b>Working &amp; waiting</b>${ELEMENTS}`);
    expect(new svelte.TaskEventSource(url, options).tasks.size).toBe(0);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('React', () => {
    const { TaskItem, TaskList, TaskTray, useTask, useTasks } = react;
    function App() {
      const { tasks, state, connected, source } = useTasks(url, options);
      const one = useTask(url, 'a', options);
      const text = `${state} ${connected} ${source.tasks.size} ${tasks.length} ${one}`;
      return createElement('main', null,
        createElement('p', null, text),
        createElement(TaskItem, { task }),
        createElement(TaskItem, { task, running: (its) => createElement('b', null, its.progress.message) }),
        createElement(TaskList, { source: url, options, readonly: true, running: () => 'x' }, createElement('h2', null, 'Ours')),
        createElement(TaskTray, { source: url, options, className: 'mine' }));
    }
    expect(renderReact(createElement(App)))
      .toBe(`<main><p>connecting false 0 0 undefined</p><task-item></task-item><b>Working &amp; waiting</b>${ELEMENTS}</main>`);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('Vue', async () => {
    const { TaskItem, TaskList, TaskTray, useTask, useTasks } = vue;
    const app = createSSRApp({
      setup() {
        const { tasks, state, connected, source } = useTasks(url, options);
        const one = useTask(url, 'a', options);
        return () => h('main', [
          h('p', `${state.value} ${connected.value} ${source.tasks.size} ${tasks.value.length} ${one.value}`),
          h(TaskItem, { task }),
          h(TaskItem, { task }, { running: (props) => h('b', props.task.progress.message) }),
          h(TaskList, { source: url, options, readonly: true }, { default: () => h('h2', 'Ours'), running: () => 'x' }),
          h(TaskTray, { source: url, options, class: 'mine' }),
        ]);
      },
    });
    expect((await renderVue(app)).replace(/<!--.*?-->/g, '').replace('readonly', 'readonly=""'))
      .toBe(`<main><p>connecting false 0 0 undefined</p><task-item></task-item><b>Working &amp; waiting</b>${ELEMENTS}</main>`);
    expect(fetch).not.toHaveBeenCalled();
  });
});

it('the elements can be imported there', () => {
  expect(elements.TaskListElement.observedAttributes).toContain('src');
});
