// @ts-check

import { watched } from './clock.js';
import { ConnectionView } from './connection.js';
import { attribute, Base, element, upgrade, write } from './dom.js';
import { speak } from './language.js';
import { sourceOf } from './sources.js';
import { say } from './strings.js';
import { BASE, LIST, sheets } from './styles.js';
import { TaskItemElement } from './task-item.js';
import { isLost } from './view.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */
/** @import { TaskTemplates } from '../elements.d.ts' */

const MAX = 100;
const LONG = 50; // rows, from where those out of sight are not rendered; fewer are there for pictures of a whole page

/** @type {CSSStyleSheet[] | undefined} */
let styles;

/** `<task-list>`: the tasks of a stream. */
export class TaskListElement extends Base {
  static observedAttributes = ['src', 'readonly', 'unit'];

  /** @type {TaskEventSource | undefined} */
  #given;
  /** @type {TaskEventSource | undefined} */
  #source;
  /** @type {((task: TaskState) => boolean) | undefined} */
  #filter;
  /** @type {TaskTemplates} */
  #templates = {};
  /** In the order of the rows. @type {Map<string, TaskItemElement>} */
  #items = new Map();
  /** @type {TaskItemElement['unit']} */
  #unit;
  #max = MAX;
  #connection = new ConnectionView(() => this.#renderConnection(), this);
  #summary = element('p', { class: 'summary', part: 'summary' });
  #list = element('ul', { class: 'tasks', part: 'list' });
  #empty = element('p', { class: 'empty', part: 'empty' });
  #more = element('button', { class: 'more', type: 'button', part: 'more' });
  /** @type {(() => void)[]} */
  #undo = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    styles ??= sheets(BASE, LIST);
    root.adoptedStyleSheets = styles;
    root.append(
      element('div', { class: 'header', part: 'header' }, element('slot'), this.#summary, this.#connection.chip),
      this.#connection.banner, this.#list, this.#empty, this.#more);
    // Of a row that is out of sight nothing is laid out or painted, and its clock need not tick.
    this.#list.addEventListener('contentvisibilityautostatechange', (event) => {
      const { target, skipped } = /** @type {ContentVisibilityAutoStateChangeEvent} */ (event);
      const item = target instanceof Element && target.firstElementChild;
      if (item instanceof TaskItemElement) item.unseen = skipped;
    });
    this.#more.addEventListener('click', () => {
      this.#max += MAX;
      this.#arrange();
    });
  }

  connectedCallback() {
    this.disconnectedCallback(); // an attribute's change may have come first
    upgrade(this, 'source', 'filter', 'templates', 'unit');
    const src = this.getAttribute('src');
    this.#source = this.#given ?? (src === null ? undefined : sourceOf(src));
    if (!this.#source) return;
    const source = watched(this.#source);
    const translated = () => {
      this.#arrange();
      this.#renderConnection();
    };
    document.addEventListener('taskcast-translated', translated);
    this.#undo.push(
      source.subscribe((changed) => this.#changed(changed)),
      this.#connection.watch(source, this.#given ? null : src),
      () => document.removeEventListener('taskcast-translated', translated),
    );
    this.#arrange();
  }

  disconnectedCallback() {
    this.#undo.splice(0).forEach((undo) => undo());
  }

  attributeChangedCallback() {
    this.#again();
  }

  #again() {
    if (!this.isConnected) return;
    this.#items.clear();
    this.#list.replaceChildren();
    this.connectedCallback();
  }

  get source() {
    return this.#given;
  }

  set source(source) {
    this.#given = source;
    this.#again();
  }

  get filter() {
    return this.#filter;
  }

  set filter(filter) {
    this.#filter = filter;
    this.#arrange();
  }

  get templates() {
    return this.#templates;
  }

  set templates(templates) {
    this.#templates = templates ?? {};
    for (const item of this.#items.values()) item.templates = this.#templates;
  }

  get unit() {
    return this.#unit;
  }

  set unit(unit) {
    this.#unit = unit;
    for (const item of this.#items.values()) item.unit = unit;
  }

  /** @param {Map<string, TaskState | undefined>} changed */
  #changed(changed) {
    const tasks = this.#source?.tasks;
    if (!tasks) return;
    for (const [id, task] of changed) {
      const item = this.#items.get(id);
      if (item && task) item.task = task;
    }
    // A filter may depend on anything.
    if (this.#filter || !this.#isArranged(tasks)) this.#arrange();
    else this.#summarize(tasks.values(), tasks.size);
  }

  /** Whether the rows are those of the first tasks, in their order. @param {Map<string, TaskState>} tasks */
  #isArranged(tasks) {
    const rows = this.#items.keys();
    for (const id of tasks.keys()) {
      const { value, done } = rows.next();
      if (done) return this.#items.size === this.#max;
      if (value !== id) return false;
    }
    return rows.next().done;
  }

  /** Makes, drops and orders the items. */
  #arrange() {
    const source = this.#source;
    if (!source || !this.isConnected) return;
    const all = [...source.tasks.values()].filter((task) => this.#filter?.(task) !== false);
    const shown = all.slice(0, this.#max);
    speak(this);
    attribute(this.#list, 'aria-label', say('tray'));
    const ids = new Set(shown.map(({ id }) => id));
    for (const [id, item] of this.#items) {
      if (!ids.has(id)) {
        item.parentElement?.remove();
        this.#items.delete(id);
      }
    }
    const items = this.#items;
    this.#items = new Map();
    shown.forEach((task, place) => {
      const item = items.get(task.id) ?? this.#item(source);
      this.#items.set(task.id, item);
      item.task = task;
      // Moving a row would take its focus, so only those move that stand elsewhere.
      const row = /** @type {HTMLElement} */ (item.parentElement);
      if (this.#list.children[place] !== row) this.#list.insertBefore(row, this.#list.children[place] ?? null);
    });
    this.#list.hidden = !all.length;
    this.#list.toggleAttribute('data-long', shown.length > LONG);
    this.#summarize(all, all.length);
  }

  /** @param {TaskEventSource} source */
  #item(source) {
    const item = /** @type {TaskItemElement} */ (document.createElement('task-item'));
    const exported = 'item, name, title, description, status, message, percent, bar, fill, steps, result, artifact, facts, numbers, times, button, problem';
    item.setAttribute('exportparts', exported);
    item.from = source;
    item.stale = this.#connection.stale;
    item.templates = this.#templates;
    item.unit = this.#unit;
    attribute(item, 'unit', this.getAttribute('unit') ?? undefined);
    for (const template of this.querySelectorAll(':scope > template[status]')) item.append(template.cloneNode(true));
    if (!this.hasAttribute('readonly')) {
      item.onstart = (id) => source.start(id);
      item.oncancel = (id) => source.cancel(id);
    }
    element('li', { part: 'row' }, item);
    return item;
  }

  /** @param {Iterable<TaskState>} tasks @param {number} all how many they are */
  #summarize(tasks, all) {
    speak(this);
    let [running, lost, failed] = [0, 0, 0];
    for (const task of tasks) {
      if (isLost(task)) lost++;
      else if (task.status === 'running') running++;
      else if (task.status === 'error' || task.status === 'timed_out') failed++;
    }
    const words = [say('tasks', all)];
    if (running) words.push(say('countRunning', running));
    if (lost) words.push(say('countLost', lost));
    if (failed) words.push(say('countFailed', failed));
    write(this.#summary, all ? words.join(' · ') : '');
    this.#empty.hidden = all > 0 || this.#source?.state !== 'live';
    write(this.#empty, say('none'));
    attribute(this.#list, 'aria-busy', this.#source?.state === 'connecting' && !all ? 'true' : undefined);
    const more = Math.min(MAX, all - this.#items.size);
    this.#more.hidden = more <= 0;
    write(this.#more, say('more', more));
  }

  #renderConnection() {
    for (const item of this.#items.values()) item.stale = this.#connection.stale;
    this.#arrange();
  }
}
