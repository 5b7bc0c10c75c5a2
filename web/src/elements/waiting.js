// @ts-check
// What is said of a task that waits, is tried again or runs by a schedule. Of a server whose values make no sense it is as if it
// had not sent them.

import { atTime, coarse, onDay } from './format.js';
import { rounded } from './left.js';
import { has, say } from './strings.js';

/** @import { FailedTask, PendingTask, TaskState } from '../task-event-source.d.ts' */

const HOUR = 3_600_000;
const LAST = 8.64e15; // what a Date can be

/** The signs, which are words too. @type {Record<string, string>} */
const KINDS = /** @type {any} */ ({
  __proto__: null, slot: 'queued', limit: 'limited', rate: 'limited', delay: 'scheduled', retry: 'retrying', paused: 'paused',
});

/** A number that counts, from 1. @param {unknown} value */
export function countOf(value) {
  const count = /** @type {number} */ (value);
  return Number.isSafeInteger(count) && count > 0 ? count : undefined;
}

/** A time. @param {unknown} value */
export function timeOf(value) {
  return typeof value === 'number' && value > 0 && value <= LAST ? value : undefined;
}

/** What some have, or nothing of it. @param {TaskState} task */
function more(task) {
  return /** @type {Partial<PendingTask & Omit<FailedTask, 'status'>>} */ (task);
}

/** What a task waits for; undefined where it does not, or nobody says it. @param {TaskState} task */
export function whyOf(task) {
  return task.status === 'pending' ? task.why : undefined;
}

/** Whether it waits for others, or is tried again: not for a time that somebody chose. @param {TaskState} task */
export function waitsInLine(task) {
  return (whyOf(task) ?? 'delay') !== 'delay';
}

/** Whether a start has it run at once. @param {TaskState} task */
export function isDelayed(task) {
  const why = whyOf(task);
  return why === 'delay' || why === 'retry';
}

/** The sign of a task that is pending. @param {TaskState} task */
export function waitKind(task) {
  const why = whyOf(task);
  return why !== undefined ? KINDS[why] ?? 'waiting' : timeOf(task.nextAt) ? 'scheduled' : 'pending';
}

/** Those in line go in the order of it. @param {TaskState} one @param {TaskState} other */
export function byPlace(one, other) {
  return (countOf(more(one).position) ?? Infinity) - (countOf(more(other).position) ?? Infinity) || 0;
}

/**
 * Which try it is, and of how many, from the second on: "attempt 2 of 6". The first is no retry, so of those it is "1 of 5".
 *
 * @param {TaskState} task
 * @param {'attemptOf' | 'retryOf'} word
 */
export function triesText(task, word) {
  const at = countOf(more(task).attempt) ?? 0;
  const most = countOf(more(task).maxAttempts) ?? 0;
  const first = +(word === 'retryOf');
  return at > 1 && most > 1 ? say(word, Math.min(at, most) - first, most - first) : '';
}

/** Where a pending task stands or what it waits for, and which try comes next. @param {TaskState} task @param {number} at now */
export function waitText(task, at) {
  const where = inLine(task);
  const left = where && rounded((timeOf(more(task).startsAt) ?? 0) - at);
  return [left ? say('inAbout', where, coarse(left)) : where, retryText(task, at)].filter(Boolean).join(' · ');
}

/**
 * "3rd in line: tenant limit"; "waits for its turn: tenant limit" where no place is known. What follows is cut first where there is
 * no room for all.
 *
 * @param {TaskState} task
 */
function inLine(task) {
  const why = whyOf(task) ?? '';
  const place = countOf(more(task).position);
  const limited = KINDS[why] === 'limited';
  const key = limited ? `limit_${why === 'rate' ? why : more(task).limit}` : `why_${why}`;
  const reason = has(key) ? say(key) : '';
  const where = say(place === 1 ? 'nextInLine' : place ? 'place' : limited ? 'turn' : '', place ?? 0);
  return where && reason ? say('actionOf', where, reason) : where || reason;
}

/** "retry 2 of 5 at 14:03". @param {TaskState} task @param {number} at */
function retryText(task, at) {
  const text = triesText(task, 'retryOf');
  const due = dueOf(task) ?? 0;
  return text && due > at ? atTime(text, due) : text;
}

/** When a pending task starts, where only a time is known of that. @param {TaskState} task */
export function dueOf(task) {
  return timeOf(isDelayed(task) ? more(task).runAt : task.status === 'pending' && !inLine(task) ? more(task).startsAt : undefined);
}

/** "starts in 5 min". @param {number} due @param {number} at */
export function dueText(due, at) {
  return due > at ? say('starts', inTime(due - at)) : '';
}

/** "next run tonight at 02:30". @param {TaskState} task @param {number} at */
export function nextText(task, at) {
  const next = timeOf(task.nextAt) ?? 0;
  if (next <= at || task.status === 'running') return '';
  return say('nextRun', next - at < HOUR ? inTime(next - at) : onDay(next, at));
}

/** @param {number} left */
function inTime(left) {
  return say('inTime', coarse(rounded(left)));
}

/** A time that it has still before it, maybe: then what is said of it changes. @param {TaskState} task */
export function aheadOf(task) {
  return more(task).runAt ?? more(task).startsAt ?? task.nextAt;
}
