// Which rows there are and in what order, and how a reader gets along among them: by pointer and by keyboard.

import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { sourceOf } from '../../src/elements.js';
import { connection, failed, headings, ids, items, list, nextId, of, open, part, send, server } from '../support/list.js';
import { buttonOf, focused, labelOf, plain, until, visible } from '../support/page.js';
import { completed, pending, remove, running } from '../support/server.js';

describe('the summary', () => {
  it.each(['en', 'ja'])('breaks between what it says, and not within, in %s', async (language) => {
    await page.viewport(320, 700);
    const many = (count, make, name) => Array.from({ length: count }, (_, index) => make(`${name}${index}`));
    await open([
      ...many(12, (name) => running(name, 1), 'r'), { ...running('lost', 1), lostSince: 1 }, ...many(14, failed, 'f'),
      ...many(14, (name) => ({ ...pending(name), why: 'slot' }), 'w'),
    ], `lang="${language}"`);
    const summary = part(list, 'summary');
    await until(() => plain(summary).split(' · ').length === 5 && (language === 'en') === summary.textContent.includes('tasks'));
    const text = summary.firstChild;
    let from = 0;
    const tops = text.data.split('· ').map((words) => {
      const range = document.createRange();
      range.setStart(text, from);
      range.setEnd(text, from + words.length);
      from += words.length + 2;
      const lines = [...new Set([...range.getClientRects()].map(({ top }) => Math.round(top)))];
      expect(lines, words).toHaveLength(1);
      return lines[0];
    });
    expect(new Set(tops).size, 'there is more than one line').toBeGreaterThan(1);
  });
});

describe('groups', () => {
  const MIXED = () => [completed('d'), failed('f'), pending('w'), running('r', 5), { ...completed('c'), status: 'canceled' }];

  it('have headings and counts', async () => {
    await open(MIXED(), 'groups');
    expect(headings()).toEqual(['Running 1', 'Waiting 1', 'Failed 1', 'Done 2']);
    expect(ids()).toEqual(['r', 'w', 'f', 'c', 'd']);
    send(running('w', 1));
    await until(() => headings()[0] === 'Running 2');
    expect(headings()).toEqual(['Running 2', 'Failed 1', 'Done 2']);
  });

  it('come by themselves with many tasks, as does the box that finds them', async () => {
    await open(Array.from({ length: 19 }, (_, i) => pending(`t${i}`)));
    expect(visible(part(list, 'find'))).toBe(false);
    expect(ids()[0]).toBe('t0');
    list.filter = ({ id }) => id.startsWith('t');
    send(pending('hidden'));
    let told = false;
    const end = sourceOf(list.getAttribute('src')).subscribe(() => (told = true)); // after the list
    await until(() => told);
    end();
    list.filter = ({ id }) => id !== 'hidden';
    expect(visible(part(list, 'find')), 'what is not shown does not count').toBe(false);
    send(pending('t19'));
    await until(() => visible(part(list, 'find')));
    expect(headings()).toEqual(['Waiting 20']);
    list.setAttribute('groups', 'off');
    list.setAttribute('filterable', 'off');
    expect(visible(part(list, 'find'))).toBe(false);
    expect(ids()[0]).toBe('t0');
  });

  it.each([
    ['registered', 'd f w r c'], ['newest', 'c r w f d'], ['oldest', 'd f w r c'], ['name', 'c d f r w'], ['status', 'r w f c d'],
  ])('or none, sorted by %s', async (sort, order) => {
    await open(MIXED(), `groups="off" sort="${sort}"`);
    expect(ids().join(' ')).toBe(order);
  });

  it('are found in', async () => {
    await open([{ ...pending('a'), title: 'Import Orders' }, { ...pending('b'), owner: 'ann' }, failed('c')], 'filterable');
    const find = part(list, 'find');
    for (const [search, found] of [['order imp', 'a'], ['ANN', 'b'], ['failed', 'c'], ['', 'a b c']]) {
      await userEvent.fill(find, search);
      expect(ids().join(' '), search).toBe(found);
    }
    await userEvent.fill(find, 'Nowhere');
    expect(part(list, 'empty').textContent).toBe('No task matches “Nowhere”.');
    expect(plain(part(list, 'summary'))).toMatch(/^0 of 3 match/);
    find.focus();
    await userEvent.keyboard('{Escape}');
    expect(ids()).toHaveLength(3);
    await userEvent.selectOptions(part(list, 'sort'), 'name');
    expect(ids()).toEqual(['b', 'c', 'a']);
  });
});

describe('under the pointer', () => {
  it('nothing moves: what is new waits, and says so', async () => {
    await open([pending('a'), pending('b'), running('r', 5)], 'sort="newest" groups="off"');
    expect(ids()).toEqual(['r', 'b', 'a']);
    await userEvent.hover(part(of('b'), 'title'));
    const place = () => of('b').getBoundingClientRect().top;
    const before = place();
    send(pending('x'), pending('y'));
    connection.send([nextId(), remove('r')]);
    await until(() => visible(part(list, 'fresh')));
    expect(part(list, 'fresh').textContent).toBe('Show 2 new');
    expect(place()).toBe(before);
    expect(ids(), 'what has gone is not shown').toEqual(['b', 'a']);
    await userEvent.hover(document.getElementById('away'));
    await until(() => ids().length === 4);
    expect(ids()).toEqual(['y', 'x', 'b', 'a']);
    expect(visible(part(list, 'fresh'))).toBe(false);
  });

  it('a task that starts stays where it is until the reader has left', async () => {
    await open([running('r', 1), pending('a'), pending('b')], 'groups');
    await userEvent.hover(part(of('a'), 'title'));
    const before = items().map((item) => item.getBoundingClientRect().top);
    send(running('b', 7));
    await until(() => of('b').dataset.status === 'running');
    expect(items().map((item) => item.getBoundingClientRect().top)).toEqual(before);
    expect(part(list, 'fresh').textContent).toBe('Put in order');
    await userEvent.click(part(list, 'fresh'));
    expect(headings()[0]).toBe('Running 2');
  });

  it('what is new at the end is there at once', async () => {
    await open([pending('a'), pending('b')]);
    await userEvent.hover(part(of('a'), 'title'));
    send(pending('c'));
    await until(() => ids().length === 3);
    expect(visible(part(list, 'fresh'))).toBe(false);
  });
});

it('more are shown below, and by keyboard the first of them has the focus', async () => {
  await open(Array.from({ length: 150 }, (_, i) => pending(`t${i}`)), 'groups="off"');
  const more = part(list, 'more');
  more.focus();
  const [first] = items();
  const top = first.getBoundingClientRect().top + window.scrollY;
  more.click();
  expect(items()).toHaveLength(150);
  expect(focused()).toBe(items()[100].shadowRoot.querySelector('.toggle'));
  expect(first.getBoundingClientRect().top + window.scrollY).toBe(top);
});

describe('by keyboard', () => {
  const at = () => focused()?.getRootNode().host?.dataset.id;

  it('a list is one stop, with arrows, Home, End and pages within', async () => {
    await open(Array.from({ length: 15 }, (_, i) => pending(`t${i}`)));
    document.body.insertAdjacentHTML('afterbegin', '<button id="before">before</button>');
    document.body.insertAdjacentHTML('beforeend', '<button id="after">after</button>');
    document.getElementById('before').focus();
    const visited = [];
    for (const key of ['Tab', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'ArrowDown', 'Home', 'PageDown', 'PageUp']) {
      await userEvent.keyboard(`{${key}}`);
      visited.push(at());
    }
    expect(visited).toEqual(['t0', 't1', 't2', 't1', 't14', 't14', 't0', 't10', 't0']);
    await userEvent.keyboard('{ArrowDown}{Tab}');
    expect(focused().id).toBe('after');
    await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
    expect(at(), 'it comes back to where it was').toBe('t1');
  });

  it('Enter unfolds, left and right go through a row, and keys act', async () => {
    await open([{ ...pending('a'), title: 'Import' }, running('b', 1)]);
    of('a').focus();
    await userEvent.keyboard('{Enter}');
    expect(part(of('a'), 'details')).not.toBeNull();
    expect(focused().getAttribute('aria-expanded')).toBe('true');
    await userEvent.keyboard('{ArrowRight}');
    expect(focused().ariaLabel).toBe('Start: Import');
    await userEvent.keyboard('{ArrowLeft}s');
    await until(() => server.requests.length === 1);
    await userEvent.keyboard('{ArrowDown}c');
    await until(() => server.requests.length === 2);
    expect(server.requests.map(({ url }) => url.pathname.replace(/^\/\d+/, ''))).toEqual(['/a/start', '/b/cancel']);
    list.setAttribute('keys', 'off');
    await until(() => !buttonOf(of('b')).hasAttribute('aria-disabled')); // the key before is answered
    await userEvent.keyboard('c');
    list.removeAttribute('keys');
    await userEvent.keyboard('c');
    await until(() => server.requests.length > 2);
    await until(() => !buttonOf(of('b')).hasAttribute('aria-disabled'));
    expect(server.requests, 'of the key that counts').toHaveLength(3);
  });

  it('from the right, left goes on', async () => {
    document.documentElement.dir = 'rtl';
    await open([pending('a')]);
    of('a').focus();
    await userEvent.keyboard('{ArrowLeft}');
    document.documentElement.dir = '';
    expect(labelOf(focused())).toBe('Start');
  });
});
