// @ts-check
// The server's JVM ends in mid-run; the page goes on.

import { fact, find, number, on, pause, say } from '../dom.js';
import { onReturn } from '../sources.js';
import { HERO } from './hero.js';

/** @param {HTMLElement} card @param {any} source @param {any} controls */
export function killCard(card, source, controls) {
  fact(card, 'loaded', new Date(performance.timeOrigin).toLocaleTimeString('en-GB'));
  controls.addEventListener('state', () => {
    if (controls.state === 'live') card.hidden = !controls.tasks.has('kill-server'); // nothing would start it again
  });
  /** @type {((back: any) => void) | undefined} */
  let returned;
  onReturn(source, (back) => returned?.(back));
  on(card, find(card, 'button'), 'click', async () => {
    for (const name of ['away', 'replayed', 'row']) fact(card, name, '…');
    const task = source.tasks.get(HERO);
    if (task?.status !== 'running') {
      await source.start(HERO);
      await pause(2_000); // so that there is something to go on from
    }
    const run = source.tasks.get(HERO)?.run ?? 0;
    say(card, '.state', 'Killed');
    const back = new Promise((done) => (returned = done));
    controls.start('kill-server').catch(() => {}); // nobody is left to answer
    const { ms, changes, anew } = await back;
    say(card, '.state', 'Back');
    fact(card, 'away', `${number(ms / 1_000, 1)} s`);
    fact(card, 'replayed', anew ? 'all, anew' : `${number(changes)} changes`);
    fact(card, 'row', await wentOn(source, run));
  });
}

/** From where the run after that one has gone on, as its handler says. @param {any} source @param {number} run @returns {Promise<string>} */
function wentOn(source, run) {
  return new Promise((done) => {
    const end = source.subscribe(HERO, (/** @type {any} */ task) => {
      const row = task?.run > run && /row (\d+)/.exec(task.progress?.message ?? '');
      if (!row && !(task?.run > run && task.status !== 'running')) return;
      queueMicrotask(() => end());
      done(row ? `row ${number(Number(row[1]))}` : 'its end');
    });
  });
}
