// @ts-check
// The rows of a list, in one part or under headings. While a reader is among them none is moved, put in between or taken out:
// what is new at the end is appended, and the rest waits.

import { attribute, element, write } from './dom.js';
import { focused } from './keys.js';
import { number, say } from './strings.js';

/** @import { TaskState } from '../task-event-source.d.ts' */
/** @import { TaskItemElement } from './task-item.js' */

/** @typedef {{ section: HTMLElement, heading: HTMLElement, count: HTMLElement, list: HTMLElement }} Part */
/** What a list should show: a group ('' for none), its tasks, how many there are of it. @typedef {[string, TaskState[], number]} Wanted */

export class Rows {
  element = element('div', { class: 'groups' });
  /** In the order of the rows. @type {Map<string, TaskItemElement>} */
  items = new Map();
  #make;
  /** @type {Map<string, Part>} */
  #parts = new Map();
  /** Of rows whose task has gone. @type {Set<HTMLElement>} */
  #gaps = new Set();

  /** @param {() => TaskItemElement} make an item within its row */
  constructor(make) {
    this.#make = make;
  }

  clear() {
    this.items.clear();
    this.#parts.clear();
    this.#gaps.clear();
    this.element.replaceChildren();
  }

  /** All are in sight, or may be. */
  see() {
    for (const item of this.items.values()) item.unseen = false;
  }

  /** The group under which a task's row stands. @param {string} id */
  groupOf(id) {
    return this.items.get(id)?.closest('section')?.getAttribute('data-group') ?? undefined;
  }

  /** @param {Wanted[]} wanted @returns {boolean} whether a row is to be made, moved or dropped */
  differ(wanted) {
    const shown = this.items.entries();
    for (const [group, tasks] of wanted) {
      for (const { id } of tasks) {
        const { value, done } = shown.next();
        if (done || value[0] !== id || value[1].closest('section')?.getAttribute('data-group') !== group) return true;
      }
    }
    return !shown.next().done || this.#gaps.size > 0;
  }

  /** Makes, drops and orders the rows. @param {Wanted[]} wanted */
  place(wanted) {
    const active = focused();
    const before = this.items;
    this.items = new Map();
    const ids = new Set(wanted.flatMap(([, tasks]) => tasks.map(({ id }) => id)));
    for (const [id, item] of before) if (!ids.has(id)) item.parentElement?.remove();
    this.#gaps.forEach((gap) => gap.remove());
    this.#gaps.clear();
    let at = 0;
    for (const [group, tasks, count] of wanted) {
      const { section, list } = this.#part(group);
      if (this.element.children[at] !== section) this.element.insertBefore(section, this.element.children[at] ?? null);
      at++;
      this.#head(group, tasks.length, count);
      tasks.forEach((task, place) => this.#put(task, list, place, before.get(task.id)));
    }
    while (this.element.childElementCount > at) {
      const last = /** @type {HTMLElement} */ (this.element.lastElementChild);
      this.#parts.delete(last.getAttribute('data-group') ?? '');
      last.remove();
    }
    if (active?.isConnected && focused() !== active) active.focus({ preventScroll: true }); // its row was moved
  }

  /** @param {TaskState} task @param {HTMLElement} list @param {number} place @param {TaskItemElement} [known] */
  #put(task, list, place, known) {
    const item = known ?? this.#make();
    this.items.set(task.id, item);
    item.task = task;
    const row = /** @type {HTMLElement} */ (item.parentElement);
    const moves = row.parentElement !== list;
    // Moving a row would take its focus, so only those move that stand elsewhere.
    if (list.children[place] !== row) {
      list.insertBefore(row, list.children[place] ?? null);
      item.unseen = false; // until the browser says so of its new place
    }
    if (known && moves) item.settle();
  }

  /** While a reader is among them. @param {Wanted[]} wanted @returns {number} how many new ones wait */
  hold(wanted) {
    const flat = wanted.flatMap(([group, tasks]) => tasks.map((task) => /** @type {const} */ ([group, task])));
    const ids = new Set(flat.map(([, { id }]) => id));
    for (const [id, item] of this.items) {
      if (!ids.has(id)) this.#leaveGap(id, item);
    }
    const last = flat.findLastIndex(([, { id }]) => this.items.has(id));
    const lastGroup = [...this.#parts.keys()].findLast((group) => this.#parts.get(group)?.section.hidden === false);
    let waiting = 0;
    flat.forEach(([group, task], place) => {
      const item = this.items.get(task.id);
      if (item) item.task = task;
      else if (place > last && group === lastGroup) this.#put(task, this.#part(group).list, Infinity);
      else waiting++;
    });
    for (const [group, , count] of wanted) if (this.#parts.has(group)) write(this.#part(group).count, number(count));
    return waiting;
  }

  /** What has gone is shown no longer, but its place stays. @param {string} id @param {TaskItemElement} item */
  #leaveGap(id, item) {
    const row = /** @type {HTMLElement} */ (item.parentElement);
    row.style.blockSize = `${row.getBoundingClientRect().height}px`;
    row.className = 'gone';
    row.replaceChildren(say('removed'));
    this.#gaps.add(row);
    this.items.delete(id);
  }

  /** @param {string} group @returns {Part} */
  #part(group) {
    let part = this.#parts.get(group);
    if (!part) {
      const [name, count] = [element('span'), element('span', { class: 'count' })];
      const heading = element('h2', { class: 'heading', part: 'heading', id: `group-${group}` }, name, ' ', count);
      const list = element('ul', { class: 'tasks', part: 'list' });
      const section = element('section', { part: 'group', 'data-group': group }, heading, list);
      part = { section, heading, count, list };
      this.#parts.set(group, part);
      this.element.append(section);
    }
    return part;
  }

  /** @param {string} group @param {number} shown @param {number} count of all that there are */
  #head(group, shown, count) {
    const { section, heading, count: counted, list } = this.#part(group);
    section.hidden = !shown;
    heading.hidden = !group;
    if (group) write(/** @type {Element} */ (heading.firstElementChild), say(`group_${group}`));
    write(counted, number(count));
    attribute(list, 'aria-label', group ? undefined : say('tray'));
    attribute(list, 'aria-labelledby', group ? heading.id : undefined);
  }
}
