// @ts-check
// A card of one task, whose row says it all.

import { find, on } from '../dom.js';
import { TASKS } from '../sources.js';

/** @param {HTMLElement} card @param {any} source @param {boolean} mayControl */
export function oneCard(card, source, mayControl) {
  const item = find(card, 'task-item');
  item.toggleAttribute('readonly', !mayControl);
  item.setAttribute('src', TASKS);
  const button = /** @type {HTMLElement | null} */ (card.querySelector('button'));
  if (button && mayControl) on(card, button, 'click', () => source.start(item.getAttribute('task-id')));
}
