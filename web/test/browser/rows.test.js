// A row is one line, whatever happens to its task; nothing that happens moves what a reader points at.

import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { connection, failed, headings, heightOf, items, nextId, of, open, part, send, server } from '../support/list.js';
import { announced, buttonOf, labelOf, saidAll, textOf, until, visible } from '../support/page.js';
import { completed, init, pending, ready, reset, running } from '../support/server.js';

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

  it('has its result on one line, and links to its files or why it has failed on two', async () => {
    const linked = {
      ...completed('linked'), result: { read: 12_345, files: ['orders-2026-11.csv', 'customers-2026-11.csv'], skipped: 0 },
      artifacts: [{ name: 'report', url: '/files/report.pdf' }],
    };
    await open([HASH, linked, failed('e', { error: 'No room left on the disk. '.repeat(9) })]);
    const lines = (name) => {
      const line = of(name).shadowRoot.querySelector('.line');
      return Math.round(line.clientHeight / parseFloat(getComputedStyle(line).lineHeight));
    };
    expect(['hash', 'linked', 'e'].map(lines)).toEqual([1, 2, 2]);
    const link = part(of('linked'), 'artifact').getBoundingClientRect();
    expect(link.bottom).toBeLessThanOrEqual(of('linked').getBoundingClientRect().bottom);
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

  it('on the edge goes with a run that completes, and stays with one that does not', async () => {
    await open([pending('a'), pending('b')]);
    const bars = () => ['a', 'b'].map((name) => visible(part(of(name), 'bar')));
    send(running('a', 40), running('b', 40));
    await until(() => of('b').dataset.status === 'running');
    expect(bars()).toEqual([true, true]);
    send(completed('a'), failed('b', { run: 1 }));
    await until(() => of('b').dataset.status === 'error');
    expect(bars()).toEqual([false, true]);
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
    connection.send(reset, init(failed('a', { status })), [nextId(), ready]);
    await until(() => items().length === 1);
    expect(part(of('a'), 'numbers').textContent, 'over a reconnect').toBe('at 62%, Matching users, after 31 s');
    send({ ...failed('a', { status }), run: 2 });
    await until(() => part(of('a'), 'numbers').textContent === '');
  });
});

it('a submitted task without a title has its type and what tells it apart, never a made-up id', async () => {
  await saidAll();
  const made = (id, more) => ({ id, type: 'report', status: 'pending', ...more });
  await open([made('3f0c2c1e-9d1b-4f77-8a3e-0a1b2c3d4e5f', { owner: 'ann' }), made('7b0c2c1e-9d1b-4f77-8a3e-0a1b2c3d4aaa', { description: 'Of March' })]);
  const names = items().map((item) => item.shadowRoot.querySelector('.name').innerText.replace(/\s+/g, ' '));
  expect(names).toEqual(['report #4e5f: ann', 'report #4aaa: Of March'].map((name) => expect.stringMatching(name.replace(': ', '.*'))));
  for (const item of items()) expect(textOf(item)).not.toContain(item.dataset.id);
  send({ ...made('7b0c2c1e-9d1b-4f77-8a3e-0a1b2c3d4aaa'), status: 'running' });
  await until(() => announced().some((text) => text === 'report #4aaa: running'));
});
