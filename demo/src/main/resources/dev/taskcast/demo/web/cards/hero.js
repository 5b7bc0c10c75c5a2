// @ts-check
// The bar, and the code that moves it.

import { linesOf, methodsOf } from '../code.js';
import { copies, find, say } from '../dom.js';
import { fetchThrough } from '../network.js';
import { TASKS } from '../sources.js';

export const HERO = 'send-invoices';
const AGAIN_MS = 5_000;
const MOVED_MS = 400;

/** @param {HTMLElement} section @param {any} source @param {boolean} mayControl */
export async function hero(section, source, mayControl) {
  const item = find(section, 'task-item');
  item.toggleAttribute('readonly', !mayControl);
  item.setAttribute('src', TASKS);
  staysOpen(section, source);
  if (mayControl) runsAgain(section, source);
  const file = await (await fetchThrough('/source/InvoiceRun.java')).text();
  const lines = linesOf(methodsOf(file));
  find(section, 'code').replaceChildren(...lines);
  copies(find(section, '[data-copy]'), () => file);
  const progress = lines.find((line) => line.textContent?.includes('ctx.progress('));
  if (progress) lights(progress, source);
}

/** A row that was made of an ended run is one line, and stays so: the next run gets a new one. @param {HTMLElement} section @param {any} source */
function staysOpen(section, source) {
  let hasBar = false;
  source.subscribe(HERO, (/** @type {any} */ task) => {
    const item = find(section, 'task-item');
    const running = task?.status === 'running';
    // Not from under the pointer, or the keyboard's focus.
    if (running && !hasBar && !item.matches(':hover, :focus-within')) {
      item.replaceWith(item.cloneNode());
      hasBar = true;
    }
  });
}

/** The line that moves the bar shines while it does. @param {HTMLElement} line @param {any} source */
function lights(line, source) {
  /** @type {any} */
  let timer;
  let before;
  source.subscribe(HERO, (/** @type {any} */ task) => {
    const current = task?.status === 'running' ? task.progress?.current : undefined;
    if (current === undefined || current === before) return;
    before = current;
    line.classList.add('moves');
    clearTimeout(timer);
    timer = setTimeout(() => line.classList.remove('moves'), MOVED_MS);
  });
}

/** Once it has ended, and somebody looks: not where they have canceled it. @param {HTMLElement} section @param {any} source */
function runsAgain(section, source) {
  /** @type {any} */
  let timer;
  const look = () => {
    clearTimeout(timer);
    const status = source.tasks.get(HERO)?.status;
    const ended = ['pending', 'completed'].includes(status);
    const again = ended && !document.hidden;
    say(section, '#hero-note', again ? 'Runs again in a moment, as you watch.' : noteOf(status));
    if (again) timer = setTimeout(() => source.start(HERO).catch(() => {}), AGAIN_MS);
  };
  let known = '';
  source.subscribe(HERO, (/** @type {any} */ task) => {
    const now = `${task?.status} ${task?.run}`;
    if (now !== known) look();
    known = now;
  });
  document.addEventListener('visibilitychange', look);
}

/** @param {string} status */
function noteOf(status) {
  return status === 'canceled' ? 'You have stopped it. It goes on from its checkpoint when you start it.' : 'Runs by itself while somebody watches.';
}
