// @ts-check
// Which tasks a list shows, in which order and under which heading.

import { nameOf } from './names.js';
import { say } from './strings.js';
import { isLost, kindOf } from './view.js';
import { byPlace, whyOf } from './waiting.js';

/** @import { TaskState } from '../task-event-source.d.ts' */

/** @typedef {'running' | 'waiting' | 'failed' | 'done'} Group */

/** In the order of their headings. @type {Group[]} */
export const GROUPS = ['running', 'waiting', 'failed', 'done'];
export const SORTS = ['registered', 'newest', 'oldest', 'name', 'status'];

const GROUP_OF = /** @type {Record<string, Group>} */ (/** @type {any} */ ({
  __proto__: null, running: 'running', pending: 'waiting', error: 'failed', timed_out: 'failed',
}));

/** @param {TaskState} task */
export function groupOf(task) {
  return GROUP_OF[task.status] ?? 'done';
}

/** @param {TaskState[]} tasks as they were registered @param {string} sort one of SORTS */
export function sorted(tasks, sort) {
  if (sort === 'newest') return tasks.toReversed();
  if (sort === 'name') {
    const named = tasks.map((task) => /** @type {const} */ ([nameOf(task), task]));
    return named.sort(([one], [other]) => collator.compare(one, other)).map(([, task]) => task);
  }
  if (sort === 'status') {
    const rank = (/** @type {TaskState} */ task) => GROUPS.indexOf(groupOf(task));
    return tasks.toSorted((one, other) => rank(one) - rank(other) || kindOf(one).localeCompare(kindOf(other)) || byPlace(one, other));
  }
  return tasks;
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** @param {TaskState[]} tasks in their order @returns {[Group, TaskState[]][]} */
export function grouped(tasks) {
  const groups = new Map(GROUPS.map((group) => [group, /** @type {TaskState[]} */ ([])]));
  for (const task of tasks) groups.get(groupOf(task))?.push(task);
  return [...groups];
}

/** Whether each word of a search is in what is known of a task. @param {TaskState} task @param {string} search in small letters */
export function matches(task, search) {
  const { id, type, title, description, owner, tags = [], queue, key } = task;
  const text = [id, type, title, description, owner, queue, key, ...tags, say(kindOf(task))].filter(Boolean).join(' ').toLowerCase();
  return search.split(/\s+/).every((word) => text.includes(word));
}

/** How many run, can't be reached, wait and have failed, in words. @param {Iterable<TaskState>} tasks */
export function countsOf(tasks) {
  const counts = { countRunning: 0, countLost: 0, countWaiting: 0, countFailed: 0 };
  for (const task of tasks) {
    if (whyOf(task) !== undefined) counts.countWaiting++;
    else if (isLost(task)) counts.countLost++;
    else if (task.status === 'running') counts.countRunning++;
    else if (groupOf(task) === 'failed') counts.countFailed++;
  }
  return Object.entries(counts).filter(([, count]) => count).map(([word, count]) => say(word, count));
}
