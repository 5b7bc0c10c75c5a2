// @ts-check

import { watched } from './clock.js';
import { ConnectionView } from './connection.js';
import { attribute, Base, element, upgrade, write } from './dom.js';
import { countsOf, grouped, groupOf, matches, sorted } from './groups.js';
import { Roving } from './keys.js';
import { onTranslated, speak } from './language.js';
import { Memory } from './memory.js';
import { Presence } from './presence.js';
import { Rows } from './rows.js';
import { sourceOf } from './sources.js';
import { say } from './strings.js';
import { BASE, dress } from './styles.js';
import { LIST } from './styles-list.js';
import { PASSED_ON, TaskItemElement } from './task-item.js';
import { Toolbar } from './toolbar.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */
/** @import { TaskTemplates } from '../elements.d.ts' */

const MAX = 100;
const LONG = 50; // rows, from where those out of sight are not rendered; fewer are there for pictures of a whole page
const MANY = 20; // from where there are headings and a box to find tasks, unless it is said
const HUGE = 500;
const HUGE_MS = 250; // between two orders of so many
const PARTS = 'item, icon, name, toggle, title, description, status, message, percent, bar, fill, steps, result, artifact, next, facts, numbers,'
  + ' times, button, problem, ask, details';

/** `<task-list>`: the tasks of a stream. */
export class TaskListElement extends Base {
  static observedAttributes = ['src', 'readonly', 'sort', 'groups', 'filterable', ...PASSED_ON];

  /** @type {TaskEventSource | undefined} */
  #given;
  /** @type {TaskEventSource | undefined} */
  #source;
  /** @type {((task: TaskState) => boolean) | undefined} */
  #filter;
  /** @type {TaskTemplates} */
  #templates = {};
  /** @type {TaskItemElement['unit']} */
  #unit;
  #max = MAX;
  #memory = new Memory();
  #connection = new ConnectionView(() => this.#renderConnection(), this);
  #summary = element('p', { class: 'summary', part: 'summary' });
  #toolbar = new Toolbar(() => {
    this.#sorted = this.#toolbar.sort;
    this.#arrange(true);
  });
  #rows = new Rows(() => this.#item());
  #presence = new Presence(this.#rows.element, () => this.#arrange());
  #roving = new Roving(this.#rows.element, () => [...this.#rows.items.values()]);
  #fresh = element('button', { class: 'fresh', type: 'button', part: 'fresh' });
  #empty = element('p', { class: 'empty', part: 'empty' });
  #more = element('button', { class: 'more', type: 'button', part: 'more' });
  /** The order that a reader chose. @type {string | undefined} */
  #sorted;
  #many = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #later;
  /** @type {(() => void)[]} */
  #undo = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    dress(root, BASE, LIST);
    root.append(
      element('div', { class: 'header', part: 'header' }, element('slot'), this.#summary, this.#toolbar.element, this.#connection.chip),
      this.#connection.banner, element('div', { class: 'above' }, this.#fresh), this.#rows.element, this.#empty, this.#more);
    this.#toolbar.element.hidden = this.#fresh.hidden = true;
    // Of a row that is out of sight nothing is laid out or painted, and its clock need not tick.
    this.#rows.element.addEventListener('contentvisibilityautostatechange', (event) => {
      const { target, skipped } = /** @type {ContentVisibilityAutoStateChangeEvent} */ (event);
      const item = target instanceof Element && target.firstElementChild;
      if (item instanceof TaskItemElement) item.unseen = skipped;
    });
    this.#fresh.addEventListener('click', () => this.#arrange(true));
    this.#more.addEventListener('click', ({ detail }) => this.#showMore(detail === 0 && root.activeElement === this.#more));
  }

  connectedCallback() {
    this.disconnectedCallback(); // an attribute's change may have come first
    upgrade(this, 'source', 'filter', 'templates', 'unit');
    const src = this.getAttribute('src');
    this.#source = this.#given ?? (src === null ? undefined : sourceOf(src));
    if (!this.#source) return;
    const source = watched(this.#source);
    this.#undo.push(
      source.subscribe((changed) => this.#changed(changed)),
      this.#connection.watch(source, this.#given ? null : src),
      onTranslated(() => this.#renderConnection()),
      () => clearTimeout(this.#later),
    );
    this.#arrange(true);
  }

  disconnectedCallback() {
    this.#undo.splice(0).forEach((undo) => undo());
    this.#later = undefined;
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (name === 'src' || name === 'readonly') {
      this.#again();
    } else if (PASSED_ON.includes(name)) {
      for (const item of this.#rows.items.values()) attribute(item, name, this.getAttribute(name) ?? undefined);
    } else {
      if (name === 'sort') this.#sorted = undefined;
      this.#arrange(true);
    }
  }

  #again() {
    if (!this.isConnected) return;
    this.#rows.clear();
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
    this.#arrange(true);
  }

  get templates() {
    return this.#templates;
  }

  set templates(templates) {
    this.#templates = templates ?? {};
    for (const item of this.#rows.items.values()) item.templates = this.#templates;
  }

  get unit() {
    return this.#unit;
  }

  set unit(unit) {
    this.#unit = unit;
    for (const item of this.#rows.items.values()) item.unit = unit;
  }

  /** @param {Map<string, TaskState | undefined>} changed */
  #changed(changed) {
    const tasks = this.#source?.tasks;
    if (!tasks) return;
    let moved = this.#filter !== undefined || this.#toolbar.search !== '';
    for (const [id, task] of changed) {
      const item = this.#rows.items.get(id);
      if (item && task) item.task = task;
      if (task && item && this.#isGrouped && !moved) moved = this.#rows.groupOf(id) !== groupOf(task);
    }
    if (this.firstElementChild || Object.keys(this.#templates).length) this.#roving.update(); // other rows may have their own content now
    // A filter may depend on anything.
    if (!moved && this.#isArranged(tasks)) this.#summarize(tasks.values(), tasks.size, tasks.size);
    else if (tasks.size < HUGE) this.#arrange();
    else this.#later ??= setTimeout(() => this.#arrange(), HUGE_MS);
  }

  get #isGrouped() {
    return this.#isOn('groups');
  }

  /** @param {string} name of an attribute: there, not there, or `off` */
  #isOn(name) {
    const value = this.getAttribute(name);
    return value === null ? this.#many : value !== 'off';
  }

  get #sort() {
    return this.#sorted ?? this.getAttribute('sort') ?? (this.#isGrouped ? 'newest' : 'registered');
  }

  /** Of how many the rows were arranged, and which was the last. */
  #size = 0;
  #last = '';

  /** Whether nothing has come or gone since. @param {Map<string, TaskState>} tasks */
  #isArranged(tasks) {
    if (this.#isGrouped || this.#sort !== 'registered') return this.#size === tasks.size && lastOf(tasks) === this.#last;
    const rows = this.#rows.items.keys();
    for (const id of tasks.keys()) {
      const { value, done } = rows.next();
      if (done) return this.#rows.items.size === this.#max;
      if (value !== id) return false;
    }
    return rows.next().done === true;
  }

  /** What is to be shown. @param {TaskState[]} all @returns {import('./rows.js').Wanted[]} */
  #wanted(all) {
    const parts = this.#isGrouped ? grouped(sorted(all, this.#sort)) : [/** @type {const} */ (['', sorted(all, this.#sort)])];
    let left = this.#max;
    return parts.map(([group, tasks]) => {
      const shown = tasks.slice(0, left);
      left -= shown.length;
      return [group, shown, tasks.length];
    });
  }

  /** Makes, drops and orders the rows, unless a reader is among them. @param {boolean} [asked] by the reader, or by the page */
  #arrange(asked = false) {
    clearTimeout(this.#later);
    this.#later = undefined;
    const source = this.#source;
    if (!source || !this.isConnected) return;
    speak(this);
    if (asked) this.#presence.leave();
    const held = this.#presence.isThere && !asked;
    const all = [...source.tasks.values()].filter((task) => this.#filter?.(task) !== false);
    if (!held) this.#many ||= all.length >= MANY;
    this.#toolbar.element.hidden = !this.#isOn('filterable');
    this.#toolbar.sort = this.#sort;
    this.#toolbar.render();
    const { search } = this.#toolbar;
    const found = search ? all.filter((task) => matches(task, search)) : all;
    const wanted = this.#wanted(found);
    const fresh = held ? this.#rows.hold(wanted) : (this.#rows.place(wanted), 0);
    this.#size = source.tasks.size;
    this.#last = lastOf(source.tasks);
    const waits = held && this.#rows.differ(wanted);
    this.#fresh.hidden = !waits;
    write(this.#fresh, fresh ? say('fresh', fresh) : say('rearrange'));
    this.#rows.element.hidden = !found.length && !held;
    if (!this.#rows.element.toggleAttribute('data-long', this.#rows.items.size > LONG)) this.#rows.see();
    this.#roving.update();
    this.#summarize(all, all.length, found.length);
  }

  /** @param {boolean} byKeyboard */
  #showMore(byKeyboard) {
    const shown = this.#rows.items.size;
    this.#max += MAX;
    this.#arrange(true);
    if (byKeyboard) [...this.#rows.items.values()][shown]?.focus(); // the button is far away now
  }

  #item() {
    const source = /** @type {TaskEventSource} */ (this.#source);
    const item = /** @type {TaskItemElement} */ (element('task-item', { exportparts: PARTS }));
    item.belong(source, this.#memory, this);
    item.stale = this.#connection.stale;
    item.templates = this.#templates;
    item.unit = this.#unit;
    for (const template of this.querySelectorAll(':scope > template[status]')) item.append(template.cloneNode(true));
    element('li', { part: 'row' }, item);
    return item;
  }

  /** @param {Iterable<TaskState>} tasks @param {number} all how many they are @param {number} found how many of them are looked for */
  #summarize(tasks, all, found) {
    speak(this);
    const words = [this.#toolbar.search ? say('matching', found, all) : say('tasks', all), ...countsOf(tasks)];
    write(this.#summary, all ? words.join(' · ').replace(/(?<!·) /g, '\u00a0') : ''); // broken after a dot, and nowhere else
    this.#empty.hidden = found > 0 || this.#source?.state !== 'live';
    write(this.#empty, all ? say('noMatch', this.#toolbar.written) : say('none'));
    attribute(this.#rows.element, 'aria-busy', this.#source?.state === 'connecting' && !all ? 'true' : undefined);
    const more = Math.min(MAX, found - this.#max);
    this.#more.hidden = more <= 0;
    write(this.#more, say('more', more));
  }

  #renderConnection() {
    for (const item of this.#rows.items.values()) item.stale = this.#connection.stale;
    this.#arrange();
  }
}

/** Another one where one was made anew. @param {Map<string, TaskState>} tasks */
function lastOf(tasks) {
  let last = '';
  for (const id of tasks.keys()) last = id;
  return last;
}
