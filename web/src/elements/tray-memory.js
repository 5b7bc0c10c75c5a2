// @ts-check

/** @import { TaskState } from '../task-event-source.d.ts' */

export const RECENT_MS = 10 * 60_000;

/** What a tray remembers over pages, where the browser allows it. */
export class TrayMemory {
  #key = 'taskcast-tray';
  /** @type {{ open?: boolean, dismissed?: Record<string, number> }} */
  #value = {};

  constructor() {
    try {
      this.#value = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}') ?? {};
    } catch { /* then for this page */ }
  }

  get open() {
    return this.#value.open ?? false;
  }

  set open(open) {
    this.#value.open = open;
    this.#save();
  }

  /** @param {TaskState} task */
  isDismissed(task) {
    return 'lastRun' in task && this.#value.dismissed?.[task.id] === task.lastRun;
  }

  /** @param {TaskState} task */
  dismiss(task) {
    if (!('lastRun' in task)) return;
    const recent = Object.entries(this.#value.dismissed ?? {}).filter(([, at]) => task.lastRun - at < 2 * RECENT_MS);
    this.#value.dismissed = { ...Object.fromEntries(recent), [task.id]: task.lastRun };
    this.#save();
  }

  #save() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.#value));
    } catch { /* then for this page */ }
  }
}
