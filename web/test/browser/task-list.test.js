import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { sourceOf } from '../../src/elements.js';
import { completed, init, pending, ready, remove, running, update } from '../support/server.js';
import { announced, buttonOf, plain, saidAll, serve, settle, show, textOf, until, visible } from '../support/page.js';
import { pass, passUntil, stopTime } from '../support/time.js';

let list;
let server;

async function open(...tasks) {
  const served = serve();
  server = served.server;
  list = show(`<task-list src="${served.src}"></task-list>`);
  const connection = await server.connection();
  connection.send(...tasks.map(init), [10, ready]);
  await until(() => part('connection').textContent === 'Live');
  return connection;
}

afterEach(() => document.body.replaceChildren());

const part = (name) => list.shadowRoot.querySelector(`[part~="${name}"]`);
const items = () => [...list.shadowRoot.querySelectorAll('task-item')];
const texts = () => items().map(textOf);

describe('a list', () => {
  it('has the tasks in their order, changed in place', async () => {
    const connection = await open(pending('b'), running('a', 5));
    await until(() => items().length === 2);
    expect(texts()).toEqual(['b: pending', 'a: running — Working']);
    const [first] = items();
    connection.send([11, update(completed('a'))], [12, update(pending('c'))]);
    await until(() => items().length === 3);
    expect(texts()).toEqual(['b: pending', 'a: completed', 'c: pending']);
    expect(items()[0]).toBe(first);
    connection.send([13, remove('a')]);
    await until(() => items().length === 2);
    expect(texts()).toEqual(['b: pending', 'c: pending']);
    expect(items()[0]).toBe(first);
  });

  it('follows a task that was made anew to its new place', async () => {
    const connection = await open(pending('a'), pending('b'), pending('c'));
    await until(() => items().length === 3);
    connection.send([11, remove('a')], [12, update(pending('a'))], [13, update(running('b', 1))]);
    await until(() => texts().includes('b: running — Working'));
    expect(texts()).toEqual(['b: running — Working', 'c: pending', 'a: pending']);
  });

  it('lets no clock tick out of sight', async () => {
    stopTime();
    const tasks = Array.from({ length: 60 }, (_, i) => ({ ...running(`t${i}`, 1), startedAt: Date.now() }));
    const connection = await open(...tasks);
    await until(() => items().length === 60);
    const clock = (item) => item.shadowRoot.querySelector('[part=times]').textContent;
    const [first, last] = [items()[0], items().at(-1)];
    /** Has seen the first row's clock tick. */
    const tick = async () => {
      const before = clock(first);
      await passUntil(() => clock(first) !== before, 'a tick');
    };
    await new Promise((resolve) => new IntersectionObserver(resolve).observe(last)); // the list has been told what is out of sight
    await tick();
    const then = clock(last);
    await tick();
    expect(clock(last)).toBe(then);
    connection.send([11, update({ ...running('t0', 77), startedAt: Date.now() })]);
    await until(() => last.task.progress.current === 77);
    const percent = () => last.shadowRoot.querySelector('[part=percent]').textContent;
    expect(percent(), 'nor is anything written there').toBe('1%');
    last.scrollIntoView();
    await until(() => clock(last) !== then, 'the time of a row that has come into sight');
    expect(percent()).toBe('77%');
    for (let i = 0; i < 20; i++) connection.send([20 + i, remove(`t${30 + i}`)]);
    connection.send([50, update(running('t10', 66))]);
    await until(() => items().length === 40);
    const row = items().find((item) => item.dataset.id === 't10');
    await until(() => row.shadowRoot.querySelector('[part=percent]').textContent === '66%', 'of few rows all are written');
  });

  it('sums up', async () => {
    const connection = await open(running('a', 1), { ...completed('b'), status: 'error', error: 'x' }, pending('c'));
    await until(() => plain(part('summary')) === '3 tasks · 1 running · 1 failed');
    connection.send([11, remove('a')], [12, remove('b')]);
    await until(() => plain(part('summary')) === '1 task');
  });

  it('says that there are none', async () => {
    const connection = await open();
    await until(() => visible(part('empty')));
    expect(visible(part('list'))).toBe(false);
    connection.send([11, update(pending('a'))]);
    await until(() => visible(part('list')));
    expect(visible(part('empty'))).toBe(false);
  });

  it('acts on the server', async () => {
    await open(pending('a'), running('b', 1));
    await until(() => items().length === 2);
    buttonOf(items()[0]).click();
    buttonOf(items()[1]).click();
    await until(() => server.requests.length === 2);
    expect(server.requests.map(({ url }) => url.pathname.replace(/^\/\d+/, ''))).toEqual(['/a/start', '/b/cancel']);
  });

  it('has no buttons where it is only to be read', async () => {
    const served = serve();
    list = show(`<task-list src="${served.src}" readonly></task-list>`);
    (await served.server.connection()).send(init(pending('a')), [1, ready]);
    await until(() => items().length === 1);
    expect(buttonOf(items()[0])).toBeNull();
  });

  it('keeps the focus where other tasks come and go', async () => {
    const connection = await open(pending('a'), pending('b'), pending('c'));
    await until(() => items().length === 3);
    const [, , third] = items();
    const button = buttonOf(third);
    button.focus();
    connection.send([11, remove('a')], [12, update({ ...pending('c'), title: 'C' })], [13, update(pending('d'))]);
    await until(() => texts().at(-1) === 'd: pending');
    expect(list.shadowRoot.activeElement).toBe(third);
    expect(third.shadowRoot.activeElement).toBe(button);
  });

  it('shows a hundred, and more when asked', async () => {
    await open(...Array.from({ length: 250 }, (_, i) => pending(`t${i}`)));
    await until(() => items().length === 100);
    expect(part('more').textContent).toBe('Show 100 more');
    part('more').click();
    expect(items()).toHaveLength(200);
    expect(part('more').textContent).toBe('Show 50 more');
    part('more').click();
    expect(visible(part('more'))).toBe(false);
    expect(items()).toHaveLength(250);
    expect(plain(part('summary'))).toBe('250 tasks');
  });

  it('may be filtered', async () => {
    const connection = await open(pending('a'), running('b', 1));
    await until(() => items().length === 2);
    list.filter = (task) => task.status === 'running';
    expect(texts()).toEqual(['b: running — Working']);
    connection.send([11, update(running('a', 1))], [12, update(completed('b'))]);
    await until(() => texts()[0] === 'a: running — Working' && items().length === 1);
  });

  it('passes its templates on', async () => {
    const served = serve();
    list = show(`<task-list src="${served.src}"><template status="pending"><b data-text="id"></b></template></task-list>`);
    (await served.server.connection()).send(init(pending('a')), init(running('b', 1)), [1, ready]);
    await until(() => items().length === 2);
    expect(items()[0].querySelector('b').textContent).toBe('a');
    expect(textOf(items()[1])).toBe('b: running — Working');
    const toggle = items()[1].shadowRoot.querySelector('.toggle');
    expect(toggle.tabIndex, 'the first row that is not of a template is reached by Tab').toBe(0);
  });
});

describe('a lost connection', () => {
  it('is told after three seconds, and the last values stay, dimmed', async () => {
    await saidAll();
    const connection = await open(running('a', 40));
    await until(() => items().length === 1);
    server.answer = () => { throw new TypeError('refused'); };
    stopTime();
    const lost = new Promise((resolve) => sourceOf(list.getAttribute('src')).addEventListener('state', resolve, { once: true }));
    connection.cut();
    await lost;
    await pass(2_990);
    expect(visible(part('banner'))).toBe(false);
    await pass(10);
    expect(visible(part('banner'))).toBe(true);
    expect(['Reconnecting', 'Offline']).toContain(part('connection').textContent);
    expect(textOf(items()[0])).toBe('a: running — Working');
    expect(items()[0].shadowRoot.querySelector('[data-stale]')).not.toBeNull();
    server.answer = () => undefined;
    await passUntil(() => server.connections.length > 1);
    server.connections[1].send([10, ready]);
    await until(() => part('connection').textContent === 'Live');
    expect(visible(part('banner'))).toBe(false);
    expect(items()[0].shadowRoot.querySelector('[data-stale]')).toBeNull();
    await passUntil(() => announced().includes('Connected again'));
  });

  it('that comes back at once is not told', async () => {
    const connection = await open(running('a', 40));
    connection.cut();
    (await server.connection(1)).send([10, ready]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(part('connection').textContent).toBe('Live');
    expect(visible(part('banner'))).toBe(false);
  });

  it('because access was lost is told at once', async () => {
    const connection = await open(running('a', 40));
    server.answer = () => Response.json({}, { status: 403 });
    connection.end();
    await until(() => part('connection').textContent === 'No access');
    expect(part('banner').textContent).toContain('You may not see');
  });
});

it('has nothing that axe finds', async () => {
  await open(pending('a'), running('b', 40), completed('c'), { ...completed('d'), status: 'error', error: 'x' },
    { ...completed('e'), status: 'canceled' }, { ...completed('f'), status: 'timed_out' });
  await until(() => items().length === 6);
  for (const scheme of ['light', 'dark']) {
    document.documentElement.style.colorScheme = scheme;
    document.body.style.background = scheme === 'dark' ? '#0e1115' : '#f5f6f8';
    settle();
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
  }
  document.documentElement.style.colorScheme = '';
  document.body.style.background = '';
});
