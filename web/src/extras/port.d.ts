// Between the event source and what it loads on demand. Not for applications.

import type { Filter } from './filter.js';
import type { ConnectionState, TaskEventSource, TaskEventSourceOptions, TaskMessage, TaskState } from '../task-event-source.js';

/** Messages as they came, each with its id where it had one; none where it was not to be read. */
export type Batch = [id: string | undefined, message: TaskMessage | undefined][];

/** What a transport tells. */
export interface Sink {
  /** The stream has begun. @param viewer who that is, as the server says it */
  open(viewer: string | null): void;
  message(id: string | undefined, data: string | undefined): void;
  comment(): void;
  retry(ms: number): void;
  /** A chunk has ended. */
  flush(): void;
}

/** An event source, as what is loaded on demand sees it. */
export interface Port {
  source: TaskEventSource;
  /** An action, with its answer. @throws {TaskError} */
  ask(method: string, path: string, body?: object): Promise<any>;
  /** A response if `type` says `text/event-stream`, else the JSON that it must have. @throws {TaskError} */
  fetch(url: URL, init: RequestInit, type?: string): Promise<any>;
  /** What comes next answers the last id. @param whole answers none */
  begin(whole: boolean): void;
  take(batch: Batch): void;
  /** Does what a message of type `position` says, where that is of a pending task. */
  place(tasks: Map<string, TaskState>, message: TaskMessage): unknown;
  become(state: ConnectionState): void;
  /** Connects; what was open before is ended. */
  connect(): Promise<void>;
  /** Ends the source's own stream. */
  stop(): void;
  /** Connects if it waits to, or has heard nothing for too long. */
  wake(): void;
  /** The stream has ended, or what stands in for it is denied. @param error nothing where it ended as it should */
  lost(error: unknown): void;
  /** Tells of an error. */
  report(error: unknown): void;
}

export interface TransportContext extends Port {
  sink: Sink;
  signal: AbortSignal;
  options: TaskEventSourceOptions;
}

/** Resolves when the stream has ended; rejects with a TaskError. */
export type Transport = (url: URL, context: TransportContext) => Promise<void>;

/** What stands in for an event source's own stream, or shares it. */
export interface Helper {
  close(): void;
  /** The URL to ask in place of the source's own. */
  url?(): URL;
  /** A connection begins. @param whole with a dump */
  begin?(whole: boolean): void;
  /** A chunk has come, which may be empty. */
  taken?(batch: Batch): void;
  /** Whether the source itself wants a message. */
  wants?(message: TaskMessage): boolean;
  /** The source waits before it connects again. */
  waiting?(ms: number): void;
  /** True where there is nothing left to do. */
  wake?(): boolean;
  state?(state: ConnectionState): void;
}

/** What the tabs that share a stream tell each other; `at` is when, by the browser's clock. */
export type Note =
  | { type: 'join'; from: string; filter: Filter; following: boolean }
  | { type: 'leave'; from: string }
  | { type: 'welcome'; to: string[]; tasks: TaskState[]; lastEventId: string; now: number; at: number }
  | { type: 'leader' }
  | { type: 'ping' }
  | { type: 'nudge' }
  | { type: 'begin'; whole: boolean }
  | { type: 'batch'; batch: Batch; at: number }
  | { type: 'state'; state: ConnectionState }
  | { type: 'waiting'; ms: number };
