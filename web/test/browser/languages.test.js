// Which language is spoken where, and what is loaded for it.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configure, translate } from '../../src/elements.js';
import { writeLong } from '../../src/elements/breaks.js';
import { now } from '../../src/elements/clock.js';
import { init, ready, running } from '../support/server.js';
import { plain, serve, show, until } from '../support/page.js';

const root = document.documentElement;
const part = (element, name) => element.shadowRoot.querySelector(`[part=${name}]`);
const statusOf = (element) => part(element, 'status').textContent;

function item(html = '<task-item></task-item>', task = running('a', 40)) {
  const shown = show(html).closest('body').querySelector('task-item');
  shown.task = task;
  return shown;
}

beforeEach(() => {
  root.lang = 'en';
  translate('', {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

describe('the language', () => {
  it('is the page’s, follows it when it changes, and is English for others', async () => {
    const shown = item();
    expect(statusOf(shown)).toBe('running');
    for (const [lang, word] of [['de', 'läuft'], ['de-AT', 'läuft'], ['ja', '実行中'], ['zh-TW', '运行中'], ['pt-BR', 'em execução'], ['tlh', 'running']]) {
      root.lang = lang;
      await until(() => statusOf(shown) === word, `${lang}: ${word}`);
    }
    root.removeAttribute('lang');
    await until(() => statusOf(shown) === 'running');
  });

  it('is that of the nearest element, out of a list too', async () => {
    const { server, src } = serve();
    show(`<div lang="fr"><task-list src="${src}"></task-list><task-list src="${src}" lang="ar" dir="rtl"></task-list></div>`);
    const [french, arabic] = document.querySelectorAll('task-list');
    (await server.connection()).send(init(running('a', 40)), init(running('b', 40)), [1, ready]);
    const inner = (list) => list.shadowRoot.querySelector('task-item');
    await until(() => inner(french) && statusOf(inner(french)) === 'en cours');
    await until(() => plain(part(french, 'summary')).includes('2 tâches'));
    await until(() => statusOf(inner(arabic)) === 'قيد التنفيذ');
    expect(plain(part(arabic, 'summary'))).toContain('مهمتان');
    expect(part(arabic, 'connection').textContent).toBe('مباشر');
    expect(part(french, 'connection').textContent).toBe('En direct');
    expect(statusOf(item())).toBe('running');
  });

  it('writes numbers as its region does', async () => {
    const shown = item('<task-item lang="de-CH" unit="bytes"></task-item>', {
      id: 'a', status: 'running', progress: { message: '', current: 6_912_345, total: 104_857_600 },
    });
    await until(() => part(shown, 'numbers').textContent === '6.9 von 104.9 MB');
    shown.lang = 'de';
    await until(() => part(shown, 'numbers').textContent === '6,9 von 104,9 MB');
  });

  it('is the one that the page was told, also without words', async () => {
    const shown = item();
    translate('es');
    await until(() => statusOf(shown) === 'en curso');
    expect(statusOf(item('<task-item lang="de"></task-item>'))).toBe('läuft');
  });

  it('has the page’s own words in place of some, falls back word by word, and to English', async () => {
    translate('de', { running: 'rennt' });
    const shown = item();
    await until(() => part(shown, 'times').textContent.startsWith('bisher'));
    expect(statusOf(shown)).toBe('rennt');
    translate('nl', { running: 'loopt', tasks: { one: '{0} taak', other: '{0} taken' } });
    expect(statusOf(shown)).toBe('loopt');
    shown.task = { id: 'a', status: 'completed', lastRun: Date.now() };
    expect(statusOf(shown)).toBe('completed');
  });
});

describe('mistakes', () => {
  const warned = () => console.warn.mock.calls.map(([text]) => text);

  it('an unknown word, option or unit is told once', () => {
    for (let i = 0; i < 3; i++) {
      translate('sv', { runing: 'kör', running: 'kör' });
      configure({ reconectDelay: 5 });
      item('<task-item unit="byte"></task-item>');
    }
    expect(warned().filter((text) => text.includes('runing'))).toHaveLength(1);
    expect(warned().filter((text) => text.includes('reconectDelay'))).toHaveLength(1);
    expect(warned().filter((text) => text.includes('“byte”'))).toHaveLength(1);
    expect(warned()).toHaveLength(3);
  });

  it('what is no language is English', () => {
    expect(statusOf(item('<task-item lang="no language!"></task-item>'))).toBe('running');
    translate('???', { running: 'is running' });
    expect(statusOf(item())).toBe('is running');
  });
});

describe('units', () => {
  it('are for each task as a list’s function says, and a task’s own first', async () => {
    const { server, src } = serve();
    const list = show('<task-list></task-list>');
    list.unit = (task) => (task.id === 'a' ? 'bytes' : undefined);
    list.setAttribute('src', src);
    const of = (id, unit) => ({ id, status: 'running', run: 1, progress: { message: '', current: 2_000, total: 4_000, unit } });
    (await server.connection()).send(init(of('a')), init(of('b')), init(of('c', 'bytes')), [1, ready]);
    const numbers = () => [...list.shadowRoot.querySelectorAll('task-item')].map((each) => part(each, 'numbers')?.textContent);
    await until(() => numbers().length === 3);
    expect(numbers()).toEqual(['2 of 4 kB', '2,000 of 4,000', '2 of 4 kB']);
  });

  it('are for templates too', () => {
    const shown = item(`<task-item><template status="running">
      <b data-text="progress.current" data-unit="bytes"></b></template></task-item>`, running('a', 4_200_000));
    expect(shown.querySelector('b').textContent).toBe('4.2 MB');
  });

  it('are read out by a bar', () => {
    const bar = show('<task-progress value="6900000" max="104900000" unit="bytes"></task-progress>');
    expect(part(bar, 'bar').getAttribute('aria-valuetext')).toBe('6.9 of 104.9 MB');
  });
});

describe('what is shown of a task', () => {
  it('is how fast it counts, as measured, where its server does not say', () => {
    vi.useFakeTimers();
    const shown = item('<task-item unit="bytes"></task-item>', running('a', 0));
    for (let i = 1; i <= 20; i++) {
      vi.advanceTimersByTime(250);
      shown.task = { ...running('a', i * 275_000), startedAt: undefined };
    }
    expect(part(shown, 'times').textContent).toBe('1.1 MB/s');
    shown.task = { ...running('a', 6_000_000), startedAt: undefined, progress: { message: '', current: 6_000_000, rate: 500 } };
    expect(part(shown, 'times').textContent).toBe('500 bytes/s');
    vi.useRealTimers();
  });

  it('is how long it usually takes, and that it takes longer', () => {
    const since = (seconds) => ({ id: 'a', status: 'running', startedAt: now() - seconds * 1_000, progress: { message: '', usual: 61_000 } });
    const shown = item(undefined, since(20));
    expect(part(shown, 'times').textContent).toBe('20 s so far · usually about 1 min');
    shown.task = since(70);
    expect(part(shown, 'times').textContent).toBe('1 min 10 s so far · longer than usual');
  });

  it('is when it ended, exactly for who asks, and goes on with time', () => {
    vi.useFakeTimers();
    const lastRun = now() - 3 * 60_000 - 1_000;
    const shown = item(undefined, { id: 'a', status: 'completed', run: 1, startedAt: lastRun - 7_000, lastRun });
    expect(part(shown, 'times').textContent).toBe('3 min ago');
    expect(part(shown, 'times').title).toMatch(/\d{4} at \d+:\d\d:\d\d.[AP]M [A-Z]/);
    vi.advanceTimersByTime(60_000);
    expect(part(shown, 'times').textContent).toBe('4 min ago');
    vi.useRealTimers();
  });

  it('is its type where it was submitted without a title', () => {
    const task = { id: '0190b6a5-7c3e-7d2f-9a41-3f5c8e0d71ab', type: 'import', status: 'pending' };
    expect(part(item(undefined, task), 'title').textContent).toBe('import #71ab');
  });
});

it('a hash breaks in good places, and is copied as it is', () => {
  const hash = '3f5c8e0d71ab9a417d2f7c3e0190b6a53f5c8e0d71ab9a417d2f7c3e0190b6a5';
  const place = show('<p style="width: 12rem; overflow-wrap: anywhere"></p>');
  writeLong(place, `Sha: ${hash}`);
  expect(place.textContent).toBe(`Sha: ${hash}`);
  const range = document.createRange();
  const lines = new Map();
  for (const node of place.childNodes) {
    for (let i = 0; i < (node.length ?? 0); i++) {
      range.setStart(node, i);
      range.setEnd(node, i + 1);
      const { top } = range.getBoundingClientRect();
      lines.set(top, (lines.get(top) ?? 0) + 1);
    }
  }
  expect(lines.size).toBeGreaterThan(2);
  for (const letters of lines.values()) expect(letters).toBeGreaterThanOrEqual(4);
  getSelection().selectAllChildren(place);
  expect(String(getSelection()).replace(/\n/g, '')).toBe(`Sha: ${hash}`);
});
