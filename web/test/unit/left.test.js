// The time left as it is said: how it is rounded, and that it is steady.

import { describe, expect, it } from 'vitest';
import { rounded, roundedRange, TimeLeft } from '../../src/elements/left.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const frame = (eta, etaRange) => ({ message: '', current: 1, total: 2, eta, ...(etaRange && { etaRange }) });

/** What is said, in ms: of a range its end. */
function told(text) {
  const units = { d: 24 * HOUR, day: 24 * HOUR, days: 24 * HOUR, h: HOUR, min: MINUTE, s: SECOND };
  return [...text.split('–').at(-1).matchAll(/(\d+) (days?|d|h|min|s)\b/g)].reduce((sum, [, count, unit]) => sum + count * units[unit], 0);
}

function random(seed) {
  let state = seed;
  return () => ((state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31);
}

describe('rounding', () => {
  it('is within a fifth or a second of the value, from nothing to 3 hours and on to 10 days', () => {
    for (let left = 0; left <= 240 * HOUR; left += left < 3 * HOUR ? 100 : 97_001) {
      if (Math.abs(rounded(left) - left) > Math.max(SECOND, 0.2 * left)) expect.fail(`${left} ms as ${rounded(left)}`);
    }
  });

  it('never goes up while the value falls', () => {
    let last = Infinity;
    for (let left = 30 * HOUR; left >= 0; left -= 250) {
      if (rounded(left) > last) expect.fail(`${left} ms`);
      last = rounded(left);
    }
  });

  it('of a range leaves what is likely in it, and adds no more than a step', () => {
    for (let most = MINUTE; most <= 20 * HOUR; most *= 1.013) {
      for (const part of [0.2, 0.5, 0.9]) {
        for (const likely of [part * most, (0.5 + part / 2) * most, most]) {
          const [from, to] = roundedRange(part * most, likely, most);
          expect(from).toBeLessThanOrEqual(likely);
          expect(to).toBeGreaterThanOrEqual(likely);
          expect(from).toBeLessThanOrEqual(to);
          expect(to - most).toBeLessThanOrEqual(Math.max(MINUTE, most / 2));
          expect(part * most - from).toBeLessThanOrEqual(Math.max(MINUTE, most / 2));
        }
      }
    }
  });

  it.each([
    [7_300, 'about 7 s left'], [43_000, 'about 45 s left'], [124_000, 'about 2 min left'], [74_000, 'about 1 min 15 s left'],
    [7 * MINUTE + 20_000, 'about 7 min left'], [65 * MINUTE, 'about 1 h left'], [130 * MINUTE, 'about 2 h left'],
    [50 * HOUR, 'about 2 days 2 h left'], [300, 'almost done'],
  ])('says %d ms as "%s"', (eta, text) => {
    const left = new TimeLeft();
    left.heard(frame(eta), 0);
    expect(left.text(0)).toBe(text);
    expect(Math.abs(told(text) - eta)).toBeLessThanOrEqual(Math.max(SECOND, 0.2 * eta));
  });

  it.each([
    [3 * MINUTE, [2 * MINUTE, 4 * MINUTE], '2–4 min left'], [2 * MINUTE, [1.5 * MINUTE, 4.2 * MINUTE], '2–4 min left'],
    [40_000, [25_000, 55_000], 'less than a minute left'], [MINUTE, [20_000, 110_000], 'less than 2 min left'],
    [3 * HOUR, [2.2 * HOUR, 4.5 * HOUR], '2–5 h left'], [2 * HOUR, [75 * MINUTE, 3 * HOUR], '1 h 15 min–3 h left'],
    [80 * MINUTE, [62 * MINUTE, 100 * MINUTE], '60–105 min left'], [10_000, [5_000, 18_000], 'about 10 s left'],
    [3 * MINUTE, [2.8 * MINUTE, 3.2 * MINUTE], 'about 3 min left'],
  ])('says %d ms, in %j, as "%s"', (eta, range, text) => {
    const left = new TimeLeft();
    left.heard(frame(eta, range), 0);
    expect(left.text(0)).toBe(text);
  });
});

describe('steadiness', () => {
  it('falls by itself in silence, and never goes up', () => {
    for (const [eta, range] of [[3 * HOUR], [10 * MINUTE], [40_000], [5 * MINUTE, [3 * MINUTE, 8 * MINUTE]], [3 * HOUR, [HOUR, 5 * HOUR]]]) {
      const left = new TimeLeft();
      left.heard(frame(eta, range), 0);
      let last = Infinity;
      for (let at = 0; at < eta + MINUTE; at += 500) {
        const text = left.text(at);
        if (!range && at < eta) expect(Math.abs(told(text) - (eta - at)), text).toBeLessThanOrEqual(Math.max(SECOND, 0.2 * (eta - at)));
        expect(told(text)).toBeLessThanOrEqual(last);
        last = told(text) || last;
      }
      expect(left.text(eta + MINUTE)).toBe('almost done');
    }
  });

  // Frames four times a second whose forecasts are off by up to 60 %, of a run that takes twice as long as was thought.
  it.each([1, 2, 3, 4, 5])('does not change its mind more often than every 3 s (seed %d)', (seed) => {
    const next = random(seed);
    const left = new TimeLeft();
    const changes = [];
    let shown;
    for (let at = 0; at < 5 * MINUTE; at += 250) {
      const really = 5 * MINUTE - at;
      const eta = really * (0.4 + 1.2 * next()) * (at < MINUTE ? 0.5 : 1);
      left.heard(frame(eta, seed % 2 ? undefined : [eta * (0.3 + next()), eta * (1 + next())]), at);
      const text = left.text(at);
      const isOther = told(text) > shown || shown - told(text) > 0.5 * shown + 5 * SECOND; // than by falling
      if (isOther) changes.push(at);
      shown = told(text) || undefined;
    }
    for (let i = 1; i < changes.length; i++) expect(changes[i] - changes[i - 1]).toBeGreaterThanOrEqual(3 * SECOND);
    expect(changes.length).toBeGreaterThan(0); // it did change
  });

  it('follows a forecast that is right: within a fifth or a second, whenever it is looked at', () => {
    for (const length of [20 * SECOND, 3 * MINUTE, HOUR]) {
      const next = random(length);
      const left = new TimeLeft();
      for (let at = 0; at < length; at += 250) {
        const really = length - at;
        left.heard(frame(really * (0.98 + 0.04 * next())), at);
        const text = left.text(at);
        expect(Math.abs(told(text) - really), `${text} at ${at} of ${length}`).toBeLessThanOrEqual(Math.max(1.2 * SECOND, 0.2 * really));
      }
    }
  });

  it('is right again 3 s after a forecast that was far off', () => {
    const left = new TimeLeft();
    left.heard(frame(MINUTE), 0);
    expect(left.text(0)).toBe('about 1 min left');
    left.heard(frame(10 * MINUTE), 1_000);
    expect(left.text(1_000)).toBe('about 1 min left');
    expect(left.text(2_900)).toBe('about 55 s left');
    expect(left.text(3_000)).toBe('about 10 min left');
  });

  it('says nothing where nobody knows, at once, and nothing else for 3 s', () => {
    const left = new TimeLeft();
    left.heard({ message: '' }, 0);
    expect(left.text(0)).toBe('');
    left.heard(frame(MINUTE), 100);
    expect(left.text(100)).toBe('about 1 min left');
    left.heard({ message: '', current: 12, total: 10, eta: 5_000 }, 200); // over its total
    expect(left.text(200)).toBe('');
    left.heard(frame(MINUTE), 300);
    expect(left.text(300)).toBe('');
    expect(left.text(3_200)).toBe('about 55 s left');
    left.forget();
    expect(left.text(3_300)).toBe('');
  });

  it('does not waver between a time and a range', () => {
    const left = new TimeLeft();
    let kinds = 0;
    let was;
    for (let at = 0; at < MINUTE; at += 250) {
      const wide = at % 500 ? 0.21 : 0.19; // around what is worth a range
      left.heard(frame(10 * MINUTE - at, [(1 - wide) * (10 * MINUTE - at), (1 + wide) * (10 * MINUTE - at)]), at);
      const isRange = left.text(at).includes('–');
      if (isRange !== was) kinds++;
      was = isRange;
    }
    expect(kinds).toBe(1);
  });
});
