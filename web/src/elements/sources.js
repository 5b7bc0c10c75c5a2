// @ts-check
// One event source for each URL on a page.

import { TaskEventSource } from '../task-event-source.js';
import { watched } from './clock.js';

/** @import { TaskEventSourceOptions } from '../task-event-source.d.ts' */

/** @type {TaskEventSourceOptions} */
let options = {};
/** @type {Map<string, TaskEventSource>} */
const sources = new Map();

/** @param {TaskEventSourceOptions} given */
export function configure(given) {
  options = { ...options, ...given };
}

/** @param {string} src */
export function sourceOf(src) {
  const url = new URL(src, document.baseURI).href;
  let source = sources.get(url);
  if (!source || source.state === 'closed') {
    source = new TaskEventSource(url, options);
    sources.set(url, watched(source));
  }
  return source;
}
