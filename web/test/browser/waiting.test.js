// Tasks that wait, are tried again or run by a schedule, as they are shown.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { translate } from '../../src/elements.js';
import { now } from '../../src/elements/clock.js';
import { TaskEventSource } from '../../src/task-event-source.js';
import { init, ready, running, update } from '../support/server.js';
import { announced, buttonOf, labelOf, serve, show, textOf, unfold, until, visible } from '../support/page.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const waiting = (id, more) => ({ id, status: 'pending', why: 'slot', ...more });
const part = (element, name) => element.shadowRoot.querySelector(`[part~="${name}"]`);
const boxOf = (element) => JSON.stringify(element.getBoundingClientRect());

function item(task, html = '<task-item></task-item>') {
  const shown = show(html);
  shown.task = task;
  return shown;
}

async function list(tasks, html = '<task-list></task-list>') {
  const { server, src } = serve();
  const shown = show(html);
  shown.setAttribute('src', src);
  const connection = await server.connection();
  connection.send(...tasks.map(init), [10, { ...ready, now: Date.now() }]);
  const of = (id) => shown.shadowRoot.querySelector(`task-item[data-id="${id}"]`);
  return { server, connection, shown, of };
}

beforeEach(() => page.viewport(1_000, 700));
afterEach(() => {
  vi.useRealTimers();
  translate('en', {});
  sessionStorage.clear();
  document.body.replaceChildren();
});

describe('a task that waits', () => {
  it('goes on counting down while nothing comes', () => {
    vi.useFakeTimers();
    const at = now();
    const line = item(waiting('a', { position: 3, startsAt: at + 2 * MINUTE }));
    expect(part(line, 'message').textContent).toBe('3rd in line, about 2 min');
    vi.advanceTimersByTime(75 * SECOND);
    expect(part(line, 'message').textContent).toBe('3rd in line, about 45 s');
    const delayed = item(waiting('b', { why: 'delay', runAt: now() + 5 * MINUTE }));
    expect(part(delayed, 'times').textContent).toBe('starts in 5 min');
    expect(part(delayed, 'times').title).toMatch(/\d{4} at \d+:\d\d:\d\d/);
    vi.advanceTimersByTime(4 * MINUTE + 30 * SECOND);
    expect(part(delayed, 'times').textContent).toBe('starts in 30 s');
    const nightly = item({ id: 'c', status: 'completed', run: 1, lastRun: now() - MINUTE, nextAt: now() + 30 * SECOND });
    expect(part(nightly, 'next').textContent).toBe('next run in 30 s');
    vi.advanceTimersByTime(20 * SECOND);
    expect(part(nightly, 'next').textContent).toBe('next run in 10 s');
    vi.advanceTimersByTime(12 * SECOND);
    expect(part(nightly, 'next').textContent).toBe('');
  });

  it.each([
    [{ why: 'delay', runAt: 1 }, 'Start now'], [{ why: 'retry' }, 'Start now'], [{ why: undefined }, 'Start'], [{ why: undefined, nextAt: 1 }, 'Start'],
  ])('has a start where it has it run: %j', (more, label) => {
    const shown = item(waiting('a', more));
    shown.onstart = () => {};
    expect(labelOf(buttonOf(shown))).toBe(label);
  });

  it.each(['slot', 'limit', 'rate', 'stopping', 'paused', 'unknown_type', 'moonrise'])('has none where it would change nothing: %s', (why) => {
    const shown = item(waiting('a', { why }));
    shown.onstart = shown.oncancel = () => {};
    expect(labelOf(buttonOf(shown))).toBe('Cancel');
  });

  it('says what follows its result after that', () => {
    const shown = item({ id: 'a', status: 'completed', run: 1, lastRun: 1, result: 7, nextAt: now() + 30 * SECOND });
    expect(part(shown, 'item').querySelector('.line').textContent).toBe('completed — 7 · next run in 30 s');
    shown.task = { ...shown.task, result: undefined };
    expect(part(shown, 'item').querySelector('.line').textContent).toBe('completed — next run in 30 s');
    shown.task = { ...shown.task, nextAt: undefined };
    expect(part(shown, 'item').querySelector('.line').textContent).toBe('completed');
  });

  it('keeps the bar of a run that is tried again, in its place, and goes on from there', async () => {
    const { connection, of } = await list([running('a', 30)]);
    await until(() => of('a'));
    const before = of('a').getBoundingClientRect().height;
    connection.send([11, update(waiting('a', { why: 'retry', run: 1, attempt: 2, maxAttempts: 6, progress: running('a', 30).progress }))]);
    await until(() => of('a').dataset.status === 'pending');
    expect(visible(part(of('a'), 'bar'))).toBe(true);
    expect(part(of('a'), 'fill').style.getPropertyValue('--done')).toBe('0.3');
    expect(part(of('a'), 'numbers').textContent).toBe('at 30%, Working');
    expect(textOf(of('a'))).toBe('a: retrying — retry 1 of 5');
    connection.send([12, update({ ...running('a', 31), run: 2, attempt: 2, maxAttempts: 6 })]);
    await until(() => of('a').dataset.status === 'running');
    expect(part(of('a'), 'message').textContent).toBe('attempt 2 of 6 · Working');
    expect(of('a').getBoundingClientRect().height).toBe(before);
  });

  it('has all the rest unfolded', () => {
    const shown = item(waiting('a', { why: 'limit', limit: 'key', queue: 'reports', key: 'tenant-7', priority: 8, attempt: 2, maxAttempts: 6, lastError: 'No answer' }));
    unfold(shown);
    const { textContent } = part(shown, 'details');
    for (const fact of ['Waitingwaits for its turn: tenant limit', 'Queuereports', 'Keytenant-7', 'Priority8', 'Last errorNo answer', 'Runattempt 2 of 6']) {
      expect(textContent).toContain(fact);
    }
  });

  it('shows what a server writes as text', () => {
    const html = '<img src=x onerror=alert(1)>';
    const shown = item(waiting('a', { why: 'retry', attempt: 2, maxAttempts: 6, queue: html, key: html, lastError: html, limit: html }));
    unfold(shown);
    expect(shown.shadowRoot.querySelector('img')).toBeNull();
    expect(part(shown, 'details').textContent).toContain(`Queue${html}`);
  });
});

describe('counting down', () => {
  it.each([['', 1_000], ['', 390], ['density="compact"', 390]])('moves nothing, %s at %d px', async (attributes, width) => {
    await page.viewport(width, 700);
    const line = (position) => [
      waiting('a', { why: 'limit', limit: 'queue', position, startsAt: Date.now() + 40 * SECOND * position }), waiting('b', { position: position + 1 }),
    ];
    const { connection, of, shown } = await list([...line(100), waiting('c')], `<task-list ${attributes}></task-list>`);
    await until(() => of('c'));
    const places = () => ['icon', 'title'].flatMap((name) => ['a', 'b', 'c'].map((id) => boxOf(part(of(id), name))));
    const lineOf = (id) => of(id).shadowRoot.querySelector('.line');
    const before = [places(), lineOf('a').getBoundingClientRect().top, lineOf('a').getBoundingClientRect().height, shown.offsetHeight];
    for (const position of [99, 11, 10, 9, 2, 1]) {
      connection.send(...line(position).map(({ id, startsAt, ...task }) => ({ type: 'position', id, position: task.position, startsAt })));
      await until(() => of('a').task.position === position);
      expect(visible(lineOf('a'))).toBe(true);
      expect([places(), lineOf('a').getBoundingClientRect().top, lineOf('a').getBoundingClientRect().height, shown.offsetHeight], `${position}`).toEqual(before);
    }
    expect(part(of('a'), 'message').textContent).toMatch(/^next in line: queue limit, about \d+ s$/);
    expect(getComputedStyle(part(of('a'), 'message')).fontVariantNumeric).toBe('tabular-nums');
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    expect(announced().filter((text) => text.includes('line')), 'and is read out to nobody').toEqual([]);
  });
});

describe('why it waits', () => {
  const REASONS = { manager: 'overall limit', queue: 'queue limit', type: 'type limit', key: 'tenant limit' };
  const ELLIPSIS = 12; // px, at the least

  /** Whether some words of a row can be read: what is cut ends before its ellipsis. */
  function canRead(shown, words) {
    const line = shown.shadowRoot.querySelector('.line');
    const [text] = part(shown, 'message').childNodes;
    const range = document.createRange();
    const from = text.data.indexOf(words);
    range.setStart(text, from);
    range.setEnd(text, from + words.length);
    const [all, own] = [line.getBoundingClientRect(), range.getBoundingClientRect()];
    const cut = line.scrollWidth > line.clientWidth || line.scrollHeight > line.clientHeight + 1;
    return from >= 0 && visible(line) && own.bottom <= all.bottom + 1 && own.right <= all.right - (cut ? ELLIPSIS : 0);
  }

  it.each([320, 360, 390, 640, 740, 800, 900, 1_024, 1_280, 1_600].flatMap((width) => [
    ['<task-list></task-list>', width], ['<task-list density="compact"></task-list>', width], ['<task-tray></task-tray>', width],
  ]))('can be read in %s at %d px', async (html, width) => {
    await page.viewport(width, 700);
    const tasks = Object.keys(REASONS).map((limit, index) => (
      waiting(limit, { why: 'limit', limit, title: 'Reports of the whole year', position: 12, startsAt: Date.now() + index * MINUTE })));
    const { shown, of } = await list([...tasks, waiting('slot', { position: 3, startsAt: Date.now() + 2 * MINUTE })], html);
    await until(() => shown.matches('task-list') ? of('slot') : shown.shadowRoot.querySelector('.toggle').textContent === '5 waiting');
    if (shown.matches('task-tray')) shown.shadowRoot.querySelector('.toggle').click();
    for (const [limit, words] of Object.entries(REASONS)) expect(canRead(of(limit), words), part(of(limit), 'message').textContent).toBe(true);
    expect(canRead(of('slot'), '3rd in line, about 2 min')).toBe(true);
  });
});

describe('a tray', () => {
  it('has what waits for others, in its order, and what waits becomes what runs', async () => {
    const { connection, shown, of } = await list(
      [waiting('a', { position: 2 }), waiting('b', { position: 1 }), waiting('c', { why: 'delay', runAt: Date.now() + MINUTE }), { id: 'd', status: 'pending' }],
      '<task-tray></task-tray>');
    const toggle = shown.shadowRoot.querySelector('.toggle');
    await until(() => toggle.textContent === '2 waiting');
    toggle.click();
    const rows = (name) => [...shown.shadowRoot.querySelectorAll(`[aria-labelledby="${name}"] task-item`)].map(({ dataset }) => dataset.id).join(' ');
    expect([rows('running'), rows('waiting'), rows('ended')]).toEqual(['', 'b a', '']);
    expect(shown.shadowRoot.getElementById('waiting').textContent).toBe('Waiting');
    expect(visible(part(of('a'), 'message'))).toBe(true);
    expect(part(of('a'), 'message').textContent).toBe('2nd in line');
    expect(visible(of('a').parentElement.querySelector('.dismiss'))).toBe(false);
    connection.send([11, update(running('b', 5))], { type: 'position', id: 'a', position: 1 });
    await until(() => toggle.textContent === '1 running · 5% · 1 waiting');
    expect([rows('running'), rows('waiting')]).toEqual(['b', 'a']);
    expect(part(of('a'), 'message').textContent).toBe('next in line');
    expect(part(of('b'), 'item').dataset.bar).toBe('tall');
  });
});

describe('words', () => {
  it.each([
    ['fr', '3e dans la file, environ 2 min', '21e dans la file'], ['de', 'als 3. an der Reihe, etwa 2 Min.', 'als 21. an der Reihe'],
    ['es', '3.ª en la cola, aprox. 2 min', '21.ª en la cola'], ['pt', '3ª na fila, cerca de 2 min', '21ª na fila'],
    ['ja', '順番待ち 3 番目、約 2 分', '順番待ち 21 番目'], ['zh', '排在第 3 位，约 2 分钟', '排在第 21 位'],
  ])('have ordinal numbers as %s has them', async (lang, third, later) => {
    const shown = item(waiting('a', { position: 3, startsAt: now() + 2 * MINUTE }), `<task-item lang="${lang}"></task-item>`);
    await until(() => part(shown, 'message').textContent === third);
    shown.task = waiting('a', { position: 21 });
    expect(part(shown, 'message').textContent).toBe(later);
  });

  it('of the page have them too', () => {
    translate('sv', { place: { one: '{0}:a i kön', other: '{0}:e i kön' } });
    const shown = item(waiting('a', { position: 2 }));
    expect(part(shown, 'message').textContent).toBe('2:a i kön');
    shown.task = waiting('a', { position: 3 });
    expect(part(shown, 'message').textContent).toBe('3:e i kön');
  });
});

it('with one stream for all tabs, a tab that comes later is told where a task stands now', async () => {
  const { server, src } = serve();
  server.viewer = crypto.randomUUID();
  const sources = [];
  const tab = (filter) => sources[sources.push(new TaskEventSource(src, { fetch: server.fetch, reconnectDelay: 1, filter })) - 1];
  const tasks = [waiting('a', { position: 7, tags: ['x'] }), waiting('b', { position: 8, tags: ['y'] })];
  const dump = async (n, ...tags) => {
    const connection = await server.connection(n);
    connection.send(...tasks.filter((task) => tags.includes(task.tags[0])).map(init), [1, { ...ready, now: Date.now() }]);
    return connection;
  };
  const leader = tab({ tag: 'x' });
  await dump(0, 'x');
  for (let leads = false; !leads;) leads = (await navigator.locks.query()).held.some(({ name }) => name.includes(server.viewer));
  const second = tab({ tag: 'y' });
  const own = await dump(1, 'y');
  const wide = await dump(2, 'x', 'y'); // the leader's, for both
  await until(() => own.closed, 'the tabs share');
  const heard = [];
  second.addEventListener('message', ({ data }) => data.type === 'position' && heard.push(data.id));
  wide.send({ type: 'position', id: 'a', position: 6 }, { type: 'position', id: 'b', position: 7 }, { type: 'position', id: 'b', position: -1 });
  await until(() => second.tasks.get('b')?.position === 7);
  expect(leader.tasks.get('a').position).toBe(6);
  expect([...leader.tasks.keys(), ...second.tasks.keys()]).toEqual(['a', 'b']);
  expect(new Set(heard), 'of those that it has alone').toEqual(new Set(['b']));
  const third = tab({ tag: 'y' });
  const other = await dump(3, 'y');
  await until(() => other.closed, 'the third shares');
  await until(() => third.tasks.get('b')?.position === 7);
  sources.forEach((source) => source.close());
});
