// @ts-check
// What elements keep of a source beside its tasks.

import { observe } from './clock.js';

/** @import { TaskEventSource } from '../task-event-source.d.ts' */

/** Why its connection failed last; nothing while it is live. @type {WeakMap<TaskEventSource, { error?: any }>} */
const known = new WeakMap();

/** Begins to. @param {TaskEventSource} source */
export function watched(source) {
  if (!known.has(source)) {
    /** @type {{ error?: any }} */
    const kept = {};
    known.set(source, kept);
    source.addEventListener('message', ({ data }) => {
      if (data.type === 'update' && source.state === 'live' && !source.clock) observe(data.state);
    });
    source.addEventListener('error', ({ error }) => {
      if (source.state !== 'live') kept.error = error;
    });
    source.addEventListener('state', () => {
      if (source.state === 'live') kept.error = undefined;
    });
  }
  return source;
}

/** @param {TaskEventSource} source @returns {{ status?: number, code?: string } | undefined} */
export function failureOf(source) {
  return known.get(source)?.error;
}
