// @ts-check
// The page's connections are dropped while small tasks start and end.

import { fact, find, make, number, on, pause, say } from '../dom.js';
import { cut } from '../network.js';
import { onReturn } from '../sources.js';

const MS = 5_000;
const COUNT = 24;

/** @param {HTMLElement} card @param {any} source */
export function cutCard(card, source) {
  const squares = new Map();
  for (let i = 0; i < COUNT; i++) squares.set(`tile-${String(i).padStart(2, '0')}`, make('li'));
  find(card, '.tiles').append(...squares.values());

  /** What was seen of the newest runs: starts and ends. @type {Set<string>} */
  let seen = new Set();
  let replayed = 0;
  let all = () => {};
  source.addEventListener('message', (/** @type {any} */ { data }) => {
    const square = data.type === 'update' && squares.get(data.taskId);
    if (!square || data.state.status === 'pending') return;
    seen.add(`${data.taskId} ${data.state.status}`);
    const missed = source.state !== 'live';
    if (missed) replayed++;
    square.dataset.status = data.state.status;
    square.toggleAttribute('data-replayed', missed);
    show();
  });
  const show = () => {
    fact(card, 'seen', `${seen.size} of ${2 * COUNT}`);
    fact(card, 'replayed', number(replayed));
    if (seen.size === 2 * COUNT) all();
  };
  /** @type {((back: any) => void) | undefined} */
  let returned;
  onReturn(source, (back) => returned?.(back));

  on(card, find(card, 'button'), 'click', async () => {
    for (const square of squares.values()) for (const name of ['status', 'replayed']) delete square.dataset[name];
    seen = new Set();
    replayed = 0;
    show();
    const whole = new Promise((done) => (all = () => done(true)));
    await source.start('draw-tiles');
    await pause(600);
    const back = new Promise((done) => (returned = done));
    cut(MS);
    for (let left = MS / 1_000; left > 0; left--) {
      say(card, '.state', `Cut, for ${left} s`);
      await pause(1_000);
    }
    say(card, '.state', 'Reconnecting');
    await back;
    say(card, '.state', 'Back');
    await whole; // the last ones may be under way still
    say(card, '.state', 'Back, and nothing missed');
  });
}
