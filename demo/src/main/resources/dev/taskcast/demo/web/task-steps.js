// @ts-check

/** @typedef {import('./task-view.js').StepView} StepView */

/** The steps of a running task, in one line where there is room. Changed in place, like the row that they stand in. */
export class TaskSteps {
  #list;

  /** @param {HTMLElement} list */
  constructor(list) {
    this.#list = list;
  }

  /** @param {StepView[]} steps */
  render(steps) {
    this.#list.hidden = steps.length === 0;
    while (this.#list.childElementCount > steps.length) {
      this.#list.lastElementChild?.remove();
    }
    while (this.#list.childElementCount < steps.length) {
      this.#list.append(item());
    }
    steps.forEach((step, place) => show(/** @type {HTMLElement} */ (this.#list.children[place]), step));
  }
}

function item() {
  const step = document.createElement('li');
  step.append(part('step-name'), ' ', part('step-done'));
  return step;
}

/** @param {string} name */
function part(name) {
  const span = document.createElement('span');
  span.className = name;
  return span;
}

/**
 * @param {HTMLElement} item
 * @param {StepView} step
 */
function show(item, { name, status, done }) {
  item.dataset.status = status;
  write(item.firstElementChild, name);
  write(item.lastElementChild, done);
}

/**
 * @param {Element | null} element
 * @param {string} text
 */
function write(element, text) {
  if (element && element.textContent !== text) {
    element.textContent = text;
  }
}
