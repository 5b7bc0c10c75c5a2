// @ts-check
// The elements within a framework's components.

import { load } from '../task-event-source.js';

/** @import { TaskState } from '../task-event-source.d.ts' */
/** @typedef {((id: any) => unknown) | null | undefined} Action */

/** @type {Promise<unknown> | undefined} */
let elements;

/**
 * Gives an element its properties. The elements' code is loaded with the first one: properties that are set before an
 * element is defined would hide its own.
 *
 * @param {Element} element
 * @param {Record<string, unknown>} properties
 */
export function give(element, properties) {
  const set = () => {
    const own = /** @type {any} */ (element);
    for (const [name, value] of Object.entries(properties)) if (own[name] !== value) own[name] = value;
  };
  if (customElements.get(element.localName)) return set();
  elements ??= load(import('../elements.js'));
  elements.then(set, (error) => {
    elements = undefined; // the next one tries again
    console.error(`taskcast: <${element.localName}> can’t be loaded`, error);
  });
}

/**
 * The default of every TaskItem component: the element `<task-item>`.
 *
 * @param {Element} element
 * @param {TaskState} task
 * @param {Action} onstart
 * @param {Action} oncancel
 */
export function fill(element, task, onstart, oncancel) {
  give(element, { onstart: onstart ?? null, oncancel: oncancel ?? null, task });
}

/** What is there by itself where there are many tasks, so that without the attribute it is not off. */
const BY_ITSELF = ['groups', 'filterable'];

/**
 * Attributes as HTML has them: true is there, and false is not.
 *
 * @param {Record<string, unknown>} given
 */
export function attributesOf(given) {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => {
    if (typeof value !== 'boolean' || /^(aria|data)-/.test(name)) return [name, value];
    return [name, value ? '' : BY_ITSELF.includes(name) ? 'off' : undefined];
  }));
}

/**
 * Tells a component of the events before an action. Its listener may be another one each time.
 *
 * @param {Element} element
 * @param {() => { start?: (event: any) => void, cancel?: (event: any) => void }} listeners
 * @returns {() => void}
 */
export function listen(element, listeners) {
  /** @param {Event} event */
  const start = (event) => listeners().start?.(event);
  /** @param {Event} event */
  const cancel = (event) => listeners().cancel?.(event);
  element.addEventListener('task-start', start);
  element.addEventListener('task-cancel', cancel);
  return () => {
    element.removeEventListener('task-start', start);
    element.removeEventListener('task-cancel', cancel);
  };
}
