// A server of the protocol with tasks as they are given, for pictures.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));

const page = (html) => `<!doctype html><html lang=en><meta name=viewport content="width=device-width">
<title>States</title><style>:root{color-scheme:light dark;background:light-dark(#f5f6f8,#0e1115);font:1rem system-ui}
body{margin:0 auto;padding:1rem clamp(.75rem,4vw,2.5rem);max-width:150rem}h1{font-size:1.125rem;margin:0}</style>
<script type=module src=/client/elements.js></script><main>${html}</main>`;

/**
 * @param {object[]} tasks whoever connects is told of
 * @param {number} now the server's time
 * @param {string} [sources] where the client is
 */
export async function stage(tasks, now, sources = SOURCES) {
  const streams = new Set();
  const tell = (response, message) => response.write(`id: 5\ndata: ${JSON.stringify(message)}\n\n`);
  const server = createServer(async ({ url }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    if (pathname === '/tasks/events') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (const task of tasks) tell(response, { type: 'init', task });
      tell(response, { type: 'ready', now });
      streams.add(response);
      response.on('close', () => streams.delete(response));
    } else if (pathname.startsWith('/client/')) {
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      response.end(await readFile(sources + pathname.slice('/client/'.length)));
    } else {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end(page(searchParams.get('html') ?? ''));
    }
  });
  await new Promise((resolve) => server.listen(0, resolve));
  return {
    /** A page with some elements, whose `src` is `/tasks/events`. @param {string} html */
    urlOf: (html) => `http://localhost:${server.address().port}/?html=${encodeURIComponent(html)}`,
    /** Tells all pages that a task has changed. @param {{ id: string }} state */
    update(state) {
      for (const stream of streams) tell(stream, { type: 'update', taskId: state.id, state });
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
