/**
 * How a task is doing.
 *
 * - `pending`: registered or submitted, not started
 * - `running`: its handler runs
 * - `completed`, `error`, `canceled`, `timed_out`: how its newest run ended
 */
export type TaskStatus = 'pending' | 'running' | 'completed' | 'error' | 'canceled' | 'timed_out';

/** A part of a run, for people. */
export interface TaskStep {
  name: string;
  status: 'running' | 'completed' | 'error' | (string & {});
  message?: string;
  current?: number;
  total?: number;
  /** How deep it is nested; left out for 0. A step comes before the steps that it is made of. */
  depth?: number;
}

/** How far a run is. */
export interface TaskProgress {
  /** Text: show it as text, it may hold HTML. */
  message: string;
  current?: number;
  total?: number;
  /** Units a second, an estimate. */
  rate?: number;
  /** Milliseconds left, an estimate, true when it was sent. */
  eta?: number;
  /** The least and the most that is likely, in milliseconds, where these are far apart. */
  etaRange?: [number, number];
  /** How long earlier runs like it took, in milliseconds, where that is known and the time left is not. */
  usual?: number;
  /** What `current` and `total` count: `bytes` are shown as kB, MB and so on. */
  unit?: string;
  steps?: TaskStep[];
}

/** A file or page that a run has made. */
export interface TaskArtifact {
  name: string;
  url: string;
}

/** That the handler of a stopped run has not returned yet. */
export interface TaskStopping {
  phase: 'requested' | 'acknowledged' | 'stuck';
  /** Epoch milliseconds. */
  since: number;
}

interface Common {
  id: string;
  /** Left out where it is the id. */
  type?: string;
  title?: string;
  description?: string;
  owner?: string;
  tags?: string[];
  /** The number of the newest run, from 1; left out before the first. */
  run?: number;
  /** Where it waits for its turn. */
  queue?: string;
  /** Whose turn it is within its queue, a tenant for example. */
  key?: string;
  /** The higher the sooner. */
  priority?: number;
  /** Of a task with a schedule: when it runs next, in epoch milliseconds. */
  nextAt?: number;
}

/** Of a task that has failed and is tried again, from the first retry on. */
interface Tries {
  /** Which try it is, from 1: the one that runs, the one that it waits for, or the one that it ended with. */
  attempt?: number;
  maxAttempts?: number;
  /** What the try before failed with. */
  lastError?: string;
}

/**
 * What a pending task waits for: a `slot` of a node, a `limit` of running tasks, a `rate` of starts, the end of a `delay` or of the
 * time before a `retry`, its old handler (`stopping`), that its queue is no longer `paused`, a node that has the code of its type
 * (`unknown_type`). Later servers may have others.
 */
export type TaskWait = 'slot' | 'limit' | 'rate' | 'delay' | 'retry' | 'stopping' | 'paused' | 'unknown_type' | (string & {});

interface Ended extends Common {
  /** When its newest run ended, in epoch milliseconds. */
  lastRun: number;
  startedAt?: number;
}

export interface PendingTask extends Common, Tries {
  status: 'pending';
  /** Left out where it does not wait, or the server does not say so. */
  why?: TaskWait;
  /** What the limit is of that it waits for. */
  limit?: 'manager' | 'queue' | 'type' | 'key' | (string & {});
  /** Where it stands in line; 1 is next. Changes by messages of type `position` too. */
  position?: number;
  /** When its delay ends, or it is tried again, in epoch milliseconds. */
  runAt?: number;
  /** When it starts, in epoch milliseconds, a coarse estimate. */
  startsAt?: number;
  /** How far its run before was, from where it goes on. */
  progress?: TaskProgress;
}

export interface RunningTask extends Common, Tries {
  status: 'running';
  /** The node that it runs on, with a durable store. */
  node?: string;
  /** That node is gone, and the next run has not begun yet. */
  moving?: boolean;
  /** That node has not been heard of since then, in epoch milliseconds; gone when it is decided what becomes of the run. */
  lostSince?: number;
  startedAt?: number;
  progress?: TaskProgress;
}

export interface CompletedTask extends Ended {
  status: 'completed';
  result?: unknown;
  artifacts?: TaskArtifact[];
}

export interface FailedTask extends Ended, Tries {
  status: 'error';
  error: string;
}

export interface CanceledTask extends Ended {
  status: 'canceled';
  stopping?: TaskStopping;
  reason?: string;
  by?: string;
}

export interface TimedOutTask extends Ended {
  status: 'timed_out';
  stopping?: TaskStopping;
}

/** A task: a union that `status` tells apart. */
export type TaskState = PendingTask | RunningTask | CompletedTask | FailedTask | CanceledTask | TimedOutTask;

/** The state of a task with a given status. */
export type TaskOf<S extends TaskStatus> = Extract<TaskState, { status: S }>;

/** What the server sends. A client ignores a type that it does not know. */
export type TaskMessage =
  | { type: 'init'; task: TaskState }
  | { type: 'update'; taskId: string; state: TaskState }
  | { type: 'remove'; taskId: string }
  | ({ type: 'position'; id: string; position: number } & Pick<PendingTask, 'why' | 'limit' | 'startsAt'>)
  | { type: 'reset' }
  | { type: 'ready'; now?: number }
  | { type: 'log'; taskId: string; run: number; from: number; lines: string[] }
  | { type: 'stats'; stats: TaskStats };

/** How many tasks are how, on streams that ask for it (`?stats=1`). What is 0 or empty is left out. */
export interface TaskStats {
  /** All tasks, by their status. */
  tasks: Record<string, number>;
  /** The same by type. */
  types?: Record<string, Record<string, number>>;
  /** How many wait, by what they wait for. */
  waiting?: Record<string, number>;
  /** The same by queue; the default one is `''`. */
  queues?: Record<string, Record<string, number>>;
  /** Since when the oldest waits whose time has come: milliseconds of the server's clock. */
  waitingSince?: number;
  /** The runs that ended in the last minute, by how. */
  ended?: Record<string, number>;
  /** Of the node that the stream is from. */
  slots?: { all: number; free: number };
  /** How many runs go on at which node. */
  nodes?: Record<string, number>;
}

/**
 * How the connection is doing.
 *
 * - `connecting`: has never been live
 * - `live`: what is shown is true
 * - `reconnecting`: was live; what is shown may be out of date
 * - `offline`: the browser is offline, the server did not answer several times in a row, or it answered that there is no such
 *   stream (404 for example); it goes on trying, and {@link TaskEventSource.error} says why
 * - `denied`: the server answered 401 or 403, or with a page to log in; tried again when the page is shown again, or by `reconnect()`
 * - `closed`: by `close()`, after `maxRetries`, or because the server has ended it for good (204)
 */
export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'denied' | 'closed';

/** An `error` event of a {@link TaskEventSource}. */
export interface TaskErrorEvent extends Event {
  error: unknown;
}

export interface TaskFilter {
  task?: string | string[];
  type?: string | string[];
  owner?: string | string[];
  tag?: string | string[];
  /** The ids of tasks whose lines are wanted, at most 20; they come as messages of type `log`. */
  log?: string | string[];
}

export interface TaskEventSourceOptions {
  /**
   * The first delay before a reconnect in ms: the ceiling of a random one. 1,000 by default. No delay, whoever asks for it, is
   * longer than 2,000,000,000 ms (23 days).
   */
  reconnectDelay?: number;
  /** What the ceiling grows to, doubling with each failure in a row, in ms. 30,000 by default. */
  maxReconnectDelay?: number;
  /** How many times in a row to try again before it gives up. Unlimited by default. */
  maxRetries?: number;
  /** Called when the connection fails or is refused; `event.error` says why. What it throws is reported as in `subscribe`. */
  onError?: (event: TaskErrorEvent) => void;

  /** Which tasks; all that the viewer may see by default. Added to the URL's query. */
  filter?: TaskFilter;
  /** Where the actions are; the URL's path without `/events` by default. */
  base?: string | URL;
  /**
   * Headers of every request, for example `Authorization`; a function is asked before each. Not sent by `EventSource`. Where the page
   * has a cookie `XSRF-TOKEN`, actions at its own origin have `X-XSRF-TOKEN` as well, unless that is given here.
   */
  headers?: HeadersInit | (() => HeadersInit | Promise<HeadersInit>);
  /** Whether cookies go along, as `fetch` has it. `include` for another origin. */
  credentials?: RequestCredentials;
  /** In place of the global `fetch`. */
  fetch?: typeof fetch;

  /**
   * `fetch` by default. `eventsource` is the browser's own `EventSource`: it can't set headers, sees neither heartbeats nor
   * `retry:`, so a dead connection is noticed late, and each tab has a stream of its own unless `user` is given.
   */
  transport?: 'fetch' | 'eventsource';
  /** For `eventsource`: get a one-use ticket (`POST {base}/tickets`, with `headers`) for each connection. */
  ticket?: boolean;

  /**
   * Whether the tabs of this browser share one stream, where the server says that they show the same viewer (or `user` is
   * given), in a secure context with Web Locks. True by default.
   */
  shared?: boolean;
  /** Who is logged in, for servers that do not say so. Tabs share a stream only where it is the same. */
  user?: string;
}

/** A module that is loaded when it is needed, also where it could not be loaded before. For the elements. @internal */
export function load<T>(first: Promise<T>): Promise<T>;

/**
 * What a server answered other than success. The message is what the server says (the `detail` of its problem document, or the
 * `title`), and what to do where that is known.
 */
export class TaskError extends Error {
  constructor(message: string, status: number, code?: string, retryAfter?: number, url?: string);
  /** The HTTP status; 0 where there was no answer. */
  status: number;
  /**
   * The problem's stable code, for example `unknown_task`; or `unreachable`, `silent` (nothing came for too long), `login` (a page
   * came, or a redirect to one), `no_stream`, `no_json`, `no_list` (not what was asked for), `ended` (204).
   */
  code?: string;
  /** How long the server asks to wait, in ms. */
  retryAfter?: number;
  /** The address that answered, without its query. */
  url?: string;
  /** Whether it takes a login or more rights: 401, 403, or a page to log in. */
  readonly denied: boolean;
}

export interface SubmitOptions {
  id?: string;
  title?: string;
  description?: string;
  tags?: string[];
  /** Whose turn it is. This and what follows is for types that let a request say so; else it is ignored. */
  key?: string;
  /** From 0 to 9; the higher the sooner. */
  priority?: number;
  /** How long it waits at the least, in milliseconds. */
  after?: number;
  /** When it begins at the earliest, in epoch milliseconds. Not beside `after`. */
  runAt?: number;
  /** Which key it has alone among its owner's tasks; times in milliseconds. */
  unique?:
    | { join: string; during?: number }
    | { reject: string; during?: number }
    | { replace: string }
    | { throttle: string; period: number }
    | { debounce: string; quiet: number; max: number };
}

/** Lines that a run logged. */
export interface TaskLog {
  run?: number;
  /** The number of the first of `lines`. */
  from: number;
  lines: string[];
  /** There are more after this number. */
  next?: number;
}

interface TaskEventSourceEventMap {
  /** Tasks have changed, at most once a frame. `changed` has the ids, with undefined for those that are gone. */
  change: Event & { changed: Map<string, TaskState | undefined> };
  /** `state` or `buffered` has changed. */
  state: Event;
  /** A message came: every one, at once. `data` is the message. */
  message: Event & { data: TaskMessage };
  error: TaskErrorEvent;
}

/**
 * Keeps a map of a server's tasks up to date, over whatever happens to the connection. Connects when it is made; where there
 * is no page and the URL is relative (rendered on a server), never.
 */
export class TaskEventSource extends EventTarget {
  /** @param url of the stream, for example `/tasks/events`; may have a query */
  constructor(url: string | URL, options?: TaskEventSourceOptions);

  /** The tasks by id, in the order of their registration. Live: read it as often as you like, do not change it. */
  readonly tasks: Map<string, TaskState>;
  /** Whether what is shown is true. */
  readonly connected: boolean;
  readonly state: ConnectionState;
  /** Why the last try failed, mostly a {@link TaskError}; undefined while it is live. */
  readonly error: unknown;
  /** Whether something in between holds the stream back, so that the list is polled every 2 s instead. */
  readonly buffered: boolean;
  /** The resume point. */
  readonly lastEventId: string;
  /**
   * The server's clock: `source.clock + performance.now()` is its time, in epoch milliseconds, whatever the browser's clock says. NaN
   * until a server has told its time.
   */
  readonly clock: number;
  /** That of the source that was told last. */
  static readonly clock: number;

  /**
   * Calls back with what has changed, at most once a frame. What a listener throws is reported (`reportError`, or the console
   * where there is none), and the others are told all the same. One that is added meanwhile is told of the next change.
   *
   * @returns ends that
   */
  subscribe(listener: (changed: Map<string, TaskState | undefined>) => void): () => void;
  /** Calls back with a task's state: at once where it is known, then when it changes; undefined when it is gone. */
  subscribe(id: string, listener: (state: TaskState | undefined) => void): () => void;

  /** Starts a task. @throws {TaskError} */
  start(id: string): Promise<'started' | 'already_running' | (string & {})>;
  /** Cancels a task's run. @throws {TaskError} */
  cancel(id: string): Promise<'canceled' | 'not_running' | (string & {})>;
  /** Makes a task of a type and starts it. @throws {TaskError} */
  submit(type: string, payload?: unknown, options?: SubmitOptions): Promise<TaskState>;
  /** Reads what a task's newest run logged, after a line's number. @throws {TaskError} */
  log(id: string, options?: { after?: number }): Promise<TaskLog>;

  /** Connects anew at once, for example after a login. */
  reconnect(): void;
  /** Ends it for good. The tasks stay in the map. */
  close(): void;

  addEventListener<K extends keyof TaskEventSourceEventMap>(
    type: K,
    listener: (event: TaskEventSourceEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

export {};
