// @ts-check
// A list by keyboard: it is one stop of Tab, and arrows go on from there.

import { attribute } from './dom.js';

/** @import { TaskItemElement } from './task-item.js' */

const PAGE = 10;

/** What has the focus, through shadow trees. */
export function focused() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return /** @type {HTMLElement | null} */ (at);
}

/** What in a row can have the focus, in its order. @param {ParentNode} root */
export function controls(root) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll('button, a[href]')]);
}

/** Which key does what to the row that has the focus. */
const SHORTCUTS = /** @type {Record<string, 'start' | 'cancel' | 'log'>} */ ({ s: 'start', c: 'cancel', l: 'log' });

/** Whether it is to be left to the browser, or to what has the focus. @param {KeyboardEvent} event */
export function isPlain(event) {
  return !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
}

/** Left and right within a row. @param {KeyboardEvent} event @param {ShadowRoot} root @returns {boolean} whether it went there */
function moveWithin(event, root) {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (!step) return false;
  const shown = controls(root).filter((each) => each.checkVisibility());
  const place = shown.indexOf(/** @type {HTMLElement} */ (root.activeElement));
  const rtl = root.host.matches(':dir(rtl)');
  const next = place < 0 ? undefined : shown[place + (rtl ? -step : step)];
  next?.focus();
  return next !== undefined;
}

/** A key in a row. @param {KeyboardEvent} event @param {ShadowRoot} root @param {false | ((action: 'start' | 'cancel' | 'log') => unknown)} act false where no single key acts */
export function pressed(event, root, act) {
  const target = /** @type {HTMLElement} */ (event.target);
  // A key that is held down must not start and cancel in turns.
  if (event.repeat && ['Enter', ' '].includes(event.key) && target.localName === 'button') event.preventDefault();
  if (!isPlain(event) || event.repeat || target.localName === 'task-log') return;
  const action = SHORTCUTS[event.key.toLowerCase()];
  if (moveWithin(event, root)) event.preventDefault();
  else if (act && action && !event.shiftKey) act(action);
}

/** One Tab stop for all rows. */
export class Roving {
  #items;
  /** @type {TaskItemElement | undefined} */
  #at;

  /** @param {HTMLElement} list what the rows are in @param {() => TaskItemElement[]} items in their order */
  constructor(list, items) {
    this.#items = items;
    list.addEventListener('keydown', (event) => this.#pressed(event));
    list.addEventListener('focusin', ({ target }) => {
      const item = target instanceof Element ? target.closest('task-item') : null;
      if (item) this.#reach(/** @type {any} */ (item));
    });
  }

  /** Rows have come or gone. */
  update() {
    const items = this.#items();
    if (this.#at && !items.includes(this.#at)) this.#at = undefined;
    const reached = this.#at ?? items.find(isRow);
    for (const item of items) item.reachable = item === reached;
  }

  /** @param {TaskItemElement} item */
  #reach(item) {
    if (this.#at === item) return;
    for (const each of this.#at ? [this.#at] : this.#items()) each.reachable = false;
    this.#at = item;
    item.reachable = true;
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const from = /** @type {any} */ (event.target instanceof Element ? event.target.closest('task-item') : null);
    if (!from || !isPlain(event) || event.shiftKey || isTyped(focused())) return;
    const items = this.#items().filter(isRow);
    const place = items.indexOf(from);
    if (place < 0) return;
    const last = items.length - 1;
    const next = {
      ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: last,
      PageDown: Math.min(last, place + PAGE), PageUp: Math.max(0, place - PAGE),
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const item = items[next];
    if (!item) return;
    item.focus();
    item.scrollIntoView({ block: 'nearest' });
  }
}

/** Whether it shows its own row: a template's content has stops of its own. @param {Element} item */
function isRow(item) {
  return item.querySelector(':scope > [slot="content"]') === null;
}

/** Whether arrows mean something in it. @param {HTMLElement | null} at */
function isTyped(at) {
  return at !== null && (at.matches('input, textarea, select, [role="log"]') || at.isContentEditable);
}

/** @param {ParentNode} root @param {HTMLElement | undefined} reachable by Tab, of all that can have the focus */
export function setTabs(root, reachable) {
  for (const each of controls(root)) attribute(each, 'tabindex', each === reachable ? '0' : '-1');
}
