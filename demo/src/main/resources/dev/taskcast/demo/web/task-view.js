// @ts-check

import { duration, number, percent, resultText, time } from './text.js';

/**
 * What a row shows of a state.
 *
 * @typedef {object} TaskView
 * @property {string} status a word for the status
 * @property {string} message
 * @property {'start' | 'cancel'} action what the button does
 * @property {string} label what the button says
 * @property {boolean} running
 * @property {number | undefined} fraction how far the bar is, from 0 to 1; undefined where nobody knows
 * @property {string} percent
 * @property {string} numbers
 * @property {string} times
 * @property {StepView[]} steps those that have begun
 *
 * @typedef {object} StepView
 * @property {string} name
 * @property {string} status
 * @property {string} done how much of it, in words or percent
 */

/** @typedef {import('./task-stream.js').TaskState} TaskState */

const STATUS = new Map([
  ['pending', 'Pending'],
  ['running', 'Running'],
  ['completed', 'Completed'],
  ['error', 'Failed'],
  ['canceled', 'Canceled'],
  ['timed_out', 'Timed out'],
]);

/**
 * @param {TaskState} state
 * @returns {TaskView}
 */
export function view(state) {
  const running = state.status === 'running';
  const done = fraction(state.progress);
  const retry = state.status === 'error' || state.status === 'timed_out';
  return {
    status: STATUS.get(state.status) ?? state.status,
    message: message(state),
    action: running ? 'cancel' : 'start',
    label: running ? 'Cancel' : retry ? 'Retry' : 'Start',
    running,
    fraction: running ? done : state.status === 'completed' ? 1 : 0,
    percent: running && done !== undefined ? `${percent(done)}%` : '',
    numbers: running ? numbers(state) : '',
    times: times(state),
    steps: running ? steps(state) : [],
  };
}

/** @param {TaskState} state */
function message(state) {
  switch (state.status) {
    case 'running':
      return state.progress?.message ?? '';
    case 'completed':
      return resultText(state.result);
    case 'error':
      return state.error ?? '';
    case 'canceled':
      return state.stopping ? 'Stopping…' : 'Stopped';
    case 'timed_out':
      return state.stopping ? 'Took too long, stopping…' : 'Took too long';
    default:
      return state.progress?.message ?? '';
  }
}

/** @param {{ current?: number, total?: number } | undefined} progress */
function fraction(progress) {
  if (progress?.current === undefined || progress.total === undefined || progress.total <= 0) {
    return undefined;
  }
  return Math.min(1, Math.max(0, progress.current / progress.total));
}

/** @param {TaskState} state */
function numbers({ progress }) {
  if (progress?.current === undefined || progress.steps?.length) {
    return ''; // the whole of several steps is in percent, which the bar says already
  }
  if (progress.total === undefined) {
    return number(progress.current);
  }
  const expected = progress.current > progress.total ? ' expected' : '';
  return `${number(progress.current)} of ${number(progress.total)}${expected}`;
}

/** Those that a step is made of are within its own percent. @param {TaskState} state */
function steps({ progress }) {
  return (progress?.steps ?? [])
    .filter(({ depth }) => !depth)
    .map((step) => ({ name: step.name, status: step.status, done: doneOf(step) }));
}

/** @param {import('./task-stream.js').Step} step */
function doneOf(step) {
  if (step.status !== 'running') {
    return step.status === 'completed' ? 'done' : 'failed';
  }
  const done = fraction(step);
  return done === undefined ? '' : `${percent(done)}%`;
}

/** @param {TaskState} state */
function times({ run, startedAt, lastRun }) {
  const parts = run ? [`Run ${run}`] : [];
  if (startedAt !== undefined && lastRun === undefined) {
    parts.push(`started ${time(startedAt)}`);
  }
  if (startedAt !== undefined && lastRun !== undefined) {
    parts.push(`ended ${time(lastRun)} after ${duration(lastRun - startedAt)}`);
  }
  return parts.join(' · ');
}
