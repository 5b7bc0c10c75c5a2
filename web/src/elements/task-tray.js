// @ts-check

import { now, watched } from './clock.js';
import { ConnectionView } from './connection.js';
import { attribute, Base, element, upgrade, write } from './dom.js';
import { percentText } from './format.js';
import { speak } from './language.js';
import { sourceOf } from './sources.js';
import { say } from './strings.js';
import { BASE, sheets, SPACE, TRAY } from './styles.js';
import { notifyWhenDone, overall, runningOf, showInTab } from './tab.js';
import { TaskItemElement } from './task-item.js';
import { isLost } from './view.js';

/** @import { TaskEventSource, TaskState } from '../task-event-source.d.ts' */

const RECENT_MS = 10 * 60_000;
const MAX = 50;

/** @type {CSSStyleSheet[] | undefined} */
let styles;

/** `<task-tray>`: what runs, and what has just ended, on every page of an application. */
export class TaskTrayElement extends Base {
  static observedAttributes = ['src', 'unit'];

  /** @type {TaskEventSource | undefined} */
  #given;
  /** @type {TaskEventSource | undefined} */
  #source;
  /** @type {TaskItemElement['unit']} */
  #unit;
  /** @type {Map<string, HTMLElement>} */
  #rows = new Map();
  #memory = new Memory();
  #connection = new ConnectionView(() => this.#render(), this);
  #title = element('h2', { id: 'title' });
  #notify = element('button', { class: 'notify', type: 'button' });
  #list = element('ul', { 'aria-labelledby': 'title' });
  #quiet = element('p', { class: 'quiet' });
  #panel = element('section', { class: 'panel', part: 'panel', id: 'panel', 'aria-labelledby': 'title' },
    element('header', {}, this.#title, this.#notify), this.#list, this.#quiet);
  #count = element('span');
  #toggle = element('button', { class: 'toggle', part: 'toggle', type: 'button', 'aria-controls': 'panel' });
  /** @type {(() => void)[]} */
  #undo = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    styles ??= sheets(BASE, TRAY);
    root.adoptedStyleSheets = styles;
    this.#toggle.append(ring(), this.#count);
    const tray = element('div', { class: 'tray' }, this.#toggle, this.#panel);
    root.append(tray);
    this.#panel.hidden = true;
    this.#toggle.addEventListener('click', () => this.#open(Boolean(this.#panel.hidden)));
    tray.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !this.#panel.hidden) {
        this.#open(false);
        this.#toggle.focus();
      }
    });
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
    this.#undo.push(reserveSpace(), this.#watchClicks());
    if (!this.#source) return;
    const source = watched(this.#source);
    const render = () => this.#render();
    document.addEventListener('taskcast-translated', render);
    this.#undo.push(
      source.subscribe(render),
      this.#connection.watch(source, this.#given ? null : src),
      () => document.removeEventListener('taskcast-translated', render),
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
  }

  #render() {
    const source = this.#source;
    if (!source) return;
    speak(this);
    const running = runningOf(source);
    const lost = running.filter(isLost).length;
    const time = now(source);
    const ended = [...source.tasks.values()].filter((task) => 'lastRun' in task
      && time - task.lastRun < RECENT_MS && !this.#memory.isDismissed(task));
    const failed = ended.filter(({ status }) => status === 'error' || status === 'timed_out').length;
    const fraction = overall(running);
    const words = running.length > lost ? [say('countRunning', running.length - lost)] : lost ? [] : [say('tray')];
    if (lost) words.push(say('countLost', lost));
    if (fraction !== undefined) words.push(percentText(fraction));
    if (failed) words.push(say('countFailed', failed));
    write(this.#count, words.join(' · '));
    this.#toggle.style.setProperty('--done', String(running.length ? (fraction ?? 0.25) : ended.length ? 1 : 0));
    this.#toggle.toggleAttribute('data-failed', failed > 0);
    attribute(this.#toggle, 'aria-expanded', String(!this.#panel.hidden));
    attribute(this.#toggle, 'title', say(this.#panel.hidden ? 'open' : 'close'));
    write(this.#title, say('tray'));
    write(this.#notify, say('notify'));
    write(this.#quiet, this.#connection.text || say(source.state === 'live' ? 'trayQuiet' : source.state));
    if (!this.#panel.hidden) this.#renderList(source, [...running, ...ended].slice(0, MAX));
  }

  /** @param {TaskEventSource} source @param {TaskState[]} tasks */
  #renderList(source, tasks) {
    const ids = new Set(tasks.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (!ids.has(id)) {
        row.remove();
        this.#rows.delete(id);
      }
    }
    tasks.forEach((task, place) => {
      let row = this.#rows.get(task.id);
      if (!row) {
        row = this.#row(source);
        this.#rows.set(task.id, row);
      }
      const item = /** @type {TaskItemElement} */ (row.firstElementChild);
      const dismiss = /** @type {HTMLElement} */ (row.lastElementChild);
      item.from = source;
      item.stale = this.#connection.stale;
      if (item.unit !== this.#unit) item.unit = this.#unit;
      attribute(item, 'unit', this.getAttribute('unit') ?? undefined);
      item.task = task;
      dismiss.hidden = task.status === 'running';
      write(dismiss, say('dismiss'));
      if (this.#list.children[place] !== row) this.#list.insertBefore(row, this.#list.children[place] ?? null);
    });
    this.#list.hidden = !tasks.length;
    this.#quiet.hidden = tasks.length > 0;
  }

  /** @param {TaskEventSource} source */
  #row(source) {
    const item = /** @type {TaskItemElement} */ (document.createElement('task-item'));
    if (!this.hasAttribute('readonly')) {
      item.onstart = (id) => source.start(id);
      item.oncancel = (id) => source.cancel(id);
    }
    const dismiss = element('button', { type: 'button' });
    dismiss.addEventListener('click', () => {
      if (item.task) this.#memory.dismiss(item.task);
      this.#render();
      this.#toggle.focus();
    });
    return element('li', {}, item, dismiss);
  }
}

let trays = 0;
/** @type {CSSStyleSheet | undefined} */
let space;

/** So that a page's last row can be scrolled from under a tray. @returns ends it */
function reserveSpace() {
  space ??= sheets(SPACE)[0];
  if (!trays++) document.adoptedStyleSheets.push(space);
  return () => {
    if (!--trays) document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== space);
  };
}

function ring() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('aria-hidden', 'true');
  for (let i = 0; i < 2; i++) {
    const circle = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
    for (const [name, value] of [['cx', '10'], ['cy', '10'], ['r', '7.5']]) circle.setAttribute(name, value);
    svg.append(circle);
  }
  return svg;
}

/** What a tray remembers over pages, where the browser allows it. */
class Memory {
  #key = 'taskcast-tray';
  /** @type {{ open?: boolean, dismissed?: Record<string, number> }} */
  #value = {};

  constructor() {
    try {
      this.#value = JSON.parse(sessionStorage.getItem(this.#key) ?? '{}') ?? {};
    } catch { /* then for this page */ }
  }

  get open() {
    return this.#value.open ?? false;
  }

  set open(open) {
    this.#value.open = open;
    this.#save();
  }

  /** @param {TaskState} task */
  isDismissed(task) {
    return 'lastRun' in task && this.#value.dismissed?.[task.id] === task.lastRun;
  }

  /** @param {TaskState} task */
  dismiss(task) {
    if (!('lastRun' in task)) return;
    const recent = Object.entries(this.#value.dismissed ?? {}).filter(([, at]) => task.lastRun - at < 2 * RECENT_MS);
    this.#value.dismissed = { ...Object.fromEntries(recent), [task.id]: task.lastRun };
    this.#save();
  }

  #save() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.#value));
    } catch { /* then for this page */ }
  }
}
