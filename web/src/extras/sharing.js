// @ts-check
// One stream for all tabs of a browser that show the same viewer the same endpoint. The tab that holds a lock leads: it
// has the stream, and passes what comes on. The browser gives the lock to the next one when that tab is gone.

import { covers, filterOf, unite, wants, withFilter, withoutFilter } from './filter.js';

/**
 * @typedef {import('./port.d.ts').Port} Port
 * @typedef {import('./port.d.ts').Batch} Batch
 * @typedef {import('./port.d.ts').Note} Note
 * @typedef {import('./filter.js').Filter} Filter
 * @typedef {import('../task-event-source.d.ts').TaskState} TaskState
 * @typedef {import('../task-event-source.d.ts').ConnectionState} ConnectionState
 */

const JOIN_EVERY_MS = 1_000;
const SILENCE_MS = 60_000; // two heartbeats
const ANSWER_MS = 3_000;
const LONGEST_MS = 2e9; // a timer of more than 2^31 ms fires at once

/**
 * @param {Port} port of a source whose own stream is live
 * @param {URL} url of that stream
 * @param {string} viewer who sees it
 * @returns {import('./port.d.ts').Helper}
 */
export function join(port, url, viewer) {
  return new Share(port, url, viewer);
}

class Share {
  #port;
  #source;
  #url;
  #me = crypto.randomUUID();
  #name;
  #channel;
  #own;
  #gone = new AbortController();
  #leads = false;
  #follows = false;
  #release = () => {};
  /** What the leader's stream has. @type {Filter} */
  #wide;
  /** Of a leader: all that is on its stream, where that is more than its own. @type {Map<string, TaskState> | undefined} */
  #all;
  /** Of a leader: who follows, and with what filter. @type {Map<string, Filter>} */
  #others = new Map();
  /** Of a leader: who waits for the end of the dump. @type {Set<string>} */
  #welcomed = new Set();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nudge;
  /** By a clock that nobody sets, and by one that goes on while this computer sleeps. */
  #heard = { steady: performance.now(), wall: Date.now() };
  #pinged = 0;

  /** @param {Port} port @param {URL} url @param {string} viewer */
  constructor(port, url, viewer) {
    this.#port = port;
    this.#source = port.source;
    this.#url = url;
    this.#name = `taskcast ${viewer} ${withoutFilter(url)}`;
    this.#own = this.#wide = filterOf(url);
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.onmessage = ({ data }) => this.#take(data);
    navigator.locks.request(this.#name, { ifAvailable: true }, (lock) => {
      if (lock && !this.#gone.signal.aborted) return this.#hold();
      if (!this.#gone.signal.aborted) this.#queue();
      return undefined;
    }).catch(this.#robbed);
  }

  // Leading.

  /** The lock is held for as long as what this returns. */
  #hold() {
    this.#leads = true;
    this.#follows = false;
    clearInterval(this.#timer);
    this.#tell({ type: 'leader' });
    return new Promise((resolve) => {
      this.#release = () => resolve(undefined);
    });
  }

  /** Another tab has heard nothing of this one for too long, and leads now. */
  #robbed = () => {
    if (this.#gone.signal.aborted || !this.#leads) return;
    this.#leads = false;
    this.#others.clear();
    this.#queue();
  };

  /** Connects. @param {boolean} whole with a dump */
  #lead(whole) {
    if (whole) this.#port.begin(true);
    void this.#port.connect();
  }

  /** @param {string} from @param {Filter} filter @param {boolean} following */
  #admit(from, filter, following) {
    this.#others.set(from, filter);
    if (!following) this.#welcomed.add(from);
    const union = unite([this.#own, ...this.#others.values()]);
    if (!covers(this.#wide, union)) {
      this.#wide = union;
      this.#all = new Map();
      this.#lead(true);
    } else {
      this.#welcome();
    }
  }

  #welcome() {
    if (!this.#welcomed.size || this.#source.state !== 'live') return;
    const { clock, lastEventId } = this.#source;
    const tasks = [...(this.#all ?? this.#source.tasks).values()];
    const now = clock + performance.now();
    this.#tell({ type: 'welcome', to: [...this.#welcomed], tasks, lastEventId, now, at: Date.now() });
    this.#welcomed.clear();
  }

  /** @param {Batch} batch */
  #keep(batch) {
    for (const [, message] of batch) {
      if (message?.type === 'init') this.#all?.set(message.task.id, message.task);
      else if (message?.type === 'update') this.#all?.set(message.state.id, message.state);
      else if (message?.type === 'remove') this.#all?.delete(message.taskId);
      else if (message?.type === 'position' && this.#all) this.#port.place(this.#all, message);
      else if (message?.type === 'reset') this.#all?.clear();
    }
  }

  url() {
    return withFilter(this.#url, this.#wide);
  }

  /** @param {boolean} whole */
  begin(whole) {
    if (!this.#leads) return;
    if (whole) this.#all?.clear();
    this.#tell({ type: 'begin', whole });
  }

  /** @param {Batch} batch */
  taken(batch) {
    if (!this.#leads) return;
    this.#keep(batch);
    if (this.#others.size) this.#tell({ type: 'batch', batch, at: Date.now() });
    if (this.#welcomed.size) setTimeout(() => this.#welcome()); // once the source has taken it itself
  }

  /** @param {ConnectionState} state */
  state(state) {
    if (this.#leads) this.#tell({ type: 'state', state });
  }

  /** @param {number} ms */
  waiting(ms) {
    if (this.#leads) this.#tell({ type: 'waiting', ms });
  }

  // Following.

  #queue() {
    this.#knock();
    this.#timer = setInterval(() => this.#look(), JOIN_EVERY_MS);
    navigator.locks.request(this.#name, { signal: this.#gone.signal }, () => this.#succeed()).catch(this.#robbed);
  }

  #succeed() {
    if (this.#gone.signal.aborted) return undefined;
    const followed = this.#follows;
    const whole = !covers(this.#own, this.#wide) || !covers(this.#wide, this.#own);
    const held = this.#hold();
    if (followed) {
      this.#all = whole ? new Map() : undefined;
      this.#lead(whole);
    }
    return held;
  }

  #knock() {
    this.#tell({ type: 'join', from: this.#me, filter: this.#own, following: this.#follows });
  }

  #hears() {
    this.#heard = { steady: performance.now(), wall: Date.now() };
  }

  /** Asks to be let in, and then whether the leader is still alive. */
  #look() {
    if (!this.#follows) return this.#knock();
    const now = performance.now();
    const silent = Math.max(now - this.#heard.steady, Date.now() - this.#heard.wall);
    if (silent < SILENCE_MS) {
      this.#pinged = 0;
    } else if (!this.#pinged) {
      this.#pinged = now;
      this.#tell({ type: 'ping' });
    } else if (now - this.#pinged > ANSWER_MS) {
      this.#pinged = 0;
      this.#hears();
      navigator.locks.request(this.#name, { steal: true }, () => this.#succeed()).catch(this.#robbed);
    }
  }

  /** @param {Extract<Note, { type: 'welcome' }>} note */
  #follow({ tasks, lastEventId, now, at }) {
    if (Number(lastEventId) < Number(this.#source.lastEventId)) return; // this tab knows more: let it catch up
    this.#follows = true;
    this.#port.stop(); // what the leader gets stands in for a stream
    this.#port.begin(true);
    this.#port.take([
      ...tasks.map((task) => /** @type {Batch[0]} */ ([undefined, { type: 'init', task }])),
      [lastEventId || undefined, { type: 'ready', now: now + late(at) }],
    ]);
  }

  /** @param {import('../task-event-source.d.ts').TaskMessage} message */
  wants(message) {
    return message.type === 'position' ? this.#source.tasks.has(message.id) : wants(this.#own, message);
  }

  wake() {
    if (!this.#follows) return false;
    this.#tell({ type: 'nudge' });
    return true;
  }

  // Both.

  /** @param {Note} note */
  #tell(note) {
    if (!this.#gone.signal.aborted) this.#channel.postMessage(note);
  }

  /** @param {Note} note */
  #take(note) {
    this.#hears();
    if (this.#leads) this.#asked(note);
    else this.#told(note);
  }

  /** @param {Note} note */
  #asked(note) {
    switch (note.type) {
      case 'join':
        this.#admit(note.from, note.filter, note.following);
        break;
      case 'leave':
        this.#others.delete(note.from);
        this.#welcomed.delete(note.from);
        break;
      case 'ping':
        this.#tell({ type: 'batch', batch: [], at: Date.now() });
        break;
      case 'nudge':
        this.#port.wake();
        break;
      default: // from who led before
    }
  }

  /** @param {Note} note */
  #told(note) {
    if (note.type === 'leader') return this.#knock();
    if (note.type === 'welcome' && !this.#follows && note.to.includes(this.#me)) {
      return this.#follow(note);
    }
    if (!this.#follows) return;
    switch (note.type) {
      case 'begin':
        this.#port.begin(note.whole);
        break;
      case 'batch':
        for (const [, message] of note.batch) {
          if (message?.type === 'ready') message.now = Number(message.now) + late(note.at);
        }
        this.#port.take(note.batch);
        break;
      case 'state':
        this.#port.become(note.state);
        break;
      case 'waiting': // timers of a hidden page are late
        clearTimeout(this.#nudge);
        if (!document.hidden) this.#nudge = setTimeout(() => this.wake(), Math.min(note.ms, LONGEST_MS) + 100);
        break;
      default:
    }
  }

  close() {
    this.#tell({ type: 'leave', from: this.#me });
    this.#gone.abort();
    clearInterval(this.#timer);
    clearTimeout(this.#nudge);
    this.#release();
    this.#channel.close();
  }
}

/** For how long a note has waited, in ms: the browser may have frozen this tab meanwhile. @param {number} at */
function late(at) {
  return Math.max(0, Date.now() - at);
}
