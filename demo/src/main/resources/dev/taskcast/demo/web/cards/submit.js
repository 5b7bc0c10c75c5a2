// @ts-check
// A task made on request: payload, log, result, artifact.

import { find, make, on, pause, say } from '../dom.js';
import { linesOf, resultOf, TASKS } from '../sources.js';

export const CITIES = ['Berlin', 'Kraków', 'Lisboa', 'Oslo', 'Wien', 'Zürich'];
const TYPE = 'city-report';
const LAST_LINES_MS = 2_000;

/** @param {HTMLElement} card @param {any} source */
export function submitCard(card, source) {
  const select = find(card, 'select');
  select.append(...CITIES.map((city) => make('option', {}, city)));
  const request = () => say(card, '.wire code', `POST /tasks\n${JSON.stringify({ type: TYPE, payload: { city: select.value } }, null, 1).replace(/\n */g, ' ')}`);
  select.addEventListener('change', request);
  request();
  on(card, find(card, 'form'), 'submit', async () => {
    say(card, '.state', '');
    const { id } = await source.submit(TYPE, { city: select.value }, { title: `Report on ${select.value}` });
    const log = make('task-log', { 'task-id': id });
    log.source = linesOf(id);
    resultOf(source, id).catch(() => {}).then(() => pause(LAST_LINES_MS)).then(() => log.source.close());
    find(card, '.submitted').replaceChildren(make('task-item', { src: TASKS, 'task-id': id }), log);
  });
}
