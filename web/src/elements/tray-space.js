// @ts-check
// So that what a tray covers can be scrolled from under it.

import { spaceOf } from './styles-tray.js';

/** The trays of a page, and how high the open ones are. @type {Map<object, number>} */
const trays = new Map();
/** @type {CSSStyleSheet | undefined} */
let space;

/** @param {object} tray @param {number} [height] of the page's lower end that it covers while it is open, in px */
export function reserve(tray, height = 0) {
  space ??= new CSSStyleSheet();
  if (!trays.size) document.adoptedStyleSheets.push(space);
  if (trays.get(tray) === height) return;
  trays.set(tray, height);
  space.replaceSync(spaceOf(Math.max(...trays.values())));
}

/** It has gone. @param {object} tray */
export function release(tray) {
  if (!trays.delete(tray)) return;
  space?.replaceSync(spaceOf(Math.max(0, ...trays.values())));
  if (!trays.size) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== space);
}
