// @ts-check
// Documented in task-event-source.d.ts.

/** @import { ConnectionState, TaskEventSourceOptions, TaskMessage, TaskState } from './task-event-source.d.ts' */
/** @import { Batch, Helper, Sink, Transport } from './extras/port.d.ts' */

const OPEN_MS = 10_000; // for the first byte
const SILENCE_MS = 45_000; // 1.5 heartbeats
const SETTLE_MS = 1_000; // then a dump has ended
const STABLE_MS = 5_000; // then it was no failure
const OFFLINE_AFTER = 3; // failures
const LONGEST_MS = 2e9; // a timer takes no 2^31
const STREAM = 'text/event-stream';

const now = () => performance.now();

/** A browser asks again by another address only. @template T @param {Promise<T>} first @returns {Promise<T>} */
export const load = (first) =>
  first.catch((error) => import(/* @vite-ignore */ /* webpackIgnore: true */ `${/http\S+/.exec(error)}?${now()}`));

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

const silent = () => new TaskError('The server is silent', 0, 'silent');

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

  #connection;

  get connected() {
    return this.state === 'live';
  }

  /** @param {string | URL} url @param {TaskEventSourceOptions} [options] */
  constructor(url, options) {
    super();
    this.#connection = connectionOf(this, url, { ...options });
  }

  /** @param {any} first @param {any} [second] */
  subscribe(first, second) {
    return this.#connection.listen(second && first, second ?? first);
  }

  close() {
    this.#connection.close();
  }

  reconnect() {
    this.#connection.reconnect();
  }

  /** @param {string} id */
  async start(id) {
    return (await this.#connection.ask('POST', `/${encodeURIComponent(id)}/start`)).outcome;
  }

  /** @param {string} id */
  async cancel(id) {
    return (await this.#connection.ask('POST', `/${encodeURIComponent(id)}/cancel`)).outcome;
  }

  /** @param {string} type @param {unknown} [payload] @param {object} [options] */
  submit(type, payload, options) {
    return this.#connection.ask('POST', '', { type, payload, ...options });
  }

  /** @param {string} id */
  log(id, { after = 0 } = {}) {
    return this.#connection.ask('GET', `/${encodeURIComponent(id)}/log?after=${after}`);
  }
}

/** @type {unknown} */
let told;

/** What it throws stops nobody else. @param {any} listener @param {any} arg */
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

/** Once a frame at most. @param {TaskEventSource} source */
function listenersOf(source) {
  const { tasks } = source;
  /** @type {Set<{ id?: string, listener: any }>} */
  const all = new Set();
  /** @type {Set<string>} */
  let touched = new Set();
  let frame = 0;
  let timer = 0;

  /** @param {string | undefined} id @param {any} listener */
  function listen(id, listener) {
    const own = { id, listener };
    all.add(own);
    if (id !== undefined && listener !== told && tasks.has(id)) tell(listener, tasks.get(id));
    return () => void all.delete(own);
  }

  /** @param {string} id */
  function touch(id) {
    if (!touched.size) {
      frame = globalThis.requestAnimationFrame?.(flush);
      timer = setTimeout(flush, globalThis.document ? 200 : 16);
    }
    touched.add(id);
  }

  function flush() {
    globalThis.cancelAnimationFrame?.(frame);
    clearTimeout(timer);
    if (!touched.size) return;
    const ids = touched;
    touched = new Set();
    const changed = new Map([...ids].map((id) => [id, tasks.get(id)]));
    for (const own of [...all]) { // not who comes meanwhile
      if (!all.has(own)) continue;
      if (own.id === undefined) tell(own.listener, changed);
      else if (ids.has(own.id)) tell(own.listener, changed.get(own.id));
    }
    source.dispatchEvent(Object.assign(new Event('change'), { changed }));
  }

  return { listen, touch, flush };
}

/** @param {TaskEventSource} source @param {string | URL} given @param {TaskEventSourceOptions} options */
function connectionOf(source, given, options) {
  const { tasks } = source;
  const { listen, touch, flush } = listenersOf(source);
  const { reconnectDelay = 1_000, maxReconnectDelay = 30_000, maxRetries = Infinity } = options;
  const { filter, onError, shared, transport, user } = options;
  const page = globalThis.document;
  const url = new URL(given, page?.baseURI ?? 'http://localhost');
  for (const [name, values] of Object.entries(filter ?? {})) {
    for (const value of [values].flat()) url.searchParams.append(name, value);
  }
  const base = new URL(options.base ?? url.pathname.replace(/\/events$/, ''), url).href.replace(/\/$/, '');
  const fetch = request.bind(null, options);
  const life = new AbortController();
  /** @type {AbortController | undefined} */
  let stream;
  let timer = 0;
  let settle = 0;
  let attempts = 0;
  let openedAt = 0;
  let lastByte = 0;
  let heardAt = 0;
  let got = 0; // 1: its head, 2: more
  let silence = SILENCE_MS;
  let bursts = 0;
  let hasReady = false;
  /** @type {number | undefined} */
  let retry;
  /** Of this connection. @type {'opening' | 'dump' | 'live'} */
  let phase = 'opening';
  /** In the dump. @type {Set<string>} */
  const seen = new Set();
  /** A dump in mid-stream. @type {Batch | undefined} */
  let held;
  /** @type {Helper | undefined} */
  let helper;
  /** @type {string | undefined} */
  let viewer;
  const port = { source, ask, fetch, begin, take, place, become, connect, stop, wake, lost, report };

  function stop() {
    stream?.abort();
    stream = undefined;
    clearTimeout(timer);
    clearTimeout(settle);
  }

  function pause() {
    stop();
    helper?.close();
    helper = undefined;
    source.buffered = false;
  }

  function close() {
    pause();
    life.abort();
    become('closed');
  }

  function reconnect() {
    pause();
    connect();
  }

  async function connect() {
    stop();
    if (source.state === 'live') become('reconnecting');
    if (stream || source.state === 'closed') return; // by who was told
    const own = (stream = new AbortController());
    const asked = new URL(helper?.url?.() ?? url);
    if (source.lastEventId) asked.searchParams.set('lastEventId', source.lastEventId);
    begin(false);
    got = 0;
    openedAt = lastByte = now();
    heardAt = Date.now();
    retry = undefined;
    helper?.begin?.(!source.lastEventId);
    watch();
    /** @type {Batch} */
    const batch = [];
    let beats = 0;
    /** @type {Sink} */
    const sink = {
      open: (known) => stream === own && opened(known),
      message: (id, data) => {
        const message = data === undefined ? data : parse(data);
        if (message || id) batch.push([id, message]);
      },
      comment: () => void beats++,
      retry: (ms) => void (retry = ms),
      flush: () => {
        if (stream === own) heard(beats, batch.splice(0));
        beats = 0;
      },
    };
    let error;
    try {
      const open = transport === 'eventsource' ? (await load(import('./extras/native.js'))).open : openFetch;
      await open(asked, { ...port, sink, signal: own.signal, options });
    } catch (caught) {
      error = caught;
    }
    if (stream === own) lost(error);
  }

  /** @param {string | null} said */
  function opened(said) {
    got = 1;
    const known = said ?? (user && `user ${user}`);
    const other = viewer !== undefined && viewer !== known; // has logged in
    viewer = known;
    if (!other) return settleSoon();
    begin(true);
    forget();
    reconnect();
  }

  /** @param {number} beats @param {Batch} batch */
  function heard(beats, batch) {
    const gap = now() - lastByte;
    lastByte += gap;
    heardAt = Date.now();
    got = 2;
    take(batch);
    if (!beats) return;
    silence = Math.max(SILENCE_MS, 1.5 * Math.min(gap, silence));
    bursts = beats > 1 ? bursts + 1 : 0;
    if (bursts > 1) poll(false);
  }

  function watch() {
    clearTimeout(timer);
    const left = lastByte + (got > 1 ? silence : OPEN_MS) - now();
    if (left > 0) {
      timer = setTimeout(watch, Math.min(left + 1, LONGEST_MS));
    } else if (got > 1) {
      silence *= 2;
      lost(silent());
    } else {
      poll(!got);
    }
  }

  function wake() {
    if (helper?.wake?.()) return;
    const gap = Math.max(now() - lastByte, Date.now() - heardAt); // in sleep, now() may stand still
    if (!stream || gap > silence) connect();
  }

  /** @param {boolean} giveUp where nothing holds the stream back */
  async function poll(giveUp) {
    const own = stream;
    const polling = await load(import('./extras/polling.js')).then((extra) => extra.poll(port, url.searchParams), () => undefined);
    if (stream !== own || !own) return polling?.close();
    if (polling) {
      pause();
      helper = polling;
      source.buffered = true;
      source.dispatchEvent(new Event('state'));
    } else if (giveUp) {
      lost(silent());
    } else {
      heard(0, []);
      watch();
    }
  }

  async function share() {
    const known = viewer;
    if (known === undefined || !globalThis.isSecureContext || !navigator.locks) return;
    const { join } = await load(import('./extras/sharing.js'));
    if (stream && !helper && source.state === 'live' && viewer === known) helper = join(port, url, known);
  }

  /** @param {unknown} error */
  function lost(error) {
    stop();
    if (now() - openedAt > STABLE_MS && phase === 'live') attempts = 0;
    if (error) report(error);
    if (stream || source.state === 'closed') return; // by who was told
    const { status = 0, denied, retryAfter = 0 } = Object(error);
    if (status === 204) return source.close();
    if (denied) return become('denied');
    if (attempts >= maxRetries) return source.close();
    const ceiling = Math.min(maxReconnectDelay, reconnectDelay * 2 ** attempts++);
    const asked = retry ?? retryAfter + Math.random() * ceiling;
    const delay = asked >= 0 ? Math.min(asked, LONGEST_MS) : STABLE_MS;
    timer = setTimeout(connect, delay);
    helper?.waiting?.(delay);
    const away = globalThis.navigator?.onLine === false || attempts > OFFLINE_AFTER || (status && status < 500 && status !== 429);
    become(away ? 'offline' : source.state === 'connecting' ? 'connecting' : 'reconnecting');
  }

  /** @param {unknown} error */
  function report(error) {
    source.error = error;
    const event = Object.assign(new Event('error'), { error });
    if (onError) tell(onError, event);
    source.dispatchEvent(event);
  }

  /** @param {ConnectionState} state */
  function become(state) {
    if (source.state === state || source.state === 'closed') return;
    source.state = state;
    if (state === 'live') source.error = undefined;
    flush();
    source.dispatchEvent(new Event('state'));
    helper?.state?.(state);
  }

  /** @param {boolean} whole */
  function begin(whole) {
    phase = 'opening';
    seen.clear();
    held = undefined;
    if (whole) source.lastEventId = '';
  }

  /** @param {Batch} batch */
  function take(batch) {
    helper?.taken?.(batch);
    read(batch);
  }

  /** Ids never fall. @param {Batch} batch */
  function read(batch) {
    const own = stream;
    for (const [id, message] of batch) {
      if (stream !== own || source.state === 'closed') return; // by who was told
      const known = Number(source.lastEventId);
      if (held || (message?.type === 'reset' && phase === 'live')) {
        const dump = (held ??= []);
        dump.push([id, message]);
        if (message?.type !== 'ready') continue;
        held = undefined;
        if (!(Number(id) < known)) {
          begin(true);
          read(dump);
        }
      } else if (!(id && phase === 'live' && Number(id) < known)) {
        const wanted = message && helper?.wants?.(message) !== false;
        if (wanted) apply(message);
        if (id && !(hasReady && phase === 'dump')) source.lastEventId = id; // of a whole dump
        if (wanted) source.dispatchEvent(Object.assign(new Event('message'), { data: message }));
      }
    }
  }

  /** @param {TaskMessage} message */
  function apply(message) {
    switch (message.type) {
      case 'init':
        if (phase === 'live' && (hasReady || tasks.has(message.task.id))) break;
        if (phase === 'opening') source.lastEventId = '';
        if (phase !== 'live') phase = 'dump';
        settleSoon();
        set(message.task);
        break;
      case 'update':
        if (phase === 'opening' && !hasReady) ready(); // there was no dump
        set(message.state);
        break;
      case 'position':
        if (place(tasks, message)) touch(message.id);
        break;
      case 'remove':
        remove(message.taskId);
        break;
      case 'reset':
        phase = 'dump';
        source.lastEventId = '';
        break;
      case 'ready':
        hasReady = true;
        source.clock = TaskEventSource.clock = Number(message.now) - now();
        ready();
    }
  }

  function settleSoon() {
    clearTimeout(settle);
    if (!hasReady && phase !== 'live') settle = setTimeout(ready, SETTLE_MS);
  }

  function ready() {
    clearTimeout(settle);
    if (phase === 'dump' || (phase === 'opening' && !source.lastEventId && hasReady)) {
      forget();
      for (const id of seen) {
        const state = tasks.get(id);
        tasks.delete(id);
        if (state) tasks.set(id, state);
      }
    }
    phase = 'live';
    seen.clear();
    become('live');
    if (!helper && shared !== false) share();
  }

  /** @param {any} state */
  function set(state) {
    if (typeof state?.id !== 'string') return console.warn('taskcast: a state without an id', state);
    const replayed = phase !== 'live';
    const { run, progress } = Object(tasks.get(state.id));
    const same = run === state.run && progress?.total === state.progress?.total;
    const older = same && progress?.current > state.progress?.current;
    if (older && (replayed || state.moving || state.lostSince || (attempts && now() - openedAt < STABLE_MS))) state.progress = progress;
    if (replayed) seen.add(state.id);
    tasks.set(state.id, state);
    touch(state.id);
  }

  /** @param {string} id */
  function remove(id) {
    seen.delete(id);
    if (tasks.delete(id)) touch(id);
  }

  function forget() {
    for (const id of tasks.keys()) if (!seen.has(id)) remove(id);
  }

  /** @param {string} method @param {string} path @param {object} [body] */
  async function ask(method, path, body) {
    const asked = new URL(base + path);
    const handle = url.searchParams.get('handle');
    if (handle) asked.searchParams.set('handle', handle);
    return fetch(asked, { method, body: body && JSON.stringify(body) });
  }

  if (page || URL.canParse(given)) { // not rendered on a server
    const { signal } = life;
    const on = globalThis.addEventListener;
    page?.addEventListener('visibilitychange', () => page.hidden || wake(), { signal });
    on?.('online', wake, { signal });
    on?.('pagehide', pause, { signal });
    on?.('pageshow', (event) => event.persisted && reconnect(), { signal });
    connect();
  }
  return { listen, ask, close, reconnect };
}

/** @param {Map<string, TaskState>} tasks @param {any} message */
function place(tasks, { id, position, startsAt, why, limit }) {
  const task = tasks.get(id);
  return task?.status === 'pending' && Number.isInteger(position) && position > 0
    && tasks.set(id, { ...task, runAt: undefined, position, startsAt, ...(why && { why, limit }) });
}

/** @param {string} data @returns {TaskMessage | undefined} */
function parse(data) {
  try {
    const message = JSON.parse(data);
    if (typeof message?.type === 'string') return message;
  } catch { /* told below */ }
  console.warn('taskcast: not a message', data);
}

/** @param {TaskEventSourceOptions} options @param {URL} url @param {RequestInit} init @returns {Promise<any>} */
async function request(options, url, init, type = 'application/json') {
  const { headers, credentials, fetch = globalThis.fetch } = options;
  const all = new Headers(typeof headers === 'function' ? await headers() : headers);
  if (init.body) all.set('Content-Type', type);
  const own = init.method === 'POST' && url.origin === globalThis.origin;
  const token = own && globalThis.document?.cookie.match(/(^|; )XSRF-TOKEN=([^;]+)/)?.[2];
  let response;
  try {
    if (token && !all.has('X-XSRF-TOKEN')) all.set('X-XSRF-TOKEN', decodeURIComponent(token));
    response = await fetch(url, {
      cache: 'no-store', redirect: 'manual', credentials, mode: token ? 'same-origin' : undefined, ...init, headers: all,
    });
    if (response.ok && response.headers.get('Content-Type')?.startsWith(type)) {
      return type === STREAM ? response : await response.json();
    }
  } catch (error) {
    throw new TaskError(`The server can’t be reached: ${error}`, 0, 'unreachable');
  }
  const { status } = response;
  const { other } = await load(import('./extras/answer.js')).catch(() => {
    throw new TaskError(`Log in, or try later (${status})`, status, status < 400 ? 'login' : undefined);
  });
  return other(response, url, type, () => request(options, url, { ...init, redirect: 'follow' }, type));
}

/** @type {Transport} */
async function openFetch(url, { sink, signal, fetch }) {
  const response = await fetch(url, { signal }, STREAM);
  sink.open(response.headers.get('Taskcast-Viewer'));
  const read = parser(sink);
  return response.body.pipeThrough(new TextDecoderStream()).pipeTo(new WritableStream({
    write(text) {
      read(text);
      sink.flush();
    },
  }));
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
    const lines = (skip ? text.replace(/^\n/, '') : text).split(/\r\n?|\n/);
    skip = text.endsWith('\r');
    lines[0] = rest + lines[0];
    rest = lines.pop() ?? '';
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
