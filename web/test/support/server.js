// A server of the protocol for tests, in place of fetch.

const DEADLINE_MS = 20_000; // of what comes by itself, however busy the machine is
const { setTimeout } = globalThis; // what a test does to the page's clock is nothing to its own waiting
const now = performance.now.bind(performance);

/** Streams that a test writes to, and answers that it gives. */
export class FakeServer {
  /** Each connection: its URL, and what was sent on it. */
  connections = [];
  requests = [];
  /** @type {(url: URL, init: RequestInit) => Response | undefined} */
  answer = () => undefined;
  viewer = 'viewer';
  #waiting = [];

  fetch = async (input, init = {}) => {
    const url = new URL(input);
    const other = await this.answer(url, init);
    if (other) {
      this.requests.push({ url, init });
      return other;
    }
    if (!url.pathname.endsWith('/events')) {
      this.requests.push({ url, init });
      return Response.json({ ok: true, outcome: 'started' }, { status: 202 });
    }
    const connection = new Connection(url, init);
    this.connections.push(connection);
    this.#waiting.splice(0).forEach((resolve) => resolve());
    const headers = { 'Content-Type': 'text/event-stream' };
    if (this.viewer) headers['Taskcast-Viewer'] = this.viewer;
    return new Response(connection.body, { headers });
  };

  /** The nth connection, from 0, once there is one. */
  async connection(n = 0) {
    while (this.connections.length <= n) await new Promise((resolve) => this.#waiting.push(resolve));
    return this.connections[n];
  }
}

export class Connection {
  closed = false;
  #controller;

  constructor(url, init) {
    this.url = url;
    this.headers = new Headers(init.headers);
    this.body = new ReadableStream({ start: (controller) => (this.#controller = controller) });
    init.signal?.addEventListener('abort', () => {
      this.closed = true;
      try {
        this.#controller.error(new DOMException('aborted', 'AbortError'));
      } catch { /* it had ended */ }
    });
  }

  write(text) {
    if (!this.closed) this.#controller.enqueue(typeof text === 'string' ? new TextEncoder().encode(text) : text);
  }

  /** Sends messages: each an object, or an id and an object. */
  send(...messages) {
    this.write(messages.map((message) => {
      const [id, body] = Array.isArray(message) ? message : [undefined, message];
      return `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(body)}\n\n`;
    }).join(''));
  }

  end() {
    if (!this.closed) this.#controller.close();
  }

  cut() {
    if (!this.closed) this.#controller.error(new TypeError('network error'));
  }
}

export const init = (task) => ({ type: 'init', task });
export const update = (state) => ({ type: 'update', taskId: state.id, state });
export const remove = (taskId) => ({ type: 'remove', taskId });
export const reset = { type: 'reset' };
export const ready = { type: 'ready' };
export const pending = (id) => ({ id, status: 'pending' });
export const running = (id, current) => ({
  id, status: 'running', run: 1, startedAt: 1, progress: { message: 'Working', current, total: 100 },
});
export const completed = (id) => ({ id, status: 'completed', run: 1, startedAt: 1, lastRun: 2 });

/** Waits until something is so, by the real clock. */
export async function until(condition, what = String(condition)) {
  const end = now() + DEADLINE_MS;
  while (!condition()) {
    if (now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
