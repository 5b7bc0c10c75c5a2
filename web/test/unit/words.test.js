import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../src/elements/breaks.js';
import { ago, amount, amountOf, coarse, duration } from '../../src/elements/format.js';
import { nameOf } from '../../src/elements/names.js';
import { Pace } from '../../src/elements/pace.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('bytes', () => {
  it.each([
    [0, 104_857_600, '0 of 104.9 MB'], [6_900_000, 104_857_600, '6.9 of 104.9 MB'], [12, 345, '12 of 345 bytes'],
    [999_999, 1_000_000, '1 of 1 MB'], [3_000_000_000, 2_000_000_000, '3 of 2 GB expected'], [0, 0, '0 of 0 bytes'],
  ])('%d of %d is "%s": one unit for both', (current, total, text) => expect(amountOf(current, total, 'bytes')).toBe(text));

  it.each([[1, '1 byte'], [1_100_000, '1.1 MB'], [999_960, '1 MB'], [2.5e18, '2,500 PB'], [-1_500, '-1.5 kB']])(
    '%d is "%s"', (value, text) => expect(amount(value, 'bytes')).toBe(text));
});

describe('times', () => {
  const at = new Date(2026, 5, 15, 9, 30).getTime();
  it.each([
    [5_000, 'just now'], [-3_000, 'just now'], [3 * MINUTE + 50_000, '3 min ago'], [59 * MINUTE, '59 min ago'], [2 * HOUR, '2 hr ago'],
    [23 * HOUR, '23 hr ago'], [25 * HOUR, 'yesterday'], [40 * HOUR, '2 days ago'], [6 * 24 * HOUR, '6 days ago'],
    [7 * 24 * HOUR, 'Jun 8, 2026'],
  ])('%d ms ago is "%s"', (past, text) => expect(ago(at - past, at)).toBe(text));

  it.each([
    [0, '0 s'], [7_400, '7 s'], [65_000, '1 min 5 s'], [HOUR, '1 h'], [65 * MINUTE + 20_000, '1 h 5 min'], [24 * HOUR - 1, '1 day'],
    [51 * HOUR, '2 days 3 h'], [24 * HOUR + 5 * MINUTE, '1 day'],
  ])('%d ms last "%s"', (millis, text) => expect(coarse(millis)).toBe(text));

  it.each([[-5, '0 ms'], [870, '870 ms'], [1_540, '1.5 s'], [59_940, '59.9 s'], [59_960, '1 min']])(
    '%d ms have lasted "%s"', (millis, text) => expect(duration(millis)).toBe(text));
});

describe('pace', () => {
  it('is that of the last seconds, and is known after one and a half', () => {
    const pace = new Pace();
    for (let at = 0; at <= 1_250; at += 250) pace.heard(at / 10, at);
    expect(pace.rate).toBeUndefined();
    for (let at = 1_500; at <= 10_000; at += 250) pace.heard(at / 10, at);
    expect(pace.rate).toBeCloseTo(100);
    for (let at = 10_250; at <= 40_000; at += 250) pace.heard(1_000 + (at - 10_000) / 2, at);
    expect(pace.rate).toBeCloseTo(500, -1);
  });

  it('is smooth where frames come in bursts', () => {
    const pace = new Pace();
    const rates = [];
    for (let at = 0; at <= 30_000; at += 250) {
      pace.heard(100 * Math.floor(at / 1_000) + (at % 1_000 ? 1 : 0), at);
      if (at > 10_000) rates.push(pace.rate);
    }
    expect(Math.min(...rates)).toBeGreaterThan(75);
    expect(Math.max(...rates)).toBeLessThan(125);
  });

  it('begins anew where something else is counted', () => {
    const pace = new Pace();
    for (let at = 0; at <= 3_000; at += 500) pace.heard(at, at);
    expect(pace.rate).toBeGreaterThan(0);
    pace.heard(1, 3_500);
    expect(pace.rate).toBeUndefined();
    pace.heard(undefined, 4_000);
    expect(pace.rate).toBeUndefined();
  });
});

describe('the name of a task', () => {
  const uuid = '0190b6a5-7c3e-7d2f-9a41-3f5c8e0d71ab';
  const submitted = (more) => ({ id: uuid, type: 'import', status: 'pending', ...more });

  it.each([
    [{ id: 'sync', status: 'pending' }, 'sync'], [{ id: 'sync', type: 'sync', title: 'Sync', status: 'pending' }, 'Sync'],
    [submitted({ title: 'May' }), 'May'], [submitted(), 'import #71ab'], [submitted({ id: '2026-05' }), 'import 2026-05'],
    [submitted({ id: '01j8zq4s6tq0y8w2m3n4p5r6s7' }), 'import #r6s7'],
  ])('%j is "%s"', (task, name) => expect(nameOf(task)).toBe(name));
});

describe('long words', () => {
  it.each([
    ['no more than there is', ['no more than there is']], ['a'.repeat(24), ['a'.repeat(24)]],
    [`sha ${'0123456789abcdef'.repeat(2)}0`, ['sha 01234567', '89abcdef', '01234567', '89abcdef0']],
    ['/var/lib/taskcast/imports/2026-05.csv', ['/var/', 'lib/', 'taskcast/', 'imports/', '2026-', '05.csv']],
  ])('%s', (text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
    expect(piecesOf(text).join('')).toBe(text);
  });

  it('never leave fewer than four letters at an end', () => {
    for (let length = 25; length < 90; length++) {
      for (const piece of piecesOf('x'.repeat(length))) expect(piece.length).toBeGreaterThanOrEqual(4);
    }
  });
});
