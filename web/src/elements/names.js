// @ts-check
// What a task is called.

/** @import { TaskState } from '../task-event-source.d.ts' */

/** An id that a machine has made up. */
const MADE_UP = /^(?=.*\d)[0-9a-z]{20,}$|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}/i;

/**
 * A task's title; without one its id. One that was submitted without a title has its type and its id, or the end of that where a
 * machine has made it up.
 *
 * @param {TaskState} task
 */
export function nameOf({ id, type, title }) {
  if (title !== undefined) return title;
  return type === undefined || type === id ? id : `${type} ${MADE_UP.test(id) ? `#${id.slice(-4)}` : id}`;
}
