// <task-tray> by keyboard and pointer, and what it covers of its page.

import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { sourceOf } from '../../src/elements.js';
import { init, ready, running, update } from '../support/server.js';
import { announced, focused, serve, show, until, visible } from '../support/page.js';

let tray;
beforeEach(() => sessionStorage.clear());
afterEach(() => document.body.replaceChildren());

const find = (selector) => tray.shadowRoot.querySelector(selector);
const toggle = () => find('.toggle');
const isOpen = () => visible(find('.panel'));

async function open(around = (html) => html) {
  const { server, src } = serve();
  document.body.innerHTML = around(`<task-tray src="${src}"></task-tray>`);
  tray = document.querySelector('task-tray');
  (await server.connection()).send(init(running('a', 20)), init(running('b', 60)), [1, { ...ready, now: Date.now() }]);
  await until(() => toggle().textContent === '2 running · 40%');
}

describe('a tray that is open', () => {
  it('closes by Escape, from its button as from its panel', async () => {
    await open();
    for (const from of [toggle, () => find('li').querySelector('task-item').shadowRoot.querySelector('button')]) {
      toggle().click();
      from().focus();
      await userEvent.keyboard('{Escape}');
      expect(isOpen()).toBe(false);
      expect(focused()).toBe(toggle());
    }
    await userEvent.keyboard('{Escape}');
    expect(isOpen(), 'no second one opens it').toBe(false);
  });

  it('is entered by Tab from its button', async () => {
    await open((html) => `<button id="before">Before</button>${html}<button id="after">After</button>`);
    document.getElementById('before').focus();
    await userEvent.keyboard('{Tab}{Enter}');
    expect(isOpen()).toBe(true);
    const visited = [];
    for (const key of ['Tab', 'ArrowRight', 'ArrowDown', 'Tab']) {
      await userEvent.keyboard(`{${key}}`);
      visited.push(focused().id || focused().textContent);
    }
    expect(visited).toEqual(['a', 'Cancel', 'b', 'after']);
  });

  it('closes by a click outside, and keeps one inside', async () => {
    await open((html) => `<div><button id="page">Page</button></div>${html}`);
    document.querySelector('div').addEventListener('click', (event) => event.stopPropagation());
    await userEvent.click(toggle());
    await userEvent.click(find('h2'));
    expect(isOpen()).toBe(true);
    await userEvent.click(document.getElementById('page'));
    expect(isOpen()).toBe(false);
    expect(focused().id, 'the focus is where the click was').toBe('page');
    toggle().click();
    tray.remove();
    document.body.click();
    document.body.append(tray);
    expect(isOpen(), 'gone from the page it heard of none').toBe(true);
  });

  it.each([
    ['in its main part', (html) => `<main><h1>Tasks</h1>${html}</main>`, {}],
    ['of nothing else', (html) => html, Object.fromEntries(
      ['region', 'landmark-one-main', 'page-has-heading-one'].map((rule) => [rule, { enabled: false }]))],
  ])('has nothing that axe finds beside two lists on a page, %s', async (_, around, rules) => {
    const list = serve();
    const two = `<task-list src="${list.src}"></task-list>`.repeat(2);
    await open((html) => html + around(two));
    const connection = await list.server.connection();
    connection.send(init(running('a', 20)), init({ id: 'b', status: 'pending' }), [1, ready]);
    const rows = (each) => each.shadowRoot.querySelectorAll('task-item').length;
    await until(() => [...document.querySelectorAll('task-list')].every((each) => rows(each) === 2));
    toggle().click();
    connection.send([2, update(running('a', 60))]);
    await until(() => announced().includes('a: 60%'));
    const { violations } = await axe.run(document.documentElement, { rules });
    expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.failureSummary)])).toEqual([]);
    expect(document.querySelectorAll('[aria-live]'), 'one live region speaks for all').toHaveLength(1);
  });
});

describe('a page with a tray', () => {
  const overlap = (row) => {
    const [one, other] = [row.getBoundingClientRect(), toggle().getBoundingClientRect()];
    return one.bottom > other.top && one.top < other.bottom;
  };

  it.each([[1_200, 900], [390, 700]])('can scroll its last row from under it at %d × %d', async (width, height) => {
    await page.viewport(width, height);
    const rows = Array.from({ length: 80 }, (_, i) => `<p style="margin: 0">Row ${i}</p>`).join('');
    await open((html) => rows + html);
    window.scrollTo(0, document.documentElement.scrollHeight);
    const last = [...document.querySelectorAll('p:not(.taskcast-announcer p)')].find((row) => row.textContent === 'Row 79');
    expect(overlap(last)).toBe(false);
    window.scrollTo(0, 0);
    last.scrollIntoView({ block: 'end' });
    expect(overlap(last), 'nor is it there when it is scrolled to').toBe(false);
  });

  it('can do so where the tray has much to say', async () => {
    await page.viewport(320, 700);
    const { server, src } = serve();
    tray = show(`<task-tray src="${src}"></task-tray>`);
    const many = ['error', 'running', 'running'].map((status, i) => ({ ...running(`t${i}`, 50), status, error: 'x', lastRun: 1_000 }));
    (await server.connection()).send(...many.map(init), init({ ...running('l', 50), lostSince: 1 }), [1, { ...ready, now: 2_000 }]);
    await until(() => toggle().textContent === '2 running · 1 unreachable · 50% · 1 failed');
    const { top, left, right } = toggle().getBoundingClientRect();
    expect(window.innerHeight - top).toBeLessThanOrEqual(72);
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(320);
  });

  it('may say how much, and has its own back when the tray has gone', async () => {
    const space = () => getComputedStyle(document.documentElement).paddingBottom;
    const before = space();
    await open((html) => html + html);
    expect(space()).toBe('72px');
    document.documentElement.style.setProperty('--taskcast-tray-space', '10px');
    expect(space()).toBe('10px');
    document.documentElement.style.removeProperty('--taskcast-tray-space');
    tray.remove();
    expect(space(), 'there is another one').toBe('72px');
    document.body.replaceChildren();
    expect(space()).toBe(before);
  });
});

it('says why it shows nothing, where that is not because nothing runs', async () => {
  const { server, src } = serve();
  server.answer = () => new Response('', { status: 404 });
  tray = show(`<task-tray src="${src}"></task-tray>`);
  toggle().click();
  await until(() => find('.quiet').textContent.includes('404'));
  expect(find('.quiet').textContent).toBe(`The server answered with 404, and not with tasks, at ${src}`);
  server.answer = () => undefined;
  (await server.connection()).send([1, ready]);
  await until(() => sourceOf(src).state === 'live');
  expect(find('.quiet').textContent).toBe('Nothing is running.');
});
