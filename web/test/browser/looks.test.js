// For who sees no colours, and for who reads from the right.

import { afterEach, describe, expect, it } from 'vitest';
import { cdp } from 'vitest/browser';
import { translate } from '../../src/elements.js';
import { completed, init, pending, ready, running } from '../support/server.js';
import { serve, show, until, visible } from '../support/page.js';

afterEach(() => {
  translate('en', {});
  document.documentElement.dir = '';
  document.body.replaceChildren();
});

const part = (element, name) => element.shadowRoot.querySelector(`[part~="${name}"]`);

describe('with forced colors', () => {
  const force = (value) => cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] });
  afterEach(() => force(''));

  const ended = (status) => ({ ...completed('a'), status, ...(status === 'error' && { error: 'x' }) });
  const STATES = {
    pending: pending('a'),
    running: running('a', 40),
    lost: { ...running('a', 40), lostSince: 1 },
    ...Object.fromEntries(['completed', 'error', 'canceled', 'timed_out'].map((status) => [status, ended(status)])),
    stopping: { ...ended('canceled'), stopping: { phase: 'requested', since: 1 } },
  };

  it('states differ by their signs, without a word read', async () => {
    await force('active');
    expect(matchMedia('(forced-colors: active)').matches).toBe(true);
    const item = show('<task-item></task-item>');
    const signs = Object.entries(STATES).map(([name, task]) => {
      item.task = task;
      const { content, backgroundColor } = getComputedStyle(item.shadowRoot.querySelector('.status'), '::before');
      return [name, `${content} ${backgroundColor}`];
    });
    expect(new Set(signs.filter(([name]) => name !== 'stopping').map(([, sign]) => sign)).size, String(signs)).toBe(7);
  });

  it('bars can be seen, and which of them move', async () => {
    await force('active');
    const item = show('<task-item></task-item>');
    const colours = ['running', 'lost', 'completed'].map((name) => {
      item.task = STATES[name];
      return getComputedStyle(part(item, 'fill')).backgroundColor;
    });
    expect(new Set(colours).size, String(colours)).toBe(3);
    const page = getComputedStyle(document.body).backgroundColor;
    expect(colours).not.toContain(page);
  });

  it('lists, banners and the connection’s sign have an edge', async () => {
    await force('active');
    const { server, src } = serve();
    const list = show(`<task-list src="${src}"></task-list>`);
    const connection = await server.connection();
    connection.send(init(pending('a')), [1, ready]);
    await until(() => part(list, 'connection').textContent === 'Live');
    const sign = () => {
      const { backgroundColor, borderTopWidth } = getComputedStyle(part(list, 'connection'), '::before');
      return `${backgroundColor} ${borderTopWidth}`;
    };
    expect(getComputedStyle(part(list, 'list')).borderTopWidth).toBe('1px');
    expect(getComputedStyle(part(list, 'banner')).borderTopWidth).toBe('1px');
    const live = sign();
    server.answer = () => new Response('', { status: 404 });
    connection.end();
    await until(() => part(list, 'connection').textContent === 'Error 404');
    expect(sign()).not.toBe(live);
  });
});

describe('from right to left', () => {
  /** Where each of some words stands, from the left. */
  function order(element, ...words) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const places = new Map();
    while (walker.nextNode()) {
      for (const word of words) {
        const at = walker.currentNode.data.indexOf(word);
        if (at < 0 || places.has(word)) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, at);
        range.setEnd(walker.currentNode, at + word.length);
        places.set(word, range.getBoundingClientRect().left);
      }
    }
    expect([...places.keys()].sort()).toEqual([...words].sort());
    return [...words].sort((one, other) => places.get(one) - places.get(other));
  }

  it('numbers and sums in English read from the left', async () => {
    document.documentElement.dir = 'rtl';
    const { server, src } = serve();
    document.body.innerHTML = `<task-list src="${src}"></task-list><task-tray src="${src}"></task-tray>`;
    const [list, tray] = document.body.children;
    (await server.connection()).send(init(running('a', 40)), init(pending('b')), [1, ready]);
    const toggle = tray.shadowRoot.querySelector('.toggle');
    await until(() => toggle.textContent === '1 running · 40%');
    expect(order(toggle, '1', 'running', '40%')).toEqual(['1', 'running', '40%']);
    expect(order(part(list, 'summary'), '2', 'tasks', '1', 'running')).toEqual(['2', 'tasks', '1', 'running']);
    const [item] = list.shadowRoot.querySelectorAll('task-item');
    expect(order(part(item, 'numbers'), '40', 'of', '100')).toEqual(['40', 'of', '100']);
    expect(order(part(item, 'times'), 'so', 'far')).toEqual(['so', 'far']);
  });

  it('a sentence ends at its own end, in a banner, a notice and a problem', async () => {
    document.documentElement.dir = 'rtl';
    const { server, src } = serve();
    server.answer = () => new Response('', { status: 403 });
    document.body.innerHTML = `<task-list src="${src}"></task-list><task-item src="${src}" task-id="x"></task-item>`;
    const [list, item] = document.body.children;
    await until(() => visible(part(list, 'banner')) && part(item, 'notice'));
    for (const where of [part(list, 'banner'), part(item, 'notice')]) {
      expect(order(where, 'longer', '.')).toEqual(['longer', '.']);
    }
  });

  it('a title and what stands beside it do not turn each other round', () => {
    const item = show('<task-item></task-item>');
    item.task = { ...completed('a'), title: 'ייבוא 12 (daily)', result: { name: ['שלום', 'עולם', 12], rows: 7 } };
    expect(order(part(item, 'result'), 'Name', 'שלום', 'עולם', '12', 'Rows', '7'))
      .toEqual(['Name', 'שלום', 'עולם', '12', 'Rows', '7']);
    document.documentElement.dir = 'rtl';
    item.task = { ...completed('a'), title: 'Import (12)' };
    expect(order(part(item, 'title'), 'Import', '(', '12', ')')).toEqual(['Import', '(', '12', ')']);
  });

  it('an id in a translated sentence stays as it is', async () => {
    document.documentElement.dir = 'rtl';
    translate('he', { unknown: 'אין משימה {0} כאן' });
    const { server, src } = serve();
    const item = show(`<task-item src="${src}" task-id="12-import"></task-item>`);
    (await server.connection()).send([1, ready]);
    await until(() => part(item, 'notice'));
    expect(order(part(item, 'notice'), 'כאן', '12', '-import', 'אין')).toEqual(['כאן', '12', '-import', 'אין']);
  });
});
