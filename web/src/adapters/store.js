// @ts-check
// An event source as a store: for frameworks that compare snapshots.

import { watched } from '../elements/clock.js';
import { TaskEventSource } from '../task-event-source.js';

/** @import { TaskEventSource as Source, TaskEventSourceOptions, TaskState } from '../task-event-source.d.ts' */
/** @import { TasksSnapshot } from './snapshot.d.ts' */

const IDLE_MS = 1_000; // a source of a URL that nobody has watched for so long is closed

/** Where components are rendered to a string, and nothing connects. */
const onServer = () => typeof document === 'undefined';

/** What a source knows, as values that change only when listeners are told. These are an event's: one that throws hurts none. */
class Store extends EventTarget {
  /** @type {Map<string, TaskState>} */
  #tasks = new Map();
  #listeners = 0;
  /** @type {(() => void) | undefined} */
  #detach;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idle;
  #close;
  /** @type {TasksSnapshot} */
  #snapshot;

  /** @param {Source} source @param {() => void} [close] when nobody watches it any more */
  constructor(source, close) {
    super();
    this.source = watched(source);
    this.#close = close;
    /** As a server renders it, and the page's first rendering must. @type {TasksSnapshot} */
    this.initial = { tasks: [], state: 'connecting', connected: false, error: undefined, buffered: false, source };
    this.#snapshot = this.initial;
    this.#rest();
  }

  snapshot() {
    if (!this.#detach) this.#refresh();
    return this.#snapshot;
  }

  /** @param {string} id */
  task(id) {
    if (!this.#detach) this.#refresh();
    return this.#tasks.get(id);
  }

  /** @param {() => void} listener @returns {() => void} */
  subscribe(listener) {
    const own = () => listener(); // the same one twice is two
    this.addEventListener('change', own);
    this.#listeners++;
    clearTimeout(this.#idle);
    if (!this.#detach) this.#attach();
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.removeEventListener('change', own);
      if (--this.#listeners) return;
      this.#detach?.();
      this.#detach = undefined;
      this.#rest();
    };
  }

  #attach() {
    const told = () => {
      if (this.#refresh()) this.dispatchEvent(new Event('change'));
    };
    const events = ['change', 'state', 'error'];
    events.forEach((event) => this.source.addEventListener(event, told));
    this.#detach = () => events.forEach((event) => this.source.removeEventListener(event, told));
    this.#refresh();
  }

  /** Whether there was something new. */
  #refresh() {
    const { source } = this;
    const { state, connected, error, buffered } = source;
    const old = this.#snapshot;
    const all = [...source.tasks.values()];
    const same = all.length === old.tasks.length && all.every((task, index) => task === old.tasks[index]);
    if (same && state === old.state && error === old.error && buffered === old.buffered) return false;
    this.#tasks = new Map(source.tasks);
    this.#snapshot = { tasks: same ? old.tasks : all, state, connected, error, buffered, source };
    return true;
  }

  #rest() {
    if (this.#close && !onServer()) this.#idle = setTimeout(this.#close, IDLE_MS);
  }
}

/** @type {WeakMap<Source, Store>} */
const given = new WeakMap();
/** @type {Map<string, Store>} */
const made = new Map();

/**
 * What tells stores apart: an event source, or a URL with its options. Functions among these are not compared.
 *
 * @param {string | URL | Source} urlOrSource
 * @param {TaskEventSourceOptions} [options]
 */
export function keyOf(urlOrSource, options = {}) {
  if (typeof urlOrSource !== 'string' && 'tasks' in urlOrSource) return urlOrSource;
  return JSON.stringify([urlOrSource, options], (_, value) => (value instanceof Headers ? [...value] : value));
}

/**
 * The store of an event source, or of the one that all components with this URL and these options share. That one is made by the
 * first and closed after the last has gone.
 *
 * @param {string | URL | Source} urlOrSource
 * @param {TaskEventSourceOptions} [options]
 * @returns {Store}
 */
export function storeOf(urlOrSource, options) {
  const key = keyOf(urlOrSource, options);
  if (typeof key !== 'string') {
    const known = given.get(key) ?? new Store(key);
    given.set(key, known);
    return known;
  }
  if (onServer()) return new Store(new TaskEventSource('/'));
  const known = made.get(key);
  if (known) return known;
  const source = new TaskEventSource(/** @type {string | URL} */ (urlOrSource), options);
  const store = new Store(source, () => {
    made.delete(key);
    source.close();
  });
  made.set(key, store);
  return store;
}
