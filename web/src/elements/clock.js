// @ts-check
// What ticks on a page while nothing comes from the server.

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */

/** Server time less that of this browser, in ms: at least this, by all that was heard. @type {number | undefined} */
let skew;
/** @type {Set<() => void>} */
const ticking = new Set();
/** @type {ReturnType<typeof setInterval> | undefined} */
let timer;

/** The server's time, in epoch ms. */
export function now() {
  return Date.now() + (skew ?? 0);
}

/**
 * What has just happened on a server tells its time: later than that by no more than the way here took.
 *
 * @param {TaskState} state one that has just come
 */
function observe(state) {
  const at = 'lastRun' in state ? state.lastRun : 'startedAt' in state ? state.startedAt : undefined;
  if (at === undefined) return;
  const least = at - Date.now();
  // A state may be old when it comes: what is within a minute is believed, and what lies in the future.
  if (least > 0 || (skew === undefined ? least > -60_000 : least > skew)) skew = Math.max(skew ?? -Infinity, least);
}

/** @type {WeakSet<TaskEventSource>} */
const known = new WeakSet();

/** Lets the clock hear of what comes. @param {TaskEventSource} source */
export function watched(source) {
  if (!known.has(source)) {
    known.add(source);
    source.addEventListener('message', ({ data }) => {
      if (data.type === 'update' && source.state === 'live') observe(data.state);
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
