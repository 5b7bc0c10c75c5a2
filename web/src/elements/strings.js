// @ts-check
// The words of the elements, in English until translated, and how values look.

import { now } from './clock.js';

/** @type {Record<string, string>} */
const ENGLISH = {
  pending: 'pending',
  running: 'running',
  completed: 'completed',
  error: 'error',
  canceled: 'canceled',
  timed_out: 'timed out',
  start: 'Start',
  cancel: 'Cancel',
  retry: 'Retry',
  stopping: 'stopping…',
  stillWorking: 'still working',
  of: '{0} of {1}',
  overTotal: '{0} of {1} expected',
  run: 'run {0}',
  moving: 'moving to another server',
  lost: 'no answer',
  lostSince: 'its server does not answer, since {0}',
  runningFor: '{0} so far',
  left: 'about {0} left',
  soon: 'almost done',
  took: 'ended {0} after {1}',
  ended: 'ended {0}',
  rate: '{0}/s',
  percent: '{0}%',
  steps: 'Steps',
  stepCompleted: 'done',
  stepError: 'failed',
  live: 'Live',
  connecting: 'Connecting',
  reconnecting: 'Reconnecting',
  offline: 'Offline',
  denied: 'No access',
  closed: 'Disconnected',
  buffered: 'Every 2 s',
  bufferedHint: 'Something between this page and the server holds the stream back, so it asks every 2 seconds instead.',
  stale: 'Reconnecting… What you see may have changed since.',
  deniedHint: 'You may not see these tasks, or no longer.',
  loginHint: 'You are not logged in, or no longer. Log in, then load this page again.',
  pageHint: 'A page came in place of tasks, from {0}. Log in, or look whether the address is right.',
  forbiddenHint: 'You may not do this. If you should, ask whoever runs this application.',
  readOnlyHint: 'Tasks can only be watched here, neither started nor canceled.',
  crossSiteHint: 'The server takes this page for another site’s. Whoever runs it must allow the address {0}.',
  answered: 'Error {0}',
  answeredHint: 'The server answered with {0}, and not with tasks.',
  answeredAtHint: 'The server answered with {0}, and not with tasks, at {1}',
  back: 'Connected again',
  none: 'No tasks yet.',
  unknown: 'There is no task “{0}”, or you may not see it.',
  oneTask: '1 task',
  tasks: '{0} tasks',
  countRunning: '{0} running',
  countFailed: '{0} failed',
  countLost: '{0} not answering',
  more: 'Show {0} more',
  changed: '{0} tasks changed',
  noLines: 'No lines yet.',
  dropped: '{0} lines are gone',
  tray: 'Tasks',
  trayQuiet: 'Nothing is running.',
  open: 'Show tasks',
  close: 'Hide tasks',
  dismiss: 'Dismiss',
  notify: 'Notify me when done',
  hours: '{0} h',
  minutes: '{0} min',
  seconds: '{0} s',
  milliseconds: '{0} ms',
};

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

let words = ENGLISH;
/** @type {string | undefined} */
let locale = 'en';
let formats = formatsOf(locale);

/** @param {string | undefined} language */
function formatsOf(language) {
  return {
    whole: new Intl.NumberFormat(language, { maximumFractionDigits: 0 }),
    fine: new Intl.NumberFormat(language, { maximumFractionDigits: 1 }),
    time: new Intl.DateTimeFormat(language, { timeStyle: 'medium' }),
    day: new Intl.DateTimeFormat(language, { dateStyle: 'medium' }),
  };
}

/** @param {string} language @param {Partial<Record<string, string>>} strings */
export function translate(language, strings) {
  locale = language;
  formats = formatsOf(locale);
  words = { ...ENGLISH };
  for (const [key, value] of Object.entries(strings)) if (value !== undefined) words[key] = value;
  document.dispatchEvent(new Event('taskcast-translated'));
}

/** @param {string} key @param {...string} values */
export function say(key, ...values) {
  const text = words[key] ?? key;
  const turns = RIGHT_TO_LEFT.test(text);
  return text.replace(/\{(\d)\}/g, (_, index) => {
    const value = values[index] ?? '';
    return turns ? `\u2068${value}\u2069` : isolated(value);
  });
}

/** @param {number} value */
export function number(value) {
  return (Math.abs(value) < 100 ? formats.fine : formats.whole).format(value);
}

/** A fraction in percent, 100 only when all is done. @param {number} fraction */
export function percent(fraction) {
  return Math.floor(fraction * 100 + 1e-9); // 0.57 * 100 is a little less than 57
}

/** When something was, with the day unless that is today. @param {number} millis since the epoch */
export function time(millis) {
  const day = formats.day.format(millis);
  return day === formats.day.format(now()) ? formats.time.format(millis) : `${day}, ${formats.time.format(millis)}`;
}

/** @param {number} millis */
export function duration(millis) {
  if (millis < 1_000) return say('milliseconds', formats.whole.format(Math.max(0, millis)));
  if (millis < 59_950) return say('seconds', formats.fine.format(millis / 1_000));
  return coarse(millis);
}

/** To the second, and without it from an hour on. @param {number} millis */
export function coarse(millis) {
  const seconds = Math.max(0, Math.round(millis / 1_000));
  if (seconds < 60) return say('seconds', String(seconds));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${say('minutes', String(minutes))}${seconds % 60 ? ` ${say('seconds', String(seconds % 60))}` : ''}`;
  }
  const hours = Math.floor(minutes / 60);
  return `${say('hours', formats.whole.format(hours))}${minutes % 60 ? ` ${say('minutes', String(minutes % 60))}` : ''}`;
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
function spaced(name) {
  const parts = name.replace(/_/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  return parts.charAt(0).toUpperCase() + parts.slice(1).toLowerCase();
}

/** Text within other text, so that neither turns the other round where one is written from the right. @param {string} text */
export function isolated(text) {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}
