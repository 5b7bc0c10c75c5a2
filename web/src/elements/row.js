// @ts-check
// What a task is shown in: one line, and another one for the bar where it has that to itself.

import { writeLong } from './breaks.js';
import { attribute, each, element, hide, write } from './dom.js';
import { icon, showIcon } from './icons.js';
import { say } from './strings.js';

/** @import { TaskView } from './view.js' */

/** @param {HTMLElement} bar */
export function row(bar) {
  const hidden = { class: 'for-screen-readers' };
  const sign = icon();
  sign.setAttribute('part', 'icon');
  const title = span('title');
  title.id = 'name';
  const toggle = element('button', { type: 'button', class: 'toggle', part: 'toggle', 'aria-expanded': 'false', 'aria-describedby': 'state' },
    title, element('span', { class: 'fold' }));
  const description = span('description');
  const word = span('status');
  const dash = element('span', hidden);
  const detail = span('detail', 'message');
  const value = span('result');
  const artifacts = element('span', { class: 'artifacts' });
  const next = span('next');
  const percent = span('percent');
  const numbers = span('numbers');
  const times = span('times');
  const [first, dot, last] = [element('span'), element('span'), element('span')];
  times.append(first, dot, last);
  const startSign = icon();
  const [start, startWord] = button('start');
  const [cancel, cancelWord] = button('cancel');
  const actions = element('div', { class: 'actions' }, start, cancel);
  const problem = element('p', { class: 'problem', part: 'problem' });
  problem.hidden = true;
  const item = element('div', { class: 'item', part: 'item' },
    sign,
    element('div', { class: 'name', part: 'name' }, toggle, element('span', hidden, ': '), description),
    element('p', { class: 'line', id: 'state' }, word, dash, detail, value, next, artifacts),
    element('div', { class: 'run' }, bar, percent,
      element('p', { class: 'facts', part: 'facts' }, numbers, ' ', times)),
    actions, problem);
  const slot = element('slot', { name: 'content' }, item);
  const notice = element('p', { class: 'notice', part: 'notice' });
  return {
    slot, item, notice, sign, toggle, title, description, word, dash, detail, value, artifacts, next, percent, numbers, times, first, dot, last,
    actions, start, startSign, startWord, cancel, cancelWord, problem,
  };
}

/** @typedef {ReturnType<typeof row>} Row */

/** Each has a place of its own: none is where another one was a moment ago. @param {'start' | 'cancel'} action */
function button(action) {
  const word = element('span', { class: 'word' });
  return [element('button', { type: 'button', part: 'button', 'data-action': action }, word), word];
}

/** @param {string} name its class */
function span(name, part = name) {
  return element('span', { class: name, part });
}

/** @param {Row} p @param {TaskView} shown */
export function showRow(p, shown) {
  showIcon(p.sign, shown.kind);
  attribute(p.item, 'data-kind', shown.kind);
  write(p.title, shown.name);
  write(p.description, shown.about);
  write(p.word, shown.status);
  const { detail, result, next } = shown;
  write(p.dash, detail || result || next ? ' — ' : '');
  write(p.detail, detail);
  writeLong(p.value, result);
  write(p.next, next && (detail || result) ? ` · ${next}` : next);
  each(p.artifacts, shown.artifacts, () => element('a', { part: 'artifact' }), (link, { name, url }) => {
    write(link, name);
    attribute(link, 'href', url);
  });
  write(p.percent, shown.bar?.percent ?? '');
  write(p.numbers, shown.numbers);
  write(p.first, shown.first);
  write(p.dot, shown.first && shown.last ? ' · ' : '');
  write(p.last, shown.last);
  attribute(p.times, 'title', shown.exact || undefined);
  attribute(p.item, 'data-times', shown.first && shown.last ? 'both' : shown.first || shown.last ? 'one' : undefined);
}

/** @param {Row} p @param {TaskView} shown @param {{ start: boolean, cancel: boolean }} can what there is a way to do */
export function showActions(p, { name, start, cancel }, can) {
  hide(p.actions, !can.start && !can.cancel);
  hide(p.start, !can.start || !start);
  hide(p.cancel, !can.cancel || !cancel);
  if (start) {
    showIcon(p.startSign, start.kind);
    if (!p.startSign.parentNode) p.start.prepend(p.startSign); // a drawing costs something in each frame, shown or not
    label(p.start, p.startWord, start.label, name);
  }
  if (cancel) label(p.cancel, p.cancelWord, say('cancel'), name);
}

/** What each button says, and of which task. @type {WeakMap<HTMLElement, string>} */
const labels = new WeakMap();

/** @param {HTMLElement} made @param {HTMLElement} word @param {string} text @param {string} name of the task */
function label(made, word, text, name) {
  const known = `${text}\n${name}`;
  if (labels.get(made) === known) return;
  labels.set(made, known);
  write(word, text);
  attribute(made, 'aria-label', say('actionOf', text, name));
}
