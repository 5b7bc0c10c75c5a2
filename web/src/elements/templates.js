// @ts-check
// A task shown by somebody's own template, in the page's own tree, so that the page's styles apply.

import { attribute, element, write } from './dom.js';
import { amount, percent, resultText, time, unitOf } from './format.js';
import { fractionOf } from './view.js';

/** @import { TaskState } from '../task-event-source.d.ts' */
/** @import { TaskTemplates } from '../elements.d.ts' */

/** What stands in an element's slot "content". */
export class Custom {
  #host;
  #act;
  /** @type {HTMLElement | undefined} */
  #place;
  /** What was rendered, and from what. @type {unknown} */
  #from;
  /** @type {unknown} */
  #shown;

  /** @param {HTMLElement} host @param {(action: 'start' | 'cancel') => void} act */
  constructor(host, act) {
    this.#host = host;
    this.#act = act;
  }

  /** @param {TaskState} task @param {TaskTemplates} templates @returns {boolean} false where there is no template for it */
  show(task, templates) {
    const render = /** @type {((task: TaskState) => Node | string) | undefined} */ (templates[task.status] ?? templates.fallback);
    if (render) {
      const content = render(task);
      if (content !== this.#shown) this.#fill(render, content);
      return true;
    }
    const template = this.#template(task.status) ?? this.#template('fallback');
    if (!template) {
      this.clear();
      return false;
    }
    if (this.#from !== template) this.#fill(template, document.importNode(template.content, true));
    bind(/** @type {HTMLElement} */ (this.#place), task);
    return true;
  }

  /** There is no task any more, or no template for it. */
  clear() {
    this.#place?.remove();
    this.#place = this.#from = this.#shown = undefined;
  }

  /** @param {string} status */
  #template(status) {
    return /** @type {HTMLTemplateElement | null} */ (this.#host.querySelector(`:scope > template[status="${status}"]`));
  }

  /** @param {unknown} from @param {Node | string} content */
  #fill(from, content) {
    if (!this.#place) {
      this.#place = element('div', { slot: 'content' });
      this.#place.addEventListener('click', (event) => {
        const button = event.target instanceof Element && event.target.closest('[data-action]');
        const action = button && button.getAttribute('data-action');
        if (action === 'start' || action === 'cancel') this.#act(action);
      });
      this.#host.append(this.#place);
    }
    this.#from = from;
    this.#shown = content;
    this.#place.replaceChildren(content);
  }
}

/** @param {HTMLElement} root @param {TaskState} task */
function bind(root, task) {
  for (const node of root.querySelectorAll('[data-text]')) {
    write(node, text(task, node.getAttribute('data-text') ?? '', node.getAttribute('data-unit')));
  }
  for (const node of root.querySelectorAll('[data-show]')) {
    /** @type {HTMLElement} */ (node).hidden = value(task, node.getAttribute('data-show') ?? '') === undefined;
  }
  for (const node of root.querySelectorAll('[data-value]')) {
    const found = value(task, node.getAttribute('data-value') ?? '');
    attribute(node, 'value', found === undefined ? undefined : String(found));
  }
}

/** A field by its path; "percent" is how much is done. @param {TaskState} task @param {string} path @returns {unknown} */
function value(task, path) {
  if (path === 'percent') {
    const fraction = 'progress' in task ? fractionOf(task.progress) : undefined;
    return fraction === undefined ? undefined : percent(fraction);
  }
  /** @type {any} */
  let found = task;
  for (const name of path.split('.')) found = Object.hasOwn(Object(found), name) ? found[name] : undefined;
  return found;
}

/** @param {TaskState} task @param {string} path @param {string | null} unit */
function text(task, path, unit) {
  const found = value(task, path);
  if (unit && typeof found === 'number') return amount(found, unitOf(task, unit));
  const isTime = /^(lastRun|lostSince|(next|run|started|starts)At)$/.test(path);
  return isTime && typeof found === 'number' ? time(found) : resultText(found);
}
