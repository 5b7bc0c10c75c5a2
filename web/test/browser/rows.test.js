// A row is one line; nothing that happens moves what a reader points at.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { sourceOf } from '../../src/elements.js';
import { completed, init, pending, ready, remove, reset, running, update } from '../support/server.js';
import { announced, buttonOf, focused, labelOf, plain, serve, show, textOf, unfold, until, visible } from '../support/page.js';

let list;
let server;
let connection;
let id = 10;

async function open(tasks, attributes = '') {
  const served = serve();
  server = served.server;
  list = show(`<div style="height: 20px"></div><task-list src="${served.src}" ${attributes}></task-list><p id="away">away</p>`);
  list = document.querySelector('task-list');
  connection = await server.connection();
  connection.send(...tasks.map(init), [10, { ...ready, now: Date.now() }]);
  await until(() => items().length === Math.min(100, tasks.length));
}

beforeEach(() => page.viewport(1_000, 700));
afterEach(async () => {
  await userEvent.unhover(document.body).catch(() => {});
  document.body.replaceChildren();
});

const items = () => [...list.shadowRoot.querySelectorAll('task-item')];
const of = (name) => list.shadowRoot.querySelector(`task-item[data-id="${name}"]`);
const part = (element, name) => element.shadowRoot.querySelector(`[part~="${name}"]`);
const ids = () => items().map((item) => item.dataset.id);
const headings = () => [...list.shadowRoot.querySelectorAll('section')].filter(visible)
  .map((section) => section.querySelector('h2').textContent);
const heightOf = (item) => item.parentElement.getBoundingClientRect().height;
const send = (...tasks) => connection.send(...tasks.map((task) => [++id, update(task)]));
const failed = (name, more) => ({ ...completed(name), status: 'error', error: 'disk full', startedAt: 1_000, lastRun: 32_000, ...more });

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

describe('a task that does not move', () => {
  const STILL = ['completed', 'error', 'canceled', 'timed_out'].map((status) => ({ ...completed(status), status, error: 'x'.repeat(300) }));
  const HASH = { ...completed('hash'), result: { sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', files: 12_345 } };

  it.each([['comfortable', 1_000, 45], ['comfortable', 320, 45], ['compact', 1_000, 37], ['compact', 320, 37]])(
    'is one line, %s, at %d px', async (density, width, most) => {
      await page.viewport(width, 700);
      await open([pending('a'), { ...pending('b'), title: 'A very long title of a task. '.repeat(9), description: 'What it does. '.repeat(20) }, ...STILL, HASH],
        `density="${density}"`);
      for (const item of items()) expect(heightOf(item), item.dataset.id).toBeLessThanOrEqual(most);
      expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    });

  it.each([320, 700, 1_280].flatMap((width) => ['compact', 'comfortable'].map((density) => [density, width])))(
    'has its letters above the bar on its edge, %s, at %d px', async (density, width) => {
      await page.viewport(width, 700);
      const long = 'Gypsy pages of all the subsidiaries that pay yearly, by the plan of the first of them';
      const waiting = { ...pending('a'), why: 'retry', run: 1, attempt: 3, maxAttempts: 6, runAt: Date.now() + 60_000, progress: running('a', 30).progress };
      await open([waiting, { ...waiting, id: 'b', title: long }, ...['c', 'd', 'e'].map(pending)], `density="${density}"`);
      send(running('c', 40), { ...running('d', 40), title: long, progress: { ...running('d', 40).progress, message: long } }, running('e', 40));
      await until(() => of('e').dataset.status === 'running');
      send(failed('e', { run: 1 }));
      await until(() => of('e').dataset.status === 'error');
      for (const item of items()) {
        const bar = part(item, 'bar').getBoundingClientRect();
        expect(bar.bottom, 'it is on the edge').toBeCloseTo(item.getBoundingClientRect().bottom, 0);
        for (const shown of ['title', 'status', 'message'].map((name) => part(item, name)).filter(visible)) {
          const letters = document.createRange();
          letters.selectNodeContents(shown);
          const clip = shown.closest('.title, .line').getBoundingClientRect();
          const lowest = Math.max(...[...letters.getClientRects()].map(({ bottom }) => bottom).filter((bottom) => bottom <= clip.bottom + 1));
          expect(bar.top - lowest, `${item.dataset.id}: ${shown.textContent}`).toBeGreaterThanOrEqual(0.75);
        }
      }
    });

  it.each([['', 320], ['density="compact"', 390]])('says why it has failed, %s at %d px', async (attributes, width) => {
    await page.viewport(width, 700);
    await open([failed('a')], attributes);
    expect(visible(part(of('a'), 'message'))).toBe(true);
    expect(part(of('a'), 'message').getBoundingClientRect().right).toBeLessThanOrEqual(of('a').shadowRoot.querySelector('.line').getBoundingClientRect().right);
    expect(visible(part(of('a'), 'times'))).toBe(false);
  });

  it.each([320, 700, 1_000, 1_280])('has no button where the other one was a moment ago, at %d px', async (width) => {
    await page.viewport(width, 700);
    await open([pending('a')]);
    const start = buttonOf(of('a')).getBoundingClientRect();
    send(running('a', 1));
    await until(() => labelOf(buttonOf(of('a'))) === 'Cancel');
    expect(buttonOf(of('a')).getBoundingClientRect().right).toBeLessThanOrEqual(start.left);
    send(failed('a'));
    await until(() => labelOf(buttonOf(of('a'))) === 'Try again');
    expect(buttonOf(of('a')).getBoundingClientRect().left).toBeCloseTo(start.left, 0);
  });

  it('shows its buttons under the pointer and with the focus, in a place that is kept', async () => {
    await open([pending('a'), pending('b')]);
    const actions = of('a').shadowRoot.querySelector('.actions');
    const before = part(of('a'), 'title').getBoundingClientRect();
    expect(getComputedStyle(actions).opacity).toBe('0');
    await userEvent.hover(part(of('a'), 'title'));
    await until(() => getComputedStyle(actions).opacity === '1');
    expect(part(of('a'), 'title').getBoundingClientRect()).toEqual(before);
    await userEvent.hover(document.getElementById('away'));
    of('a').focus();
    await until(() => getComputedStyle(actions).opacity === '1');
  });
});

describe('the height of a row', () => {
  it('is the same whatever happens to its task', async () => {
    await open([pending('a'), running('b', 5)]);
    const before = items().map(heightOf);
    expect(before[1]).toBeGreaterThan(before[0]);
    for (const state of [running('a', 1), { ...running('a', 40), progress: { message: '' } }, failed('a'), running('a', 2), completed('a'), pending('a')]) {
      send(state, { ...state, id: 'b' });
      await until(() => of('a').task.status === state.status && of('b').task.status === state.status);
      expect(items().map(heightOf), state.status).toEqual(before);
    }
  });

  it('is the reader’s: their start opens it, and a refusal closes it', async () => {
    await open([pending('a')]);
    const before = heightOf(of('a'));
    server.answer = () => Response.json({ detail: 'Not now.' }, { status: 429 });
    buttonOf(of('a')).click();
    await until(() => visible(part(of('a'), 'problem')));
    expect(part(of('a'), 'problem').textContent).toContain('Not now.');
    expect(of('a').shadowRoot.querySelector('.item').dataset.bar).toBeUndefined();
    server.answer = () => undefined;
    buttonOf(of('a')).click();
    send(running('a', 1));
    await until(() => of('a').dataset.status === 'running');
    expect(of('a').shadowRoot.querySelector('.item').dataset.bar).toBe('tall');
    expect(heightOf(of('a'))).toBeGreaterThan(before);
  });

  it('is that of one line again where a completed one is sorted in elsewhere', async () => {
    await open([running('a', 1), pending('b')], 'groups');
    const one = heightOf(of('b'));
    send(completed('a'));
    await until(() => headings().includes('Done 1'));
    expect(heightOf(of('a'))).toBe(one);
  });
});

describe('the bar', () => {
  it.each([390, 1_000])('is of one length, whatever there is to say of it, at %d px', async (width) => {
    await page.viewport(width, 700);
    await open([running('a', 5), running('b', 40), running('c', 100), { ...running('d', 1), progress: { message: 'Looking around' } }]);
    send(failed('b'));
    await until(() => of('b').dataset.status === 'error');
    const places = items().map((item) => JSON.stringify([part(item, 'bar').offsetWidth, part(item, 'bar').offsetLeft]));
    expect(new Set(places).size, String(places)).toBe(1);
  });

  it.each(['error', 'canceled', 'timed_out'])('of one that ends %s stays where it was, with what it was doing', async (status) => {
    await open([{ ...running('a', 62), progress: { message: 'Matching users', current: 62, total: 100 } }], 'groups');
    send(failed('a', { status }));
    await until(() => of('a').dataset.status === status);
    await until(() => headings()[0] !== 'Running 1');
    const bar = part(of('a'), 'bar');
    expect(visible(bar)).toBe(true);
    expect(bar.hasAttribute('role')).toBe(false);
    expect(part(of('a'), 'fill').style.getPropertyValue('--done')).toBe('0.62');
    expect(part(of('a'), 'numbers').textContent).toBe('at 62%, Matching users, after 31 s');
    connection.send(reset, init(failed('a', { status })), [++id, ready]);
    await until(() => items().length === 1);
    expect(part(of('a'), 'numbers').textContent, 'over a reconnect').toBe('at 62%, Matching users, after 31 s');
    send({ ...failed('a', { status }), run: 2 });
    await until(() => part(of('a'), 'numbers').textContent === '');
  });
});

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
    connection.send(reset, init(pending('c')), [++id, ready]);
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
    await open([running('a', 1)]);
    let lines = ['one'];
    server.answer = (url) => (url.pathname.endsWith('/a/log')
      ? Response.json({ run: 1, from: Number(url.searchParams.get('after') ?? 0) + 1, lines: lines.slice(Number(url.searchParams.get('after') ?? 0)) }) : undefined);
    unfold(of('a'));
    part(of('a'), 'details').querySelector('.log-toggle').click();
    const log = () => [...of('a').shadowRoot.querySelector('task-log').shadowRoot.querySelectorAll('.log > *')].map((line) => line.textContent);
    await until(() => log()[0] === 'one');
    lines = ['one', 'two'];
    await until(() => log().length === 2);
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
  connection.cut();
  const button = buttonOf(of('a'));
  await until(() => button.getAttribute('aria-disabled') === 'true');
  button.focus();
  expect(focused()).toBe(button);
  expect(button.title).toMatch(/^Not connected/);
  const asked = server.requests.length;
  button.click();
  expect(part(of('a'), 'problem').textContent).toMatch(/^Not connected/);
  expect(server.requests.length).toBe(asked);
  server.answer = () => undefined;
  (await server.connection(1)).send(init(pending('a')), [++id, ready]);
  await until(() => !button.hasAttribute('aria-disabled'));
  expect(button.title).toBe('Start');
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
    connection.send([++id, remove('r')]);
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
    await userEvent.keyboard('c');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(server.requests).toHaveLength(2);
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

it('a submitted task without a title has its type and what tells it apart, never a made-up id', async () => {
  const made = (id, more) => ({ id, type: 'report', status: 'pending', ...more });
  await open([made('3f0c2c1e-9d1b-4f77-8a3e-0a1b2c3d4e5f', { owner: 'ann' }), made('7b0c2c1e-9d1b-4f77-8a3e-0a1b2c3d4aaa', { description: 'Of March' })]);
  const names = items().map((item) => item.shadowRoot.querySelector('.name').innerText.replace(/\s+/g, ' '));
  expect(names).toEqual(['report #4e5f: ann', 'report #4aaa: Of March'].map((name) => expect.stringMatching(name.replace(': ', '.*'))));
  for (const item of items()) expect(textOf(item)).not.toContain(item.dataset.id);
  send({ ...made('7b0c2c1e-9d1b-4f77-8a3e-0a1b2c3d4aaa'), status: 'running' });
  await until(() => announced().some((text) => text === 'report #4aaa: running'));
});
