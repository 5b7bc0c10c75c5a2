// @ts-check
// What is shown of a task in its row. Pure, but for the time.

import { now } from './clock.js';
import { ago, amount, coarse, duration, exactTime, percentText, progressText, resultText, time } from './format.js';
import { usualText } from './left.js';
import { nameOf } from './names.js';
import { say } from './strings.js';
import { dueOf, dueText, isDelayed, nextText, triesText, waitKind, waitText, whyOf } from './waiting.js';

/** @import { TaskArtifact, TaskProgress, TaskState, TaskStep } from '../task-event-source.d.ts' */
/** @import { TaskUnit } from '../elements.d.ts' */

const STALLED_MS = 10_000;

/**
 * @typedef {object} TaskView
 * @property {string} kind the sign of its state
 * @property {string} name
 * @property {string} about what else tells it apart
 * @property {string} status a word
 * @property {string} detail what follows the status after a dash
 * @property {string} next when it runs again
 * @property {string} result
 * @property {TaskArtifact[]} artifacts
 * @property {{ kind: string, label: string } | undefined} start where it can be started, the sign and the word of the button that starts it
 * @property {boolean} cancel whether it can be canceled
 * @property {BarView | undefined} bar
 * @property {string} numbers how much is done, or was
 * @property {string} first when, or for how long
 * @property {string} last how long still
 * @property {string} exact the time of `first`, exactly
 *
 * @typedef {object} BarView
 * @property {number | undefined} fraction from 0 to 1; undefined where nobody knows
 * @property {string} percent
 * @property {string} text for screen readers
 * @property {boolean} [lost] whether nobody knows if it still moves
 * @property {boolean} [still] whether it shows where something stopped
 *
 * @typedef {object} StepView
 * @property {string} name
 * @property {string} status
 * @property {string} done how much of it, in words or percent
 * @property {number} depth
 */

/**
 * @typedef {object} Moment
 * @property {number} [time] the server's
 * @property {number} [silence] for how long nothing has come, in ms
 * @property {boolean} [stale] whether the task may be out of date
 * @property {string} [left] the time left, as it is said
 * @property {number} [rate] as measured here
 * @property {TaskUnit} [unit] what it counts in
 * @property {TaskProgress} [reached] how far a run was when it ended, or will go on from
 *
 * @param {TaskState} task
 * @param {Moment} [moment]
 * @returns {TaskView}
 */
export function view(task, moment = {}) {
  const running = task.status === 'running';
  const progress = running ? task.progress : undefined;
  const at = moment.time ?? now();
  const kind = kindOf(task);
  return {
    kind,
    name: nameOf(task),
    about: aboutOf(task),
    status: say(kind),
    detail: detail(task, at),
    next: nextText(task, at),
    result: task.status === 'completed' ? resultText(task.result) : '',
    artifacts: artifactsOf(task),
    start: startOf(task),
    cancel: running || whyOf(task) !== undefined,
    bar: running ? { ...barOf(progress, moment.unit), lost: isLost(task) } : moment.reached && stopped(task, moment.reached),
    numbers: running ? numbers(progress, moment.unit) : reachedText(task, moment.reached),
    ...times(task, moment, at),
  };
}

/** The sign of a state, and its word. @param {TaskState} task @returns {string} one of KINDS */
export function kindOf(task) {
  if (task.status === 'pending') return waitKind(task);
  if (task.status === 'running') return task.moving ? 'moving' : task.lostSince === undefined ? 'running' : 'lost';
  return isStopping(task) ? 'stopping' : task.status;
}

/** @param {TaskState} task */
function isStopping(task) {
  return (task.status === 'canceled' || task.status === 'timed_out') && task.stopping !== undefined;
}

/** What stands beside the name. @param {TaskState} task */
function aboutOf(task) {
  if (task.description) return task.description;
  const submitted = task.type !== undefined && task.type !== task.id;
  return [submitted && task.title !== undefined ? task.type : undefined, task.owner, ...(task.tags ?? [])].filter(Boolean).join(' · ');
}

/** @param {TaskState} task @param {number} at */
function detail(task, at) {
  switch (task.status) {
    case 'running':
      return [triesText(task, 'attemptOf'), task.progress?.message].filter(Boolean).join(' · ');
    case 'pending':
      return waitText(task, at);
    case 'error':
      return task.error;
    case 'canceled':
      return task.stopping ? say(task.status) : (task.reason ?? '');
    case 'timed_out':
      return task.stopping ? say(task.status) : '';
    default:
      return '';
  }
}

/** Not where it waits for others: a start would change nothing. @param {TaskState} task */
function startOf(task) {
  const delayed = isDelayed(task);
  if (task.status === 'running' || (whyOf(task) !== undefined && !delayed)) return undefined;
  if (task.status === 'pending') return { kind: 'start', label: say(delayed ? 'startNow' : 'start') };
  const failed = task.status === 'error' || task.status === 'timed_out';
  return { kind: 'again', label: say(failed ? 'retry' : 'again') };
}

/** Those that may be linked to. @param {TaskState} task */
export function artifactsOf(task) {
  return task.status === 'completed' ? (task.artifacts ?? []).filter(({ url }) => isSafe(url)) : [];
}

/** Whether the server that runs it does not answer, and nothing is decided yet. @param {TaskState} [task] */
export function isLost(task) {
  return task?.status === 'running' && task.lostSince !== undefined && !task.moving;
}

/** Of a link that a handler gave: none that runs a script. @param {string} url */
function isSafe(url) {
  try {
    return ['http:', 'https:'].includes(new URL(url, document.baseURI).protocol);
  } catch {
    return false;
  }
}

/** @param {{ current?: number, total?: number } | undefined} progress */
export function fractionOf(progress) {
  if (progress?.current === undefined || progress.total === undefined || progress.total <= 0) return undefined;
  return Math.min(1, Math.max(0, progress.current / progress.total));
}

/** @param {TaskProgress | undefined} progress @param {TaskUnit} [unit] @returns {BarView} */
export function barOf(progress, unit) {
  const fraction = fractionOf(progress);
  return {
    fraction,
    percent: fraction === undefined ? '' : percentText(fraction),
    text: numbers(progress, unit) || (progress?.message ?? ''),
  };
}

/** The bar of a run that has ended. @param {TaskState} task @param {TaskProgress} reached @returns {BarView} */
function stopped(task, reached) {
  return { fraction: task.status === 'completed' ? 1 : fractionOf(reached) ?? 0, percent: '', text: '', still: true };
}

/** @param {TaskProgress | undefined} progress @param {TaskUnit} [unit] */
function numbers(progress, unit) {
  return !progress || progress.steps?.length ? '' : progressText(progress, unit); // the whole of steps is in percent already
}

/** What a run was doing when it ended: "at 62%, Matching users, after 31 s". @param {TaskState} task @param {TaskProgress} [reached] */
export function reachedText(task, reached) {
  const parts = [];
  const fraction = fractionOf(reached);
  if (reached && task.status !== 'completed') {
    if (fraction !== undefined) parts.push(say('stoppedAt', percentText(fraction)));
    if (reached.message) parts.push(reached.message);
  }
  const took = tookOf(task);
  if (reached && took !== undefined) parts.push(say('after', duration(took)));
  return parts.join(', ');
}

/** For how long a run went that has ended. @param {TaskState} task */
export function tookOf(task) {
  return 'lastRun' in task && task.startedAt !== undefined ? task.lastRun - task.startedAt : undefined;
}

/** @param {TaskState} task @param {Moment} moment @param {number} at */
function times(task, moment, at) {
  let [first, last, exact] = ['', '', ''];
  if (task.status === 'running' && task.moving) {
    first = say('movingTo');
  } else if (task.status === 'running' && task.lostSince) {
    first = say('lostSince', time(task.lostSince, at));
    exact = exactTime(task.lostSince);
  } else if (task.status === 'running') {
    const passed = task.startedAt === undefined ? undefined : at - task.startedAt;
    first = [rateText(task.progress, moment), passed === undefined ? '' : say('runningFor', coarse(passed))].filter(Boolean).join(' · ');
    last = lastText(task.progress, passed, moment);
  } else if ('lastRun' in task && task.lastRun !== undefined) {
    first = ago(task.lastRun, at);
    exact = exactTime(task.lastRun);
  } else {
    const due = dueOf(task);
    if (due) [first, exact] = [dueText(due, at), exactTime(due)];
  }
  return { first, last, exact };
}

/** @param {TaskProgress | undefined} progress @param {Moment} moment */
function rateText(progress, { silence = 0, rate: measured, unit }) {
  const rate = progress?.rate ?? (silence > STALLED_MS ? undefined : measured);
  return rate === undefined ? '' : say('rate', amount(rate, unit));
}

/** What is left, or why nobody says it. @param {TaskProgress | undefined} progress @param {number | undefined} passed @param {Moment} moment */
function lastText(progress, passed, { silence = 0, stale = false, left }) {
  if (!stale && silence > STALLED_MS) return say('stillWorking');
  if (left) return left;
  return progress?.usual === undefined || passed === undefined ? '' : usualText(progress.usual, passed);
}

/** @param {TaskStep} step @returns {StepView} */
export function stepOf(step) {
  const fraction = fractionOf(step);
  const running = step.status === 'running';
  const done = running
    ? [step.message, fraction === undefined ? '' : percentText(fraction)].filter(Boolean).join(' · ')
    : say(step.status === 'completed' ? 'stepCompleted' : 'stepError');
  return { name: step.name, status: step.status, done, depth: step.depth ?? 0 };
}
