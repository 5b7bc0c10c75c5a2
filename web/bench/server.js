// A server of the protocol that has many tasks, all of which run, and whose progress changes at a steady pace.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../src/', import.meta.url));
const EVERY_MS = 10;
const FIRST_ID = 1_000_000;

/**
 * @param {number} count of tasks
 * @param {number} perSecond how many updates
 */
export function serve(count, perSecond) {
  const startedAt = Date.now();
  const tasks = Array.from({ length: count }, (_, index) => ({
    id: `task-${index}`, status: 'running', run: 1, startedAt, title: `Import of file ${index}`,
    progress: { message: 'Importing rows', current: 0, total: 1_000, rate: 100, eta: 600_000 },
  }));
  const step = Math.ceil(count * 0.618) | 1; // over all of them, one here and one there
  const streams = new Set();
  let sent = 0;

  function pump(response) {
    const begin = performance.now();
    let next = 0;
    return setInterval(() => {
      let frames = '';
      for (const due = Math.floor((performance.now() - begin) * perSecond / 1_000); next < due; next++) {
        const state = tasks[(next * step) % count];
        state.progress.current = (state.progress.current + 1) % 1_000;
        state.progress.sentAt = performance.timeOrigin + performance.now();
        frames += `id: ${FIRST_ID}\ndata: ${JSON.stringify({ type: 'update', taskId: state.id, state })}\n\n`;
        sent++;
      }
      if (frames) response.write(frames);
    }, EVERY_MS);
  }

  function stream(response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write(tasks.map((task) => `data: ${JSON.stringify({ type: 'init', task })}\n\n`).join(''));
    response.write(`id: ${FIRST_ID}\ndata: {"type":"ready","now":${Date.now()}}\n\n`);
    const timer = pump(response);
    streams.add(timer);
    response.on('close', () => {
      clearInterval(timer);
      streams.delete(timer);
    });
  }

  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    if (pathname === '/tasks/events') return stream(response);
    if (!pathname.startsWith('/client/')) {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      return response.end('<!doctype html><html lang=en><title>bench</title><body>');
    }
    try {
      const text = await readFile(SOURCES + pathname.slice('/client/'.length));
      response.writeHead(200, { 'Content-Type': 'text/javascript' });
      response.end(text);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({
      url: `http://127.0.0.1:${server.address().port}`,
      sent: () => sent,
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    }));
  });
}
