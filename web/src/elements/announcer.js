// @ts-check
// Speaks to screen readers, politely, through the page's one live region.

import { element } from './dom.js';
import { say } from './strings.js';

const KEPT = 5;
const TOO_MANY = 3;
const GATHER_MS = 500;

/** @type {HTMLElement | undefined} */
let region;
/** @type {Map<unknown, string>} */
const waiting = new Map();

/** Says something, the newest of each teller; of many at once only how many. @param {string} text @param {unknown} [teller] */
export function announce(text, teller = text) {
  if (!waiting.size) setTimeout(flush, GATHER_MS);
  waiting.set(teller, text);
  place(); // before anything is in it, else it would not be read out
}

function place() {
  if (region?.isConnected) return region;
  region = element('div', { role: 'status', 'aria-live': 'polite', 'aria-relevant': 'additions', class: 'taskcast-announcer' });
  region.style.cssText = 'position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;';
  document.body.append(region);
  return region;
}

function flush() {
  const texts = [...waiting.values()];
  waiting.clear();
  const here = place();
  for (const text of texts.length > TOO_MANY ? [say('changed', texts.length)] : texts) {
    here.append(element('p', {}, text));
  }
  while (here.childElementCount > KEPT) here.firstElementChild?.remove();
}
