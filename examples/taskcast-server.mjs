// Where the server of the examples is: VITE_TASKCAST_SERVER, from the environment or a file .env. A plugin for Vite, whose
// development server passes /tasks on to it, and says so where nothing answers: in its log, and to the page.

const DEFAULT = 'http://localhost:8080';

/** @param {Record<string, string>} env what Vite has loaded @returns {import('vite').Plugin} */
export function taskcastServer({ VITE_TASKCAST_SERVER: given }) {
  const target = given || DEFAULT;
  if (!/^https?:\/\//.test(target) || !URL.canParse(target)) {
    throw new Error(`VITE_TASKCAST_SERVER must be an address like ${DEFAULT}, got: ${target}`);
  }
  const missing = `No Taskcast server answers at ${target}${given ? '' : ' (VITE_TASKCAST_SERVER is not set)'}. `
    + 'Start one there, for example the demo (./run), or set VITE_TASKCAST_SERVER to the address of yours.';
  /** @type {import('vite').Logger} */
  let logger;
  let told = false;
  const tell = () => {
    if (!told) logger.warn(`\n${missing}\n`, { timestamp: true });
    told = true;
  };
  return {
    name: 'taskcast-server',
    config: () => ({
      server: {
        proxy: {
          '/tasks': {
            target,
            changeOrigin: false, // the server compares Origin and Host
            configure(proxy) {
              proxy.on('proxyRes', () => void (told = false));
              proxy.on('error', (error, request, response) => {
                tell();
                if (!('writeHead' in response) || response.headersSent) return;
                const problem = { type: 'about:blank', title: 'No server', status: 502, code: 'unreachable', detail: missing };
                response.writeHead(502, { 'Content-Type': 'application/problem+json' }).end(JSON.stringify(problem));
              });
            },
          },
        },
      },
    }),
    configResolved(config) {
      logger = config.logger;
    },
    configureServer(server) {
      server.httpServer?.once('listening', () => {
        fetch(new URL('/tasks', target)).then(() => logger.info(`  Taskcast server: ${target}`), tell);
      });
    },
  };
}
