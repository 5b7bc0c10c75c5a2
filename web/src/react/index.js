// @ts-check
import { createElement, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { fill } from '../adapters/item.js';
import { keyOf, storeOf } from '../adapters/store.js';

export { TaskError, TaskEventSource } from '../task-event-source.js';

/** @import { ReactNode } from 'react' */
/** @import { TaskEventSource as Source, TaskEventSourceOptions } from '../task-event-source.d.ts' */
/** @import { TaskItemProps } from './index.d.ts' */
/** @typedef {ReturnType<typeof storeOf>} Store */

/**
 * @template T
 * @param {string | URL | Source} urlOrSource
 * @param {TaskEventSourceOptions | undefined} options
 * @param {(store: Store) => T} read
 * @param {(store: Store) => T} readInitial
 */
function useStore(urlOrSource, options, read, readInitial) {
  const key = keyOf(urlOrSource, options);
  // Looked up each time: a store that nobody watched for a while has been closed, and is replaced.
  const find = () => storeOf(urlOrSource, options);
  const subscribe = useCallback((/** @type {() => void} */ changed) => find().subscribe(changed), [key]);
  const server = useRef(/** @type {Store | undefined} */ (undefined)); // where nothing is shared, the one of this rendering
  return useSyncExternalStore(
    subscribe,
    () => read(find()),
    () => readInitial(server.current ??= find()),
  );
}

/** @param {string | URL | Source} urlOrSource @param {TaskEventSourceOptions} [options] */
export function useTasks(urlOrSource, options) {
  return useStore(urlOrSource, options, (store) => store.snapshot(), (store) => store.initial);
}

/** @param {string | URL | Source} urlOrSource @param {string} id @param {TaskEventSourceOptions} [options] */
export function useTask(urlOrSource, id, options) {
  return useStore(urlOrSource, options, (store) => store.task(id), () => undefined);
}

/** @param {TaskItemProps} props */
export function TaskItem({ task, onStart, onCancel, fallback, ...shown }) {
  const show = /** @type {((task: any) => ReactNode) | undefined} */ (shown[task.status] ?? fallback);
  return show ? show(task) : createElement(DefaultItem, { task, onStart, onCancel });
}

/** @param {TaskItemProps} props */
function DefaultItem({ task, onStart, onCancel }) {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (element.current) fill(element.current, task, onStart, onCancel);
  }, [task, onStart, onCancel]);
  return createElement('task-item', { ref: element });
}
