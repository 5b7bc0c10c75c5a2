// @ts-check

import { ConnectionView } from './connection.js';
import { sourceOf } from './sources.js';
import { say } from './strings.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */

/** What an element follows on the server by itself, where its attributes say so. */
export class Follow {
  #host;
  #onTask;
  #connection;
  /** @type {TaskEventSource | undefined} */
  source;

  /** @param {HTMLElement} host @param {(task: TaskState | undefined) => void} onTask @param {(stale: boolean) => void} onStale */
  constructor(host, onTask, onStale) {
    this.#host = host;
    this.#onTask = onTask;
    this.#connection = new ConnectionView(() => onStale(this.#connection.stale), host);
  }

  /** @returns {(() => void)[]} what ends it */
  start() {
    const src = this.#host.getAttribute('src');
    const id = this.#host.getAttribute('task-id');
    if (src === null || id === null) return [];
    const source = sourceOf(src);
    this.source = source;
    const undo = [source.subscribe(id, this.#onTask), this.#connection.watch(source, src), () => (this.source = undefined)];
    if (!source.tasks.has(id)) this.#onTask(undefined);
    return undo;
  }

  /** Why there is no task; empty while it may still come. */
  get notice() {
    if (!this.source) return '';
    return this.#connection.text || (this.source.state === 'live' ? say('unknown', this.#host.getAttribute('task-id') ?? '') : '');
  }
}
