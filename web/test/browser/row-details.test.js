// What a row has beside its line: what is unfolded, a question before a cancel, and buttons that are off.

import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { connection, heightOf, items, list, nextId, of, open, part, send, server } from '../support/list.js';
import { buttonOf, focused, unfold, until, visible } from '../support/page.js';
import { completed, init, pending, ready, reset, running } from '../support/server.js';
import { passUntil, stopTime } from '../support/time.js';

describe('what is unfolded', () => {
  it('stays so, whatever happens to the list', async () => {
    await open([pending('a'), { ...completed('b'), result: { rowsRead: 5 } }, pending('c')]);
    unfold(of('b'));
    const details = () => part(of('b'), 'details');
    expect(details().textContent).toContain('ResultRows read: 5');
    expect(details().textContent).toContain('Idb');
    send({ ...running('b', 4), run: 2 });
    await until(() => details().textContent.includes('MessageWorking'));
    list.setAttribute('groups', '');
    expect(details()).not.toBeNull();
    connection.send(reset, init(pending('c')), [nextId(), ready]);
    await until(() => items().length === 1);
    send(pending('b'));
    await until(() => of('b'));
    expect(details()).not.toBeNull();
    expect(part(of('c'), 'details')).toBeNull();
    unfold(of('b'));
    expect(details()).toBeNull();
  });

  it.each([['', 1_000], ['', 390], ['density="compact"', 390]])('has all of a long title, %s at %d px', async (attributes, width) => {
    await page.viewport(width, 700);
    const title = 'Reconciliation of the ledgers of all subsidiaries with the bank’s statements of the last quarter, and their archive';
    const tasks = [completed('a'), { ...pending('b'), why: 'limit', limit: 'key', position: 3 }, running('c', 4)];
    await open(tasks.map((task) => ({ ...task, title })), attributes);
    for (const item of items()) {
      unfold(item);
      const [shown, line] = [part(item, 'title'), item.shadowRoot.querySelector('.line')];
      expect(shown.scrollHeight, item.dataset.id).toBeLessThanOrEqual(shown.clientHeight + 1);
      const apart = line.getBoundingClientRect().left >= shown.getBoundingClientRect().right;
      if (!apart && visible(line)) {
        const range = document.createRange();
        range.selectNodeContents(line);
        expect(range.getBoundingClientRect().top, item.dataset.id).toBeGreaterThanOrEqual(shown.getBoundingClientRect().bottom - 2);
      }
    }
  });

  it('has the log, which goes on without a stream of its own', async () => {
    stopTime();
    await open([running('a', 1)]);
    let lines = ['one'];
    server.answer = (url) => (url.pathname.endsWith('/a/log')
      ? Response.json({ run: 1, from: Number(url.searchParams.get('after') ?? 0) + 1, lines: lines.slice(Number(url.searchParams.get('after') ?? 0)) }) : undefined);
    unfold(of('a'));
    part(of('a'), 'details').querySelector('.log-toggle').click();
    const log = () => [...of('a').shadowRoot.querySelector('task-log').shadowRoot.querySelectorAll('.log > *')].map((line) => line.textContent);
    await until(() => log()[0] === 'one');
    lines = ['one', 'two'];
    await passUntil(() => log().length === 2);
    expect(log()).toEqual(['one', 'two']);
    expect(server.connections).toHaveLength(1);
  });
});

describe('a question before a cancel', () => {
  it('is asked in the line, where no button was, and by keyboard', async () => {
    await open([running('a', 1)], 'confirm');
    const height = heightOf(of('a'));
    const cancel = buttonOf(of('a'));
    cancel.focus();
    const place = cancel.getBoundingClientRect();
    await userEvent.keyboard('{Enter}');
    const ask = part(of('a'), 'ask');
    expect(visible(ask)).toBe(true);
    expect(focused().textContent).toBe('Let it run');
    expect(heightOf(of('a'))).toBe(height);
    for (const button of ask.querySelectorAll('button')) expect(button.getBoundingClientRect().right).toBeLessThanOrEqual(place.left);
    await userEvent.keyboard('{Escape}');
    expect(visible(ask)).toBe(false);
    expect(focused()).toBe(cancel);
    expect(server.requests).toHaveLength(0);
    await userEvent.keyboard('{Enter}{Enter}');
    expect(visible(ask), 'pressed twice it lets it run').toBe(false);
    expect(server.requests).toHaveLength(0);
    await userEvent.keyboard('c');
    await userEvent.keyboard('{Tab}');
    ask.querySelector('.yes').focus();
    await userEvent.keyboard('{Enter}');
    await until(() => server.requests.length === 1);
    expect(server.requests[0].url.pathname).toMatch(/\/a\/cancel$/);
  });

  it('goes away with the run that it is about', async () => {
    await open([running('a', 1)], 'confirm');
    buttonOf(of('a')).click();
    send(completed('a'));
    await until(() => of('a').dataset.status === 'completed');
    expect(visible(part(of('a'), 'ask'))).toBe(false);
    expect(focused()).toBe(of('a').shadowRoot.querySelector('.toggle'));
  });
});

it('buttons are off while the page is not live, and say why', async () => {
  await open([pending('a')]);
  server.answer = () => { throw new TypeError('refused'); };
  stopTime();
  connection.cut();
  const button = buttonOf(of('a'));
  await passUntil(() => button.getAttribute('aria-disabled') === 'true');
  button.focus();
  expect(focused()).toBe(button);
  expect(button.title).toMatch(/^Not connected/);
  const asked = server.requests.length;
  button.click();
  expect(part(of('a'), 'problem').textContent).toMatch(/^Not connected/);
  expect(server.requests.length).toBe(asked);
  server.answer = () => undefined;
  await passUntil(() => server.connections.length > 1);
  server.connections[1].send(init(pending('a')), [nextId(), ready]);
  await until(() => !button.hasAttribute('aria-disabled'));
  expect(button.title).toBe('Start');
});
