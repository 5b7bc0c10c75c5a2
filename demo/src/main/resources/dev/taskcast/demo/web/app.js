// @ts-check

import { Announcer } from './announcer.js';
import { TaskActions } from './task-actions.js';
import { TaskRow } from './task-row.js';
import { TaskStream } from './task-stream.js';

const BANNER_DELAY_MS = 3_000;

const base = document.body.dataset.tasks ?? '/tasks';
const actions = new TaskActions(base);
const announcer = new Announcer(part('announcer'));
/** @type {Map<string, TaskRow>} */
const rows = new Map();
let bannerTimer = 0;

/** @param {string} id */
function part(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {import('./task-stream.js').TaskState} state */
function show(state) {
  const row = rows.get(state.id);
  if (row) {
    row.update(state);
  } else {
    const template = /** @type {HTMLTemplateElement} */ (part('task'));
    const added = new TaskRow(template, state, (id, action) => actions.act(id, action), (text) => announcer.say(text));
    rows.set(state.id, added);
    part('tasks').append(added.element);
  }
  summarize();
}

/** @param {string} id */
function remove(id) {
  rows.get(id)?.element.remove();
  rows.delete(id);
  summarize();
}

/** @param {Set<string>} ids */
function keepOnly(ids) {
  for (const id of [...rows.keys()].filter((known) => !ids.has(known))) {
    remove(id);
  }
  // Moving a row would take its focus, so only those move that stand elsewhere.
  const list = part('tasks');
  [...ids].forEach((id, place) => {
    const element = rows.get(id)?.element;
    if (element && list.children[place] !== element) {
      list.insertBefore(element, list.children[place] ?? null);
    }
  });
}

function summarize() {
  /** @param {string} status */
  const count = (status) => [...rows.values()].filter((row) => row.state.status === status).length;
  const running = count('running');
  const failed = count('error') + count('timed_out');
  const parts = [`${rows.size} ${rows.size === 1 ? 'task' : 'tasks'}`];
  if (running) parts.push(`${running} running`);
  if (failed) parts.push(`${failed} failed`);
  part('summary').textContent = parts.join(' · ');
  part('empty').hidden = rows.size > 0;
  document.title = running ? `${running} running – Taskcast` : 'Taskcast';
}

function live() {
  clearTimeout(bannerTimer);
  bannerTimer = 0;
  if (!part('banner').hidden) {
    announcer.say('Connected again');
  }
  connection('live', 'Live');
  part('banner').hidden = true;
  part('tasks').ariaBusy = 'false';
  summarize();
}

/** Most connections are back before anybody needs to know. */
function lost() {
  bannerTimer ||= setTimeout(() => {
    connection('lost', 'Reconnecting');
    part('banner').hidden = false;
    announcer.say('Reconnecting');
  }, BANNER_DELAY_MS);
}

/**
 * @param {string} state
 * @param {string} text
 */
function connection(state, text) {
  document.body.dataset.connection = state;
  part('connection').textContent = text;
}

new TaskStream(`${base}/events`, {
  onState: show,
  onRemove: remove,
  onWhole: keepOnly,
  onLive: live,
  onLost: lost,
}).open();
