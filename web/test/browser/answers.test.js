// What people are told where the server does not give what was asked for: a wrong address, no such task, no right, a node that is gone.

import { afterEach, describe, expect, it } from 'vitest';
import { showInTab, sourceOf, translate } from '../../src/elements.js';
import { completed, init, pending, ready, remove, running, update } from '../support/server.js';
import { announced, buttonOf, plain, saidAll, serve, show, textOf, until, visible } from '../support/page.js';
import { passUntil, stopTime } from '../support/time.js';

afterEach(() => {
  translate('en', {});
  document.body.replaceChildren();
});

const part = (element, name) => element.shadowRoot.querySelector(`[part~="${name}"]`);
const itemsIn = (element) => [...element.shadowRoot.querySelectorAll('task-item')];

describe('a wrong address', () => {
  it.each([404, 410, 500])('answered with %d is shown, with the status, until it is right', async (status) => {
    const { server, src } = serve();
    server.answer = () => new Response('', { status });
    const list = show(`<task-list src="${src}?handle=secret"></task-list>`);
    await until(() => visible(part(list, 'banner')));
    const text = `The server answered with ${status}, and not with tasks, at ${src}`;
    expect(part(list, 'banner').textContent).toBe(text);
    expect(part(list, 'connection').textContent).toBe(`Error ${status}`);
    await until(() => sourceOf(`${src}?handle=secret`).state === 'offline');
    expect(part(list, 'connection').textContent).toBe(`Error ${status}`);
    await until(() => announced().includes(text));
    const late = document.createElement('task-list');
    late.setAttribute('src', `${src}?handle=secret`);
    document.body.append(late);
    expect(part(late, 'banner').textContent, 'also to who comes later').toBe(text);
    server.answer = () => undefined;
    (await server.connection()).send(init(pending('a')), [1, ready]);
    await until(() => part(list, 'connection').textContent === 'Live');
    expect(visible(part(list, 'banner'))).toBe(false);
  });

  it('of another origin is shown with it', async () => {
    const { server, src } = serve();
    server.answer = () => new Response('', { status: 404 });
    const url = `https://tasks.example${src}`;
    const list = show(`<task-list src="${url}"></task-list>`);
    await until(() => visible(part(list, 'banner')));
    expect(part(list, 'banner').textContent).toBe(`The server answered with 404, and not with tasks, at ${url}`);
  });

  it('that answers something else than a stream is shown with its status', async () => {
    const { server, src } = serve();
    server.answer = () => Response.json({ tasks: [] });
    const list = show(`<task-list src="${src}"></task-list>`);
    await until(() => part(list, 'connection').textContent === 'Error 200');
    expect(part(list, 'banner').textContent).toBe(`The server answered with 200, and not with tasks, at ${src}`);
  });

  it('that is a page may be that of a login', async () => {
    const { server, src } = serve();
    server.answer = () => new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } });
    const list = show(`<task-list src="${src}?handle=secret"></task-list>`);
    await until(() => part(list, 'connection').textContent === 'No access');
    expect(part(list, 'banner').textContent)
      .toBe(`A page came in place of tasks, from ${src}. Log in, or look whether the address is right.`);
  });

  it('of a source that is given is that of its answer', async () => {
    const { server, src } = serve();
    server.answer = () => new Response('', { status: 404 });
    const list = show('<task-list></task-list>');
    list.source = sourceOf(src);
    await until(() => visible(part(list, 'banner')));
    expect(part(list, 'banner').textContent).toBe(`The server answered with 404, and not with tasks, at ${src}`);
  });

  it.each([502, 503, 429])('is not what %d says: that passes', async (status) => {
    const { server, src } = serve();
    server.answer = () => new Response('', { status });
    const list = show(`<task-list src="${src}"></task-list>`);
    await until(() => sourceOf(src).state === 'offline');
    expect(part(list, 'connection').textContent).toBe('Offline');
    expect(visible(part(list, 'banner'))).toBe(false);
  });

  it('of a log is shown in place of its lines', async () => {
    const { server, src } = serve();
    server.answer = () => new Response('', { status: 404 });
    const log = show(`<task-log src="${src}" task-id="a"></task-log>`);
    await until(() => log.shadowRoot.querySelector('.none')?.textContent === `The server answered with 404, and not with tasks, at ${src}`);
  });

  it('can be translated', async () => {
    const { server, src } = serve();
    server.answer = () => new Response('', { status: 404 });
    translate('de', { answered: 'Fehler {0}', answeredAtHint: 'Antwort {0} von {1}' });
    const list = show(`<task-list src="${src}"></task-list>`);
    await until(() => part(list, 'connection').textContent === 'Fehler 404');
    expect(part(list, 'banner').textContent).toBe(`Antwort 404 von ${src}`);
    translate('en', {});
    expect(part(list, 'connection').textContent).toBe('Error 404');
  });
});

describe('whoever is not let in', () => {
  it.each([[401, 'Log in'], [403, 'You may not see these tasks']])('is told what to do, at %d', async (status, text) => {
    const { server, src } = serve();
    server.answer = () => new Response('', { status });
    document.body.innerHTML = `<task-list src="${src}"></task-list><task-item src="${src}" task-id="a"></task-item>`;
    const [list, item] = document.body.children;
    await until(() => part(list, 'banner').textContent.includes(text));
    await until(() => part(item, 'notice')?.textContent.includes(text));
  });
});

describe('an item of an id that there is not', () => {
  it('says so, until there is one', async () => {
    const { server, src } = serve();
    const item = show(`<task-item src="${src}" task-id="nobody"></task-item>`);
    const connection = await server.connection();
    connection.send(init(pending('a')), [1, ready]);
    await until(() => part(item, 'notice'));
    expect(part(item, 'notice').textContent).toBe('There is no task “nobody”, or you may not see it.');
    connection.send([2, update(pending('nobody'))]);
    await until(() => textOf(item) === 'nobody: pending');
    expect(visible(part(item, 'notice'))).toBe(false);
    connection.send([3, remove('nobody')]);
    await until(() => visible(part(item, 'notice')));
    expect(item.hasAttribute('data-status')).toBe(false);
    item.setAttribute('task-id', 'a');
    expect(textOf(item)).toBe('a: pending');
  });

  it('says nothing before that is known, and shows nothing of a template', async () => {
    const { server, src } = serve();
    const item = show(`<task-item src="${src}" task-id="a"><template status="fallback"><b data-text="id"></b></template></task-item>`);
    const connection = await server.connection();
    expect(part(item, 'notice')).toBeNull();
    connection.send(init(pending('a')), [1, ready]);
    await until(() => item.querySelector('b'));
    connection.send([2, remove('a')]);
    await until(() => visible(part(item, 'notice')));
    expect(item.querySelector('b')).toBeNull();
  });

  it('says so of a log', async () => {
    const { server, src } = serve();
    const log = show(`<task-log src="${src}" task-id="nobody"></task-log>`);
    (await server.connection()).send([1, ready]);
    await until(() => log.shadowRoot.querySelector('.none').textContent === 'There is no task “nobody”, or you may not see it.');
  });
});

describe('an action that is refused', () => {
  it.each([
    [401, undefined, 'You are not logged in, or no longer. Log in, then load this page again.'],
    [403, 'forbidden', 'You may not do this. If you should, ask whoever runs this application.'],
    [403, 'read_only', 'Tasks can only be watched here, neither started nor canceled.'],
    [403, 'cross_site', `The server takes this page for another site’s. Whoever runs it must allow the address ${location.origin}.`],
    [409, 'other', 'what the server says'],
  ])('with %d %s says what to do', async (status, code, text) => {
    const { server, src } = serve();
    const item = show(`<task-item src="${src}" task-id="a"></task-item>`);
    (await server.connection()).send(init(pending('a')), [1, ready]);
    await until(() => buttonOf(item));
    server.answer = () => Response.json({ code, detail: 'what the server says' }, { status });
    buttonOf(item).click();
    await until(() => visible(part(item, 'problem')));
    expect(part(item, 'problem').textContent).toBe(text);
  });
});

describe('a run whose server does not answer', () => {
  const since = Date.UTC(2020, 0, 2, 12);
  const lost = (id) => ({ ...running(id, 40), run: 2, lostSince: since });

  it('is shown as that, since when, until it is decided', async () => {
    await saidAll();
    stopTime();
    const { server, src } = serve();
    const list = show(`<task-list src="${src}"></task-list>`);
    const connection = await server.connection();
    connection.send(init(running('a', 40)), init({ ...running('b', 1), startedAt: since }), [1, { ...ready, now: since + 10_000 }]);
    await until(() => itemsIn(list).length === 2);
    connection.send([2, update(lost('a'))]);
    const [item] = itemsIn(list);
    await until(() => textOf(item) === 'a: unreachable — Working');
    expect(part(item, 'times').textContent).toMatch(/^its server does not answer, since \d+:00:00\s[AP]M$/);
    expect(part(item, 'bar').getAttribute('aria-valuenow')).toBe('40');
    expect(plain(part(list, 'summary'))).toBe('2 tasks · 1 running · 1 unreachable');
    await passUntil(() => announced().includes('a: unreachable'));
    const before = part(itemsIn(list)[1], 'times').textContent;
    const then = part(item, 'times').textContent;
    await passUntil(() => part(itemsIn(list)[1], 'times').textContent !== before, 'a tick of the other one');
    expect(part(item, 'times').textContent, 'does not tick').toBe(then);
    connection.send([2, update(running('a', 41))]);
    await until(() => textOf(item) === 'a: running — Working');
    expect(part(item, 'times').textContent).toMatch(/so far$/);
    expect(plain(part(list, 'summary'))).toBe('2 tasks · 2 running');
    connection.send([3, update(lost('a'))], [4, update({ ...lost('a'), moving: true })]);
    await until(() => part(item, 'times').textContent === 'to another server');
    expect(textOf(item), 'that is decided').toBe('a: moving — Working');
  });

  it('is counted in a tray and in the tab', async () => {
    sessionStorage.clear();
    document.title = 'Orders';
    const { server, src } = serve();
    const tray = show(`<task-tray src="${src}"></task-tray>`);
    const end = showInTab(sourceOf(src));
    const connection = await server.connection();
    connection.send(init(lost('a')), [1, ready]);
    const toggle = tray.shadowRoot.querySelector('.toggle');
    await until(() => toggle.textContent === '1 unreachable · 40%');
    expect(document.title).toBe('unreachable · a – Orders');
    toggle.click();
    expect(textOf(itemsIn(tray)[0])).toBe('a: unreachable — Working');
    expect(part(itemsIn(tray)[0], 'times').textContent).toContain('its server does not answer, since');
    connection.send([2, update(lost('b'))]);
    await until(() => document.title === '2 unreachable – Orders');
    connection.send([2, update(running('b', 60))]);
    await until(() => toggle.textContent === '1 running · 1 unreachable · 50%');
    expect(document.title).toBe('50% · 1 running – Orders');
    connection.send([3, update(completed('b'))], [3, update(running('a', 40))]);
    await until(() => toggle.textContent === '1 running · 40%');
    expect(document.title).toBe('40% · a – Orders');
    end();
  });

  it('stands still in a bar of unknown length, and can be translated', () => {
    translate('de', { lost: 'keine Antwort', lostSince: 'Server antwortet nicht, seit {0}' });
    const item = show('<task-item></task-item>');
    item.task = { ...lost('a'), run: 1, progress: { message: 'x' } };
    expect(textOf(item)).toBe('a: keine Antwort — x');
    expect(part(item, 'times').textContent).toMatch(/^Server antwortet nicht, seit 02\.01\.2020, \d+:00:00$/);
    expect(getComputedStyle(part(item, 'fill')).animationPlayState).toBe('paused');
    item.task = running('a', undefined);
    expect(getComputedStyle(part(item, 'fill')).animationPlayState).toBe('running');
    const bar = show('<task-progress></task-progress>');
    bar.task = { ...lost('a'), progress: { message: 'x' } };
    expect(getComputedStyle(part(bar, 'fill')).animationPlayState).toBe('paused');
  });

  it('can be shown by a template', () => {
    const item = show('<task-item><template status="fallback"><b data-show="lostSince" data-text="lostSince"></b></template></task-item>');
    item.task = lost('a');
    expect(item.querySelector('b').textContent).toMatch(/Jan 2, 2020/);
    item.task = running('a', 1);
    expect(item.querySelector('b').hidden).toBe(true);
  });
});

it('a bar over its total has no time left', () => {
  const item = show('<task-item></task-item>');
  item.task = { ...running('a', 101), progress: { message: 'x', current: 101, total: 100, eta: 3_000 } };
  expect(part(item, 'times').textContent).toMatch(/so far$/);
});
