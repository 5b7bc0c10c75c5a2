// @ts-check
// Progress where it can be seen from another tab: the page's title, its icon, and notifications.

import { watched } from './clock.js';
import { element } from './dom.js';
import { percentText } from './format.js';
import { nameOf } from './names.js';
import { isolated, say } from './strings.js';
import { fractionOf, isLost, view } from './view.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */

/** How far all that runs is, from 0 to 1: undefined where nobody knows. @param {TaskState[]} running */
export function overall(running) {
  const known = running
    .map((task) => (task.status === 'running' ? fractionOf(task.progress) : undefined))
    .filter((fraction) => fraction !== undefined);
  return known.length ? known.reduce((sum, fraction) => sum + fraction, 0) / known.length : undefined;
}

/** @param {TaskEventSource} source */
export function runningOf(source) {
  return [...source.tasks.values()].filter(({ status }) => status === 'running');
}

/** What the tab shows of each source. It has one title and one icon for all. @type {Set<() => TaskState[]>} */
const shown = new Set();
let [own, title] = ['', ''];

/** @param {TaskEventSource} source */
export function showInTab(source) {
  const running = () => runningOf(source);
  shown.add(running);
  const end = watched(source).subscribe(show);
  show();
  return () => {
    end();
    shown.delete(running);
    show();
  };
}

function show() {
  if (document.title !== own) title = document.title; // the page has another one now
  const running = [...new Map([...shown].flatMap((each) => each()).map((task) => [task.id, task])).values()];
  const fraction = overall(running);
  own = running.length ? `${told(running, fraction)} – ${title}` : title;
  if (document.title !== own) document.title = own;
  icon.show(running.length ? (fraction ?? 0) : undefined);
}

/** @param {TaskState[]} running at least one @param {number | undefined} fraction */
function told(running, fraction) {
  const answering = running.filter((task) => !isLost(task)).length;
  const done = fraction === undefined ? '' : `${percentText(fraction)} · `;
  if (running.length === 1) return `${answering ? done : `${say('lost')} · `}${isolated(nameOf(running[0]))}`;
  return answering ? done + say('countRunning', answering) : say('countLost', running.length);
}

/** A ring in place of the page's icon. Where the page's policy forbids images of data, the icon stays. */
class Icon {
  /** @type {HTMLLinkElement | undefined} */
  #link;
  /** @type {Element[]} */
  #theirs = [];
  #shown = -1;

  /** @param {number | undefined} fraction undefined for the page's own */
  show(fraction) {
    const step = fraction === undefined ? -1 : Math.round(fraction * 20);
    if (step === this.#shown) return;
    this.#shown = step;
    if (step < 0) {
      this.#link?.remove();
      this.#link = undefined;
      document.head.append(...this.#theirs.splice(0));
      return;
    }
    if (!this.#link) {
      this.#theirs = [...document.head.querySelectorAll('link[rel~="icon"]')];
      this.#theirs.forEach((link) => link.remove());
      this.#link = /** @type {HTMLLinkElement} */ (element('link', { rel: 'icon' }));
      document.head.append(this.#link);
    }
    this.#link.href = ring(step / 20);
  }
}

const icon = new Icon();

/** @param {number} fraction */
function ring(fraction) {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 32;
  const context = canvas.getContext('2d');
  if (context) {
    context.lineWidth = 7;
    for (const [colour, part] of /** @type {const} */ ([['#aab4c5', 1], ['#2f5bea', fraction]])) {
      context.strokeStyle = colour;
      context.beginPath();
      context.arc(16, 16, 12, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * part);
      context.stroke();
    }
  }
  return canvas.toDataURL();
}

/** @param {TaskEventSource} source */
export async function notifyWhenDone(source) {
  const granted = 'Notification' in globalThis && (await Notification.requestPermission()) === 'granted';
  if (!granted) return () => {};
  const running = new Set(runningOf(source).map(({ id }) => id));
  return watched(source).subscribe((changed) => {
    for (const [id, task] of changed) {
      if (task?.status === 'running') {
        running.add(id);
      } else if (task?.status !== 'pending' && running.delete(id) && task && document.hidden) { // one that is tried again has not ended
        const { name, status, detail, result } = view(task);
        try {
          new Notification(`${isolated(name)}: ${status}`, { body: detail || result, tag: `taskcast-${id}` });
        } catch { /* on Android only a service worker may */ }
      }
    }
  });
}
