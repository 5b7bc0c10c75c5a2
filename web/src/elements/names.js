// @ts-check
// What a task is called.

/** @import { TaskState } from '../task-event-source.d.ts' */

/** An id that a machine has made up. */
const MADE_UP = /^(?=.*\d)[0-9a-z]{20,}$|[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}/i;

/**
 * A task's title; without one its id. One that was submitted without a title has its type, and what tells it apart from
 * its siblings: what only it is said to be, otherwise its id, or the end of that where a machine has made it up.
 *
 * @param {TaskState} task
 * @param {Iterable<TaskState>} [siblings] tasks of the same list, itself and those of other types among them or not
 */
export function nameOf(task, siblings = []) {
  const { id, type, title } = task;
  if (title !== undefined) return title;
  if (type === undefined || type === id) return id;
  const others = [...siblings].filter((other) => other.id !== id && other.type === type && other.title === undefined);
  const own = others.length ? marks(task).find((mark) => !others.some((other) => marks(other).includes(mark))) : undefined;
  return `${type} ${own ?? (MADE_UP.test(id) ? `#${id.slice(-4)}` : id)}`;
}

/** What is said of a task that could tell it apart, its description aside, which stands beside the name. @param {TaskState} task */
function marks({ tags = [], owner }) {
  return [...tags, ...(owner === undefined ? [] : [owner])];
}
