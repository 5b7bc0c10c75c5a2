// @ts-check

import { announce } from './announcer.js';
import { Bar } from './bar.js';
import { onTick } from './clock.js';
import { ConnectionView } from './connection.js';
import { attribute, Base, each, element, upgrade, write } from './dom.js';
import { sourceOf } from './sources.js';
import { BAR, BASE, ITEM, sheets } from './styles.js';
import { Custom } from './templates.js';
import { fractionOf, view } from './view.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */
/** @import { TaskTemplates } from '../elements.d.ts' */
/** @import { StepView } from './view.js' */

/** @type {CSSStyleSheet[] | undefined} */
let styles;

/** `<task-item>`: one task, made once and then changed in place. */
export class TaskItemElement extends Base {
  static observedAttributes = ['src', 'task-id', 'readonly'];

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
  #changedAt = 0;
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
    upgrade(this, 'task', 'templates', 'onstart', 'oncancel', 'stale');
    this.#wire();
    const render = () => this.#render();
    document.addEventListener('taskcast-translated', render);
    this.#undo.push(() => document.removeEventListener('taskcast-translated', render));
    this.#undo.push(onTick(() => this.#task?.status === 'running' && !this.#unseen && this.#render()));
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
    this.#changedAt = Date.now();
    const moved = before?.id === task?.id && (before?.status !== task?.status || before?.run !== task?.run);
    if (!before || !task || before.id !== task.id || moved) {
      if (moved && this.#parts) this.#problem('');
      this.#quarter = task ? quarterOf(task) : 0;
    }
    this.#render();
    if (before && task && before.id === task.id && this.isConnected) this.#announce(task, moved);
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

  /** For lists: that it is out of sight. @param {boolean} unseen */
  set unseen(unseen) {
    this.#unseen = unseen;
    if (!unseen) this.#render();
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
    const connection = new ConnectionView(() => (this.stale = connection.stale));
    this.#undo.push(source.subscribe(id, (task) => (this.task = task)), connection.watch(source));
    if (!source.tasks.has(id)) this.task = undefined;
    this.#source = source;
    this.#undo.push(() => (this.#source = undefined));
  }

  /** @type {TaskEventSource | undefined} */
  #source;

  /** What a click on Start or Cancel does, or nothing: then there is no button. @param {'start' | 'cancel'} action */
  #handler(action) {
    const own = action === 'start' ? this.#onstart : this.#oncancel;
    const source = this.#source;
    if (own || !source || this.hasAttribute('readonly')) return own;
    return (/** @type {string} */ id) => source[action](id);
  }

  #render() {
    if (!this.isConnected) return;
    const task = this.#task;
    if (!task) {
      if (this.#parts) this.#parts.item.hidden = true;
      return;
    }
    const p = (this.#parts ??= this.#build());
    attribute(this, 'data-id', task.id);
    attribute(this, 'data-status', task.status);
    if (this.#custom.show(task, this.#templates)) return;
    const shown = view(task, this.#changedAt, this.#stale);
    p.item.hidden = false;
    attribute(p.item, 'data-status', task.status);
    p.item.toggleAttribute('data-stopping', 'stopping' in task && task.stopping !== undefined);
    p.item.toggleAttribute('data-stale', this.#stale);
    write(p.title, shown.name);
    write(p.description, shown.description);
    write(p.word, shown.status);
    write(p.dash, shown.detail && ' — ');
    write(p.detail, shown.detail);
    write(p.percent, shown.bar?.percent ?? '');
    write(p.numbers, shown.numbers);
    write(p.times, shown.facts);
    write(p.value, shown.result);
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

  #build() {
    const made = parts(this.#bar.element);
    made.action.addEventListener('click', (event) => {
      // The second click of a double-click would cancel what the first one has started.
      if (event.detail <= 1) void this.#act(made.action.getAttribute('data-action') === 'cancel' ? 'cancel' : 'start');
    });
    // A key that is held down must not start and cancel in turns.
    made.action.addEventListener('keydown', (event) => event.repeat && event.preventDefault());
    this.shadowRoot?.append(made.slot);
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
      this.#problem(error instanceof Error ? error.message : String(error));
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
    const { name, status, detail, bar } = view(task, this.#changedAt);
    const quarter = quarterOf(task);
    if (moved) announce(`${name}: ${status}${task.status === 'error' ? ` — ${detail}` : ''}`, this);
    else if (quarter > this.#quarter) announce(`${name}: ${bar?.percent}`, this);
    this.#quarter = moved ? quarter : Math.max(quarter, this.#quarter);
  }
}

/** @param {TaskState} task */
function quarterOf(task) {
  const fraction = task.status === 'running' ? fractionOf(task.progress) : undefined;
  return Math.floor((fraction ?? 0) * 4);
}

/** @param {HTMLElement} bar */
function parts(bar) {
  const hidden = { class: 'for-screen-readers' };
  const title = element('span', { part: 'title' });
  const description = element('span', { class: 'description', part: 'description' });
  const word = element('span', { class: 'word' });
  const dash = element('span', hidden);
  const detail = element('span', { class: 'detail', part: 'message' });
  const percent = element('span', { class: 'percent', part: 'percent' });
  const steps = element('ol', { class: 'steps', part: 'steps' });
  const value = element('span', { part: 'result' });
  const artifacts = element('div', { class: 'artifacts' });
  const numbers = element('span', { class: 'numbers', part: 'numbers' });
  const times = element('span', { class: 'times', part: 'times' });
  const action = element('button', { type: 'button', part: 'button', 'aria-describedby': 'name' });
  const problem = element('p', { class: 'problem', part: 'problem' });
  problem.hidden = true;
  const item = element('div', { class: 'item', part: 'item' },
    element('p', { class: 'name', part: 'name' },
      element('span', { id: 'name' }, title), element('span', hidden, ': '), description),
    element('div', { class: 'state' },
      element('p', { class: 'line' }, element('span', { class: 'status', part: 'status' }, word), dash, detail, ' ', percent),
      bar, steps,
      element('div', { class: 'result' }, value, artifacts),
      element('p', { class: 'line facts', part: 'facts' }, numbers, ' ', times)),
    element('div', { class: 'actions' }, action),
    problem);
  const slot = element('slot', { name: 'content' }, item);
  return { slot, item, title, description, word, dash, detail, percent, steps, value, artifacts, numbers, times, action, problem };
}

function step() {
  return element('li', {}, element('span'), ' ', element('span', { class: 'done' }));
}

/** @param {Element} item @param {StepView} shown */
function showStep(item, { name, status, done, depth }) {
  attribute(item, 'data-status', status);
  /** @type {HTMLElement} */ (item).style.setProperty('--depth', String(depth));
  write(/** @type {Element} */ (item.firstElementChild), name);
  write(/** @type {Element} */ (item.lastElementChild), done);
}
