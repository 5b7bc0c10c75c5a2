// @ts-check

import { TaskSteps } from './task-steps.js';
import { view } from './task-view.js';
import { percent as inPercent } from './text.js';

/** @typedef {import('./task-stream.js').TaskState} TaskState */

let rows = 0;

/** One task on the page: a list item that is made once and then changed in place, so that focus and hover stay. */
export class TaskRow {
  #parts;
  #steps;
  /** @type {TaskState} */
  #state;
  #act;
  #say;
  #busy = false;
  #quarter = 0;

  /**
   * @param {HTMLTemplateElement} template
   * @param {TaskState} state
   * @param {(id: string, action: string) => Promise<void>} act starts or cancels a task, or fails with an error for people
   * @param {(text: string) => void} say tells screen readers
   */
  constructor(template, state, act, say) {
    this.#parts = partsOf(template);
    this.#steps = new TaskSteps(this.#parts.steps);
    this.#state = state;
    this.#act = act;
    this.#say = say;
    this.#quarter = quarterOf(state);
    const { title, action } = this.#parts;
    title.id = `task-${++rows}`;
    action.setAttribute('aria-describedby', title.id);
    action.addEventListener('click', (event) => this.#click(event));
    // A key that is held down must not start and cancel in turns.
    action.addEventListener('keydown', (event) => event.repeat && event.preventDefault());
    this.#render();
  }

  get element() {
    return this.#parts.item;
  }

  get state() {
    return this.#state;
  }

  /** @param {TaskState} state */
  update(state) {
    const before = this.#state;
    this.#state = state;
    const moved = before.status !== state.status || before.run !== state.run;
    if (moved) {
      this.#problem('');
      this.#quarter = quarterOf(state);
    }
    this.#render();
    this.#announce(moved);
  }

  #render() {
    const { item, title, description, status, message, percent, numbers, times, action } = this.#parts;
    const shown = view(this.#state);
    item.dataset.id = this.#state.id;
    item.dataset.status = this.#state.status;
    item.toggleAttribute('data-stopping', this.#state.stopping !== undefined);
    write(title, this.#state.title ?? this.#state.id);
    write(description, this.#state.description ?? '');
    write(status, shown.status);
    write(message, shown.message);
    write(percent, shown.percent);
    write(numbers, shown.numbers);
    write(times, shown.times);
    write(action, shown.label);
    action.dataset.action = shown.action;
    this.#renderBar(shown);
    this.#steps.render(shown.steps);
  }

  /** @param {import('./task-view.js').TaskView} shown */
  #renderBar({ running, fraction, numbers }) {
    const { bar, title, fill } = this.#parts;
    const known = fraction !== undefined;
    bar.toggleAttribute('data-indeterminate', !known);
    fill.style.setProperty('--done', String(fraction ?? 0));
    attribute(bar, 'role', running ? 'progressbar' : undefined);
    attribute(bar, 'aria-labelledby', running ? title.id : undefined);
    attribute(bar, 'aria-valuemin', running ? '0' : undefined);
    attribute(bar, 'aria-valuemax', running ? '100' : undefined);
    attribute(bar, 'aria-valuenow', running && known ? String(inPercent(fraction)) : undefined);
    attribute(bar, 'aria-valuetext', running && numbers ? numbers : undefined);
  }

  /** @param {boolean} moved whether the status is another one, or the run */
  #announce(moved) {
    const { title, status, message, percent } = this.#parts;
    const quarter = quarterOf(this.#state);
    if (moved) {
      const detail = this.#state.status === 'error' ? `, ${message.textContent}` : '';
      this.#say(`${title.textContent}: ${status.textContent}${detail}`);
    } else if (quarter > this.#quarter) {
      this.#quarter = quarter;
      this.#say(`${title.textContent}: ${percent.textContent}`);
    }
  }

  /** @param {MouseEvent} event */
  async #click(event) {
    // The second click of a double-click would cancel what the first one has started.
    if (this.#busy || event.detail > 1) {
      return;
    }
    this.#setBusy(true);
    this.#problem('');
    try {
      await this.#act(this.#state.id, this.#parts.action.dataset.action ?? '');
    } catch (error) {
      this.#problem(error instanceof Error ? error.message : String(error));
    } finally {
      this.#setBusy(false);
    }
  }

  /** Not the disabled attribute: the button would lose its focus. @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    attribute(this.#parts.action, 'aria-disabled', busy ? 'true' : undefined);
  }

  /** @param {string} text empty for none */
  #problem(text) {
    const { problem } = this.#parts;
    problem.hidden = !text;
    write(problem, text);
    if (text) {
      this.#say(text);
    }
  }
}

/** @param {TaskState} state */
function quarterOf(state) {
  const { running, fraction } = view(state);
  return running && fraction !== undefined ? Math.floor(fraction * 4) : 0;
}

/** @param {HTMLTemplateElement} template */
function partsOf(template) {
  const item = /** @type {HTMLElement} */ (document.importNode(template.content, true).firstElementChild);
  /** @param {string} name */
  const part = (name) => /** @type {HTMLElement} */ (item.querySelector(`.${name}`));
  return {
    item,
    title: part('title'),
    description: part('description'),
    status: part('status'),
    message: part('message'),
    percent: part('percent'),
    bar: part('bar'),
    fill: part('fill'),
    steps: part('steps'),
    numbers: part('numbers'),
    times: part('times'),
    action: part('action'),
    problem: part('problem'),
  };
}

/**
 * Only what differs is written: a selection in the text stays.
 *
 * @param {HTMLElement} element
 * @param {string} text
 */
function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/**
 * @param {HTMLElement} element
 * @param {string} name
 * @param {string | undefined} value
 */
function attribute(element, name, value) {
  if (value === undefined) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}
