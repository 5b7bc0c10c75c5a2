// @ts-check
// The rows of a <task-list> whose content a framework renders: the list has a node of each, which the framework fills.

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */
/** @typedef {{ id: string, node: HTMLElement, task: TaskState }} Row */

export const STATUSES = /** @type {const} */ (['pending', 'running', 'completed', 'error', 'canceled', 'timed_out', 'fallback']);

export class Rows {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Record<string, (task: TaskState) => HTMLElement>} */
  #templates = {};
  #changed;
  #told = false;

  /** @param {(rows: Row[]) => void} changed once for what changes at the same time */
  constructor(changed) {
    this.#changed = changed;
  }

  /** What the list shows for the statuses that the framework renders: the same object while those are the same. @param {Record<string, unknown>} given */
  templates(given) {
    const wanted = STATUSES.filter((status) => given[status]);
    if (wanted.join() !== Object.keys(this.#templates).join()) {
      this.#templates = Object.fromEntries(wanted.map((status) => [status, (/** @type {TaskState} */ task) => this.#node(task)]));
    }
    return this.#templates;
  }

  /** Lets go of rows when their tasks have gone. @param {TaskEventSource} source @returns {() => void} */
  watch(source) {
    return source.subscribe((changed) => {
      for (const id of changed.keys()) if (this.#rows.has(id)) this.#tell();
    });
  }

  /** @param {TaskState} task */
  #node(task) {
    const known = this.#rows.get(task.id);
    if (known?.task === task) return known.node;
    const node = known?.node ?? document.createElement('div');
    this.#rows.set(task.id, { id: task.id, node, task });
    this.#tell();
    return node;
  }

  #tell() {
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => { // when the list has shown what has changed
      this.#told = false;
      for (const [id, { node }] of this.#rows) if (!node.isConnected) this.#rows.delete(id);
      this.#changed([...this.#rows.values()]);
    });
  }
}

/** What shows a task, of what is given by status. @template T @param {Partial<Record<string, T>>} given @param {TaskState} task @returns {T | undefined} */
export function shownOf(given, task) {
  return given[task.status] ?? given.fallback;
}
