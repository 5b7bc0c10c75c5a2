// A list on the page, for tests of its rows and of their order.

import { afterEach, beforeEach } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { completed, init, ready, update } from './server.js';
import { serve, show, until, visible } from './page.js';

/** What `open` has opened. */
export let list;
export let server;
export let connection;
let id = 10;

/** Above all that were sent before. */
export const nextId = () => ++id;

/** Shows a list of some tasks. */
export async function open(tasks, attributes = '') {
  const served = serve();
  server = served.server;
  show(`<div style="height: 20px"></div><task-list src="${served.src}" ${attributes}></task-list><p id="away">away</p>`);
  list = document.querySelector('task-list');
  connection = await server.connection();
  connection.send(...tasks.map(init), [10, { ...ready, now: Date.now() }]);
  await until(() => items().length === Math.min(100, tasks.length));
}

beforeEach(() => page.viewport(1_000, 700));
afterEach(async () => {
  await userEvent.unhover(document.body).catch(() => {});
  document.body.replaceChildren();
});

export const items = () => [...list.shadowRoot.querySelectorAll('task-item')];
/** The row of a task. */
export const of = (name) => list.shadowRoot.querySelector(`task-item[data-id="${name}"]`);
export const part = (element, name) => element.shadowRoot.querySelector(`[part~="${name}"]`);
export const ids = () => items().map((item) => item.dataset.id);
export const headings = () => [...list.shadowRoot.querySelectorAll('section')].filter(visible)
  .map((section) => section.querySelector('h2').textContent);
export const heightOf = (item) => item.parentElement.getBoundingClientRect().height;
/** Tasks as they are now. */
export const send = (...tasks) => connection.send(...tasks.map((task) => [nextId(), update(task)]));
export const failed = (name, more) => (
  { ...completed(name), status: 'error', error: 'disk full', startedAt: 1_000, lastRun: 32_000, ...more });
