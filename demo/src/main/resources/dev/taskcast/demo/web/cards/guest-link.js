// @ts-check
// A signed link to one task.

import { copies, find, on, say } from '../dom.js';
import { ask } from '../sources.js';
import { HERO } from './hero.js';

const MINUTES = 10;

/** @param {HTMLElement} card @param {any} controls */
export function guestCard(card, controls) {
  const link = find(card, '.command a');
  copies(find(card, '[data-copy]'), () => link.href);
  on(card, find(card, 'button'), 'click', async () => {
    const { path } = await ask(controls, 'guest-link', { task: HERO, minutes: MINUTES });
    link.href = path;
    link.textContent = link.href;
    find(card, '.command').hidden = false;
    const end = new Date(Date.now() + MINUTES * 60_000).toLocaleTimeString('en-GB', { timeStyle: 'short' });
    say(card, '.state', `Good until ${end}`);
  });
}
