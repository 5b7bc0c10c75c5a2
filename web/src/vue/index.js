// @ts-check
import { computed, defineComponent, h, onScopeDispose, shallowRef, toValue, watch, watchPostEffect } from 'vue';
import { fill } from '../adapters/item.js';
import { storeOf } from '../adapters/store.js';

export { TaskError, TaskEventSource } from '../task-event-source.js';

/** @import { MaybeRefOrGetter, PropType } from 'vue' */
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
