// @ts-check
// The default of every TaskItem component: the element <task-item>.

/** @import { TaskItemElement } from '../elements.d.ts' */
/** @import { TaskState } from '../task-event-source.d.ts' */
/** @typedef {((id: any) => unknown) | null | undefined} Action */

/** @type {Promise<unknown> | undefined} */
let elements;

/**
 * Gives a `<task-item>` what it is to show. Its code is loaded with the first one: properties that are set before an element is
 * defined would hide its own.
 *
 * @param {Element} element
 * @param {TaskState} task
 * @param {Action} onstart
 * @param {Action} oncancel
 */
export function fill(element, task, onstart, oncancel) {
  const set = () => {
    const item = /** @type {TaskItemElement} */ (element);
    if (item.onstart !== (onstart ?? null)) item.onstart = onstart ?? null;
    if (item.oncancel !== (oncancel ?? null)) item.oncancel = oncancel ?? null;
    item.task = task;
  };
  if (customElements.get('task-item')) return set();
  elements ??= import('../elements.js');
  elements.then(set, (error) => {
    elements = undefined; // the next one tries again
    console.error('taskcast: <task-item> can’t be loaded', error);
  });
}
