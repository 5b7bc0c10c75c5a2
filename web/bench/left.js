// How right the words are that people read of the time left, over workloads of known shape: what the server sends of each
// (WorkloadFrames in core's tests, on the standard input) goes through what the elements say. The second half of each run counts.

import { createInterface } from 'node:readline';
import { TimeLeft } from '../src/elements/left.js';

const LOOK_MS = 100;
const LOOKS = 20_000; // in a run, at most
const UNITS = { day: 86_400_000, days: 86_400_000, h: 3_600_000, min: 60_000, s: 1_000 };
const LENGTHS = [5, 30, 90, 600, 7_200]; // s, give or take

/** "1 min 30 s" in ms; a number alone counts in the unit of what it is a range with. */
function millisOf(text, unit = text.match(/days?|h|min|s/)?.[0]) {
  const parts = [...text.matchAll(/([\d.]+) (days?|h|min|s)\b/g)].map(([, count, name]) => count * UNITS[name]);
  return parts.length ? parts.reduce((sum, part) => sum + part, 0) : Number(text.match(/[\d.]+/)) * UNITS[unit];
}

/** From when to when something will end, as it is said. @returns {[number, number] | undefined} */
function said(text) {
  if (!text) return undefined;
  if (text === 'almost done') return [0, 0];
  if (text === 'less than a minute left') return [0, UNITS.min];
  if (text.startsWith('less than')) return [0, millisOf(text)];
  const [from, to] = text.replace(/^about | left$/g, '').split('–');
  return to ? [millisOf(from, to.match(/days?|h|min|s/)[0]), millisOf(to)] : [millisOf(from), millisOf(from)];
}

/** What was read in the second half of a run. */
function read({ millis, frames }) {
  const left = new TimeLeft();
  const looks = { all: 0, right: 0, ranges: 0, silent: 0, errors: [] };
  let next = 0;
  for (let at = 0; at < millis; at += Math.max(LOOK_MS, millis / LOOKS)) {
    for (; next < frames.length && frames[next][0] <= at; next++) {
      const [moment, eta, ...etaRange] = frames[next];
      left.heard({ eta, etaRange: etaRange.length ? etaRange : undefined }, moment);
    }
    const words = said(left.text(at));
    if (at < millis / 2) continue;
    looks.all++;
    if (!words) {
      looks.silent++;
      continue;
    }
    const really = millis - at;
    const [from, to] = words;
    const off = Math.max(0, from - really, really - to);
    if (to > from) looks.ranges++;
    if (off <= Math.max(1_000, 0.2 * really)) looks.right++;
    looks.errors.push(off / Math.max(really, 5_000)); // of the last seconds, of 5 s
  }
  return looks;
}

/** @type {Map<string, ReturnType<typeof read>[]>} */
const runs = new Map();
for await (const line of createInterface(process.stdin)) {
  const run = JSON.parse(line);
  const length = LENGTHS.findLast((seconds) => run.millis > seconds * 700);
  const key = [run.run, length, run.workload].join();
  runs.set(key, [...(runs.get(key) ?? []), read(run)]);
}

const percent = (part) => `${(100 * part).toFixed(0)} %`;
const sum = (looks, name) => looks.reduce((all, each) => all + each[name], 0);
console.log('| run | length | workloads right | of the time right | a range | nothing | off: median | off: 95 % |');
console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
for (const run of [1, 2]) {
  for (const length of LENGTHS) {
    const workloads = [...runs].filter(([key]) => key.startsWith(`${run},${length},`)).map(([, looks]) => looks);
    const all = workloads.flat();
    const errors = all.flatMap((looks) => looks.errors).sort((one, other) => one - other);
    const part = (name, looks = all) => sum(looks, name) / sum(looks, 'all');
    const right = workloads.filter((looks) => part('right', looks) >= 0.8).length;
    const quantile = (at) => percent(errors[Math.floor(at * (errors.length - 1))]);
    console.log(`| ${run} | ${length} s | ${right} of ${workloads.length} | ${percent(part('right'))} | ${percent(part('ranges'))} | `
      + `${percent(part('silent'))} | ${quantile(0.5)} | ${quantile(0.95)} |`);
  }
}
