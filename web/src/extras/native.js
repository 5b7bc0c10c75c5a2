// @ts-check
// The browser's own EventSource as a transport. It tells of no comment, no "retry:" and no status, so there is no watchdog
// on heartbeats, and where it could not connect the stream is asked for once more, to hear why.

/**
 * @type {import('./port.d.ts').Transport}
 */
export async function open(url, { sink, signal, ask, fetch, options }) {
  const withTicket = async () => {
    if (!options.ticket) return;
    const { ticket } = await ask('POST', '/tickets');
    url.searchParams.set('ticket', ticket);
  };
  await withTicket();
  if (signal.aborted) return;
  const refused = await new Promise((resolve) => {
    let opened = false;
    const source = new EventSource(url, { withCredentials: options.credentials === 'include' });
    const end = () => {
      const closed = source.readyState === EventSource.CLOSED;
      source.close(); // it would come back by itself, all clients of a server at once
      clearInterval(alive);
      resolve(closed || !opened);
    };
    const alive = setInterval(() => sink.flush(), 10_000);
    source.onopen = () => {
      opened = true;
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
  if (!refused || signal.aborted) return;
  await withTicket();
  const { body } = await fetch(url, { signal }, 'text/event-stream'); // throws what it is answered with
  await body?.cancel();
}
