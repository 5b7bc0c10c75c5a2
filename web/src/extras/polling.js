// @ts-check
// For where something in between holds a stream back: asks for the list again and again.

import { TaskError } from '../task-event-source.js';

/** @typedef {import('./port.d.ts').Port} Port */
/** @typedef {import('./port.d.ts').Batch} Batch */

const EVERY_MS = 2_000;
const HIDDEN_EVERY_MS = 15_000;
const RETRY_STREAM_MS = 5 * 60_000;
const ANSWER_MS = 10_000; // for a list

/**
 * Polls, where the server answers with a list at once.
 *
 * @param {Port} port
 * @param {URLSearchParams} query of the stream
 * @returns {Promise<import('./port.d.ts').Helper | undefined>} nothing where it does not: then the stream is not to blame
 */
export async function poll(port, query) {
  const first = await inTime(list(port, query)).catch(() => undefined);
  if (first === undefined) return undefined; // a server without lists may be silent as long as nothing happens
  let closed = false;
  let asking = false;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const since = performance.now();
  /** While live, one that is older than what is known is passed by: a node may be behind. @param {Batch} batch */
  const give = (batch) => {
    if (port.source.state !== 'live') port.begin(false);
    port.take(batch);
  };
  const next = async () => {
    if (asking) return;
    clearTimeout(timer);
    if (performance.now() - since > RETRY_STREAM_MS) return port.source.reconnect();
    asking = true;
    try {
      const batch = await inTime(list(port, query));
      if (!closed) give(batch);
      later();
    } catch (error) {
      if (!closed) failed(error);
    } finally {
      asking = false;
    }
  };
  /** @param {unknown} error */
  const failed = (error) => {
    const { denied, retryAfter } = Object(error);
    if (denied) return port.lost(error); // asked again when the page is shown again
    port.report(error);
    port.become('offline');
    later(retryAfter);
  };
  const later = (least = 0) => {
    clearTimeout(timer);
    const every = globalThis.document?.hidden ? HIDDEN_EVERY_MS : EVERY_MS;
    if (!closed) timer = setTimeout(next, Math.min(Math.max(every, least), RETRY_STREAM_MS));
  };
  setTimeout(() => {
    if (!closed) give(first);
    later();
  });
  return {
    close() {
      closed = true;
      clearTimeout(timer);
    },
    wake() {
      void next();
      return true;
    },
  };
}

/** One that never answers must not end the polling. @template T @param {Promise<T>} answer @returns {Promise<T>} */
async function inTime(answer) {
  /** @type {any} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TaskError('The server did not answer in time', 0, 'silent')), ANSWER_MS);
  });
  try {
    return await Promise.race([answer, /** @type {Promise<never>} */ (late)]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * All pages, as the messages of a dump. What changes between two pages is in the next list.
 *
 * @param {Port} port
 * @param {URLSearchParams} query
 * @returns {Promise<Batch>}
 * @throws {TaskError} where that was no list of tasks
 */
async function list({ ask }, query) {
  const search = new URLSearchParams(query);
  search.set('limit', '1000');
  /** @type {Batch} */
  const batch = [[undefined, { type: 'reset' }]];
  let [position, now] = ['', NaN];
  for (;;) {
    const page = await ask('GET', `?${search}`);
    if (!Array.isArray(page?.tasks) || typeof page.position !== 'string') {
      throw new TaskError('The answer is no list of tasks', 200, 'no_list');
    }
    position ||= page.position;
    now = page.now;
    for (const task of page.tasks) batch.push([undefined, { type: 'init', task }]);
    if (page.next === undefined) break;
    search.set('after', page.next);
  }
  batch.push([position, { type: 'ready', now }]);
  return batch;
}
