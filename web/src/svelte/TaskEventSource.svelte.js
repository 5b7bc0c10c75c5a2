// @ts-check
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { watched } from '../elements/clock.js';
import { TaskEventSource as Client } from '../task-event-source.js';

/** @import { ConnectionState, SubmitOptions, TaskEventSourceOptions, TaskState } from '../task-event-source.d.ts' */

/** The client behind each. @type {WeakMap<object, Client>} */
const clients = new WeakMap();

/** The plain client of an event source, which may be one itself. @param {any} source @returns {Client} */
export function clientOf(source) {
  return clients.get(source) ?? source;
}

/** The event source, with members that Svelte's templates, effects and deriveds follow. */
export class TaskEventSource {
  /** @type {SvelteMap<string, TaskState>} */
  tasks = new SvelteMap();
  #client;
  #state = $state.raw(/** @type {ConnectionState} */ ('connecting'));
  #error = $state.raw(/** @type {unknown} */ (undefined));
  #buffered = $state.raw(false);
  #lastEventId = $state.raw('');

  /** @param {string | URL} url @param {TaskEventSourceOptions} [options] */
  constructor(url, options) {
    const onServer = typeof document === 'undefined';
    this.#client = watched(new Client(onServer ? '/' : url, onServer ? {} : options)); // the path alone never connects there
    clients.set(this, this.#client);
    this.#client.subscribe(() => this.#copy());
    this.#client.addEventListener('state', () => this.#copy());
    this.#client.addEventListener('error', () => this.#copy());
    this.#client.addEventListener('message', () => void (this.#lastEventId = this.#client.lastEventId));
    try {
      $effect(() => () => this.close());
    } catch { /* made outside of a component: whoever made it closes it */ }
  }

  get connected() {
    return this.#state === 'live';
  }

  get state() {
    return this.#state;
  }

  get error() {
    return this.#error;
  }

  get buffered() {
    return this.#buffered;
  }

  get clock() {
    return this.#client.clock;
  }

  get lastEventId() {
    return this.#lastEventId;
  }

  /**
   * @param {any} first
   * @param {(state: TaskState | undefined) => void} [second]
   */
  subscribe(first, second) {
    return second ? this.#client.subscribe(first, second) : this.#client.subscribe(first);
  }

  /** @param {string} id */
  start(id) {
    return this.#client.start(id);
  }

  /** @param {string} id */
  cancel(id) {
    return this.#client.cancel(id);
  }

  /** @param {string} type @param {unknown} [payload] @param {SubmitOptions} [options] */
  submit(type, payload, options) {
    return this.#client.submit(type, payload, options);
  }

  /** @param {string} id @param {{ after?: number }} [options] */
  log(id, options) {
    return this.#client.log(id, options);
  }

  reconnect() {
    this.#client.reconnect();
  }

  close() {
    this.#client.close();
  }

  /** @param {string} type @param {any} listener @param {boolean | AddEventListenerOptions} [options] */
  addEventListener(type, listener, options) {
    this.#client.addEventListener(type, listener, options);
  }

  /** @param {string} type @param {any} listener @param {boolean | EventListenerOptions} [options] */
  removeEventListener(type, listener, options) {
    this.#client.removeEventListener(type, listener, options);
  }

  /** @param {Event} event */
  dispatchEvent(event) {
    return this.#client.dispatchEvent(event);
  }

  #copy() {
    const { state, error, buffered, tasks } = this.#client;
    untrack(() => follow(this.tasks, tasks));
    this.#state = state;
    this.#error = error;
    this.#buffered = buffered;
  }
}

/**
 * Makes a map equal to another, its order too, and touches no entry that is in its place.
 *
 * @template K, V
 * @param {Map<K, V>} map
 * @param {Map<K, V>} to
 */
function follow(map, to) {
  for (const key of [...map.keys()]) if (!to.has(key)) map.delete(key);
  const keys = [...to.keys()];
  const kept = [...map.keys()];
  const first = kept.findIndex((key, index) => key !== keys[index]);
  if (first >= 0) kept.slice(first).forEach((key) => map.delete(key)); // they come back in order
  for (const [key, value] of to) map.set(key, value);
}
