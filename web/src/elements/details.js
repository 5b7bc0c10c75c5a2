// @ts-check
// All that is known of a task, for who unfolds its row.

import { writeLong } from './breaks.js';
import { now } from './clock.js';
import { attribute, each, element, write } from './dom.js';
import { duration, resultText, spaced, time } from './format.js';
import { isolated, number, say } from './strings.js';
import { artifactsOf, isLost, reachedText, stepOf, tookOf } from './view.js';
import { dueOf, timeOf, triesText, waitText } from './waiting.js';

/** @import { TaskArtifact, TaskEventSource, TaskProgress, TaskState } from '../task-event-source.d.ts' */
/** @import { Remembered } from './memory.js' */
/** @import { StepView } from './view.js' */

/** A name, and what stands beside it: text of one or more lines, or links. @typedef {[string, string | TaskArtifact[], ('mono')?]} Fact */

/**
 * @param {TaskState} task
 * @param {TaskProgress | undefined} reached how far it was when it ended
 * @param {number} at now
 * @returns {Fact[]}
 */
export function factsOf(task, reached, at) {
  const { error, lastError } = /** @type {any} */ (task);
  const [due, next] = [dueOf(task), timeOf(task.nextAt)];
  const took = tookOf(task);
  /** @type {(Fact | false | undefined)[]} */
  const facts = [
    task.status === 'error' && [say('failure'), task.error],
    task.status === 'pending' && [say('group_waiting'), waitText(task, at)],
    lastError !== undefined && lastError !== error && [say('lastError'), lineText(lastError)],
    task.status === 'canceled' && Boolean(task.reason ?? task.by) && [say('reason'), reasonText(task)],
    task.status === 'running' && Boolean(task.progress?.message) && [say('message'), task.progress?.message ?? ''],
    reached && task.status !== 'completed' && [say('progress'), reachedText(task, reached)],
    task.status === 'completed' && [say('result'), linesText(task.result)],
    task.status === 'completed' && [say('artifacts'), artifactsOf(task)],
    [say('description'), task.description ?? ''],
    'startedAt' in task && task.startedAt !== undefined && [say('started'), time(task.startedAt, at)],
    'lastRun' in task && [say('endedAt'), time(task.lastRun, at)],
    took !== undefined && [say('duration'), duration(took)],
    due !== undefined && [say('due'), time(due, at)],
    next !== undefined && [say('next'), time(next, at)],
    [say('runNumber'), [task.run !== undefined && task.run > 1 && number(task.run), triesText(task, 'attemptOf')].filter(Boolean).join(' · ')],
    task.type !== task.id && [say('type'), task.type ?? '', 'mono'],
    [say('queue'), `${task.queue ?? ''}`],
    [say('key'), `${task.key ?? ''}`],
    Number.isFinite(task.priority) && [say('priority'), number(/** @type {number} */ (task.priority))],
    [say('owner'), task.owner ?? ''],
    [say('tags'), (task.tags ?? []).join(', ')],
    task.status === 'running' && !isLost(task) && [say('node'), task.node ?? '', 'mono'],
    [say('id'), task.id, 'mono'],
  ];
  return /** @type {Fact[]} */ (facts.filter((fact) => fact && fact[1].length));
}

/** @param {{ reason?: string, by?: string }} task */
function reasonText({ reason = '', by }) {
  return by === undefined ? reason : say('byWhom', reason, by).replace(/^, /, '');
}

/** @param {unknown} value */
function lineText(value) {
  return typeof value === 'object' && value && 'message' in value ? String(value.message) : resultText(value);
}

/** A line for each part. @param {unknown} value */
function linesText(value) {
  if (Array.isArray(value)) return value.map(lineText).join('\n');
  if (typeof value !== 'object' || value === null) return resultText(value);
  return Object.entries(value).map(([name, part]) => isolated(`${isolated(spaced(name))}: ${resultText(part)}`)).join('\n');
}

/** What is unfolded. */
export class Details {
  #steps = element('ol', { class: 'steps', part: 'steps' });
  #facts = element('dl', {});
  #showLog = element('button', { type: 'button', class: 'log-toggle' });
  /** @type {HTMLElement | undefined} */
  #log;
  element = element('div', { class: 'details', part: 'details', id: 'details' }, this.#steps, this.#facts, this.#showLog);

  /** @param {() => void} toggleLog */
  constructor(toggleLog) {
    this.#showLog.addEventListener('click', toggleLog);
  }

  /** @param {TaskState} task @param {TaskProgress | undefined} reached @param {Remembered} memory @param {TaskEventSource | undefined} source of its log */
  show(task, reached, memory, source) {
    const steps = (task.status === 'running' ? task.progress?.steps : reached?.steps) ?? [];
    this.#steps.hidden = !steps.length;
    attribute(this.#steps, 'aria-label', say('steps'));
    each(this.#steps, steps.map(stepOf), step, showStep);
    each(this.#facts, factsOf(task, reached, now(source)), fact, showFact);
    this.#showLog.hidden = !source;
    write(this.#showLog, say(memory.log ? 'hideLog' : 'showLog'));
    attribute(this.#showLog, 'aria-expanded', String(memory.log === true));
    if (!source || !memory.log) {
      this.#log?.remove();
      this.#log = undefined;
    } else if (!this.#log) {
      this.#log = Object.assign(element('task-log', { 'task-id': task.id }), { source });
      this.element.append(this.#log);
    }
  }
}

function fact() {
  return element('div', {}, element('dt'), element('dd'));
}

/** @param {Element} row @param {Fact} fact */
function showFact(row, [name, value, look]) {
  const [term, text] = /** @type {HTMLElement[]} */ ([...row.children]);
  write(term, name);
  attribute(text, 'class', look);
  if (typeof value === 'string') writeLong(text, value);
  else text.replaceChildren(...value.map((each) => element('a', { href: each.url }, each.name)));
}

function step() {
  return element('li', {}, element('span'), ' ', element('span', { class: 'done' }));
}

/** @param {Element} item @param {StepView} shown */
function showStep(item, { name, status, done, depth }) {
  attribute(item, 'data-status', status);
  /** @type {HTMLElement} */ (item).style.setProperty('--depth', String(depth));
  write(/** @type {Element} */ (item.firstElementChild), name);
  write(/** @type {Element} */ (item.lastElementChild), done);
}
