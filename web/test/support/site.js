// A site with a stream, over HTTP, for pages in a browser of their own.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const SOURCES = new URL('../../src/', import.meta.url);

/** A server of one task, whose stream each page opens that is not `/other`. */
export class Site {
  /** Answers in place of the site where it returns true. @type {(path: string, request: any, response: any) => boolean} */
  answer = () => false;
  /** What was asked for below `/tasks` and the like. @type {string[]} */
  requests = [];
  #position = 5;
  #streams = new Set();
  #server = createServer((request, response) => this.#handle(request, response));

  async start() {
    await new Promise((resolve) => this.#server.listen(0, resolve));
    return this;
  }

  close() {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  get streams() {
    return this.#streams.size;
  }

  get position() {
    return String(this.#position);
  }

  /** @param {string} [host] another name is another site */
  url(path = '/', host = 'localhost') {
    return `http://${host}:${this.#server.address().port}${path}`;
  }

  /** Something happens to the task. */
  update() {
    const message = { type: 'update', taskId: 'a', state: { id: 'a', status: 'running', run: ++this.#position } };
    for (const stream of this.#streams) stream.write(frame(this.#position, message));
  }

  #isPage(path) {
    return path === '/' || path === '/other';
  }

  #handle(request, response) {
    const path = new URL(request.url, 'http://x').pathname;
    if (/^\/(tasks|wrong|old)\//.test(path)) this.requests.push(`${request.method} ${path}`);
    const give = (type, body) => response.writeHead(200, { 'Content-Type': type }).end(body);
    if (!this.#isPage(path) && this.answer(path, request, response)) return undefined;
    if (path.startsWith('/src/')) return give('text/javascript', readFileSync(new URL(`.${path.slice(4)}`, SOURCES)));
    if (this.#isPage(path)) return give('text/html', path === '/' ? PAGE : '<!doctype html><title>other</title>');
    if (path !== '/tasks/events') return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache', 'Taskcast-Viewer': 'ann' });
    response.write(frame(undefined, { type: 'reset' }));
    response.write(frame(this.#position, { type: 'init', task: { id: 'a', status: 'running', run: this.#position } }));
    response.write(frame(this.#position, { type: 'ready' }));
    this.#streams.add(response);
    return response.on('close', () => this.#streams.delete(response));
  }
}

/** @param {number | undefined} id @param {object} message */
function frame(id, message) {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(message)}\n\n`;
}

const PAGE = `<!doctype html><title>tasks</title><script type="module">
  import { TaskEventSource } from '/src/task-event-source.js';
  window.errors = [];
  window.open = (options, src = '/tasks/events') => {
    window.source = new TaskEventSource(src, {
      reconnectDelay: 1, maxReconnectDelay: 2, onError: ({ error }) => errors.push(error), ...options,
    });
  };
  window.addEventListener('pageshow', (event) => (window.persisted = event.persisted));
</script>`;
