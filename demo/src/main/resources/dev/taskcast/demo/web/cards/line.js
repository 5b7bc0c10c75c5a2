// @ts-check
// Reports of two tenants in one queue: the order of their submits, that of their starts, and the line in between.

import { fact, find, make, on, say } from '../dom.js';
import { TASKS } from '../sources.js';

const STARTER = 'submit-reports';
const TYPE = 'tenant-report';
const COUNT = 20;
const TENANTS = /** @type {Record<string, string>} */ ({ large: 'L', small: 'S' });

/** @param {any} task */
export function isInLine(task) {
  return task.type === TYPE;
}

/** @param {HTMLElement} card @param {any} source @param {boolean} mayControl */
export function lineCard(card, source, mayControl) {
  const list = find(card, 'task-list');
  const [submitted, begun] = ['submitted', 'begun'].map((order) => places(find(card, `[data-order="${order}"]`)));
  let shown = new Set();
  list.filter = (/** @type {any} */ task) => shown.has(task.id);
  list.toggleAttribute('readonly', !mayControl);
  list.setAttribute('src', TASKS);

  const look = () => {
    const all = [...source.tasks.values()].filter(isInLine);
    const round = all.at(-1)?.tags?.[0];
    const reports = all.filter(({ tags }) => tags?.[0] === round);
    if (reports.length !== shown.size || reports.some(({ id }) => !shown.has(id))) {
      shown = new Set(reports.map(({ id }) => id));
      list.filter = list.filter; // has the list look again
    }
    const started = reports.filter(({ startedAt }) => startedAt).sort((one, other) => one.startedAt - other.startedAt);
    find(card, '.queue').hidden = !reports.length;
    fill(submitted, reports);
    fill(begun, started);
    for (const tenant of Object.keys(TENANTS)) {
      const [count, of] = [started, reports].map((each) => each.filter(({ key }) => key === tenant).length);
      fact(card, tenant, of ? `${count} of ${of}` : '–');
    }
    if (!mayControl) return;
    const left = reports.filter(({ status }) => status === 'pending' || status === 'running').length;
    find(card, 'button').disabled = left > 0;
    say(card, '.state', left ? `${left} to go` : '');
  };
  source.subscribe(look);
  look();
  if (mayControl) on(card, find(card, 'button'), 'click', () => source.start(STARTER));
}

/** @param {HTMLElement} list */
function places(list) {
  const made = Array.from({ length: COUNT }, () => make('li'));
  list.append(...made);
  return made;
}

/** @param {HTMLElement[]} squares @param {any[]} reports */
function fill(squares, reports) {
  squares.forEach((square, place) => {
    const tenant = reports[place]?.key ?? '';
    square.dataset.tenant = tenant;
    square.textContent = TENANTS[tenant] ?? '';
  });
}
