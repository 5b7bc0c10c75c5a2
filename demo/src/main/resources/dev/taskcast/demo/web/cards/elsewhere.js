// @ts-check
// A second tab, and the page's address for a phone.

import { copies, find, say } from '../dom.js';
import { resultOf } from '../sources.js';

const SVG = 'http://www.w3.org/2000/svg';

/** @param {HTMLElement} card @param {any} controls none where this page is elsewhere itself */
export async function elsewhereCard(card, controls) {
  copies(find(card, '[data-copy]'), () => find(card, '.command code').textContent);
  if (!controls) {
    say(card, '[data-reach]', 'You do: this page can watch, and nothing else.');
    find(card, '.qr').remove();
    return;
  }
  const { url, own, command, modules, path } = await resultOf(controls, 'address');
  find(card, '.qr').replaceChildren(picture(modules, path));
  find(card, '.qr').setAttribute('aria-label', `QR code of ${url}`);
  say(card, '[data-reach]', own ? `${url} is for this machine alone. For your phone, start it with` : `On your phone: ${url}`);
  find(card, '.command').hidden = !own;
  say(card, '.command code', command);
}

/** @param {number} modules @param {string} path */
function picture(modules, path) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `-2 -2 ${modules + 4} ${modules + 4}`);
  svg.setAttribute('shape-rendering', 'crispEdges');
  svg.setAttribute('aria-hidden', 'true');
  const dark = document.createElementNS(SVG, 'path');
  dark.setAttribute('d', path);
  svg.append(dark);
  return svg;
}
