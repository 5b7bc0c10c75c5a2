// @ts-check
// For where something in between holds a stream back: asks for the list again and again.

/** @typedef {import('./port.d.ts').PollHost} PollHost */
/** @typedef {import('./port.d.ts').Batch} Batch */

const EVERY_MS = 2_000;
const HIDDEN_EVERY_MS = 15_000;
const RETRY_STREAM_MS = 5 * 60_000;

/**
 * Polls, where the server answers with a list at once.
 *
 * @param {PollHost} host
 * @returns {Promise<import('./port.d.ts').Helper | undefined>} nothing where it does not: then the stream is not to blame
 */
export async function poll(host) {
  let first;
  try {
    first = await list(host);
  } catch {
    return undefined;
  }
  if (first === undefined) return undefined; // a server without lists may be silent as long as nothing happens
  let closed = false;
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  const since = Date.now();
  /** @param {Batch} batch */
  const give = (batch) => {
    host.begin();
    host.take(batch);
  };
  const next = async () => {
    if (Date.now() - since > RETRY_STREAM_MS) return host.retry();
    try {
      const batch = await list(host);
      if (!closed && batch) give(batch);
    } catch (error) {
      if (!closed) host.failed(error);
    }
    later();
  };
  const later = () => {
    clearTimeout(timer);
    if (!closed) timer = setTimeout(next, globalThis.document?.hidden ? HIDDEN_EVERY_MS : EVERY_MS);
  };
  setTimeout(() => {
    if (!closed) give(/** @type {Batch} */ (first));
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

/**
 * All pages, as the messages of a dump. What changes between two pages is in the next list.
 *
 * @param {PollHost} host
 * @returns {Promise<Batch | undefined>} nothing where that was no list of tasks
 */
async function list({ ask, query }) {
  const search = new URLSearchParams(query);
  search.set('limit', '1000');
  /** @type {Batch} */
  const batch = [[undefined, { type: 'reset' }]];
  let position;
  for (;;) {
    const page = await ask('GET', `?${search}`);
    if (!Array.isArray(page.tasks) || typeof page.position !== 'string') return undefined;
    position ??= page.position;
    for (const task of page.tasks) batch.push([undefined, { type: 'init', task }]);
    if (page.next === undefined) break;
    search.set('after', page.next);
  }
  batch.push([position, { type: 'ready' }]);
  return batch;
}
