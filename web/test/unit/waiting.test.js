// What is said of tasks that wait, are tried again or run by a schedule.

import { describe, expect, it } from 'vitest';
import { factsOf } from '../../src/elements/details.js';
import { byPlace, waitsInLine } from '../../src/elements/waiting.js';
import { countsOf, groupOf, matches, sorted } from '../../src/elements/groups.js';
import { kindOf, view } from '../../src/elements/view.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOW = new Date(2026, 10, 28, 14, 0).getTime(); // a Saturday
const at = (day, hour, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const pending = (more) => ({ id: 'a', status: 'pending', ...more });
const ended = (more) => ({ id: 'a', status: 'completed', run: 1, lastRun: NOW - 3 * MINUTE, ...more });
const plain = (text) => text.replace(/\u202f/g, ' ');

/** What a row says, as one line. */
function said(task, time = NOW) {
  const { status, detail, next, first } = view(task, { time });
  return plain([status, detail, next, first].filter(Boolean).join(' | '));
}

describe('a task that waits', () => {
  it.each([
    [{}, 'pending'],
    [{ why: 'slot' }, 'queued'],
    [{ why: 'slot', position: 1 }, 'queued | next in line'],
    [{ why: 'slot', position: 2 }, 'queued | 2nd in line'],
    [{ why: 'slot', position: 3, startsAt: NOW + 2 * MINUTE }, 'queued | 3rd in line, about 2 min'],
    [{ why: 'slot', position: 1, startsAt: NOW + 7 * SECOND }, 'queued | next in line, about 7 s'],
    [{ why: 'slot', position: 3, startsAt: NOW - MINUTE }, 'queued | 3rd in line'],
    [{ why: 'slot', startsAt: NOW + MINUTE }, 'queued | starts in 1 min'],
    ...[[11, '11th'], [12, '12th'], [13, '13th'], [21, '21st'], [22, '22nd'], [103, '103rd'], [111, '111th'], [1_204, '1,204th']]
      .map(([position, text]) => [{ why: 'slot', position }, `queued | ${text} in line`]),
    [{ why: 'limit', limit: 'manager' }, 'held back | waits for its turn: overall limit'],
    [{ why: 'limit', limit: 'queue' }, 'held back | waits for its turn: queue limit'],
    [{ why: 'limit', limit: 'type' }, 'held back | waits for its turn: type limit'],
    [{ why: 'limit', limit: 'key' }, 'held back | waits for its turn: tenant limit'],
    [{ why: 'limit' }, 'held back | waits for its turn'],
    [{ why: 'limit', limit: 'moon' }, 'held back | waits for its turn'],
    [{ why: 'limit', limit: 'key', position: 3, startsAt: NOW + 2 * MINUTE }, 'held back | 3rd in line: tenant limit, about 2 min'],
    [{ why: 'limit', position: 3 }, 'held back | 3rd in line'],
    [{ why: 'rate', startsAt: NOW + 8 * SECOND }, 'held back | waits for its turn: rate limit, about 8 s'],
    [{ why: 'rate', position: 2 }, 'held back | 2nd in line: rate limit'],
    [{ why: 'delay', runAt: NOW + 5 * MINUTE + 12 * SECOND }, 'scheduled | starts in 5 min'],
    [{ why: 'delay', runAt: NOW + 4 * 24 * HOUR }, 'scheduled | starts in 4 days'],
    [{ why: 'delay', runAt: NOW - SECOND }, 'scheduled'],
    [{ why: 'retry', attempt: 3, maxAttempts: 6, runAt: NOW + 3 * MINUTE }, 'retrying | retry 2 of 5 at 2:03 PM | starts in 3 min'],
    [{ why: 'retry', attempt: 3, maxAttempts: 6 }, 'retrying | retry 2 of 5'],
    [{ why: 'retry', runAt: NOW + 24 * SECOND }, 'retrying | starts in 25 s'],
    [{ why: 'slot', position: 4, attempt: 2, maxAttempts: 6 }, 'queued | 4th in line · retry 1 of 5'],
    [{ why: 'stopping' }, 'waiting | stopping its last run first'],
    [{ why: 'paused' }, 'paused'],
    [{ why: 'unknown_type' }, 'waiting | no server has its code'],
    [{ why: 'moonrise', position: 2 }, 'waiting | 2nd in line'],
    [{ why: 'answer' }, 'waiting'],
  ])('%j is "%s"', (more, text) => expect(said(pending(more))).toBe(text));

  it.each([
    ...[-3, 0, 2.5, NaN, Infinity, '3', null, {}, true].map((position) => ({ why: 'slot', position })),
    ...[-1, NaN, Infinity, 9e15, 'soon', null, []].map((startsAt) => ({ why: 'slot', startsAt })),
  ])('%j is taken for not said', (more) => expect(said(pending(more))).toBe('queued'));

  it.each([
    [{ why: 'constructor' }, 'waiting'], [{ why: 5 }, 'waiting'], [{ why: 'limit', limit: {} }, 'held back | waits for its turn'],
    [{ why: 'limit', limit: 'toString' }, 'held back | waits for its turn'], [{ why: 'delay', runAt: 'tomorrow' }, 'scheduled'],
    [{ why: 'delay', runAt: 1e300 }, 'scheduled'], [{ why: 'retry', attempt: '3', maxAttempts: 6 }, 'retrying'],
    [{ why: 'retry', attempt: -1, maxAttempts: 6 }, 'retrying'], [{ why: 'retry', attempt: 2, maxAttempts: NaN }, 'retrying'],
    [{ nextAt: 'tonight' }, 'pending'], [{ nextAt: -1 }, 'pending'], [{ nextAt: NaN }, 'pending'],
  ])('%j makes no sense, and is "%s"', (more, text) => expect(said(pending(more))).toBe(text));

  it('counts down by itself', () => {
    const task = pending({ why: 'slot', position: 3, startsAt: NOW + 2 * MINUTE });
    expect([0, 30, 75, 119, 125].map((s) => said(task, NOW + s * SECOND))).toEqual([
      'queued | 3rd in line, about 2 min', 'queued | 3rd in line, about 1 min 30 s', 'queued | 3rd in line, about 45 s',
      'queued | 3rd in line, about 1 s', 'queued | 3rd in line']);
  });

  it.each([
    [{}, 'Start', false], [{ nextAt: NOW + HOUR }, 'Start', false], [{ why: 'delay' }, 'Start now', true], [{ why: 'retry' }, 'Start now', true],
    ...['slot', 'limit', 'rate', 'stopping', 'paused', 'unknown_type', 'moonrise'].map((why) => [{ why }, undefined, true]),
  ])('%j has a start "%s"', (more, start, cancel) => {
    const shown = view(pending(more), { time: NOW });
    expect(shown.start?.label).toBe(start);
    expect(shown.cancel).toBe(cancel);
  });

  it('keeps the bar of its run before', () => {
    const reached = { message: 'Charging', current: 30, total: 100 };
    const { bar, numbers } = view(pending({ why: 'retry', progress: reached }), { time: NOW, reached });
    expect(bar).toMatchObject({ fraction: 0.3, still: true });
    expect(numbers).toBe('at 30%, Charging');
  });
});

describe('a task that is tried again', () => {
  const running = (more) => ({ id: 'a', status: 'running', progress: { message: 'Charging' }, ...more });
  it.each([
    [{ attempt: 2, maxAttempts: 6 }, 'attempt 2 of 6 · Charging'], [{}, 'Charging'], [{ attempt: 1, maxAttempts: 6 }, 'Charging'],
    [{ attempt: 2 }, 'Charging'], [{ attempt: NaN, maxAttempts: 6 }, 'Charging'], [{ attempt: 7, maxAttempts: 6 }, 'attempt 6 of 6 · Charging'],
  ])('%j says "%s"', (more, text) => expect(view(running(more), { time: NOW }).detail).toBe(text));
});

describe('a task with a schedule', () => {
  it.each([
    [NOW + 25 * SECOND, 'next run in 25 s'], [NOW + 59 * MINUTE, 'next run in 1 h'], [at(28, 20), 'next run today at 8:00 PM'],
    [at(29, 2, 30), 'next run tonight at 2:30 AM'], [at(29, 4, 59), 'next run tonight at 4:59 AM'], [at(29, 5), 'next run tomorrow at 5:00 AM'],
    [at(30, 2, 30), 'next run Mon 2:30 AM'], [at(36, 2, 30), 'next run Dec 6, 2026, 2:30:00 AM'],
  ])('at %d says "%s"', (nextAt, text) => {
    expect(said(pending({ nextAt }))).toBe(`scheduled | ${text}`);
    expect(plain(view(ended({ nextAt }), { time: NOW }).next)).toBe(text);
  });

  it('that has just run at night runs tomorrow', () => {
    const { next } = view(ended({ nextAt: at(29, 2, 30) }), { time: at(28, 2, 31) });
    expect(plain(next)).toBe('next run tomorrow at 2:30 AM');
  });

  it('says nothing of a tick that is over, or while it runs', () => {
    expect(view(ended({ nextAt: NOW - 1 }), { time: NOW }).next).toBe('');
    expect(view({ id: 'a', status: 'running', nextAt: NOW + HOUR }, { time: NOW }).next).toBe('');
  });

  it.each(['completed', 'error', 'canceled', 'timed_out'])('says it whatever became of its last run: %s', (status) => {
    const shown = view(ended({ status, error: 'No answer', nextAt: NOW + 25 * SECOND }), { time: NOW });
    expect(shown.next).toBe('next run in 25 s');
    expect(shown.first).toBe('3 min ago');
    expect(shown.cancel).toBe(false);
  });
});

describe('what is unfolded', () => {
  const facts = (task) => Object.fromEntries(factsOf(task, undefined, NOW).map(([name, text]) => [name, plain(String(text))]));

  it('has where it waits, why, and its last error; times without the day that is today by the server’s clock', () => {
    expect(facts(pending({
      why: 'retry', queue: 'reports', key: 'tenant-7', priority: 8, attempt: 3, maxAttempts: 6, lastError: 'No answer', runAt: NOW + MINUTE, nextAt: at(30, 2),
    }))).toEqual(expect.objectContaining({
      Waiting: 'retry 2 of 5 at 2:01 PM', Queue: 'reports', Key: 'tenant-7', Priority: '8', Run: 'attempt 3 of 6', 'Last error': 'No answer',
      Starts: '2:01:00 PM', 'Next run': 'Nov 30, 2026, 2:00:00 AM',
    }));
  });

  it('has the error once', () => {
    const failed = facts({ ...ended({ status: 'error', error: 'No answer', lastError: 'No answer', attempt: 6, maxAttempts: 6 }), run: 9 });
    expect(failed).toMatchObject({ Error: 'No answer', Run: '9 · attempt 6 of 6' });
    expect(failed).not.toHaveProperty('Last error');
  });

  it('has nothing of what makes no sense, nor of what is not said', () => {
    expect(Object.keys(facts(pending({ priority: NaN, nextAt: 'x', runAt: -1, why: 'delay' })))).toEqual(['Id']);
    expect(facts(pending({ priority: 0, queue: 'x' }))).toMatchObject({ Priority: '0', Queue: 'x' });
  });
});

describe('in a list', () => {
  const line = [['a', 12], ['b', undefined], ['c', 3], ['d', NaN], ['e', 1]].map(([id, position]) => ({ ...pending({ why: 'slot', position }), id }));

  it('those in line go in its order, the others after them', () => {
    expect(sorted(line, 'status').map(({ id }) => id).join('')).toBe('ecabd');
    expect(line.toSorted(byPlace).map(({ id }) => id).join('')).toBe('ecabd');
  });

  it('they are found by queue, key and word', () => {
    const task = pending({ why: 'paused', queue: 'mail', key: 'tenant-7' });
    for (const search of ['mail', 'tenant-7', 'paused']) expect(matches(task, search), search).toBe(true);
    expect(matches(pending({}), 'paused')).toBe(false);
  });

  it('they are counted, and stand under Waiting', () => {
    expect(countsOf([...line, pending({}), ended({ nextAt: NOW + HOUR })])).toEqual(['5 waiting']);
    expect(groupOf(line[0])).toBe('waiting');
    expect(groupOf({ ...ended(), status: 'toString' })).toBe('done');
    expect(kindOf(pending({ nextAt: NOW }))).toBe('scheduled');
  });

  it('a tray has those that wait for others', () => {
    const whys = [undefined, 'delay', 'slot', 'limit', 'retry', 'paused', 'moonrise'];
    expect(whys.filter((why) => waitsInLine(pending({ why })))).toEqual(['slot', 'limit', 'retry', 'paused', 'moonrise']);
  });
});
