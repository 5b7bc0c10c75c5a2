// @ts-check
// How values look: numbers, bytes, times and results.

import { now } from './clock.js';
import { language } from './language.js';
import { isolated, number, say } from './strings.js';
import { warnOnce } from './warn.js';

/** @import { TaskProgress, TaskState } from '../task-event-source.d.ts' */
/** @import { TaskUnit } from '../elements.d.ts' */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];

/** A fraction in percent, 100 only when all is done. @param {number} fraction */
export function percent(fraction) {
  return Math.floor(fraction * 100 + 1e-9); // 0.57 * 100 is a little less than 57
}

/** The same as text. @param {number} fraction */
export function percentText(fraction) {
  return language().percent.format(percent(fraction) / 100);
}

/**
 * Which unit a task counts in: what it says itself, else what the page says.
 *
 * @template {{ progress?: TaskProgress } | TaskState} T
 * @param {T} task
 * @param {string | ((task: T) => string | undefined) | null} [given]
 * @returns {TaskUnit | undefined}
 */
export function unitOf(task, given) {
  const unit = ('progress' in task ? task.progress?.unit : undefined) ?? (typeof given === 'function' ? given(task) : given);
  if (unit && unit !== 'bytes') warnOnce(`there is no unit “${unit}”, only “bytes”`);
  return unit === 'bytes' ? unit : undefined;
}

/** @param {number} value @param {TaskUnit} [unit] */
export function amount(value, unit) {
  if (!unit) return number(value);
  const power = powerOf(value);
  return language().unit(BYTES[power]).format(value / 1_000 ** power);
}

/** "3 of 10", and "6.9 of 104.9 MB". @param {number} current @param {number} total @param {TaskUnit} [unit] */
export function amountOf(current, total, unit) {
  const key = current > total && total > 0 ? 'overTotal' : 'of';
  if (!unit) return say(key, number(current), number(total));
  const power = powerOf(Math.max(current, total));
  return say(key, language().fine.format(current / 1_000 ** power), language().unit(BYTES[power]).format(total / 1_000 ** power));
}

/** @param {number} bytes */
function powerOf(bytes) {
  let power = 0;
  while (power < BYTES.length - 1 && Math.abs(bytes) >= 999.95 * 1_000 ** power) power++; // 1 MB rather than 1,000 kB
  return power;
}

/** @param {TaskProgress} progress @param {TaskUnit} [unit] empty where it counts nothing */
export function progressText({ current, total }, unit) {
  if (current === undefined) return '';
  return total === undefined ? amount(current, unit) : amountOf(current, total, unit);
}

/** When something was, with the day unless that is today. @param {number} millis since the epoch @param {number} [at] now */
export function time(millis, at = now()) {
  const { day, time: format } = language();
  const date = day.format(millis);
  return date === day.format(at) ? format.format(millis) : `${date}, ${format.format(millis)}`;
}

/** The same for who wants to know it exactly: with day and time zone. @param {number} millis */
export function exactTime(millis) {
  return language().exact.format(millis);
}

/** How long ago something was, and its day where that was more than a week ago. @param {number} millis @param {number} [at] now */
export function ago(millis, at = now()) {
  const { ago: format, day } = language();
  const past = at - millis;
  if (past < MINUTE) return say('justNow'); // or a little in the future, by another clock
  if (past < HOUR) return format.format(-Math.floor(past / MINUTE), 'minute');
  const days = Math.round((midnight(at) - midnight(millis)) / DAY); // one may have 23 hours
  if (past < DAY && days < 2) return format.format(-Math.floor(past / HOUR), 'hour');
  return days < 7 ? format.format(-days, 'day') : day.format(millis);
}

/** When something will be: "tonight at 02:30", "Mon 02:30". @param {number} millis @param {number} at now */
export function onDay(millis, at) {
  const { ago: format, week } = language();
  const days = Math.round((midnight(millis) - midnight(at)) / DAY);
  if (days === 1 && isNight(millis) && !isNight(at)) return atTime(say('tonight'), millis);
  if (days < 2) return atTime(format.format(days, 'day'), millis);
  return days < 7 ? week.format(millis) : time(millis, at);
}

/** "tonight at 02:30". @param {string} what @param {number} millis */
export function atTime(what, millis) {
  return say('atTime', what, language().clock.format(millis));
}

/** Whether people take it for the day before. @param {number} millis */
function isNight(millis) {
  return new Date(millis).getHours() < 5;
}

/** @param {number} millis */
function midnight(millis) {
  return new Date(millis).setHours(0, 0, 0, 0);
}

/** How long something took. @param {number} millis */
export function duration(millis) {
  if (millis < 1_000) return say('milliseconds', Math.max(0, Math.round(millis)));
  if (millis < 59_950) return say('seconds', Math.round(millis / 100) / 10);
  return coarse(millis);
}

const UNITS = /** @type {const} */ ([['days', DAY], ['hours', HOUR], ['minutes', MINUTE], ['seconds', 1_000]]);

/** In its two largest units, down to the second: "1 h 5 min". @param {number} millis */
export function coarse(millis) {
  const seconds = Math.max(0, Math.round(millis / 1_000)) * 1_000;
  const first = UNITS.findIndex(([, length]) => seconds >= length);
  if (first < 0) return say('seconds', 0);
  const [name, length] = UNITS[first];
  const whole = say(name, Math.floor(seconds / length));
  const [rest, small] = UNITS[first + 1] ?? ['', Infinity];
  const more = Math.floor((seconds % length) / small);
  return more ? say('twoUnits', whole, say(rest, more)) : whole;
}

/** A task's result, for people. @param {unknown} result @returns {string} */
export function resultText(result) {
  if (result === null || result === undefined) return '';
  if (typeof result === 'number') return number(result);
  if (Array.isArray(result)) return result.map(resultText).join(', ');
  if (typeof result === 'object') {
    return Object.entries(result)
      .map(([name, value]) => isolated(`${isolated(spaced(name))}: ${resultText(value)}`))
      .join(' · ');
  }
  return isolated(String(result));
}

/** "rowsImported" is "Rows imported". @param {string} name */
export function spaced(name) {
  const parts = name.replace(/_/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  return parts.charAt(0).toUpperCase() + parts.slice(1).toLowerCase();
}
