// @ts-check

import { onTick } from './clock.js';
import { ConnectionView } from './connection.js';
import { Base, element, upgrade, write } from './dom.js';
import { speak } from './language.js';
import { sourceOf } from './sources.js';
import { say } from './strings.js';
import { BASE, dress } from './styles.js';
import { LOG } from './styles-log.js';

/** @import { TaskEventSource, TaskMessage } from '../task-event-source.d.ts' */

const KEPT = 5_000;
const ASK_S = 2;

/** `<task-log>`: the lines of a task's newest run, as they come. */
export class TaskLogElement extends Base {
  static observedAttributes = ['src', 'task-id'];

  /** @type {TaskEventSource | undefined} */
  #given;
  #run = 0;
  #heard = false;
  #asking = false;
  #next = 1;
  #log = element('div', { class: 'log', part: 'log', role: 'log', tabindex: '0', 'aria-live': 'off' });
  #none = element('p', { class: 'none' });
  #connection = new ConnectionView(() => this.#renderNone(), this);
  /** @type {TaskEventSource | undefined} */
  #source;
  /** @type {(() => void)[]} */
  #undo = [];

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    dress(root, BASE, LOG);
    root.append(this.#log);
  }

  connectedCallback() {
    this.disconnectedCallback(); // an attribute's change may have come first
    upgrade(this, 'source');
    const id = this.getAttribute('task-id');
    const src = this.getAttribute('src');
    this.#log.setAttribute('aria-label', id ?? '');
    this.#clear(0);
    if (id === null || (src === null && !this.#given)) return;
    const source = this.#given ?? sourceOf(withLog(src ?? '', id));
    this.#source = source;
    /** @param {Event & { data: TaskMessage }} event */
    const heard = ({ data }) => {
      if (data.type !== 'log' || data.taskId !== id) return;
      this.#heard = true;
      this.#add(data.run, data.from, data.lines);
    };
    source.addEventListener('message', heard);
    this.#undo.push(
      () => source.removeEventListener('message', /** @type {any} */ (heard)),
      this.#connection.watch(source, this.#given ? null : src),
      source.subscribe(id, (task) => {
        if (task?.run && task.run > this.#run && task.status === 'running') this.#clear(task.run);
        else this.#renderNone();
      }),
    );
    if (src === null || source.tasks.size) void this.#catchUp(source, id);
    if (this.#given) this.#undo.push(this.#ask(source, id));
  }

  disconnectedCallback() {
    this.#undo.splice(0).forEach((undo) => undo());
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

  /** A source that somebody gave may have a stream without lines: then they are asked for. @param {TaskEventSource} source @param {string} id */
  #ask(source, id) {
    let [ticks, was] = [0, ''];
    return onTick(() => {
      const { status = '' } = source.tasks.get(id) ?? {};
      const ended = was === 'running' && status !== was;
      was = status;
      if (this.#heard || source.state !== 'live') return;
      if (ended || (status === 'running' && ++ticks % ASK_S === 0)) void this.#catchUp(source, id);
    });
  }

  /** What was logged since the last line that is known. @param {TaskEventSource} source @param {string} id */
  async #catchUp(source, id) {
    if (this.#asking) return;
    this.#asking = true;
    try {
      for (let after = this.#next - 1; ; ) {
        const { run, from, lines, next } = await source.log(id, { after });
        if (run) this.#add(run, from, lines);
        if (next === undefined) return;
        after = next;
      }
    } catch {
      // who may not read it sees none
    } finally {
      this.#asking = false;
    }
  }

  /** @param {number} run */
  #clear(run) {
    this.#run = run;
    this.#next = 1;
    this.#renderNone();
    this.#log.replaceChildren(this.#none);
  }

  /** Why there are no lines. */
  #renderNone() {
    speak(this);
    const id = this.getAttribute('task-id') ?? '';
    const unknown = this.#source?.state === 'live' && !this.#source.tasks.has(id);
    write(this.#none, this.#connection.text || say(unknown ? 'unknown' : 'noLines', id));
  }

  /** @param {number} run @param {number} from @param {string[]} lines */
  #add(run, from, lines) {
    if (run < this.#run) return;
    if (run > this.#run) this.#clear(run);
    const fresh = lines.slice(Math.max(0, this.#next - from));
    if (!fresh.length) return;
    const log = this.#log;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 24;
    const missed = from - this.#next;
    speak(this);
    this.#none.remove();
    if (missed > 0) log.append(element('div', { class: 'gap', part: 'gap' }, say('dropped', missed)));
    log.append(...fresh.map((line) => element('div', {}, line)));
    while (log.childElementCount > KEPT) log.firstElementChild?.remove();
    this.#next = from + lines.length;
    if (atEnd) log.scrollTop = log.scrollHeight;
  }
}

/** @param {string} src @param {string} id */
function withLog(src, id) {
  const url = new URL(src, document.baseURI);
  url.searchParams.set('task', id);
  url.searchParams.set('log', id);
  return url.href;
}
