// How long scripts keep a page busy, for each of its frames, while many tasks change: npm run bench [-- SECONDS]
//
// In a real Chromium, from its own trace: what runs on the page's main thread. A frame lasts from one animation frame's callback
// to the next; there is one callback, that of the event source.

import { chromium } from 'playwright-core';
import { launchOptions } from '../test/support/chromium.js';
import { serve } from './server.js';

const TASKS = 5_000;
const PER_SECOND = 1_000;
const SECONDS = Number(process.argv[2] ?? 10);
const LONG_TASK_MS = 50;

/** Script, as Chromium's trace names what calls into it, and what cleans up after it. */
const SCRIPT = new Set([
  'EvaluateScript', 'v8.run', 'v8.callFunction', 'FunctionCall', 'FireAnimationFrame', 'TimerFire', 'EventDispatch',
  'BlinkScheduler_PerformMicrotaskCheckpoint', 'MinorGC', 'MajorGC',
]);
const ANY = new Set(['RunTask']);

const SCENARIOS = {
  'TaskEventSource with a listener': async () => {
    const { TaskEventSource } = await import('/client/task-event-source.js');
    window.source = new TaskEventSource('/tasks/events', { shared: false });
    source.subscribe(() => {});
  },
  '<task-list>, its first 100 rows': async () => {
    const { configure, sourceOf } = await import('/client/elements.js');
    configure({ shared: false });
    document.body.innerHTML = '<task-list src="/tasks/events"></task-list>';
    window.source = sourceOf('/tasks/events');
  },
  '<task-list>, all 5,000 rows': async (count) => {
    const { configure, sourceOf } = await import('/client/elements.js');
    configure({ shared: false });
    document.body.innerHTML = '<task-list src="/tasks/events"></task-list>';
    window.source = sourceOf('/tasks/events');
    const rows = document.querySelector('task-list').shadowRoot;
    const more = rows.querySelector('[part=more]');
    while (rows.querySelectorAll('task-item').length < count) {
      await new Promise((resolve) => setTimeout(resolve));
      if (!more.hidden) more.click();
    }
  },
};

/** Events of one kind, none within another one of them. */
function outermost(events, names) {
  let end = 0;
  return events.filter(({ name, ph, ts, dur = 0 }) => {
    if (ph !== 'X' || !names.has(name) || ts < end) return false;
    end = ts + dur;
    return true;
  });
}

/** The milliseconds of each frame that went into some events. */
function perFrame(begins, events) {
  const frames = new Array(begins.length - 1).fill(0);
  let frame = -1;
  for (const { ts, dur = 0 } of events) {
    while (frame + 1 < begins.length && begins[frame + 1] <= ts) frame++;
    if (frame >= 0 && frame < frames.length) frames[frame] += dur / 1_000;
  }
  return frames;
}

function quantiles(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return [0.5, 0.95, 1].map((part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))].toFixed(1)).join(' / ');
}

/** What the page's main thread did, in order: the thread that runs its animation frames. */
function mainThread(trace) {
  const { pid, tid } = trace.find(({ name }) => name === 'FireAnimationFrame');
  return trace
    .filter((event) => event.pid === pid && event.tid === tid && event.ts)
    .sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
}

async function measure(browser, scenario) {
  const server = await serve(TASKS, PER_SECOND);
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.evaluate(scenario, TASKS);
  await page.waitForFunction((count) => window.source.connected && window.source.tasks.size === count, TASKS);
  await page.evaluate(() => {
    window.delays = [];
    window.source.subscribe((changed) => {
      const now = performance.timeOrigin + performance.now();
      for (const task of changed.values()) if (task.progress.sentAt) window.delays.push(now - task.progress.sentAt);
    });
  });
  await page.waitForTimeout(2_000); // warm
  await page.evaluate(() => void (window.delays.length = 0));
  await browser.startTracing(page, { categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'v8', 'toplevel'] });
  await page.waitForTimeout(SECONDS * 1_000);
  const { traceEvents } = JSON.parse(await browser.stopTracing());
  const delays = await page.evaluate(() => window.delays);
  await page.close();
  server.close();
  return { traceEvents, delays };
}

/** A row of docs/performance.md. */
function report(name, { traceEvents, delays }) {
  const events = mainThread(traceEvents);
  const begins = events.filter(({ name }) => name === 'FireAnimationFrame').map(({ ts }) => ts);
  const seconds = (begins.at(-1) - begins[0]) / 1_000_000;
  const longTasks = events.filter(({ name, dur }) => name === 'RunTask' && dur > LONG_TASK_MS * 1_000).length;
  return [
    name,
    ((begins.length - 1) / seconds).toFixed(0),
    quantiles(perFrame(begins, outermost(events, SCRIPT))),
    quantiles(perFrame(begins, outermost(events, ANY))),
    longTasks,
    quantiles(delays),
  ].join(' | ');
}

console.log(`${TASKS} tasks, ${PER_SECOND} updates/s, ${SECONDS} s each; milliseconds: median / 95 % / longest`);
console.log('| what | frames/s | script a frame | main thread a frame | tasks over 50 ms | from the server to a listener |');
console.log('| --- | --- | --- | --- | --- | --- |');
const browser = await chromium.launch(launchOptions);
for (const [name, scenario] of Object.entries(SCENARIOS)) console.log(`| ${report(name, await measure(browser, scenario))} |`);
await browser.close();
