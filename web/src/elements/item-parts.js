// @ts-check
// What a task is shown in.

import { attribute, element, write } from './dom.js';

/** @import { StepView } from './view.js' */

/** @param {HTMLElement} bar */
export function parts(bar) {
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
  const notice = element('p', { class: 'notice', part: 'notice' });
  return { slot, item, notice, title, description, word, dash, detail, percent, steps, value, artifacts, numbers, times, action, problem };
}

export function step() {
  return element('li', {}, element('span'), ' ', element('span', { class: 'done' }));
}

/** @param {Element} item @param {StepView} shown */
export function showStep(item, { name, status, done, depth }) {
  attribute(item, 'data-status', status);
  /** @type {HTMLElement} */ (item).style.setProperty('--depth', String(depth));
  write(/** @type {Element} */ (item.firstElementChild), name);
  write(/** @type {Element} */ (item.lastElementChild), done);
}
