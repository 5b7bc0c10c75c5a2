// @ts-check
// The browser's own EventSource as a transport. It tells of no comment, no "retry:" and no status, so there is no watchdog
// on heartbeats, and after an error the list of tasks is asked for to tell "denied" from "offline".

/**
 * @type {import('./port.d.ts').Transport}
 */
export async function open(url, { sink, signal, ask, options }) {
  if (options.ticket) {
    const { ticket } = await ask('POST', '/tickets');
    url.searchParams.set('ticket', ticket);
  }
  if (signal.aborted) return;
  await new Promise((resolve) => {
    const source = new EventSource(url, { withCredentials: options.credentials === 'include' });
    const end = () => {
      source.close(); // it would come back by itself, all clients of a server at once
      clearInterval(alive);
      resolve(undefined);
    };
    const alive = setInterval(() => sink.flush(), 10_000);
    source.onopen = () => {
      sink.open(null);
      sink.flush();
    };
    source.onmessage = (event) => {
      sink.message(event.lastEventId || undefined, event.data);
      sink.flush();
    };
    source.onerror = end;
    signal.addEventListener('abort', end);
  });
  if (!signal.aborted) await ask('GET', '?limit=1'); // throws what it is answered with
}
