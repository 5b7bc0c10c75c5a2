// The examples find their server, and say so where there is none.

import { createServer as createHttp } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger, createServer } from 'vite';
import { taskcastServer } from '../../../examples/taskcast-server.mjs';

const ends = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A development server whose Taskcast server is there. */
async function develop(address) {
  const log = [];
  const customLogger = { ...createLogger(), error: () => {} };
  for (const level of ['info', 'warn']) customLogger[level] = (text) => log.push(`${level} ${text.trim()}`);
  const server = await createServer({
    configFile: false, root: import.meta.dirname, customLogger, plugins: [taskcastServer({ VITE_TASKCAST_SERVER: address })],
    server: { port: 0, host: '127.0.0.1', watch: null }, optimizeDeps: { noDiscovery: true },
  });
  await server.listen();
  ends.push(() => server.close());
  return { log, url: `http://127.0.0.1:${server.httpServer.address().port}/tasks/events` };
}

async function listening(server) {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

describe('the server of the examples', () => {
  it('is asked in place of the page’s', async () => {
    const address = await listening(createHttp((request, response) => response.end(`${request.method} ${request.url}`)));
    const { log, url } = await develop(address);
    expect(await (await fetch(url)).text()).toBe('GET /tasks/events');
    await expect.poll(() => log).toContain(`info Taskcast server: ${address}`);
  });

  it('is said to be missing, once in the log, and to the page as a problem', async () => {
    const gone = createHttp();
    const address = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    const { log, url } = await develop(address);
    for (let i = 0; i < 2; i++) {
      const answer = await fetch(url);
      expect(answer.status).toBe(502);
      expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
      expect((await answer.json()).detail).toMatch(`No Taskcast server answers at ${address}. Start one`);
    }
    expect(log.filter((line) => line.startsWith('warn No Taskcast server answers'))).toHaveLength(1);
  });

  it('has an address', () => {
    expect(() => taskcastServer({ VITE_TASKCAST_SERVER: 'localhost:8080' })).toThrow('must be an address like http://localhost:8080, got: localhost:8080');
    expect(taskcastServer({}).config().server.proxy['/tasks'].target).toBe('http://localhost:8080');
  });
});
