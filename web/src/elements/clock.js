// @ts-check
// The server's time, and what ticks on a page while nothing comes from the server. Time that passes is the monotonic clock's: that
// of the browser may be hours off, and jump.

import { TaskEventSource } from '../task-event-source.js';

/** @import { TaskState } from '../task-event-source.d.ts' */

const OWN = Date.now() - performance.now();

/** Of servers that do not tell their time: what it is at least, at performance.now() 0, by all that was heard. */
let least = NaN;
/** @type {Set<() => void>} */
const ticking = new Set();
/** @type {ReturnType<typeof setInterval> | undefined} */
let timer;

/**
 * The server's time, in epoch ms.
 *
 * @param {TaskEventSource} [source] whose server; without one, that which has told its time last
 */
export function now(source) {
  return performance.now() + (source?.clock || TaskEventSource.clock || least || OWN);
}

/**
 * What has just happened on a server tells its time: later than that by no more than the way here took.
 *
 * @param {TaskState} state one that has just come
 */
function observe(state) {
  const at = 'lastRun' in state ? state.lastRun : 'startedAt' in state ? state.startedAt : undefined;
  if (at === undefined) return;
  const told = at - performance.now();
  // A state may be old when it comes: what is within a minute is believed, and what lies in the future.
  if (told > (least || OWN - 60_000)) least = told;
}

/** @type {WeakSet<TaskEventSource>} */
const known = new WeakSet();

/** Lets the clock hear of what comes. @param {TaskEventSource} source */
export function watched(source) {
  if (!known.has(source)) {
    known.add(source);
    source.addEventListener('message', ({ data }) => {
      if (data.type === 'update' && source.state === 'live' && !source.clock) observe(data.state);
    });
  }
  return source;
}

/** Calls back once a second. @param {() => void} tick @returns ends that */
export function onTick(tick) {
  ticking.add(tick);
  timer ??= setInterval(() => ticking.forEach((each) => each()), 1_000);
  return () => {
    ticking.delete(tick);
    if (!ticking.size) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}
