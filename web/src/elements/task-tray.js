// @ts-check

import { now, watched } from './clock.js';
import { ConnectionView } from './connection.js';
import { attribute, Base, drawing, element, upgrade, write } from './dom.js';
import { percentText } from './format.js';
import { countsOf, groupOf } from './groups.js';
import { isPlain, Roving } from './keys.js';
import { onTranslated, speak } from './language.js';
import { Memory } from './memory.js';
import { sourceOf } from './sources.js';
import { say } from './strings.js';
import { BASE, dress } from './styles.js';
import { TRAY } from './styles-tray.js';
import { notifyWhenDone, overall, runningOf, showInTab } from './tab.js';
import { RECENT_MS, TrayMemory } from './tray-memory.js';
import { showTrayRow, trayRow } from './tray-row.js';
import { release, reserve } from './tray-space.js';
import { byPlace, waitsInLine } from './waiting.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */
/** @import { TaskItemElement } from './task-item.js' */

const MAX = 50;

/** `<task-tray>`: what runs, what waits for its turn and what has just ended, on every page of an application. */
export class TaskTrayElement extends Base {
  static observedAttributes = ['src', 'inline', 'unit'];

  /** @type {TaskEventSource | undefined} */
  #given;
  /** @type {TaskEventSource | undefined} */
  #source;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();
  /** @type {TaskItemElement['unit']} */
  #unit;
  #memory = new TrayMemory();
  #known = new Memory();
  #connection = new ConnectionView(() => this.#render(), this);
  #title = element('h2', { id: 'title' });
  #notify = element('button', { class: 'notify', type: 'button' });
  #running = part('running');
  #waiting = part('waiting');
  #ended = part('ended');
  #dismissAll = element('button', { class: 'quietly', type: 'button' });
  #lists = element('div', {}, this.#running.section, this.#waiting.section, this.#ended.section);
  #quiet = element('p', { class: 'quiet' });
  #panel = element('section', { class: 'panel', part: 'panel', id: 'panel', 'aria-labelledby': 'title' },
    element('header', {}, this.#title, this.#notify), this.#lists, this.#quiet);
  #count = element('span');
  #toggle = element('button', { class: 'toggle', part: 'toggle', type: 'button', 'aria-controls': 'panel' }, ring(), this.#count);
  #roving = new Roving(this.#lists, () => [...this.#lists.querySelectorAll('task-item')].map((item) => /** @type {any} */ (item)));
  #size = globalThis.ResizeObserver && new ResizeObserver(() => this.#reserve());
  /** @type {(() => void)[]} */
  #undo = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    dress(root, BASE, TRAY);
    this.#ended.head.append(this.#dismissAll);
    const tray = element('div', { class: 'tray' }, this.#toggle, this.#panel);
    root.append(tray);
    this.#panel.hidden = true;
    this.#toggle.addEventListener('click', () => this.#open(Boolean(this.#panel.hidden)));
    tray.addEventListener('keydown', (event) => this.#pressed(event));
    this.#dismissAll.addEventListener('click', () => this.#dismiss(...this.#recent()));
    this.#notify.addEventListener('click', async () => {
      if (!this.#source) return;
      await this.#notifyOf(this.#source);
      this.#notify.hidden = true;
    });
  }

  connectedCallback() {
    this.disconnectedCallback(); // an attribute's change may have come first
    upgrade(this, 'source', 'unit');
    const src = this.getAttribute('src');
    this.#source = this.#given ?? (src === null ? undefined : sourceOf(src));
    this.#size.observe(this.#panel);
    this.#undo.push(this.#watchClicks(), () => this.#size.disconnect(), () => release(this));
    this.#reserve();
    if (!this.#source) return;
    const source = watched(this.#source);
    const render = () => this.#render();
    this.#undo.push(
      source.subscribe(render),
      this.#connection.watch(source, this.#given ? null : src),
      onTranslated(render),
    );
    if (this.hasAttribute('tab')) this.#undo.push(showInTab(source));
    const allowed = 'Notification' in globalThis && isSecureContext ? Notification.permission : 'denied';
    this.#notify.hidden = !this.hasAttribute('notify') || allowed !== 'default';
    if (this.hasAttribute('notify') && allowed === 'granted') void this.#notifyOf(source);
    this.#open(this.#memory.open);
  }

  disconnectedCallback() {
    const undo = this.#undo;
    this.#undo = [];
    undo.forEach((each) => each());
  }

  /** A click anywhere else closes it: seen before the page can keep it to itself. */
  #watchClicks() {
    /** @param {Event} event */
    const clicked = (event) => {
      if (!this.#panel.hidden && !event.composedPath().includes(this)) this.#open(false);
    };
    document.addEventListener('click', clicked, true);
    return () => document.removeEventListener('click', clicked, true);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key === 'Escape' && !this.#panel.hidden) {
      this.#open(false);
      this.#toggle.focus();
    }
    const row = event.target instanceof Element && /** @type {HTMLElement | null} */ (event.target.closest('li'));
    if (!row || !isPlain(event)) return;
    const [item, dismiss] = /** @type {HTMLElement[]} */ ([...row.children]);
    const onwards = row.matches(':dir(rtl)') ? 'ArrowLeft' : 'ArrowRight';
    if (event.key === 'Delete' && !dismiss.hidden) dismiss.click();
    else if (event.key === onwards && event.target === item && !dismiss.hidden) dismiss.focus();
    else if (event.key.startsWith('Arrow') && event.target === dismiss) item.focus();
    else return;
    event.preventDefault();
  }

  /** @param {TaskEventSource} source */
  async #notifyOf(source) {
    const own = this.#undo;
    const end = await notifyWhenDone(source);
    if (own === this.#undo) own.push(end);
    else end(); // no longer on the page, or there anew
  }

  attributeChangedCallback() {
    if (this.isConnected) this.connectedCallback();
  }

  get source() {
    return this.#given;
  }

  set source(source) {
    this.#given = source;
    this.attributeChangedCallback();
  }

  get unit() {
    return this.#unit;
  }

  set unit(unit) {
    this.#unit = unit;
    this.#render();
  }

  /** @param {boolean} open */
  #open(open) {
    this.#panel.hidden = !open;
    this.#memory.open = open;
    this.#render();
    this.#reserve();
  }

  #reserve() {
    if (this.hasAttribute('inline') || !this.isConnected) return;
    const { top } = this.#panel.getBoundingClientRect();
    reserve(this, this.#panel.hidden ? 0 : Math.round(innerHeight - top + 16));
  }

  /** What has ended lately, the newest first. */
  #recent() {
    const source = this.#source;
    if (!source) return [];
    const time = now(source);
    return [...source.tasks.values()]
      .filter((task) => task.status !== 'running' && 'lastRun' in task)
      .filter((task) => time - task.lastRun < RECENT_MS && !this.#memory.isDismissed(task))
      .sort((one, other) => other.lastRun - one.lastRun);
  }

  #render() {
    const source = this.#source;
    if (!source) return;
    speak(this);
    const running = runningOf(source);
    const waiting = [...source.tasks.values()].filter(waitsInLine).sort(byPlace);
    const ended = this.#recent();
    const fraction = overall(running);
    write(this.#count, summary(running, waiting, ended, fraction));
    this.#toggle.style.setProperty('--done', String(running.length ? (fraction ?? 0.25) : ended.length ? 1 : 0));
    this.#toggle.toggleAttribute('data-failed', ended.some((task) => groupOf(task) === 'failed'));
    attribute(this.#toggle, 'aria-expanded', String(!this.#panel.hidden));
    attribute(this.#toggle, 'title', say(this.#panel.hidden ? 'open' : 'close'));
    write(this.#title, say('tray'));
    write(this.#notify, say('notify'));
    write(this.#dismissAll, say('dismissAll'));
    write(this.#quiet, this.#connection.text || say(source.state === 'live' ? 'trayQuiet' : source.state));
    if (!this.#panel.hidden) this.#renderLists(source, running.slice(0, MAX), waiting.slice(0, MAX), ended.slice(0, MAX));
  }

  /** @param {TaskEventSource} source @param {TaskState[]} running @param {TaskState[]} waiting @param {TaskState[]} ended */
  #renderLists(source, running, waiting, ended) {
    const ids = new Set([...running, ...waiting, ...ended].map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    for (const [{ section, title, list }, tasks, word] of /** @type {const} */ ([
      [this.#running, running, 'group_running'], [this.#waiting, waiting, 'group_waiting'], [this.#ended, ended, 'trayEnded'],
    ])) {
      section.hidden = !tasks.length;
      write(title, say(word));
      tasks.forEach((task, place) => {
        const row = this.#rows.get(task.id) ?? trayRow(source, this.#known, this, (ended) => this.#dismiss(ended));
        this.#rows.set(task.id, row);
        if (list.children[place] !== row) list.insertBefore(row, list.children[place] ?? null);
        showTrayRow(row, task, this.#connection.stale, this.#unit);
      });
    }
    this.#quiet.hidden = ids.size > 0;
    this.#roving.update();
  }

  /** @param {...TaskState} tasks */
  #dismiss(...tasks) {
    for (const task of tasks) this.#memory.dismiss(task);
    this.#render();
    this.#toggle.focus();
  }
}

/** @param {TaskState[]} running @param {TaskState[]} waiting @param {TaskState[]} ended @param {number | undefined} fraction */
function summary(running, waiting, ended, fraction) {
  const done = ended.filter(({ status }) => status === 'completed').length;
  const words = [...countsOf(running), fraction !== undefined && percentText(fraction), ...countsOf(ended), ...countsOf(waiting), done && say('countCompleted', done)];
  return words.filter(Boolean).join(' · ') || say('tray');
}

/** @param {string} name */
function part(name) {
  const title = element('h3', { id: name });
  const head = element('div', { class: 'head' }, title);
  const list = element('ul', { 'aria-labelledby': name });
  return { section: element('div', {}, head, list), head, title, list };
}

function ring() {
  const circle = () => drawing('circle', { cx: '10', cy: '10', r: '7.5' });
  return drawing('svg', { viewBox: '0 0 20 20', 'aria-hidden': 'true' }, circle(), circle());
}
