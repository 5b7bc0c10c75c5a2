// @ts-check
// What is shown of a task. Pure, but for the time.

import { now } from './clock.js';
import { ago, amount, coarse, duration, exactTime, percentText, progressText, resultText, time } from './format.js';
import { nameOf } from './names.js';
import { usualText } from './left.js';
import { number, say } from './strings.js';

/** @import { TaskArtifact, TaskProgress, TaskState, TaskStep } from '../task-event-source.d.ts' */
/** @import { TaskUnit } from '../elements.d.ts' */

const STALLED_MS = 10_000;

/**
 * @typedef {object} TaskView
 * @property {string} name
 * @property {string} description
 * @property {string} status a word
 * @property {string} detail what follows the status after a dash
 * @property {string} result
 * @property {TaskArtifact[]} artifacts
 * @property {'start' | 'cancel'} action what the button does
 * @property {string} label what the button says
 * @property {BarView | undefined} bar
 * @property {string} numbers
 * @property {string} facts
 * @property {string} exact when it ended or was lost, with day and time zone; empty where it runs
 * @property {StepView[]} steps
 *
 * @typedef {object} BarView
 * @property {number | undefined} fraction from 0 to 1; undefined where nobody knows
 * @property {string} percent
 * @property {string} text for screen readers
 * @property {boolean} [lost] whether nobody knows if it still moves
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
 *
 * @param {TaskState} task
 * @param {Moment} [moment]
 * @returns {TaskView}
 */
export function view(task, moment = {}) {
  const running = task.status === 'running';
  const retry = task.status === 'error' || task.status === 'timed_out';
  const progress = running ? task.progress : undefined;
  return {
    name: nameOf(task),
    description: task.description ?? '',
    status: say(isLost(task) ? 'lost' : task.status),
    detail: detail(task),
    result: task.status === 'completed' ? resultText(task.result) : '',
    artifacts: task.status === 'completed' ? (task.artifacts ?? []).filter(({ url }) => isSafe(url)) : [],
    action: running ? 'cancel' : 'start',
    label: say(running ? 'cancel' : retry ? 'retry' : 'start'),
    bar: running ? { ...barOf(progress, moment.unit), lost: isLost(task) } : undefined,
    numbers: numbers(progress, moment.unit),
    facts: facts(task, moment).join(' · '),
    exact: exact(task),
    steps: (progress?.steps ?? []).map(stepOf),
  };
}

/** @param {TaskState} task */
function detail(task) {
  switch (task.status) {
    case 'running':
    case 'pending':
      return task.progress?.message ?? '';
    case 'error':
      return task.error;
    case 'canceled':
    case 'timed_out':
      return task.stopping ? say('stopping') : '';
    default:
      return '';
  }
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

/** @param {TaskProgress | undefined} progress @param {TaskUnit} [unit] */
function numbers(progress, unit) {
  return !progress || progress.steps?.length ? '' : progressText(progress, unit); // the whole of steps is in percent already
}

/** @param {TaskState} task @param {Moment} moment */
function facts(task, { time: at = now(), silence = 0, stale = false, left, rate: measured, unit }) {
  const parts = task.run && task.run > 1 ? [say('run', task.run)] : [];
  if (task.status === 'running' && task.moving) {
    parts.push(say('moving'));
  } else if (task.status === 'running' && task.lostSince !== undefined) {
    parts.push(say('lostSince', time(task.lostSince)));
  } else if (task.status === 'running') {
    const { rate = silence > STALLED_MS ? undefined : measured, usual } = task.progress ?? {};
    if (rate !== undefined) parts.push(say('rate', amount(rate, unit)));
    if (task.startedAt !== undefined) parts.push(say('runningFor', coarse(at - task.startedAt)));
    if (!stale && silence > STALLED_MS) parts.push(say('stillWorking'));
    else if (left) parts.push(left);
    else if (usual !== undefined && task.startedAt !== undefined) parts.push(usualText(usual, at - task.startedAt));
  } else if ('lastRun' in task && task.lastRun !== undefined) {
    const took = task.startedAt === undefined ? undefined : task.lastRun - task.startedAt;
    parts.push(took === undefined ? say('ended', ago(task.lastRun, at)) : say('took', ago(task.lastRun, at), duration(took)));
  }
  return parts;
}

/** @param {TaskState} task */
function exact(task) {
  const at = 'lastRun' in task ? task.lastRun : task.status === 'running' && !task.moving ? task.lostSince : undefined;
  return at === undefined ? '' : exactTime(at);
}

/** @param {TaskStep} step @returns {StepView} */
function stepOf(step) {
  const fraction = fractionOf(step);
  const running = step.status === 'running';
  const done = running
    ? [step.message, fraction === undefined ? '' : percentText(fraction)].filter(Boolean).join(' · ')
    : say(step.status === 'completed' ? 'stepCompleted' : 'stepError');
  return { name: step.name, status: step.status, done, depth: step.depth ?? 0 };
}
