// @ts-check
// One event source for each URL on a page.

import { TaskEventSource } from '../task-event-source.js';
import { watched } from './clock.js';
import { warnOnce } from './warn.js';

/** @import { TaskEventSourceOptions } from '../task-event-source.d.ts' */

/** @type {TaskEventSourceOptions} */
let options = {};
const KNOWN = ['reconnectDelay', 'maxReconnectDelay', 'maxRetries', 'onError', 'filter', 'base', 'headers', 'credentials', 'fetch', 'transport',
  'ticket', 'shared', 'user'];
/** @type {Map<string, TaskEventSource>} */
const sources = new Map();

/** @param {TaskEventSourceOptions} given */
export function configure(given) {
  for (const name of Object.keys(given)) if (!KNOWN.includes(name)) warnOnce(`configure(): there is no option “${name}”`);
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
