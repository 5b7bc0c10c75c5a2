// @ts-check

import { TaskError } from '../task-event-source.js';
import { announce } from './announcer.js';
import { Bar } from './bar.js';
import { writeLong } from './breaks.js';
import { now, onTick } from './clock.js';
import { ConnectionView } from './connection.js';
import { Course } from './course.js';
import { attribute, Base, each, element, upgrade, write } from './dom.js';
import { unitOf } from './format.js';
import { parts, showStep, step } from './item-parts.js';
import { speak } from './language.js';
import { sourceOf } from './sources.js';
import { say } from './strings.js';
import { BAR, BASE, ITEM, sheets } from './styles.js';
import { Custom } from './templates.js';
import { fractionOf, isLost, view } from './view.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */
/** @import { TaskTemplates, TaskUnit } from '../elements.d.ts' */

/** @type {CSSStyleSheet[] | undefined} */
let styles;

/** `<task-item>`: one task, made once and then changed in place. */
export class TaskItemElement extends Base {
  static observedAttributes = ['src', 'task-id', 'readonly', 'unit'];

  /** @type {ReturnType<typeof parts> | undefined} */
  #parts;
  #bar = new Bar();
  #custom = new Custom(this, (action) => void this.#act(action));
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
  #minute = 0; // since it has ended, as shown
  #busy = false;
  #quarter = 0;
  /** @type {(() => void)[]} */
  #undo = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    styles ??= sheets(BASE, BAR, ITEM);
    root.adoptedStyleSheets = styles;
  }

  connectedCallback() {
    upgrade(this, 'task', 'templates', 'onstart', 'oncancel', 'stale', 'unit');
    this.#wire();
    const render = () => this.#render();
    document.addEventListener('taskcast-translated', render);
    this.#undo.push(() => document.removeEventListener('taskcast-translated', render));
    this.#undo.push(onTick(() => !this.#unseen && this.#isDue() && this.#render()));
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
    const moved = before?.id === task?.id && (before?.status !== task?.status || before?.run !== task?.run);
    if (!before || !task || before.id !== task.id || moved) {
      if (moved && this.#parts) this.#problem('');
      this.#quarter = task ? quarterOf(task) : 0;
    }
    this.#render();
    if (before && task && before.id === task.id && this.isConnected) {
      this.#announce(task, moved || isLost(task) !== isLost(before));
    }
  }

  get templates() {
    return this.#templates;
  }

  set templates(templates) {
    this.#templates = templates ?? {};
    this.#render();
  }

  get unit() {
    return this.#unit;
  }

  set unit(unit) {
    this.#unit = unit;
    this.#render();
  }

  /** Whether what is shown of its times is another by now. */
  #isDue() {
    const task = this.#task;
    if (!task || !('lastRun' in task)) return task?.status === 'running';
    const minute = Math.floor((now(this.#source ?? this.#from) - task.lastRun) / 60_000);
    const due = minute !== this.#minute;
    this.#minute = minute;
    return due;
  }

  get stale() {
    return this.#stale;
  }

  set stale(stale) {
    this.#stale = Boolean(stale);
    this.#render();
  }

  /** For lists: that it is out of sight. @param {boolean} unseen */
  set unseen(unseen) {
    this.#unseen = unseen;
    if (!unseen) this.#render();
  }

  /** For lists: whose task it is. @param {TaskEventSource} source */
  set from(source) {
    this.#from = source;
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

  /** Follows a task on the server where the attributes say so. */
  #wire() {
    const src = this.getAttribute('src');
    const id = this.getAttribute('task-id');
    if (src === null || id === null) return;
    const source = sourceOf(src);
    this.#source = source;
    this.#connection = new ConnectionView(() => (this.stale = this.#connection?.stale ?? false), this);
    this.#undo.push(
      source.subscribe(id, (task) => (this.task = task)),
      this.#connection.watch(source, src),
      () => (this.#source = this.#connection = undefined),
    );
    if (!source.tasks.has(id)) this.task = undefined;
  }

  /** What it follows by itself. @type {TaskEventSource | undefined} */
  #source;
  /** @type {ConnectionView | undefined} */
  #connection;
  /** @type {TaskEventSource | undefined} */
  #from;

  /** What a click on Start or Cancel does, or nothing: then there is no button. @param {'start' | 'cancel'} action */
  #handler(action) {
    const own = action === 'start' ? this.#onstart : this.#oncancel;
    const source = this.#source;
    if (own || !source || this.hasAttribute('readonly')) return own;
    return (/** @type {string} */ id) => source[action](id);
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
    p.notice.hidden = true;
    attribute(this, 'data-id', task.id);
    attribute(this, 'data-status', task.status);
    if (this.#custom.show(task, this.#templates)) return;
    const shown = view(task, {
      time: now(this.#source ?? this.#from),
      silence: performance.now() - this.#changedAt,
      stale: this.#stale,
      unit: unitOf(task, this.#unit ?? this.getAttribute('unit')),
      ...this.#course.at(performance.now()),
    });
    p.item.hidden = false;
    attribute(p.item, 'data-status', task.status);
    p.item.toggleAttribute('data-stopping', 'stopping' in task && task.stopping !== undefined);
    p.item.toggleAttribute('data-stale', this.#stale);
    p.item.toggleAttribute('data-lost', isLost(task));
    write(p.title, shown.name);
    write(p.description, shown.description);
    write(p.word, shown.status);
    write(p.dash, shown.detail && ' — ');
    write(p.detail, shown.detail);
    write(p.percent, shown.bar?.percent ?? '');
    write(p.numbers, shown.numbers);
    write(p.times, shown.facts);
    attribute(p.times, 'title', shown.exact || undefined);
    writeLong(p.value, shown.result);
    each(p.artifacts, shown.artifacts, () => element('a', { part: 'artifact' }), (link, { name, url }) => {
      write(link, name);
      attribute(link, 'href', url);
    });
    this.#bar.show(shown.bar, task.status === 'completed' ? 1 : 0, 'name');
    p.steps.hidden = !shown.steps.length;
    each(p.steps, shown.steps, step, showStep);
    write(p.action, shown.label);
    attribute(p.action, 'data-action', shown.action);
    p.action.hidden = !this.#handler(shown.action);
  }

  /** Why there is no task, where it follows one by itself. */
  #renderNone() {
    const source = this.#source;
    const unknown = source?.state === 'live' ? say('unknown', this.getAttribute('task-id') ?? '') : '';
    const text = this.#connection?.text || unknown;
    for (const name of ['data-id', 'data-status']) this.removeAttribute(name);
    this.#custom.clear();
    if (!text && !this.#parts) return;
    const p = (this.#parts ??= this.#build());
    p.item.hidden = true;
    p.notice.hidden = !text;
    write(p.notice, text);
  }

  #build() {
    const made = parts(this.#bar.element);
    made.action.addEventListener('click', (event) => {
      // The second click of a double-click would cancel what the first one has started.
      if (event.detail <= 1) void this.#act(made.action.getAttribute('data-action') === 'cancel' ? 'cancel' : 'start');
    });
    // A key that is held down must not start and cancel in turns.
    made.action.addEventListener('keydown', (event) => event.repeat && event.preventDefault());
    this.shadowRoot?.append(made.slot, made.notice);
    return made;
  }

  /** @param {'start' | 'cancel'} action */
  async #act(action) {
    const id = this.#task?.id ?? '';
    const event = new CustomEvent(`task-${action}`, { detail: { id }, bubbles: true, composed: true, cancelable: true });
    if (this.#busy || !this.dispatchEvent(event)) return;
    const handler = this.#handler(action);
    if (!handler) return;
    this.#setBusy(true);
    this.#problem('');
    try {
      await handler(id);
    } catch (error) {
      speak(this);
      this.#problem(problemOf(error));
    } finally {
      this.#setBusy(false);
    }
  }

  /** Not the disabled attribute: the button would lose its focus. @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    if (this.#parts) attribute(this.#parts.action, 'aria-disabled', busy ? 'true' : undefined);
  }

  /** @param {string} text empty for none */
  #problem(text) {
    const problem = this.#parts?.problem;
    if (!problem) return;
    problem.hidden = !text;
    write(problem, text);
    if (text) announce(text, this);
  }

  /** @param {TaskState} task @param {boolean} moved whether the status is another one, or the run */
  #announce(task, moved) {
    const { name, status, detail, bar } = view(task);
    const quarter = quarterOf(task);
    if (moved) announce(`${name}: ${status}${task.status === 'error' ? ` — ${detail}` : ''}`, this);
    else if (quarter > this.#quarter) announce(`${name}: ${bar?.percent}`, this);
    this.#quarter = moved ? quarter : Math.max(quarter, this.#quarter);
  }
}

/** What an action failed with: where it was refused, what to do. @param {unknown} error */
function problemOf(error) {
  const { status, code, denied } = error instanceof TaskError ? error : {};
  if (status === 403 && code === 'cross_site') return say('crossSiteHint', location.origin);
  if (status === 403) return say(code === 'read_only' ? 'readOnlyHint' : 'forbiddenHint');
  if (denied) return say('loginHint');
  return error instanceof Error ? error.message : String(error);
}

/** @param {TaskState} task */
function quarterOf(task) {
  const fraction = task.status === 'running' ? fractionOf(task.progress) : undefined;
  return Math.floor((fraction ?? 0) * 4);
}
