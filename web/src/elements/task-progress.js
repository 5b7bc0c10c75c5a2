// @ts-check

import { Bar } from './bar.js';
import { Base, upgrade } from './dom.js';
import { unitOf } from './format.js';
import { speak } from './language.js';
import { nameOf } from './names.js';
import { BASE, dress } from './styles.js';
import { BAR } from './styles-bar.js';
import { barOf, isLost } from './view.js';

/** @import { TaskProgress, TaskState } from '../task-event-source.d.ts' */

/** `<task-progress>`: a bar, and nothing else. */
export class TaskProgressElement extends Base {
  static observedAttributes = ['value', 'max', 'aria-label', 'unit'];

  #bar = new Bar();
  /** @type {TaskState | undefined} */
  #task;
  /** @type {TaskProgress | undefined} */
  #progress;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    dress(root, BASE, BAR);
    root.append(this.#bar.element);
  }

  connectedCallback() {
    upgrade(this, 'task', 'progress');
    this.#render();
  }

  attributeChangedCallback() {
    this.#render();
  }

  get task() {
    return this.#task;
  }

  set task(task) {
    this.#task = task;
    this.#render();
  }

  get progress() {
    return this.#progress;
  }

  set progress(progress) {
    this.#progress = progress;
    this.#render();
  }

  #render() {
    speak(this);
    const task = this.#task;
    const label = this.getAttribute('aria-label');
    if (task && task.status !== 'running') {
      this.#bar.show({ fraction: task.status === 'completed' ? 1 : 0, percent: '', text: '', still: true });
    } else {
      const progress = task ? task.progress : (this.#progress ?? this.#given());
      const bar = barOf(progress, unitOf({ progress }, this.getAttribute('unit')));
      this.#bar.show({ ...bar, lost: isLost(task) });
    }
    const bar = this.#bar.element;
    if (bar.hasAttribute('role')) bar.setAttribute('aria-label', label ?? (task ? nameOf(task) : 'progress'));
    else bar.removeAttribute('aria-label');
  }

  /** @returns {TaskProgress} */
  #given() {
    const value = Number(this.getAttribute('value') ?? NaN);
    const max = Number(this.getAttribute('max') ?? 100);
    return Number.isFinite(value) && Number.isFinite(max) ? { message: '', current: value, total: max } : { message: '' };
  }
}
