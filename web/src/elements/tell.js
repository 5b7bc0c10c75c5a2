// @ts-check

import { announce } from './announcer.js';
import { fractionOf, isLost, view } from './view.js';

/** @import { TaskState } from '../task-event-source.d.ts' */

/** Tells screen readers of a task's states and quarters, and of nothing else. */
export class Teller {
  #quarter = 0;

  /** @param {TaskState | undefined} before @param {TaskState | undefined} task @param {boolean} shown whether it is on the page @returns {boolean} whether the status is another one, or the run */
  changed(before, task, shown) {
    const same = before !== undefined && task !== undefined && before.id === task.id;
    const moved = same && (before.status !== task.status || before.run !== task.run);
    const quarter = quarterOf(task);
    const told = moved || (same && isLost(task) !== isLost(before));
    if (same && shown && (told || quarter > this.#quarter)) {
      const { name, status, detail, bar } = view(task);
      announce(`${name}: ${told ? status + (task.status === 'error' ? ` — ${detail}` : '') : bar?.percent}`, this);
    }
    this.#quarter = same && !moved ? Math.max(quarter, this.#quarter) : quarter;
    return moved;
  }
}

/** @param {TaskState} [task] */
function quarterOf(task) {
  const fraction = task?.status === 'running' ? fractionOf(task.progress) : undefined;
  return Math.floor((fraction ?? 0) * 4);
}
