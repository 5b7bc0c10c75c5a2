// @ts-check
// A thousand streams of another process, as a task: its message has the numbers.

import { fact, find, number, on, say } from '../dom.js';

const ID = 'viewers';

/** @param {HTMLElement} card @param {any} controls */
export function viewersCard(card, controls) {
  const button = find(card, 'button');
  const bar = find(card, 'task-progress');
  let running = false;
  controls.subscribe(ID, (/** @type {any} */ task) => {
    running = task?.status === 'running';
    button.textContent = running ? 'Stop' : 'Connect them';
    say(card, '.state', { running: 'Running', completed: 'Done', canceled: 'Stopped', error: task?.error }[String(task?.status)] ?? '');
    if (running) during(task.progress ?? {});
    else if (task?.status === 'completed') after(task.result);
  });

  /** @param {{ message?: string, current?: number, total?: number }} progress */
  function during({ message = '', current = 0, total = 1 }) {
    bar.setAttribute('value', String(current));
    bar.setAttribute('max', String(total));
    const [viewers, p50, p99, frames] = message.split(' · ');
    if (!frames) return;
    fact(card, 'viewers', number(parseInt(viewers)));
    fact(card, 'p50', p50.replace('p50 ', ''));
    fact(card, 'p99', p99.replace('p99 ', ''));
    fact(card, 'frames', number(parseInt(frames)));
  }

  /** @param {{ viewers: number, frames: number, p50Millis: number, p99Millis: number }} result */
  function after({ viewers, frames, p50Millis, p99Millis }) {
    bar.setAttribute('value', '1');
    bar.setAttribute('max', '1');
    fact(card, 'viewers', number(viewers));
    fact(card, 'p50', `${number(p50Millis, 1)} ms`);
    fact(card, 'p99', `${number(p99Millis, 1)} ms`);
    fact(card, 'frames', number(frames));
  }

  on(card, button, 'click', () => (running ? controls.cancel(ID) : controls.start(ID)));
}
