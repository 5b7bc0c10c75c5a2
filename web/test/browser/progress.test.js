// How far a run is, and how long it takes, in a <task-item>.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { now } from '../../src/elements/clock.js';
import { STATES, item, part, run } from '../support/item.js';
import { textOf, unfold, visible } from '../support/page.js';

describe('a bar', () => {
  const bar = () => part('bar');

  it('says how far it is', () => {
    item.task = run({ message: 'x', current: 57, total: 100 });
    expect(bar().getAttribute('role')).toBe('progressbar');
    expect(bar().getAttribute('aria-valuenow')).toBe('57');
    expect(bar().getAttribute('aria-valuetext')).toBe('57 of 100');
    expect(part('percent').textContent).toBe('57%');
    expect(part('numbers').textContent).toBe('57 of 100');
    expect(part('fill').getBoundingClientRect().right).toBeLessThan(bar().getBoundingClientRect().right);
  });

  it('of unknown length moves, and says no number', () => {
    item.task = run({ message: 'x' });
    expect(bar().hasAttribute('data-indeterminate')).toBe(true);
    expect(bar().hasAttribute('aria-valuenow')).toBe(false);
    expect(part('percent').textContent).toBe('');
    item.task = run({ message: 'x', current: 7 });
    expect(part('numbers').textContent).toBe('7');
    item.task = run({ message: 'x', current: 1, total: 0 });
    expect(bar().hasAttribute('data-indeterminate')).toBe(true);
  });

  it('over its total is full, and says by how much', () => {
    item.task = run({ message: 'x', current: 1_204, total: 1_000 });
    expect(bar().getAttribute('aria-valuenow')).toBe('100');
    expect(part('numbers').textContent).toBe('1,204 of 1,000 expected');
  });

  it('below nothing is empty', () => {
    item.task = run({ message: 'x', current: -5, total: 10 });
    expect(bar().getAttribute('aria-valuenow')).toBe('0');
  });

  it('is 100% only when all is done', () => {
    item.task = run({ message: 'x', current: 99_999, total: 100_000 });
    expect(part('percent').textContent).toBe('99%');
  });

  it('grows from the right where the text does', () => {
    document.documentElement.dir = 'rtl';
    item.task = run({ message: 'x', current: 1, total: 4 });
    const [whole, done] = [bar(), part('fill')].map((node) => node.getBoundingClientRect());
    document.documentElement.dir = '';
    expect(done.left).toBeGreaterThan(whole.left + whole.width / 2);
  });

  it('has steps, nested ones indented', () => {
    item.task = run({ message: 'x', current: 40, total: 100, steps: [
      { name: 'Read', status: 'completed' },
      { name: 'Match', status: 'running', message: 'by name', current: 1, total: 4 },
      { name: 'Names', status: 'running', depth: 1 },
      { name: 'Write', status: 'error' },
    ] });
    unfold(item);
    const steps = [...item.shadowRoot.querySelectorAll('.steps li')];
    expect(steps.map((step) => step.textContent)).toEqual(['Read done', 'Match by name · 25%', 'Names ', 'Write failed']);
    expect(getComputedStyle(steps[2]).paddingInlineStart).not.toBe('0px');
    expect(part('numbers').textContent).toBe('');
    item.remove();
    document.body.append(item);
    item.task = { ...STATES.completed, run: 2 };
    expect(visible(part('steps'))).toBe(false);
  });
});

describe('time', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    item.remove();
    document.body.append(item);
  });

  it('ticks while the task runs, and an estimate never goes up in silence', () => {
    item.task = run({ message: 'x', current: 1, total: 2, eta: 8_000 }, { startedAt: now() - 5_000 });
    expect(part('times').textContent).toBe('5 s so far · about 8 s left');
    vi.advanceTimersByTime(3_000);
    expect(part('times').textContent).toBe('8 s so far · about 5 s left');
    vi.advanceTimersByTime(6_000);
    expect(part('times').textContent).toBe('14 s so far · almost done');
  });

  it('says that it still works where nothing has come for long, unless the connection is lost', () => {
    const began = now();
    item.task = run({ message: 'x', eta: 60_000 }, { startedAt: began });
    vi.advanceTimersByTime(12_000);
    expect(part('times').textContent).toBe('12 s so far · still working');
    item.stale = true;
    expect(part('times').textContent).not.toContain('still working');
    item.stale = false;
    item.task = run({ message: 'y' }, { startedAt: began });
    expect(part('times').textContent).toBe('12 s so far');
  });

  it('stands still while a task moves to another server, and its bar stays', () => {
    item.task = run({ message: 'x', current: 62, total: 100 }, { startedAt: now() - 5_000, run: 2, node: 'a', moving: true });
    expect(part('times').textContent).toBe('to another server');
    expect(part('bar').getAttribute('aria-valuenow')).toBe('62');
    vi.advanceTimersByTime(60_000);
    expect(part('times').textContent).toBe('to another server');
  });

  it('of an end is when, and after how long', () => {
    item.task = { ...STATES.completed, run: 3, startedAt: now() - 302_500, lastRun: now() - 300_000 };
    expect(part('times').textContent).toMatch(/^5 min\.? ago$/);
    expect(part('times').title).toMatch(/20\d\d.*:\d\d:\d\d/);
    unfold(item);
    expect(part('details').textContent).toMatch(/Took2\.5 sRun3/);
  });

  it('of a stop is shown until the handler has returned', () => {
    item.task = { ...STATES.canceled, stopping: { phase: 'requested', since: 3_500 } };
    expect(textOf(item)).toBe('import-data: stopping — canceled');
    item.task = STATES.canceled;
    expect(textOf(item)).toBe('import-data: canceled');
  });
});
