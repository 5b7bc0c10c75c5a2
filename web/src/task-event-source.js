// @ts-check
// What the options and members mean is told in task-event-source.d.ts.

/** @import { ConnectionState, TaskEventSourceOptions, TaskMessage, TaskState } from './task-event-source.d.ts' */
/** @import { Batch, Helper, Sink, Transport } from './extras/port.d.ts' */

const OPEN_MS = 10_000; // for the first byte
const SILENCE_MS = 45_000; // one and a half heartbeats
const SETTLE_MS = 1_000; // a dump of a server that sends no "ready" has ended
const STABLE_MS = 5_000; // a stream that lived that long was no failure
const OFFLINE_AFTER = 3; // failures in a row

export class TaskError extends Error {
  /** @param {string} message @param {number} status @param {string} [code] @param {number} [retryAfter] */
  constructor(message, status, code, retryAfter) {
    super(message);
    this.name = 'TaskError';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** @param {Response} response */
  static async of(response) {
    const problem = await response.json().catch(() => ({}));
    const after = Number(response.headers.get('Retry-After')) * 1_000;
    const text = problem.detail ?? problem.title ?? `The server answered with ${response.status}`;
    return new TaskError(text, response.status, problem.code, after || undefined);
  }
}

export class TaskEventSource extends EventTarget {
  /** @type {Map<string, TaskState>} */
  tasks = new Map();
  /** @type {ConnectionState} */
  state = 'connecting';
  buffered = false;
  lastEventId = '';

  #url;
  #options;
  #base;
  /** @type {AbortController | undefined} */
  #stream;
  /** @type {any} */
  #timer;
  /** @type {any} */
  #settle;
  #attempts = 0;
  #openedAt = 0;
  #lastByte = 0;
  #silence = SILENCE_MS;
  #bursts = 0;
  #hasOpened = false;
  #hasReady = false;
  /** @type {number | undefined} */
  #retry;
  /** Of this connection: nothing yet, a dump, or what follows. @type {'opening' | 'dump' | 'live'} */
  #phase = 'opening';
  /** The tasks that were in the dump. @type {Set<string>} */
  #seen = new Set();
  /** A dump in mid-stream, until it is whole. @type {Batch | undefined} */
  #held;
  /** @type {Set<string>} */
  #changed = new Set();
  #flushing = () => {};
  /** @type {Map<(arg: any) => void, string | undefined>} */
  #subscribers = new Map();
  /** Shares the stream, or stands in for it. @type {Helper | undefined} */
  #helper;
  /** @type {string | undefined} */
  #viewer;
  /** @type {(() => void)[]} */
  #cleanUp = [];

  get connected() {
    return this.state === 'live';
  }

  /** @param {string | URL} url @param {TaskEventSourceOptions} [options] */
  constructor(url, options = {}) {
    super();
    this.#options = { reconnectDelay: 1_000, maxReconnectDelay: 30_000, maxRetries: Infinity, ...options };
    const page = globalThis.document;
    if (!page && !/^https?:/.test(String(url))) { // rendered on a server
      this.#url = this.#base = new URL('http://localhost');
      return;
    }
    this.#url = new URL(url, page?.baseURI);
    for (const [name, values] of Object.entries(options.filter ?? {})) {
      [values].flat().forEach((value) => this.#url.searchParams.append(name, value));
    }
    this.#base = new URL(options.base ?? this.#url.pathname.replace(/\/events$/, ''), this.#url);
    /** @param {EventTarget | undefined} target @param {string} type @param {(event: any) => void} handler */
    const on = (target, type, handler) => {
      target?.addEventListener?.(type, handler);
      this.#cleanUp.push(() => target?.removeEventListener?.(type, handler));
    };
    on(page, 'visibilitychange', () => page.hidden || this.#wake());
    on(globalThis, 'pageshow', (event) => event.persisted && this.reconnect());
    on(globalThis, 'online', () => this.#wake());
    this.#connect();
  }

  /**
   * @param {string | ((changed: Map<string, TaskState | undefined>) => void)} first
   * @param {(state: TaskState | undefined) => void} [second]
   */
  subscribe(first, second) {
    /** @type {(arg: any) => void} */
    const listener = (arg) => (second ?? /** @type {Function} */ (first))(arg);
    this.#subscribers.set(listener, second && /** @type {string} */ (first));
    if (second && this.tasks.has(/** @type {string} */ (first))) {
      second(this.tasks.get(/** @type {string} */ (first)));
    }
    return () => void this.#subscribers.delete(listener);
  }

  close() {
    this.#stop();
    this.#helper?.close();
    this.#cleanUp.splice(0).forEach((undo) => undo());
    this.#become('closed');
  }

  reconnect() {
    if (this.state === 'closed') return;
    this.#helper?.close();
    this.#helper = undefined;
    this.buffered = false;
    this.#connect();
  }

  /** @param {string} id */
  async start(id) {
    return (await this.#ask('POST', `/${encodeURIComponent(id)}/start`)).outcome;
  }

  /** @param {string} id */
  async cancel(id) {
    return (await this.#ask('POST', `/${encodeURIComponent(id)}/cancel`)).outcome;
  }

  /** @param {string} type @param {unknown} [payload] @param {object} [options] */
  submit(type, payload, options) {
    return this.#ask('POST', '', { type, payload, ...options });
  }

  /** @param {string} id @param {{ after?: number }} [options] */
  log(id, { after = 0 } = {}) {
    return this.#ask('GET', `/${encodeURIComponent(id)}/log?after=${after}`);
  }

  /** @param {string} method @param {string} path @param {object} [body] */
  async #ask(method, path, body) {
    const url = new URL(this.#base.href.replace(/\/$/, '') + path);
    const handle = this.#url.searchParams.get('handle');
    if (handle) url.searchParams.set('handle', handle);
    const response = await this.#fetch(url, { method, body: body && JSON.stringify(body) });
    if (!response.ok) throw await TaskError.of(response);
    return response.json();
  }

  /** @param {URL} url @param {RequestInit} init */
  async #fetch(url, init) {
    const { headers, credentials, fetch = globalThis.fetch } = this.#options;
    const own = typeof headers === 'function' ? await headers() : headers;
    const all = new Headers(own);
    if (init.body) all.set('Content-Type', 'application/json');
    try {
      return await fetch(url, { cache: 'no-store', credentials, ...init, headers: all });
    } catch (error) {
      throw new TaskError(`The server can’t be reached: ${error}`, 0, 'unreachable');
    }
  }

  // The connection: one at a time, each with a controller of its own.

  #stop() {
    this.#stream?.abort();
    this.#stream = undefined;
    clearTimeout(this.#timer);
    clearTimeout(this.#settle);
  }

  async #connect() {
    this.#stop();
    if (this.state === 'live') this.#become('reconnecting');
    const own = (this.#stream = new AbortController());
    const url = new URL(this.#helper?.url?.() ?? this.#url);
    if (this.lastEventId) url.searchParams.set('lastEventId', this.lastEventId);
    this.#begin(false);
    this.#lastByte = 0;
    this.#hasOpened = false;
    this.#openedAt = Date.now();
    this.#retry = undefined;
    this.#helper?.begin?.(!this.lastEventId);
    this.#watch();
    /** @type {Batch} */
    let batch = [];
    let beats = 0;
    /** @type {Sink} */
    const sink = {
      open: (viewer) => this.#opened(viewer),
      message: (id, data) => {
        const message = parse(data);
        if (message || id) batch.push([id, message]);
      },
      comment: () => void beats++,
      retry: (ms) => void (this.#retry = ms),
      flush: () => {
        if (this.#stream !== own) return;
        const [given, beaten] = [batch, beats];
        [batch, beats] = [[], 0];
        this.#heard(beaten, given);
      },
    };
    let error;
    try {
      const native = this.#options.transport === 'eventsource';
      const open = native ? (await import('./extras/native.js')).open : openFetch;
      await open(url, { sink, signal: own.signal, fetch: this.#fetch.bind(this), ask: this.#ask.bind(this), options: this.#options });
    } catch (caught) {
      error = caught;
    }
    if (this.#stream === own) this.#lost(error);
  }

  /** @param {string | null} viewer */
  #opened(viewer) {
    this.#hasOpened = true;
    const known = viewer ?? (this.#options.user === undefined ? undefined : `user ${this.#options.user}`);
    if (known !== this.#viewer && this.#viewer !== undefined) { // somebody else has logged in
      this.#helper?.close();
      this.#helper = undefined;
      this.#forget();
      this.#viewer = known;
      this.#connect();
      return;
    }
    this.#viewer = known;
    this.#settleSoon();
  }

  /** @param {unknown} error */
  #lost(error) {
    this.#stop();
    const { status = 0, retryAfter } = error instanceof TaskError ? error : {};
    if (Date.now() - this.#openedAt > STABLE_MS && this.#phase === 'live') this.#attempts = 0;
    const event = Object.assign(new Event('error'), { error });
    if (error) {
      this.#options.onError?.(event);
      this.dispatchEvent(event);
    }
    if (this.state === 'closed') return;
    if (status === 401 || status === 403) return this.#become('denied');
    const { reconnectDelay, maxReconnectDelay, maxRetries } = this.#options;
    if (this.#attempts >= maxRetries) return this.close();
    const ceiling = Math.min(maxReconnectDelay, reconnectDelay * 2 ** this.#attempts++);
    const delay = this.#retry ?? (retryAfter ?? 0) + Math.random() * ceiling;
    const away = globalThis.navigator?.onLine === false || this.#attempts > OFFLINE_AFTER;
    this.#become(away ? 'offline' : this.state === 'connecting' ? 'connecting' : 'reconnecting');
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#helper?.waiting?.(delay);
  }

  #wake() {
    if (this.#helper?.wake?.() || this.state === 'closed') return;
    const silent = Date.now() - (this.#lastByte || this.#openedAt);
    if (!this.#stream || silent > this.#silence) this.#connect();
  }

  /** Looks after a silent stream. */
  #watch() {
    clearTimeout(this.#timer);
    const limit = this.#lastByte ? this.#silence : OPEN_MS;
    const left = (this.#lastByte || this.#openedAt) + limit - Date.now();
    if (left > 0) {
      this.#timer = setTimeout(() => this.#watch(), left + 1);
    } else if (this.#lastByte) {
      this.#silence *= 2; // should it be the server that is quiet: wait longer the next time
      this.#lost(new TaskError('The stream was silent for too long', 0, 'silent'));
    } else {
      this.#poll(!this.#hasOpened);
    }
  }

  /** Of a chunk. @param {number} beats @param {Batch} batch */
  #heard(beats, batch) {
    const last = this.#lastByte;
    this.#lastByte = Date.now();
    if (beats) {
      this.#bursts = beats > 1 ? this.#bursts + 1 : 0; // one may come of a sleep
      this.#silence = Math.max(SILENCE_MS, last && 1.5 * (this.#lastByte - last));
      if (this.#bursts > 1) return this.#poll(false);
    }
    this.#take(batch);
  }

  /** Something in between holds the stream back, or so it seems. @param {boolean} giveUp where it is not so */
  async #poll(giveUp) {
    const own = this.#stream;
    const { poll } = await import('./extras/polling.js');
    const helper = await poll({
      ask: this.#ask.bind(this),
      query: this.#url.searchParams,
      take: (batch) => this.#take(batch),
      begin: () => this.#begin(false),
      failed: (error) => this.#become(error instanceof TaskError && error.status === 403 ? 'denied' : 'offline'),
      retry: () => this.reconnect(),
    });
    if (this.#stream !== own || !own) return helper?.close();
    if (helper) {
      this.#stop();
      this.#helper?.close();
      this.#helper = helper;
      this.buffered = true;
      this.dispatchEvent(new Event('state'));
    } else if (giveUp) {
      this.#lost(new TaskError('The server did not answer in time', 0, 'timeout'));
    } else {
      this.#lastByte = Date.now();
      this.#watch();
    }
  }

  // What the stream says.

  /** @param {Batch} batch */
  #take(batch) {
    this.#helper?.taken?.(batch);
    this.#read(batch);
  }

  /** Ids never fall within a stream: what has a lower one has been here before. @param {Batch} batch */
  #read(batch) {
    for (const [id, message] of batch) {
      const known = Number(this.lastEventId);
      if (this.#held || (message?.type === 'reset' && this.#phase === 'live')) {
        const held = (this.#held ??= []);
        held.push([id, message]);
        if (message?.type !== 'ready') continue;
        this.#held = undefined;
        if (Number(id) > known) {
          this.#begin(true);
          this.#read(held);
        }
      } else if (!(id && this.#phase === 'live' && Number(id) < known)) {
        const wanted = message && this.#helper?.wants?.(message) !== false;
        if (wanted) this.#apply(message);
        if (id) this.lastEventId = id;
        if (wanted) this.dispatchEvent(Object.assign(new Event('message'), { data: message }));
      }
    }
  }

  /** What comes next is the answer to a position. @param {boolean} whole to none */
  #begin(whole) {
    this.#phase = 'opening';
    this.#seen = new Set();
    this.#held = undefined;
    if (whole) this.lastEventId = '';
  }

  /** @param {TaskMessage} message */
  #apply(message) {
    switch (message.type) {
      case 'init':
        if (this.#phase === 'live') break; // a second time
        if (this.#phase === 'opening') this.lastEventId = ''; // whatever was asked for
        this.#phase = 'dump';
        this.#settleSoon();
        this.#set(message.task);
        break;
      case 'update':
        if (this.#phase === 'opening' && !this.#hasReady) this.#ready(); // there was no dump
        this.#set(message.state);
        break;
      case 'remove':
        this.#seen.delete(message.taskId);
        this.#delete(message.taskId);
        break;
      case 'reset':
        this.#phase = 'dump'; // what there was goes when the dump is whole, so that what stays keeps its focus
        this.lastEventId = '';
        break;
      case 'ready':
        this.#hasReady = true;
        this.#ready();
        break;
      default: // of a later version, or a "log": for who listens to messages
    }
  }

  #settleSoon() {
    clearTimeout(this.#settle);
    if (!this.#hasReady && this.#phase !== 'live') this.#settle = setTimeout(() => this.#ready(), SETTLE_MS);
  }

  #ready() {
    clearTimeout(this.#settle);
    if (this.#phase === 'dump' || (this.#phase === 'opening' && !this.lastEventId && this.#hasReady)) {
      const kept = [...this.#seen].map((id) => /** @type {const} */ ([id, this.tasks.get(id)]));
      [...this.tasks.keys()].forEach((id) => this.#seen.has(id) || this.#delete(id));
      this.tasks.clear(); // into the order of the dump
      for (const [id, state] of kept) if (state) this.tasks.set(id, state);
    }
    this.#phase = 'live';
    this.#seen.clear();
    this.#become('live');
    if (this.#viewer !== undefined && !this.#helper && this.#options.shared !== false) this.#share(this.#viewer);
  }

  /** @param {TaskState} state */
  #set(state) {
    if (typeof state?.id !== 'string') return console.warn('taskcast: a state without an id', state);
    if (this.#phase !== 'live') this.#seen.add(state.id);
    this.tasks.set(state.id, state);
    this.#touch(state.id);
  }

  /** @param {string} id */
  #delete(id) {
    if (this.tasks.delete(id)) this.#touch(id);
  }

  #forget() {
    this.lastEventId = '';
    [...this.tasks.keys()].forEach((id) => this.#delete(id));
  }

  /** Tells subscribers with the next frame; of a hidden page, which has none, soon. @param {string} id */
  #touch(id) {
    if (!this.#changed.size) {
      const frame = globalThis.requestAnimationFrame?.(() => this.#flush());
      const timer = setTimeout(() => this.#flush(), globalThis.document ? 200 : 16);
      this.#flushing = () => {
        if (frame) cancelAnimationFrame(frame);
        clearTimeout(timer);
      };
    }
    this.#changed.add(id);
  }

  #flush() {
    this.#flushing();
    const ids = this.#changed;
    this.#changed = new Set();
    const changed = new Map([...ids].map((id) => [id, this.tasks.get(id)]));
    for (const [listener, id] of this.#subscribers) {
      if (id === undefined) listener(changed);
      else if (ids.has(id)) listener(changed.get(id));
    }
    this.dispatchEvent(Object.assign(new Event('change'), { changed }));
  }

  /** @param {ConnectionState} state */
  #become(state) {
    if (this.state === state || this.state === 'closed') return;
    this.state = state;
    if (this.#changed.size) this.#flush();
    this.dispatchEvent(new Event('state'));
    this.#helper?.state?.(state);
  }

  /** @param {string} viewer */
  async #share(viewer) {
    if (!globalThis.isSecureContext || !globalThis.navigator?.locks || !globalThis.BroadcastChannel) return;
    const { join } = await import('./extras/sharing.js');
    if (this.#helper || this.#viewer !== viewer || this.state !== 'live') return;
    this.#helper = join({
      url: this.#url,
      viewer,
      tasks: this.tasks,
      lastEventId: () => this.lastEventId,
      state: () => this.state,
      // A follower has no stream: what the leader got is given to it.
      follow: () => this.#stop(),
      begin: (whole) => this.#begin(whole),
      take: (batch) => this.#take(batch),
      become: (state) => this.#become(state),
      lead: (whole) => {
        if (whole) this.lastEventId = '';
        this.#connect();
      },
      retryNow: () => void (this.#stream || this.#connect()),
    });
  }
}

/** @param {string | undefined} data @returns {TaskMessage | undefined} */
function parse(data) {
  if (data === undefined) return undefined;
  try {
    const message = JSON.parse(data);
    if (typeof message?.type === 'string') return message;
  } catch { /* told below */ }
  console.warn('taskcast: not a message', data);
  return undefined;
}

/** @type {Transport} */
async function openFetch(url, { sink, signal, fetch }) {
  const response = await fetch(url, { signal, headers: {} });
  if (!response.ok) throw await TaskError.of(response);
  if (!response.headers.get('Content-Type')?.startsWith('text/event-stream') || !response.body) {
    throw new TaskError('The answer is no event stream', response.status, 'no_stream');
  }
  sink.open(response.headers.get('Taskcast-Viewer'));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const read = parser(sink);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    read(value);
    sink.flush();
  }
}

/**
 * Reads an event stream as https://html.spec.whatwg.org/multipage/server-sent-events.html has it.
 *
 * @param {Sink} sink
 */
export function parser(sink) {
  let rest = '';
  let event = '';
  /** @type {string | undefined} */
  let id;
  /** @type {string | undefined} */
  let data;
  return (/** @type {string} */ text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = /** @type {string} */ (lines.pop());
    for (const line of lines) {
      const colon = line.indexOf(':');
      const name = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
      if (line === '') {
        if ((data ?? id) !== undefined && (!event || event === 'message')) sink.message(id, data);
        id = data = undefined;
        event = '';
      } else if (colon === 0) sink.comment();
      else if (name === 'data') data = data === undefined ? value : `${data}\n${value}`;
      else if (name === 'id' && !value.includes('\0')) id = value;
      else if (name === 'event') event = value;
      else if (name === 'retry' && /^\d+$/.test(value)) sink.retry(Number(value));
    }
  };
}
