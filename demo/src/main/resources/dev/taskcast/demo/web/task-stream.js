// @ts-check

/**
 * @typedef {{ name: string, status: string, current?: number, total?: number, depth?: number }} Step
 * @typedef {{ message: string, current?: number, total?: number, steps?: Step[] }} Progress
 * @typedef {{
 *   id: string, status: string, title?: string, description?: string, run?: number,
 *   progress?: Progress, startedAt?: number, lastRun?: number,
 *   result?: unknown, error?: string, stopping?: { phase: string, since: number },
 * }} TaskState
 *
 * @typedef {object} TaskListener
 * @property {(state: TaskState) => void} onState a task is like this now
 * @property {(id: string) => void} onRemove a task is gone
 * @property {(ids: Set<string>) => void} onWhole these are all the tasks there are, in their order
 * @property {() => void} onLive what is shown is true again
 * @property {() => void} onLost what is shown may be out of date
 */

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;
const STABLE_MS = 5_000;
const OPEN_TIMEOUT_MS = 10_000;

/**
 * Keeps a listener up to date with the tasks of a server, over whatever happens to the connection.
 *
 * An EventSource that loses its connection tries again by itself, all clients of a server at the same moment; after an
 * error status it gives up for good. So each one is used for one connection only, and the next one, after a delay with
 * backoff and jitter, asks for what came after the last id.
 */
export class TaskStream {
  #url;
  #listener;
  /** @type {EventSource | undefined} */
  #source;
  #timer = 0;
  #attempts = 0;
  #live = false;
  #liveSince = 0;
  #lastId = '';
  /** While a dump comes, the ids that were in it so far. @type {Set<string> | undefined} */
  #dump;

  /**
   * @param {string} url of the stream
   * @param {TaskListener} listener
   */
  constructor(url, listener) {
    this.#url = url;
    this.#listener = listener;
  }

  open() {
    addEventListener('online', () => this.#retryNow());
    addEventListener('pageshow', (event) => event.persisted && this.#reconnect());
    document.addEventListener('visibilitychange', () => document.hidden || this.#retryNow());
    this.#connect();
  }

  #connect() {
    const position = this.#lastId && `?lastEventId=${encodeURIComponent(this.#lastId)}`;
    const source = new EventSource(this.#url + position);
    this.#source = source;
    this.#dump = position ? undefined : new Set();
    source.onopen = () => clearTimeout(this.#timer);
    source.onmessage = (event) => this.#take(event);
    source.onerror = () => this.#reconnect();
    this.#timer = setTimeout(() => this.#reconnect(), OPEN_TIMEOUT_MS);
  }

  #reconnect() {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#timer);
    if (this.#live) {
      this.#live = false;
      // A connection that is lost as soon as it is made says nothing about the next one.
      if (performance.now() - this.#liveSince > STABLE_MS) {
        this.#attempts = 0;
      }
    }
    this.#listener.onLost();
    const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempts++);
    this.#timer = setTimeout(() => this.#connect(), ceiling * (0.5 + Math.random() / 2));
  }

  #retryNow() {
    if (!this.#source) {
      clearTimeout(this.#timer);
      this.#connect();
    }
  }

  /** @param {MessageEvent<string>} event */
  #take(event) {
    const message = JSON.parse(event.data);
    switch (message.type) {
      case 'init':
        this.#state(message.task);
        break;
      case 'update':
        this.#state(message.state);
        break;
      case 'remove':
        this.#dump?.delete(message.taskId);
        this.#listener.onRemove(message.taskId);
        break;
      case 'reset':
        // What was there goes when the dump is whole, so that what stays keeps its focus.
        this.#dump = new Set();
        this.#lastId = '';
        break;
      case 'ready':
        this.#ready();
        break;
      default: // of a later version
    }
    if (event.lastEventId) {
      this.#lastId = event.lastEventId;
    }
  }

  /** @param {TaskState} state */
  #state(state) {
    this.#dump?.add(state.id);
    this.#listener.onState(state);
  }

  #ready() {
    if (this.#dump) {
      this.#listener.onWhole(this.#dump);
      this.#dump = undefined;
    }
    this.#live = true;
    this.#liveSince = performance.now();
    this.#listener.onLive();
  }
}
