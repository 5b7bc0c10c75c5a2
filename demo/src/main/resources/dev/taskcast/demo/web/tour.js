// @ts-check
// A walk through the page by keyboard. Its keys are taken only while it goes on, and never from a field.

import { find, say } from './dom.js';

const KEYS = /** @type {Record<string, number>} */ ({ n: 1, ArrowRight: 1, p: -1, ArrowLeft: -1 });

export function tour() {
  const bar = find(document, '#tour');
  const begin = find(document, '#tour-start');
  let at = -1;

  /** @param {number} next */
  function go(next) {
    const stops = [...document.querySelectorAll('[data-tour]:not([hidden])')];
    stops[at]?.removeAttribute('data-current');
    at = Math.max(0, Math.min(stops.length - 1, next));
    const stop = /** @type {HTMLElement} */ (stops[at]);
    stop.setAttribute('data-current', '');
    bar.hidden = false;
    say(bar, '.count', `${at + 1} / ${stops.length}`);
    say(bar, '.words', stop.dataset.tour ?? '');
    find(bar, '[data-step="-1"]').disabled = at === 0;
    find(bar, '[data-step="1"]').disabled = at === stops.length - 1;
    const behavior = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
    const tall = stop.offsetHeight > innerHeight * 0.7;
    stop.scrollIntoView({ block: tall ? 'start' : 'center', behavior });
    const title = find(stop, 'h1, h2');
    title.tabIndex = -1;
    title.focus({ preventScroll: true });
  }

  function end() {
    document.querySelector('[data-current]')?.removeAttribute('data-current');
    bar.hidden = true;
    at = -1;
    begin.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target instanceof Element && event.target.closest('input, select, textarea')) return;
    const step = KEYS[event.key];
    if (event.key === 'Escape') end();
    else if (step) go(at + step);
    else return;
    event.preventDefault();
  }

  begin.addEventListener('click', () => go(0));
  document.addEventListener('keydown', key);
  for (const button of bar.querySelectorAll('[data-step]')) {
    const step = Number(button.dataset.step);
    button.addEventListener('click', () => (step ? go(at + step) : end()));
  }
}
