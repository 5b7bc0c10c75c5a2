// @ts-check

import { attribute, element } from './dom.js';
import { icon } from './icons.js';
import { nameOf } from './names.js';
import { say } from './strings.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */
/** @import { Memory } from './memory.js' */
/** @import { TaskItemElement } from './task-item.js' */

/** A task in a tray, and what dismisses it. @param {TaskEventSource} source @param {Memory} memory @param {HTMLElement} tray @param {(task: TaskState) => void} onDismiss */
export function trayRow(source, memory, tray, onDismiss) {
  const item = /** @type {TaskItemElement} */ (element('task-item', { density: 'compact' })); // unless the tray says another
  item.belong(source, memory, tray);
  const dismiss = element('button', { type: 'button', class: 'dismiss', tabindex: '-1' }, icon('dismiss'));
  dismiss.addEventListener('click', () => item.task && onDismiss(item.task));
  return element('li', {}, item, dismiss);
}

/** @param {HTMLElement} row @param {TaskState} task @param {boolean} stale @param {TaskItemElement['unit']} unit */
export function showTrayRow(row, task, stale, unit) {
  const item = /** @type {TaskItemElement} */ (row.firstElementChild);
  const dismiss = /** @type {HTMLElement} */ (row.lastElementChild);
  const moved = item.task && item.task.status !== task.status;
  item.stale = stale;
  if (item.unit !== unit) item.unit = unit;
  item.task = task;
  if (moved) item.settle(); // it stands elsewhere now
  dismiss.hidden = !('lastRun' in task);
  attribute(dismiss, 'title', say('dismiss'));
  attribute(dismiss, 'aria-label', say('actionOf', say('dismiss'), nameOf(task)));
}
