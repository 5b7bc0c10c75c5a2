// @ts-check
// Where the page's tasks come from.

import { configure, sourceOf } from '/tasks/client/elements.js';
import { TaskEventSource } from '/tasks/client/task-event-source.js';
import { fetchThrough } from './network.js';

/** @import { TaskState } from '/tasks/client/task-event-source.js' */

export const TASKS = '/tasks/events';

/** Quick to come back, as somebody stands and waits for it. */
const EAGER = { fetch: fetchThrough, reconnectDelay: 250, maxReconnectDelay: 1_000 };

/** The server's tasks. Not shared with other tabs: the network that is cut is to be this page's own. */
export function tasks() {
  configure({ ...EAGER, shared: false });
  return sourceOf(TASKS);
}

/** What the page asks of the demo itself. */
export function stage() {
  return new TaskEventSource('/demo/events', EAGER);
}

/** What a task logs, on a stream of its own, to be closed. @param {string} id */
export function linesOf(id) {
  return new TaskEventSource(TASKS, { ...EAGER, filter: { task: id, log: id } });
}

/** What one of the two users sees. @param {string} name */
export function tasksOf(name) {
  return new TaskEventSource('/team/events', { ...EAGER, headers: { Authorization: `Bearer ${name}` } });
}

/** Tags of tasks that a card has for itself: the tiles, and what its button starts. */
const UNLISTED = ['tiles', 'starter'];

/** Whether a list shows it. @param {TaskState} task */
export function isShown(task) {
  return !task.tags?.some((tag) => UNLISTED.includes(tag));
}

/** Makes a task and waits for its end. @param {TaskEventSource} source @param {string} type @param {object} payload @returns {Promise<any>} its result */
export async function ask(source, type, payload) {
  const { id } = await source.submit(type, payload);
  return resultOf(source, id);
}

/** @param {TaskEventSource} source @param {string} id @returns {Promise<any>} */
export function resultOf(source, id) {
  return new Promise((done, failed) => {
    const end = source.subscribe(id, (/** @type {any} */ task) => {
      if (!task || ['pending', 'running'].includes(task.status)) return;
      queueMicrotask(() => end());
      if (task.status === 'completed') done(task.result);
      else failed(new Error(task.error ?? task.status));
    });
  });
}

/**
 * Tells each time that a connection was lost and is live again: for how long, and what came in between, from the first
 * message to the "ready".
 *
 * @param {TaskEventSource} source
 * @param {(back: { ms: number, changes: number, anew: boolean }) => void} told
 */
export function onReturn(source, told) {
  let lostAt = 0;
  let [changes, anew] = [0, false];
  source.addEventListener('message', (/** @type {any} */ { data }) => {
    if (source.state === 'live') return;
    if (data.type === 'update' || data.type === 'remove') changes++;
    if (data.type === 'reset') anew = true;
  });
  source.addEventListener('state', () => {
    if (source.state !== 'live') {
      lostAt ||= performance.now();
      return;
    }
    if (lostAt) told({ ms: performance.now() - lostAt, changes, anew });
    lostAt = changes = 0;
    anew = false;
  });
}
