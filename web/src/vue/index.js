// @ts-check
import { computed, defineComponent, h, onScopeDispose, shallowRef, Teleport, toValue, watch, watchPostEffect } from 'vue';
import { attributesOf, fill, give } from '../adapters/element.js';
import { Rows, shownOf } from '../adapters/rows.js';
import { storeOf } from '../adapters/store.js';

export { TaskError, TaskEventSource } from '../task-event-source.js';

/** @import { MaybeRefOrGetter, PropType } from 'vue' */
/** @import { TaskUnitOf } from '../elements.d.ts' */
/** @import { Row } from '../adapters/rows.js' */
/** @import { TaskEventSource as Source, TaskEventSourceOptions, TaskState } from '../task-event-source.d.ts' */

/**
 * @template T
 * @param {string | URL | Source} urlOrSource
 * @param {TaskEventSourceOptions | undefined} options
 * @param {(store: ReturnType<typeof storeOf>) => T} read
 */
function useStore(urlOrSource, options, read) {
  const store = storeOf(urlOrSource, options);
  const value = shallowRef(read(store));
  const update = () => void (value.value = read(store));
  if (typeof document !== 'undefined') {
    onScopeDispose(store.subscribe(update), true);
    update(); // what came before it listened
  }
  return { store, value, update };
}

/** @param {string | URL | Source} urlOrSource @param {TaskEventSourceOptions} [options] */
export function useTasks(urlOrSource, options) {
  const { store, value } = useStore(urlOrSource, options, (from) => from.snapshot());
  return {
    tasks: computed(() => value.value.tasks),
    state: computed(() => value.value.state),
    connected: computed(() => value.value.connected),
    error: computed(() => value.value.error),
    buffered: computed(() => value.value.buffered),
    source: store.source,
  };
}

/** @param {string | URL | Source} urlOrSource @param {MaybeRefOrGetter<string>} id @param {TaskEventSourceOptions} [options] */
export function useTask(urlOrSource, id, options) {
  const { value, update } = useStore(urlOrSource, options, (from) => from.task(toValue(id)));
  watch(() => toValue(id), update, { flush: 'sync' });
  return computed(() => value.value);
}

/** @typedef {(id: string) => unknown} Listener */
/** What Vue gives for several listeners of one event is an array. @typedef {PropType<Listener | Listener[]>} Listeners */

export const TaskItem = defineComponent({
  name: 'TaskItem',
  props: {
    task: { type: /** @type {PropType<TaskState>} */ (Object), required: true },
    // Props, so that it is known whether anybody listens.
    onStart: /** @type {Listeners} */ ([Function, Array]),
    onCancel: /** @type {Listeners} */ ([Function, Array]),
  },
  setup(props, { slots }) {
    const element = shallowRef(/** @type {Element | null} */ (null));
    watchPostEffect(() => {
      if (element.value) fill(element.value, props.task, all(props.onStart), all(props.onCancel));
    });
    return () => {
      const { task } = props;
      const slot = slots[task.status] ?? slots.fallback;
      return slot ? slot({ task }) : h('task-item', { ref: element });
    };
  },
});

/** @param {Listener | Listener[] | undefined} listeners @returns {Listener | undefined} */
function all(listeners) {
  if (!Array.isArray(listeners)) return listeners;
  return (id) => Promise.all(listeners.map(async (listener) => listener(id))); // one that throws keeps no other from it
}

/** What both elements of a stream take. */
const streamProps = {
  source: { type: /** @type {PropType<string | URL | Source>} */ ([String, Object]), required: true },
  options: /** @type {PropType<TaskEventSourceOptions>} */ (Object),
  unit: /** @type {PropType<TaskUnitOf>} */ ([String, Function]),
};

/**
 * An element of a stream, for as long as its component.
 *
 * @param {{ source: string | URL | Source, options?: TaskEventSourceOptions }} props
 * @param {() => Record<string, unknown>} properties
 */
function useElement(props, properties) {
  const element = shallowRef(/** @type {Element | null} */ (null));
  const source = shallowRef(/** @type {Source | undefined} */ (undefined));
  if (typeof document !== 'undefined') {
    watch(() => [props.source, props.options], (now, before, ended) => {
      const store = storeOf(props.source, props.options);
      source.value = store.source;
      ended(store.subscribe(() => {}));
    }, { immediate: true });
  }
  watchPostEffect(() => {
    if (element.value && source.value) give(element.value, { ...properties(), source: source.value });
  });
  return { element, source };
}

export const TaskList = defineComponent({
  name: 'TaskList',
  inheritAttrs: false,
  props: {
    ...streamProps,
    filter: /** @type {PropType<(task: TaskState) => boolean>} */ (Function),
  },
  setup(props, { slots, attrs }) {
    const shown = shallowRef(/** @type {Row[]} */ ([]));
    const rows = new Rows((all) => (shown.value = all));
    const { element, source } = useElement(props, () => ({ filter: props.filter, unit: props.unit, templates: rows.templates(slots) }));
    watch(source, (now, before, ended) => {
      if (now) ended(rows.watch(now));
    }, { immediate: true });
    return () => h('task-list', { ...attributesOf(attrs), ref: element }, [
      slots.default?.(),
      ...shown.value.map(({ id, node, task }) => h(Teleport, { to: node, key: id }, shownOf(slots, task)?.({ task }))),
    ]);
  },
});

export const TaskTray = defineComponent({
  name: 'TaskTray',
  inheritAttrs: false,
  props: streamProps,
  setup(props, { attrs }) {
    const { element } = useElement(props, () => ({ unit: props.unit }));
    return () => h('task-tray', { ...attributesOf(attrs), ref: element });
  },
});
