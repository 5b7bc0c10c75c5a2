// @ts-check
// Documented in task-event-source.d.ts.

/** @import { ConnectionState, TaskEventSourceOptions, TaskMessage, TaskState } from './task-event-source.d.ts' */
/** @import { Batch, Helper, Port, Sink, Transport } from './extras/port.d.ts' */

const OPEN_MS = 10_000; // for the first byte
const SILENCE_MS = 45_000; // one and a half heartbeats
const SETTLE_MS = 1_000; // a dump of a server that sends no "ready" has ended
const STABLE_MS = 5_000; // a stream that lived that long was no failure
const OFFLINE_AFTER = 3; // failures in a row
const LONGEST_MS = 2e9; // a timer takes no 2^31
const STREAM = 'text/event-stream';

const now = () => performance.now();

/** @type {unknown} */
let told;

/** What it throws stops nobody else. @param {(arg: any) => void} listener @param {any} arg */
function tell(listener, arg) {
  const outer = told;
  told = listener;
  try {
    listener(arg);
  } catch (error) {
    (globalThis.reportError ?? console.error)(error);
  }
  told = outer;
}

export class TaskError extends Error {
  /** @param {string} message @param {number} status @param {string} [code] @param {number} [retryAfter] @param {string} [url] */
  constructor(message, status, code, retryAfter, url) {
    super(message);
    this.name = 'TaskError';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
    this.url = url;
  }

  get denied() {
    return this.status === 401 || this.status === 403 || this.code === 'login';
  }
}

export class TaskEventSource extends EventTarget {
  /** @type {Map<string, TaskState>} */
  tasks = new Map();
  /** @type {ConnectionState} */
  state = 'connecting';
  /** @type {unknown} */
  error;
  buffered = false;
  lastEventId = '';
  static clock = NaN;
  clock = NaN;

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
  #heardAt = 0;
  #got = 0; // of an answer: 1 its head, 2 more
  #silence = SILENCE_MS;
  #bursts = 0;
  #hasReady = false;
  /** @type {number | undefined} */
  #retry;
  /** Of this connection. @type {'opening' | 'dump' | 'live'} */
  #phase = 'opening';
  /** In the dump. @type {Set<string>} */
  #seen = new Set();
  /** A dump in mid-stream, until it is whole. @type {Batch | undefined} */
  #held;
  /** @type {Set<string>} */
  #changed = new Set();
  #flushing = () => {};
  /** @type {Set<{ id?: string, listener: (arg: any) => void }>} */
  #subscribers = new Set();
  /** @type {Helper | undefined} */
  #helper;
  /** @type {string | undefined} */
  #viewer;
  #life = new AbortController();
  /** @type {Port} */
  #port = {
    source: this,
    ask: this.#ask.bind(this),
    fetch: this.#fetch.bind(this),
    begin: this.#begin.bind(this),
    take: this.#take.bind(this),
    place,
    become: this.#become.bind(this),
    connect: this.#connect.bind(this),
    stop: this.#stop.bind(this),
    wake: this.#wake.bind(this),
    lost: this.#lost.bind(this),
    report: this.#report.bind(this),
  };

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
    const { signal } = this.#life;
    page?.addEventListener('visibilitychange', () => page.hidden || this.#wake(), { signal });
    const on = globalThis.addEventListener ?? (() => {});
    on('online', () => this.#wake(), { signal });
    on('pagehide', () => this.#pause(), { signal });
    on('pageshow', (event) => event.persisted && this.reconnect(), { signal });
    this.#connect();
  }

  /** @param {any} first @param {(state: TaskState | undefined) => void} [second] */
  subscribe(first, second) {
    const own = { id: second && first, listener: second ?? first };
    this.#subscribers.add(own);
    if (second && second !== told && this.tasks.has(first)) tell(second, this.tasks.get(first));
    return () => void this.#subscribers.delete(own);
  }

  close() {
    this.#pause();
    this.#life.abort();
    this.#become('closed');
  }

  reconnect() {
    if (this.state === 'closed') return;
    this.#pause();
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
    return this.#fetch(url, { method, body: body && JSON.stringify(body) });
  }

  /** @param {URL} url @param {RequestInit} init @param {string} [type] */
  async #fetch(url, init, type = 'application/json') {
    const { headers, credentials, fetch = globalThis.fetch } = this.#options;
    const all = new Headers(typeof headers === 'function' ? await headers() : headers);
    if (init.body) all.set('Content-Type', 'application/json');
    let response;
    try {
      response = await fetch(url, { cache: 'no-store', redirect: 'manual', credentials, ...init, headers: all });
      if (response.ok && response.headers.get('Content-Type')?.startsWith(type)) {
        return type === STREAM ? response : await response.json();
      }
    } catch (error) {
      throw new TaskError(`The server can’t be reached: ${error}`, 0, 'unreachable');
    }
    const { status } = response;
    const { other } = await import('./extras/answer.js').catch(() => {
      throw new TaskError(`Log in, or try later (${status})`, status, status < 400 ? 'login' : undefined);
    });
    return other(response, url, type, () => this.#fetch(url, { ...init, redirect: 'follow' }, type));
  }

  #stop() {
    this.#stream?.abort();
    this.#stream = undefined;
    clearTimeout(this.#timer);
    clearTimeout(this.#settle);
  }

  #pause() {
    this.#stop();
    this.#helper?.close();
    this.#helper = undefined;
    this.buffered = false;
  }

  async #connect() {
    this.#stop();
    if (this.state === 'live') this.#become('reconnecting');
    if (this.#stream || this.state === 'closed') return; // by who was told
    const own = (this.#stream = new AbortController());
    const url = new URL(this.#helper?.url?.() ?? this.#url);
    if (this.lastEventId) url.searchParams.set('lastEventId', this.lastEventId);
    this.#begin(false);
    this.#got = 0;
    this.#openedAt = this.#lastByte = now();
    this.#heardAt = Date.now();
    this.#retry = undefined;
    this.#helper?.begin?.(!this.lastEventId);
    this.#watch();
    /** @type {Batch} */
    const batch = [];
    let beats = 0;
    /** @type {Sink} */
    const sink = {
      open: (viewer) => this.#stream === own && this.#opened(viewer),
      message: (id, data) => {
        const message = parse(data);
        if (message || id) batch.push([id, message]);
      },
      comment: () => void beats++,
      retry: (ms) => void (this.#retry = ms),
      flush: () => {
        if (this.#stream === own) this.#heard(beats, batch.splice(0));
        beats = 0;
      },
    };
    let error;
    try {
      const native = this.#options.transport === 'eventsource';
      const { open } = native ? await import('./extras/native.js') : { open: openFetch };
      await open(url, { ...this.#port, sink, signal: own.signal, options: this.#options });
    } catch (caught) {
      error = caught;
    }
    if (this.#stream === own) this.#lost(error);
  }

  /** @param {string | null} viewer */
  #opened(viewer) {
    this.#got = 1;
    const { user } = this.#options;
    const known = viewer ?? (user && `user ${user}`);
    const other = this.#viewer !== undefined && this.#viewer !== known; // has logged in
    this.#viewer = known;
    if (!other) return this.#settleSoon();
    this.#begin(true);
    this.#forget();
    this.reconnect();
  }

  /** @param {unknown} error */
  #lost(error) {
    this.#stop();
    if (now() - this.#openedAt > STABLE_MS && this.#phase === 'live') this.#attempts = 0;
    if (error) this.#report(error);
    if (this.#stream || this.state === 'closed') return; // by who was told
    const { status = 0, denied, retryAfter = 0 } = error instanceof TaskError ? error : {};
    if (status === 204) return this.close();
    if (denied) return this.#become('denied');
    const { reconnectDelay, maxReconnectDelay, maxRetries } = this.#options;
    if (this.#attempts >= maxRetries) return this.close();
    const ceiling = Math.min(maxReconnectDelay, reconnectDelay * 2 ** this.#attempts++);
    const asked = this.#retry ?? retryAfter + Math.random() * ceiling;
    const delay = asked >= 0 ? Math.min(asked, LONGEST_MS) : STABLE_MS;
    this.#timer = setTimeout(() => this.#connect(), delay);
    this.#helper?.waiting?.(delay);
    const refused = status && status < 500 && status !== 429;
    const away = globalThis.navigator?.onLine === false || this.#attempts > OFFLINE_AFTER || refused;
    this.#become(away ? 'offline' : this.state === 'connecting' ? 'connecting' : 'reconnecting');
  }

  /** @param {unknown} error */
  #report(error) {
    this.error = error;
    const event = Object.assign(new Event('error'), { error });
    if (this.#options.onError) tell(this.#options.onError, event);
    this.dispatchEvent(event);
  }

  #wake() {
    if (this.#helper?.wake?.() || this.state === 'closed') return;
    const silent = Math.max(now() - this.#lastByte, Date.now() - this.#heardAt); // in sleep, now() may stand still
    if (!this.#stream || silent > this.#silence) this.#connect();
  }

  #watch() {
    clearTimeout(this.#timer);
    const left = this.#lastByte + (this.#got > 1 ? this.#silence : OPEN_MS) - now();
    if (left > 0) {
      this.#timer = setTimeout(() => this.#watch(), Math.min(left + 1, LONGEST_MS));
    } else if (this.#got > 1) {
      this.#silence *= 2;
      this.#lost(silent());
    } else {
      this.#poll(!this.#got);
    }
  }

  /** @param {number} beats @param {Batch} batch */
  #heard(beats, batch) {
    const gap = now() - this.#lastByte;
    this.#lastByte += gap;
    this.#heardAt = Date.now();
    this.#got = 2;
    if (beats) {
      this.#bursts = beats > 1 ? this.#bursts + 1 : 0;
      this.#silence = Math.max(SILENCE_MS, 1.5 * Math.min(gap, this.#silence));
      if (this.#bursts > 1) return this.#poll(false);
    }
    this.#take(batch);
  }

  /** @param {boolean} giveUp where nothing holds the stream back */
  async #poll(giveUp) {
    const own = this.#stream;
    const helper = await import('./extras/polling.js')
      .then(({ poll }) => poll(this.#port, this.#url.searchParams), () => undefined);
    if (this.#stream !== own || !own) return helper?.close();
    if (helper) {
      this.#pause();
      this.#helper = helper;
      this.buffered = true;
      this.dispatchEvent(new Event('state'));
    } else if (giveUp) {
      this.#lost(silent());
    } else {
      this.#heard(0, []);
      this.#watch();
    }
  }

  /** @param {Batch} batch */
  #take(batch) {
    this.#helper?.taken?.(batch);
    this.#read(batch);
  }

  /** Ids never fall: what has a lower one was here before. @param {Batch} batch */
  #read(batch) {
    const own = this.#stream;
    for (const [id, message] of batch) {
      if (this.#stream !== own || this.state === 'closed') return; // by who was told
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

  /** @param {boolean} whole */
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
        if (this.#phase === 'live') break;
        if (this.#phase === 'opening') this.lastEventId = '';
        this.#phase = 'dump';
        this.#settleSoon();
        this.#set(message.task);
        break;
      case 'update':
        if (this.#phase === 'opening' && !this.#hasReady) this.#ready(); // there was no dump
        this.#set(message.state);
        break;
      case 'position':
        if (place(this.tasks, message)) this.#touch(message.id);
        break;
      case 'remove':
        this.#delete(message.taskId);
        break;
      case 'reset':
        this.#phase = 'dump'; // what was there stays until it is whole
        this.lastEventId = '';
        break;
      case 'ready':
        this.#hasReady = true;
        this.clock = TaskEventSource.clock = +message.now - now();
        this.#ready();
    }
  }

  #settleSoon() {
    clearTimeout(this.#settle);
    if (!this.#hasReady && this.#phase !== 'live') this.#settle = setTimeout(() => this.#ready(), SETTLE_MS);
  }

  #ready() {
    clearTimeout(this.#settle);
    if (this.#phase === 'dump' || (this.#phase === 'opening' && !this.lastEventId && this.#hasReady)) {
      this.#forget();
      for (const id of this.#seen) {
        const state = this.tasks.get(id);
        this.tasks.delete(id);
        if (state) this.tasks.set(id, state);
      }
    }
    this.#phase = 'live';
    this.#seen.clear();
    this.#become('live');
    if (!this.#helper && this.#options.shared !== false) this.#share();
  }

  /** @param {any} state */
  #set(state) {
    if (typeof state?.id !== 'string') return console.warn('taskcast: a state without an id', state);
    const replayed = this.#phase !== 'live';
    const { run, progress } = this.tasks.get(state.id) ?? /** @type {any} */ ({});
    const same = run === state.run && progress?.total === state.progress?.total;
    const older = same && progress?.current > state.progress?.current;
    if (older && (replayed || state.moving || state.lostSince)) state.progress = progress;
    if (replayed) this.#seen.add(state.id);
    this.tasks.set(state.id, state);
    this.#touch(state.id);
  }

  /** @param {string} id */
  #delete(id) {
    this.#seen.delete(id);
    if (this.tasks.delete(id)) this.#touch(id);
  }

  /** What was in no dump goes. */
  #forget() {
    [...this.tasks.keys()].forEach((id) => this.#seen.has(id) || this.#delete(id));
  }

  /** @param {string} id */
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
    for (const own of [...this.#subscribers]) { // not those who come meanwhile
      if (!this.#subscribers.has(own)) continue;
      if (own.id === undefined) tell(own.listener, changed);
      else if (ids.has(own.id)) tell(own.listener, changed.get(own.id));
    }
    this.dispatchEvent(Object.assign(new Event('change'), { changed }));
  }

  /** @param {ConnectionState} state */
  #become(state) {
    if (this.state === state || this.state === 'closed') return;
    this.state = state;
    if (state === 'live') this.error = undefined;
    if (this.#changed.size) this.#flush();
    this.dispatchEvent(new Event('state'));
    this.#helper?.state?.(state);
  }

  async #share() {
    const viewer = this.#viewer;
    if (viewer === undefined || !globalThis.isSecureContext || !navigator.locks) return;
    const { join } = await import('./extras/sharing.js');
    const alone = this.#stream && !this.#helper && this.state === 'live';
    if (alone && this.#viewer === viewer) this.#helper = join(this.#port, this.#url, viewer);
  }
}

/** Of one that waits. @param {Map<string, TaskState>} tasks @param {any} message */
function place(tasks, { id, position, startsAt }) {
  const task = tasks.get(id);
  const waits = task?.status === 'pending' && Number.isInteger(position) && position > 0;
  return waits && tasks.set(id, { ...task, position, startsAt });
}

const silent = () => new TaskError('The server is silent', 0, 'silent');

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
  const response = await fetch(url, { signal }, STREAM);
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

/** By HTML's standard. @param {Sink} sink */
export function parser(sink) {
  let rest = ''; // of a line
  let skip = false;
  let event = '';
  /** @type {string | undefined} */
  let id;
  /** @type {string | undefined} */
  let data;
  return (/** @type {string} */ text) => {
    const lines = text.slice(Number(skip && text[0] === '\n')).split(/\r\n?|\n/);
    skip = text.endsWith('\r'); // a "\n" that follows belongs to it
    lines[0] = rest + lines[0];
    rest = /** @type {string} */ (lines.pop());
    for (const line of lines) {
      const [name] = line.split(':', 1);
      const value = line.slice(name.length + 1).replace(/^ /, '');
      if (!line) {
        if ((data ?? id) !== undefined && (!event || event === 'message')) sink.message(id, data);
        id = data = undefined;
        event = '';
      } else if (!name) sink.comment();
      else if (name === 'data') data = data === undefined ? value : `${data}\n${value}`;
      else if (name === 'id' && !value.includes('\0')) id = value;
      else if (name === 'event') event = value;
      else if (name === 'retry' && /^\d+$/.test(value)) sink.retry(Number(value));
    }
  };
}
