// @ts-check

import { Actions } from './actions.js';
import { Bar } from './bar.js';
import { now, onTick } from './clock.js';
import { Course } from './course.js';
import { Details } from './details.js';
import { attribute, Base, hide, upgrade, write } from './dom.js';
import { Follow } from './follow.js';
import { unitOf } from './format.js';
import { pressed, setTabs } from './keys.js';
import { onTranslated, speak } from './language.js';
import { Memory, reachedOf, remember } from './memory.js';
import { row, showActions, showRow } from './row.js';
import { BASE, dress } from './styles.js';
import { BAR } from './styles-bar.js';
import { DETAILS, ITEM } from './styles-item.js';
import { Teller } from './tell.js';
import { Custom } from './templates.js';
import { view } from './view.js';
import { aheadOf } from './waiting.js';

/** @import { TaskEventSource, TaskProgress, TaskState } from '../task-event-source.d.ts' */
/** @import { TaskTemplates, TaskUnit } from '../elements.d.ts' */
/** @import { Row } from './row.js' */
/** @import { TaskView } from './view.js' */

/** Attributes that the items of a list have from it. */
export const PASSED_ON = ['confirm', 'density', 'keys', 'unit'];

/** `<task-item>`: one task, made once and then changed in place. */
export class TaskItemElement extends Base {
  static observedAttributes = ['src', 'task-id', 'readonly', 'unit'];

  /** @type {Row | undefined} */
  #parts;
  #bar = new Bar();
  #details = new Details(() => this.#fold('log'));
  #custom = new Custom(this, (action) => void this.#actions.act(action));
  #actions = new Actions(this, {
    id: () => this.#task?.id ?? '',
    handler: (action) => this.#handler(action),
    isLive: () => !this.#stale && ['live', undefined].includes(this.#any?.state),
    starting: (going) => this.#starting(going),
  });
  #memory = new Memory();
  #follow = new Follow(this, (task) => (this.task = task), (stale) => (this.stale = stale));
  /** Of a list. @type {TaskEventSource | undefined} */
  #from;
  #teller = new Teller();
  /** @type {TaskState | undefined} */
  #task;
  /** @type {TaskTemplates} */
  #templates = {};
  /** @type {((id: any) => unknown) | null} */
  #onstart = null;
  /** @type {((id: any) => unknown) | null} */
  #oncancel = null;
  #stale = false;
  #unseen = false;
  #changedAt = 0; // by performance.now()
  #course = new Course();
  /** @type {TaskUnit | ((task: TaskState) => TaskUnit | undefined) | undefined} */
  #unit;
  /** @type {number | false} */
  #minute = false; // since it has ended, as shown
  /** Whether Tab goes to its row; undefined where it stands alone. @type {boolean | undefined} */
  #reachable;
  /** @type {(() => void)[]} */
  #undo = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    dress(root, BASE, BAR, ITEM, DETAILS);
  }

  connectedCallback() {
    upgrade(this, 'task', 'templates', 'onstart', 'oncancel', 'stale', 'unit');
    this.#undo.push(...this.#follow.start());
    this.#undo.push(onTranslated(() => this.#render()), onTick(() => !this.#unseen && this.#isDue() && this.#render()));
    this.#render();
  }

  disconnectedCallback() {
    this.#undo.splice(0).forEach((undo) => undo());
  }

  attributeChangedCallback() {
    if (this.isConnected && this.#undo.length) {
      this.disconnectedCallback();
      this.connectedCallback();
    }
  }

  get task() {
    return this.#task;
  }

  set task(task) {
    const before = this.#task;
    if (task === before) return;
    this.#task = task;
    this.#changedAt = performance.now();
    this.#course.heard(task, this.#changedAt);
    speak(this);
    const moved = this.#teller.changed(before, task, this.isConnected);
    if (moved) this.#actions.problem('');
    const same = task !== undefined && before?.id === task.id;
    if (same) remember(this.#memory.of(task.id), before, task);
    else this.#settle();
    if (!this.#unseen || !same || moved) this.#render(); // how far it is, is written when it comes into sight
  }

  get templates() {
    return this.#templates;
  }

  set templates(templates) {
    this.#templates = templates ?? {};
    this.#render();
  }

  get stale() {
    return this.#stale;
  }

  set stale(stale) {
    this.#stale = Boolean(stale);
    this.#render();
  }

  get unit() {
    return this.#unit;
  }

  set unit(unit) {
    this.#unit = unit;
    this.#render();
  }

  // Not the "cancel" event's handler, which HTMLElement has under this name.
  get onstart() {
    return this.#onstart;
  }

  set onstart(callback) {
    this.#onstart = typeof callback === 'function' ? callback : null;
    this.#render();
  }

  get oncancel() {
    return this.#oncancel;
  }

  set oncancel(callback) {
    this.#oncancel = typeof callback === 'function' ? callback : null;
    this.#render();
  }

  /** For lists: whose task it is, what was done to its row before, and in which list. @param {TaskEventSource} source @param {Memory} memory @param {Element} list */
  belong(source, memory, list) {
    for (const name of PASSED_ON) attribute(this, name, list.getAttribute(name) ?? this.getAttribute(name) ?? undefined);
    this.#from = source;
    this.#memory = memory;
    this.#reachable ??= false;
    if (list.hasAttribute('readonly')) return;
    this.onstart = (id) => source.start(id);
    this.oncancel = (id) => source.cancel(id);
  }

  /** For lists: that it is out of sight. @param {boolean} unseen */
  set unseen(unseen) {
    if (this.#unseen === unseen) return;
    this.#unseen = unseen;
    if (!unseen) this.#render();
  }

  /** For lists: whether it is the one that Tab goes to. @param {boolean} reachable */
  set reachable(reachable) {
    if (this.#reachable === reachable) return;
    this.#reachable = reachable;
    this.#setTabs();
  }

  /** For lists: it stands where it now belongs, so it may be as tall as it should. */
  settle() {
    this.#settle();
    this.#render();
  }

  /** While it is where it is, a row's height changes by the reader's hand alone. */
  #settle() {
    const task = this.#task;
    if (!task) return;
    const memory = this.#memory.of(task.id);
    if (task.status === 'completed') memory.reached = undefined;
    memory.tall = task.status === 'running' || Boolean(memory.tall && reachedOf(task, memory));
  }

  /** @param {boolean} going */
  #starting(going) {
    const memory = this.#memory.of(this.#task?.id ?? '');
    memory.tall = going || this.#task?.status === 'running';
    this.#render();
  }

  /** Where its task is from, if that is known. */
  get #any() {
    return this.#follow.source ?? this.#from;
  }

  /** What a click on Start or Cancel does, or nothing: then there is no button. @param {'start' | 'cancel'} action */
  #handler(action) {
    const own = action === 'start' ? this.#onstart : this.#oncancel;
    const { source } = this.#follow;
    if (own || !source || this.hasAttribute('readonly')) return own;
    return (/** @type {string} */ id) => source[action](id);
  }

  /** Whether what is shown of its times is another by now. */
  #isDue() {
    const task = this.#task;
    if (!task || task.status === 'running' || aheadOf(task)) return !!task;
    const minute = 'lastRun' in task && Math.floor((now(this.#any) - task.lastRun) / 60_000);
    const due = minute !== this.#minute;
    this.#minute = minute;
    return due;
  }

  #render() {
    if (!this.isConnected) return;
    speak(this);
    const task = this.#task;
    if (!task) {
      this.#renderNone();
      return;
    }
    const p = (this.#parts ??= this.#build());
    hide(p.notice, true);
    attribute(this, 'data-id', task.id);
    attribute(this, 'data-status', task.status);
    if (this.#custom.show(task, this.#templates)) return;
    const memory = this.#memory.of(task.id);
    const reached = reachedOf(task, memory);
    const shown = view(task, {
      time: now(this.#any),
      silence: performance.now() - this.#changedAt,
      stale: this.#stale,
      reached,
      unit: unitOf(task, this.#unit ?? this.getAttribute('unit')),
      ...this.#course.at(performance.now()),
    });
    hide(p.item, false);
    attribute(p.item, 'data-status', task.status);
    attribute(p.item, 'data-bar', memory.tall ? 'tall' : shown.bar ? 'edge' : undefined);
    p.item.toggleAttribute('data-stale', this.#stale);
    showRow(p, shown);
    const { hidden } = this.#bar.element;
    hide(this.#bar.element, !memory.tall && !shown.bar);
    this.#bar.show(shown.bar, 'name');
    if (hidden !== this.#bar.element.hidden || shown.artifacts.length) this.#setTabs();
    this.#renderActions(p, shown);
    this.#renderDetails(p, task, reached);
  }

  /** @param {Row} p @param {TaskView} shown */
  #renderActions(p, shown) {
    const focused = this.shadowRoot?.activeElement;
    showActions(p, shown, { start: this.#actions.can('start'), cancel: this.#actions.can('cancel') });
    this.#actions.render();
    // Not to the other button: pressed twice, Start would cancel.
    if (focused && (focused === p.start || focused === p.cancel) && /** @type {HTMLElement} */ (focused).hidden) p.toggle.focus();
  }

  /** @param {Row} p @param {TaskState} task @param {TaskProgress | undefined} reached */
  #renderDetails(p, task, reached) {
    const memory = this.#memory.of(task.id);
    const unfolded = memory.unfolded === true;
    const { element } = this.#details;
    attribute(p.toggle, 'aria-expanded', String(unfolded));
    attribute(p.toggle, 'aria-controls', unfolded ? 'details' : undefined);
    p.item.toggleAttribute('data-unfolded', unfolded);
    if (!unfolded) {
      if (element.parentNode) element.remove();
      return;
    }
    this.#details.show(task, reached, memory, this.#any);
    if (element.isConnected) return;
    p.item.append(element);
    this.#setTabs();
  }

  /** @param {'unfolded' | 'log'} what */
  #fold(what) {
    if (!this.#task) return;
    const memory = this.#memory.of(this.#task.id);
    memory[what] = !memory[what];
    if (what === 'log' && memory.log) memory.unfolded = true;
    this.#render();
  }

  #setTabs() {
    const root = this.shadowRoot;
    if (root && this.#reachable !== undefined) setTabs(root, this.#reachable ? this.#parts?.toggle : undefined);
  }

  /** Why there is no task, where it follows one by itself. */
  #renderNone() {
    const text = this.#follow.notice;
    for (const name of ['data-id', 'data-status']) this.removeAttribute(name);
    this.#custom.clear();
    if (!text && !this.#parts) return;
    const p = (this.#parts ??= this.#build());
    p.item.hidden = true;
    p.notice.hidden = !text;
    write(p.notice, text);
  }

  #build() {
    const made = row(this.#bar.element);
    this.#actions.attach(made);
    made.toggle.addEventListener('click', () => this.#fold('unfolded'));
    made.item.addEventListener('keydown', (event) => {
      pressed(event, /** @type {ShadowRoot} */ (this.shadowRoot), this.getAttribute('keys') !== 'off' && ((action) => this.#shortcut(action)));
    });
    this.shadowRoot?.append(made.slot, made.notice);
    return made;
  }

  /** @param {'start' | 'cancel' | 'log'} action */
  #shortcut(action) {
    if (action === 'log') return this.#any && this.#fold('log');
    return !this.#parts?.[action].hidden && void this.#actions.act(action);
  }
}
