// @ts-check
// The time left, as people say it. A forecast is a moment at which a task will end. That stays where it is while nothing
// comes, so what is left falls by itself. Another forecast is believed only where what is shown is wrong by it, and a few
// seconds after the one before.

import { coarse } from './format.js';
import { number, say } from './strings.js';

/** @import { TaskProgress } from '../task-event-source.d.ts' */
/**
 * @typedef {object} Forecast moments, by performance.now()
 * @property {number} end
 * @property {number} least the soonest
 * @property {number} most the latest
 * @property {number} doubt how wide that is, by what was left when it came
 *
 * @typedef {Forecast & { sure: boolean }} Believed
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const STEADY_MS = 3_000; // as long, at least, nothing changes but by itself
const WRONG = 0.12; // of what is left; with what rounding adds it stays below a fifth
/** The doubt up to which a time is told and no range: while a time is shown, while a range is, and before. */
const SURE = { time: 0.5, range: 0.3, none: 0.4 };
const SHORT_MS = 20 * SECOND; // below that seconds are counted, and not ranges

/** To what the time left is rounded, from which time on. The nearest is off by an eighth, or half a second, at most. */
const STEPS = [
  [0, SECOND], [10 * SECOND, 2 * SECOND], [20 * SECOND, 5 * SECOND], [MINUTE, 15 * SECOND], [2 * MINUTE, 30 * SECOND],
  [5 * MINUTE, MINUTE], [10 * MINUTE, 2 * MINUTE], [20 * MINUTE, 5 * MINUTE], [HOUR, 15 * MINUTE], [2 * HOUR, 30 * MINUTE],
  [10 * HOUR, HOUR],
];
/** The same for the ends of a range, which is wide. The soonest follows the latest: "15 min–4 h", not "17 min–4 h". */
const COARSE = [[0, MINUTE], [10 * MINUTE, 5 * MINUTE], [HOUR, 15 * MINUTE], [2 * HOUR, HOUR]];
const COARSE_LEAST = [[0, MINUTE], [HOUR, 5 * MINUTE], [2 * HOUR, 15 * MINUTE], [8 * HOUR, HOUR]];

/** @param {number} millis @param {number[][]} steps */
function stepOf(millis, steps) {
  return steps[steps.findLastIndex(([from]) => millis >= from)]?.[1] ?? SECOND;
}

/** @param {number} millis */
export function rounded(millis) {
  const step = stepOf(millis, STEPS);
  return Math.max(0, Math.round(millis / step) * step);
}

/**
 * From when to when: each end is rounded to the nearest, or outwards where what is likely would not lie between them.
 *
 * @param {number} least
 * @param {number} likely
 * @param {number} most
 * @returns {[number, number]}
 */
export function roundedRange(least, likely, most) {
  const [down, up] = [Math.max(stepOf(least, COARSE), stepOf(most, COARSE_LEAST)), stepOf(most, COARSE)];
  const from = Math.round(least / down) * down;
  const to = Math.round(most / up) * up;
  return [Math.max(0, from > likely ? Math.floor(least / down) * down : from), to < likely ? Math.ceil(most / up) * up : to];
}

/** Where nobody knows what is left, by how long earlier runs took. @param {number} usual @param {number} passed since its start */
export function usualText(usual, passed) {
  return passed > usual ? say('longer') : say('usual', coarse(rounded(usual)));
}

/** What is shown of a run's time left. */
export class TimeLeft {
  /** @type {Forecast | undefined} */
  #newest;
  /** @type {Believed | undefined} */
  #believed;
  #since = -Infinity; // when it was

  /** @param {TaskProgress | undefined} progress one that has just come @param {number} at by performance.now() */
  heard(progress, at) {
    const { eta, etaRange, current, total } = progress ?? {};
    const over = current !== undefined && total !== undefined && current > total; // nobody knows what is left
    if (eta === undefined || over) {
      this.#newest = undefined;
      return;
    }
    const least = Math.min(eta, etaRange?.[0] ?? eta);
    const most = Math.max(eta, etaRange?.[1] ?? eta);
    const doubt = most <= SHORT_MS ? 0 : (most - least) / Math.max(eta, SECOND);
    this.#newest = { end: at + eta, least: at + least, most: at + most, doubt };
  }

  /** It is about another run. */
  forget() {
    this.#newest = this.#believed = undefined;
    this.#since = -Infinity;
  }

  /** @param {number} at by performance.now() @returns {string} empty where nobody knows */
  text(at) {
    const newest = this.#newest;
    const shown = this.#believed;
    if (!newest) {
      if (shown) this.#believe(undefined, at);
    } else if (at - this.#since >= STEADY_MS) {
      const sure = newest.doubt <= SURE[!shown ? 'none' : shown.sure ? 'time' : 'range'];
      if (!shown || shown.sure !== sure || !isRight(shown, newest, at)) this.#believe({ ...newest, sure }, at);
    }
    return this.#believed ? textOf(this.#believed, at) : '';
  }

  /** @param {Believed | undefined} forecast @param {number} at */
  #believe(forecast, at) {
    this.#believed = forecast;
    this.#since = at;
  }
}

/** Whether what is shown is right by the newest forecast too. @param {Believed} shown @param {Forecast} newest @param {number} at */
function isRight(shown, newest, at) {
  const left = newest.end - at;
  if (shown.sure) return Math.abs(rounded(shown.end - at) - left) <= Math.max(SECOND, WRONG * left);
  const [least, most] = roundedRange(shown.least - at, shown.end - at, shown.most - at);
  return least <= left && left <= most && most - least <= 2 * Math.max(MINUTE, newest.most - newest.least);
}

/** @param {Believed} forecast @param {number} at */
function textOf(forecast, at) {
  const left = rounded(forecast.end - at);
  if (left <= 0) return say('soon');
  if (forecast.sure) return say('left', coarse(left));
  const [least, most] = roundedRange(forecast.least - at, forecast.end - at, forecast.most - at);
  if (least >= most) return say('left', coarse(most));
  if (most <= MINUTE) return say('leftMinute');
  if (!least) return say('leftBelow', coarse(most));
  if (most < 2 * HOUR) return say('leftRange', number(least / MINUTE), say('minutes', most / MINUTE));
  if (least % HOUR) return say('leftRange', coarse(least), coarse(most));
  return say('leftRange', number(least / HOUR), say('hours', most / HOUR));
}
