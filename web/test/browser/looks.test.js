// For who sees no colours, who reads from the right, who makes everything larger, and for paper.

import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { cdp, page } from 'vitest/browser';
import { translate } from '../../src/elements.js';
import { completed, init, pending, ready, running } from '../support/server.js';
import { serve, settle, show, unfold, until, visible } from '../support/page.js';
import { passUntil, stopTime } from '../support/time.js';

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
    moving: { ...running('a', 40), lostSince: 1, moving: true },
    ...Object.fromEntries(['slot', 'limit', 'delay', 'paused', 'retry', 'answer'].map((why) => [why, { ...pending('a'), why }])),
  };

  it('states differ by their signs, without a word read', async () => {
    await force('active');
    expect(matchMedia('(forced-colors: active)').matches).toBe(true);
    const item = show('<task-item></task-item>');
    const signs = Object.entries(STATES).map(([name, task]) => {
      item.task = task;
      const paths = [...part(item, 'icon').querySelectorAll('path')];
      const { color } = getComputedStyle(part(item, 'icon'));
      for (const path of paths) expect([getComputedStyle(path).fill, getComputedStyle(path).stroke]).toContain(color);
      return [name, paths.map((path) => path.getAttribute('class') + path.getAttribute('d')).join()];
    });
    expect(new Set(signs.map(([, sign]) => sign)).size, String(signs)).toBe(signs.length);
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
    stopTime();
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
    await passUntil(() => part(list, 'connection').textContent === 'Error 404');
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

describe.each([[1_280, ''], [640, 'as 1,280 enlarged to 200 %'], [320, '']])('at %d px%s', (width) => {
  it.each(['light', 'dark'])('everything that can be open is right, and nothing sticks out, %s', async (scheme) => {
    await page.viewport(width, 700);
    document.documentElement.style.colorScheme = scheme;
    document.body.style.background = scheme === 'dark' ? '#0e1115' : '#f5f6f8';
    const { server, src } = serve();
    document.body.innerHTML = `<main><h1>Tasks</h1><task-list src="${src}" groups filterable confirm></task-list>
      <task-list src="${src}" density="compact"></task-list></main><task-tray src="${src}"></task-tray>`;
    const [list, , tray] = document.querySelectorAll('task-list, task-tray');
    const long = 'Reconciliation of the ledgers with the bank’s statements. '.repeat(5);
    (await server.connection()).send(
      init({ ...running('a', 40), title: long, progress: { message: long, current: 1, total: 2, steps: [{ name: 'Read', status: 'completed' }] } }),
      init({ ...completed('b'), result: { hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' } }),
      init({ ...completed('c'), status: 'error', error: long }), init(running('d', 3)), init(pending('e')), init({ ...pending('f'), why: 'limit', limit: 'key', position: 3, startsAt: 130_000, key: long }),
      init({ ...pending('g'), why: 'retry', attempt: 3, maxAttempts: 6, runAt: 70_000, lastError: long }), [1, { ...ready, now: 10 }]);
    const items = () => [...list.shadowRoot.querySelectorAll('task-item')];
    await until(() => items().length === 7);
    items().forEach(unfold);
    items()[0].shadowRoot.querySelector('[data-action=cancel]').click();
    tray.shadowRoot.querySelector('.toggle').click();
    settle();
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    for (const item of items()) {
      const { scrollWidth, clientWidth } = part(item, 'item');
      expect(scrollWidth, item.dataset.id).toBeLessThanOrEqual(clientWidth);
    }
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
    document.documentElement.style.colorScheme = document.body.style.background = '';
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => [node.html, node.failureSummary])])).toEqual([]);
  });
});

it('on paper there are states and bars, and nothing to press', async () => {
  const media = (value) => cdp().send('Emulation.setEmulatedMedia', { media: value });
  await media('print');
  try {
    const { server, src } = serve();
    document.body.innerHTML = `<task-list src="${src}" groups filterable></task-list><task-tray src="${src}"></task-tray>`;
    const [list, tray] = document.body.children;
    (await server.connection()).send(init(running('a', 40)), [1, ready]);
    await until(() => list.shadowRoot.querySelector('task-item'));
    const item = list.shadowRoot.querySelector('task-item');
    expect(visible(part(item, 'icon'))).toBe(true);
    expect(visible(part(item, 'bar'))).toBe(true);
    expect(getComputedStyle(part(item, 'bar')).printColorAdjust).toBe('exact');
    for (const hidden of [part(item, 'button'), part(list, 'find'), tray]) expect(visible(hidden)).toBe(false);
  } finally {
    await media('');
  }
});
