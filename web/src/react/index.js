// @ts-check
import { createElement, forwardRef, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { attributesOf, fill, give, listen } from '../adapters/element.js';
import { Rows, shownOf } from '../adapters/rows.js';
import { keyOf, storeOf } from '../adapters/store.js';

export { TaskError, TaskEventSource } from '../task-event-source.js';

/** @import { ReactNode, Ref, RefObject } from 'react' */
/** @import { TaskEventSource as Source, TaskEventSourceOptions, TaskState } from '../task-event-source.d.ts' */
/** @import { TaskItemProps, TaskListProps, TaskTrayProps } from './index.d.ts' */
/** @import { Row } from '../adapters/rows.js' */
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

/**
 * An element of a stream, with its properties and listeners. React 18 would set attributes only, and no listener.
 *
 * @param {string | URL | Source} urlOrSource
 * @param {TaskEventSourceOptions | undefined} options
 * @param {Record<string, unknown>} properties
 * @param {{ start?: (event: any) => void, cancel?: (event: any) => void }} listeners
 * @param {Ref<any>} ref
 */
function useElement(urlOrSource, options, properties, listeners, ref) {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  const heard = useRef(listeners);
  const source = useStore(urlOrSource, options, (store) => /** @type {Source | undefined} */ (store.source), () => undefined);
  useImperativeHandle(ref, () => element.current);
  useEffect(() => (element.current ? listen(element.current, () => heard.current) : undefined), []);
  useEffect(() => {
    heard.current = listeners;
    if (element.current && source) give(element.current, { ...properties, source });
  });
  return { element, source };
}

/** @type {any} */
export const TaskList = forwardRef((/** @type {TaskListProps} */ props, /** @type {Ref<any>} */ ref) => {
  const {
    source: urlOrSource, options, filter, unit, onTaskStart, onTaskCancel, className, children,
    pending, running, completed, error, canceled, timed_out, fallback, ...rest
  } = props;
  const given = { pending, running, completed, error, canceled, timed_out, fallback };
  const [shown, setShown] = useState(/** @type {Row[]} */ ([]));
  const rows = useMemo(() => new Rows(setShown), []);
  const properties = { filter, unit, templates: rows.templates(given) };
  const { element, source } = useElement(urlOrSource, options, properties, { start: onTaskStart, cancel: onTaskCancel }, ref);
  useEffect(() => (source ? rows.watch(source) : undefined), [rows, source]);
  const contents = shown.map(({ id, node, task }) => {
    const show = shownOf(/** @type {Record<string, ((task: any) => ReactNode) | undefined>} */ (given), task);
    return show && createPortal(show(task), node, id);
  });
  return createElement('task-list', { ...attributesOf(rest), class: className, ref: element }, children, contents);
});
TaskList.displayName = 'TaskList';

/** @type {any} */
export const TaskTray = forwardRef((/** @type {TaskTrayProps} */ props, /** @type {Ref<any>} */ ref) => {
  const { source, options, unit, onTaskStart, onTaskCancel, className, ...rest } = props;
  const { element } = useElement(source, options, { unit }, { start: onTaskStart, cancel: onTaskCancel }, ref);
  return createElement('task-tray', { ...attributesOf(rest), class: className, ref: element });
});
TaskTray.displayName = 'TaskTray';
