import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notifyWhenDone, showInTab, sourceOf } from '../../src/elements.js';
import { completed, init, pending, ready, remove, running, update } from '../support/server.js';
import { serve, settle, show, textOf, until, visible } from '../support/page.js';

const recent = (id, status = 'completed') => ({ ...completed(id), status, lastRun: Date.now(), ...(status === 'error' && { error: 'x' }) });

let element;
beforeEach(() => sessionStorage.clear());
afterEach(() => document.body.replaceChildren());
const find = (selector) => element.shadowRoot.querySelector(selector);

describe('<task-progress>', () => {
  const bar = () => find('.bar');

  it('takes attributes', () => {
    element = show('<task-progress value="30" max="120" aria-label="Upload"></task-progress>');
    expect(bar().getAttribute('aria-valuenow')).toBe('25');
    expect(bar().getAttribute('aria-label')).toBe('Upload');
    element.setAttribute('value', '60');
    expect(bar().getAttribute('aria-valuenow')).toBe('50');
    element.removeAttribute('value');
    expect(bar().hasAttribute('data-indeterminate')).toBe(true);
  });

  it('takes progress, or a task', () => {
    element = show('<task-progress></task-progress>');
    element.progress = { message: 'x', current: 1, total: 2 };
    expect(bar().getAttribute('aria-valuenow')).toBe('50');
    element.task = running('a', 20);
    expect(bar().getAttribute('aria-valuenow')).toBe('20');
    expect(bar().getAttribute('aria-label')).toBe('a');
    element.task = completed('a');
    expect(bar().hasAttribute('role')).toBe(false);
  });
});

describe('<task-log>', () => {
  const log = (run, from, ...lines) => ({ type: 'log', taskId: 'a', run, from, lines });
  const lines = () => [...element.shadowRoot.querySelectorAll('.log > *')].map((line) => line.textContent);

  async function open() {
    const { server, src } = serve();
    element = show(`<task-log src="${src}" task-id="a"></task-log>`);
    const connection = await server.connection();
    connection.send(init(running('a', 1)), [1, ready]);
    return connection;
  }

  it('asks for the lines, and shows them as they come', async () => {
    const connection = await open();
    expect(connection.url.searchParams.getAll('log')).toEqual(['a']);
    expect(lines()).toEqual(['No lines yet.']);
    connection.send(log(1, 1, 'one', '<b>two</b>'), log(1, 3, 'three'));
    await until(() => lines().length === 3);
    expect(lines()).toEqual(['one', '<b>two</b>', 'three']);
    expect(find('b')).toBeNull();
  });

  it('shows no line twice, and says where some are gone', async () => {
    const connection = await open();
    connection.send(log(1, 1, 'one', 'two'), log(1, 1, 'one', 'two', 'three'), log(1, 10, 'ten'));
    await until(() => lines().length === 5);
    expect(lines()).toEqual(['one', 'two', 'three', '6 lines are gone', 'ten']);
  });

  it('begins anew with each run', async () => {
    const connection = await open();
    connection.send(log(1, 1, 'old'), log(2, 1, 'new'), log(1, 2, 'late'));
    await until(() => lines()[0] === 'new');
    expect(lines()).toEqual(['new']);
    connection.send([2, update({ ...running('a', 1), run: 3 })]);
    await until(() => lines()[0] === 'No lines yet.');
  });

  it('follows its end, unless somebody has scrolled up', async () => {
    const connection = await open();
    connection.send(log(1, 1, ...Array.from({ length: 100 }, (_, i) => `line ${i}`)));
    const box = find('.log');
    await until(() => lines().length === 100);
    expect(box.scrollTop + box.clientHeight).toBeGreaterThan(box.scrollHeight - 3);
    box.scrollTop = 10;
    connection.send(log(1, 101, 'more'));
    await until(() => lines().length === 101);
    expect(box.scrollTop).toBe(10);
  });
});

describe('<task-tray>', () => {
  async function open(...tasks) {
    const { server, src } = serve();
    element = show(`<task-tray src="${src}"></task-tray>`);
    const connection = await server.connection();
    connection.send(...tasks.map(init), [1, ready]);
    await until(() => sourceOf(src).state === 'live');
    return { connection, src };
  }
  const items = () => [...element.shadowRoot.querySelectorAll('task-item')].map(textOf);
  const toggle = () => find('.toggle');

  it('sums up, and opens and closes', async () => {
    await open(running('a', 20), running('b', 60), pending('c'));
    expect(toggle().textContent).toBe('2 running · 40%');
    expect(visible(find('.panel'))).toBe(false);
    toggle().click();
    expect(toggle().getAttribute('aria-expanded')).toBe('true');
    expect(items()).toEqual(['a: running — Working', 'b: running — Working']);
    find('.panel').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(visible(find('.panel'))).toBe(false);
    expect(element.shadowRoot.activeElement).toBe(toggle());
  });

  it('keeps what has ended until it is dismissed, over pages', async () => {
    const { connection, src } = await open(running('a', 20), completed('old'));
    toggle().click();
    connection.send([2, update(recent('a', 'error'))]);
    await until(() => items()[0] === 'a: failed — x');
    expect(toggle().textContent).toBe('1 failed');
    element.remove();
    element = show(`<task-tray src="${src}"></task-tray>`);
    expect(visible(find('.panel')), 'open as it was').toBe(true);
    expect(items()).toEqual(['a: failed — x']);
    find('li > button').click();
    expect(items()).toEqual([]);
    expect(find('.quiet').textContent).toBe('Nothing is running.');
    element.remove();
    element = show(`<task-tray src="${src}"></task-tray>`);
    expect(items()).toEqual([]);
    connection.send([3, update(recent('a'))]);
    await until(() => items()[0] === 'a: completed');
  });

  it('has nothing that axe finds', async () => {
    await open(running('a', 20), recent('b'), recent('c', 'error'));
    toggle().click();
    for (const scheme of ['light', 'dark']) {
      document.documentElement.style.colorScheme = scheme;
      settle();
      const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
    }
    document.documentElement.style.colorScheme = '';
  });
});

describe('the tab', () => {
  it('shows progress in its title and icon, and puts both back', async () => {
    document.title = 'Orders';
    document.head.querySelectorAll('link[rel~="icon"]').forEach((link) => link.remove());
    const theirs = document.createElement('link');
    Object.assign(theirs, { rel: 'icon', href: '/own.svg' });
    document.head.append(theirs);
    const icon = () => document.head.querySelector('link[rel~="icon"]').getAttribute('href');
    const { server, src } = serve();
    const end = showInTab(sourceOf(src));
    const connection = await server.connection();
    connection.send(init({ ...running('a', 20), title: 'Import' }), [1, ready]);
    await until(() => document.title === '20% · Import – Orders');
    expect(icon()).toMatch(/^data:image\/png/);
    document.title = 'Other page';
    connection.send([2, update(running('b', 40))]);
    await until(() => document.title === '30% · 2 running – Other page');
    connection.send([3, update(completed('b'))], [4, remove('a')]);
    await until(() => document.title === 'Other page');
    expect(icon()).toBe('/own.svg');
    connection.send([5, update(running('c', 1))]);
    await until(() => document.title.startsWith('1%'));
    end();
    expect(document.title).toBe('Other page');
    expect(icon()).toBe('/own.svg');
    theirs.remove();
  });

  it('shows it once, whoever else does', async () => {
    document.title = 'Orders';
    const { server, src } = serve();
    const template = document.createElement('template'); // what comes of it is upgraded on the page, as what stands in its HTML
    template.innerHTML = `<task-tray src="${src}" tab></task-tray>`;
    document.body.replaceChildren(template.content);
    const end = showInTab(sourceOf(src));
    (await server.connection()).send(init({ ...running('a', 20), title: 'Import' }), [1, ready]);
    await until(() => document.title === '20% · Import – Orders');
    end();
    expect(document.title).toBe('20% · Import – Orders');
    document.body.replaceChildren();
    expect(document.title).toBe('Orders');
  });

  it('notifies of what ends while nobody looks', async () => {
    const shown = [];
    const [original, hidden] = [globalThis.Notification, Object.getOwnPropertyDescriptor(Document.prototype, 'hidden')];
    let isHidden = false;
    globalThis.Notification = class {
      static requestPermission = async () => 'granted';
      constructor(title, { body }) { shown.push([title, body]); }
    };
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => isHidden });
    try {
      const { server, src } = serve();
      const connection = await server.connection.bind(server, 0)(sourceOf(src));
      connection.send(init(running('a', 1)), init(running('b', 1)), init(completed('old')), [1, ready]);
      await until(() => sourceOf(src).tasks.size === 3);
      const end = await notifyWhenDone(sourceOf(src));
      const told = async (...messages) => {
        const change = new Promise((resolve) => sourceOf(src).addEventListener('change', resolve, { once: true }));
        connection.send(...messages);
        await change; // listeners have heard by then
      };
      await told([2, update(completed('a'))]);
      isHidden = true;
      await told([3, update({ ...completed('b'), status: 'error', error: 'disk full' })], [4, update(completed('old'))]);
      await until(() => shown.length);
      expect(shown).toEqual([['b: failed', 'disk full']]);
      end();
    } finally {
      globalThis.Notification = original;
      delete document.hidden;
      if (hidden) Object.defineProperty(Document.prototype, 'hidden', hidden);
    }
  });
});
