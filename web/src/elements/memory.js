// @ts-check
// What a reader has done to a row, and what was seen of its task, however often the row is made anew.

/** @import { TaskProgress, TaskState } from '../task-event-source.d.ts' */

/**
 * @typedef {object} Remembered
 * @property {boolean} [unfolded] its details
 * @property {boolean} [log] within them
 * @property {boolean} [tall] whether it has a line of its own for its bar
 * @property {number} [run] that ended, and
 * @property {TaskProgress} [reached] how far it was then
 */

const MAX = 10_000;

export class Memory {
  /** @type {Map<string, Remembered>} */
  #rows = new Map();

  /** @param {string} id */
  of(id) {
    let row = this.#rows.get(id);
    if (!row) {
      row = {};
      this.#rows.set(id, row);
      if (this.#rows.size > MAX) this.#rows.delete(/** @type {string} */ (this.#rows.keys().next().value));
    }
    return row;
  }
}

/** How far a task's newest run was when it ended, where that was seen or the server says it. @param {TaskState} task @param {Remembered} memory */
export function reachedOf(task, memory) {
  if (task.status === 'running') return undefined;
  const told = 'progress' in task ? /** @type {TaskProgress | undefined} */ (task.progress) : undefined;
  return told ?? ('lastRun' in task && memory.run === task.run ? memory.reached : undefined);
}

/** @param {Remembered} memory @param {TaskState} before @param {TaskState} task what has become of it */
export function remember(memory, before, task) {
  if (before.status !== 'running' || task.status === 'running' || before.run !== task.run) return;
  memory.run = task.run;
  memory.reached = before.progress ?? { message: '' };
}
