// @ts-check
// The words of the elements, in English. Those of other languages are in ./languages.

import { language, tell } from './language.js';
import { warnOnce } from './warn.js';

/** @import { Words } from './language.js' */

/** @type {Words} */
export const ENGLISH = {
  pending: 'pending',
  running: 'running',
  completed: 'completed',
  error: 'failed',
  canceled: 'canceled',
  timed_out: 'timed out',
  waiting: 'waiting',
  queued: 'queued',
  limited: 'held back',
  scheduled: 'scheduled',
  retrying: 'retrying',
  paused: 'paused',
  start: 'Start',
  cancel: 'Cancel',
  startNow: 'Start now',
  again: 'Run again',
  retry: 'Try again',
  actionOf: '{0}: {1}',
  offHint: 'Not connected. This can be done again when the page is live.',
  confirmCancel: 'Cancel this run?',
  confirmYes: 'Yes, cancel it',
  confirmNo: 'Let it run',
  stopping: 'stopping',
  stillWorking: 'still working',
  of: '{0} of {1}',
  overTotal: '{0} of {1} expected',
  moving: 'moving',
  movingTo: 'to another server',
  lost: 'unreachable',
  lostSince: 'its server does not answer, since {0}',
  runningFor: '{0} so far',
  left: 'about {0} left',
  leftRange: '{0}–{1} left',
  leftBelow: 'less than {0} left',
  leftMinute: 'less than a minute left',
  soon: 'almost done',
  usual: 'usually about {0}',
  longer: 'longer than usual',
  inTime: 'in {0}',
  starts: 'starts {0}',
  inAbout: '{0}, about {1}',
  atTime: '{0} at {1}',
  nextRun: 'next run {0}',
  tonight: 'tonight',
  stoppedAt: 'at {0}',
  after: 'after {0}',
  place: { one: '{0}st in line', two: '{0}nd in line', few: '{0}rd in line', other: '{0}th in line' },
  nextInLine: 'next in line',
  attemptOf: 'attempt {0} of {1}',
  retryOf: 'retry {0} of {1}',
  turn: 'waits for its turn',
  limit_manager: 'overall limit',
  limit_queue: 'queue limit',
  limit_type: 'type limit',
  limit_key: 'tenant limit',
  limit_rate: 'rate limit',
  why_stopping: 'stopping its last run first',
  why_unknown_type: 'no server has its code',
  rate: '{0}/s',
  steps: 'Steps',
  message: 'Message',
  failure: 'Error',
  lastError: 'Last error',
  result: 'Result',
  artifacts: 'Files',
  progress: 'Progress',
  reason: 'Reason',
  byWhom: '{0}, by {1}',
  started: 'Started',
  endedAt: 'Ended',
  duration: 'Took',
  due: 'Starts',
  next: 'Next run',
  runNumber: 'Run',
  queue: 'Queue',
  key: 'Key',
  priority: 'Priority',
  owner: 'Owner',
  tags: 'Tags',
  type: 'Type',
  id: 'Id',
  node: 'Server',
  description: 'About',
  showLog: 'Show log',
  hideLog: 'Hide log',
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
  noMatch: 'No task matches “{0}”.',
  find: 'Find tasks',
  matching: '{0} of {1} match',
  sort: 'Order',
  sort_registered: 'As registered',
  sort_newest: 'Newest first',
  sort_oldest: 'Oldest first',
  sort_name: 'By name',
  sort_status: 'By state',
  group_running: 'Running',
  group_waiting: 'Waiting',
  group_failed: 'Failed',
  group_done: 'Done',
  fresh: 'Show {0} new',
  rearrange: 'Put in order',
  removed: 'No longer there',
  unknown: 'There is no task “{0}”, or you may not see it.',
  tasks: { one: '{0} task', other: '{0} tasks' },
  countRunning: '{0} running',
  countWaiting: '{0} waiting',
  countFailed: '{0} failed',
  countCompleted: '{0} completed',
  countLost: '{0} unreachable',
  more: 'Show {0} more',
  changed: { one: '{0} task changed', other: '{0} tasks changed' },
  noLines: 'No lines yet.',
  dropped: { one: '{0} line is gone', other: '{0} lines are gone' },
  tray: 'Tasks',
  trayQuiet: 'Nothing is running.',
  trayEnded: 'Ended lately',
  dismissAll: 'Dismiss all',
  open: 'Show tasks',
  close: 'Hide tasks',
  dismiss: 'Dismiss',
  notify: 'Notify me when done',
  justNow: 'just now',
  twoUnits: '{0} {1}',
  days: { one: '{0} day', other: '{0} days' },
  hours: '{0} h',
  minutes: '{0} min',
  seconds: '{0} s',
  milliseconds: '{0} ms',
};

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const english = { plurals: new Intl.PluralRules('en'), ordinals: new Intl.PluralRules('en', { type: 'ordinal' }) };
/** The one whose forms are of ordinal numbers. */
const ORDINAL = 'place';

/**
 * The page speaks a language from now on.
 *
 * @param {string} tag
 * @param {Partial<Words>} [words] in place of those that come along for it, word by word
 */
export function translate(tag, words) {
  for (const key of Object.keys(words ?? {})) {
    if (!has(key)) warnOnce(`translate(): there is no word “${key}”`);
  }
  tell(tag, words && /** @type {Words} */ (Object.fromEntries(Object.entries(words).filter(([, word]) => word !== undefined))));
}

/** Whether there is something to say. @param {string} key */
export function has(key) {
  return Object.hasOwn(ENGLISH, key);
}

/**
 * Says something in the language that is spoken: what that does not have in English.
 *
 * @param {string} key what is no key is said as it is
 * @param {...(string | number)} values for {0}, {1}; the first number decides which plural form it is, or which ordinal one
 */
export function say(key, ...values) {
  const spoken = language();
  const own = spoken.words.find((each) => Object.hasOwn(each, key));
  const word = own?.[key] ?? (has(key) ? ENGLISH[key] : key);
  const count = values.find((value) => typeof value === 'number');
  const rules = (own ? spoken : english)[key === ORDINAL ? 'ordinals' : 'plurals'];
  const text = (typeof word === 'string' ? word : (word[rules.select(count ?? 0)] ?? word.other)) ?? key;
  const turns = RIGHT_TO_LEFT.test(text);
  return text.replace(/\{(\d)\}/g, (_, index) => {
    const given = values[index] ?? '';
    const value = typeof given === 'number' ? number(given) : given;
    return turns ? `\u2068${value}\u2069` : isolated(value);
  });
}

/** @param {number} value */
export function number(value) {
  const { fine, whole } = language();
  return (Math.abs(value) < 100 ? fine : whole).format(value);
}

/** Text within other text, so that neither turns the other round where one is written from the right. @param {string} text */
export function isolated(text) {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text;
}
