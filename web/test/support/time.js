// Time by hand: what a page does after some seconds is not waited for.

import { afterEach, vi } from 'vitest';

const TIMERS = /** @type {const} */ (['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval']);
const STEP_MS = 250; // what is read of the time is ahead of what is due by no more
const LONGEST_MS = 60_000;

let passed = 0;

/** Until the test ends, timers stand still but for `pass`. Frames come as ever, and so does what a server sends. */
export function stopTime() {
  const now = performance.now.bind(performance);
  passed = 0;
  vi.useFakeTimers({ toFake: [...TIMERS] });
  vi.spyOn(performance, 'now').mockImplementation(() => now() + passed);
}

/** Lets time pass, with all that is due in it. */
export async function pass(ms) {
  for (let left = ms; left > 0; left -= STEP_MS) {
    const step = Math.min(STEP_MS, left);
    passed += step;
    await vi.advanceTimersByTimeAsync(step);
  }
}

/** Lets time pass until something is so. */
export async function passUntil(condition, what = String(condition)) {
  for (let left = LONGEST_MS; !condition(); left -= STEP_MS) {
    if (left <= 0) throw new Error(`never: ${what}`);
    await pass(STEP_MS);
  }
}

afterEach(() => {
  if (!vi.isFakeTimers()) return;
  vi.runOnlyPendingTimers(); // what the page has still to do must not be lost for the next test
  vi.useRealTimers();
  vi.restoreAllMocks();
});
