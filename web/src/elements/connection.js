// @ts-check
// How the connection is doing, for people: most are back before anybody needs to know.

import { announce } from './announcer.js';
import { attribute, element, write } from './dom.js';
import { say } from './strings.js';
import { failureOf, watched } from './watched.js';

/** @import { ConnectionState, TaskEventSource } from '../task-event-source.d.ts' */

const PATIENCE_MS = 3_000;
/** What a server, or a proxy before it, answers for some time only. */
const PASSING = [408, 425, 429, 502, 503, 504];

/** A chip, and a banner when the connection is lost for some time or the server answers something else. */
export class ConnectionView {
  chip = element('p', { class: 'connection', part: 'connection' });
  banner = element('p', { class: 'banner', part: 'banner' });
  #onChange;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ConnectionState} */
  #shown = 'connecting';
  stale = false;
  /** What there is to say of the connection; empty while all is well, or may soon be. */
  text = '';

  /** @param {() => void} onChange what is shown is stale, or no longer */
  constructor(onChange) {
    this.#onChange = onChange;
    this.banner.hidden = true;
  }

  /** @param {TaskEventSource} source @param {string | null} src where it is, if that is known @returns {() => void} ends it */
  watch(source, src) {
    watched(source);
    const show = () => this.#show(source, src);
    const changed = () => {
      const lost = source.state === 'reconnecting' || (source.state === 'offline' && this.#shown === 'live');
      if (lost) this.#timer ??= setTimeout(show, PATIENCE_MS);
      else show();
    };
    const translated = () => this.#timer || show();
    for (const type of ['state', 'error']) source.addEventListener(type, changed);
    document.addEventListener('taskcast-translated', translated);
    show();
    return () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      for (const type of ['state', 'error']) source.removeEventListener(type, changed);
      document.removeEventListener('taskcast-translated', translated);
    };
  }

  /** @param {TaskEventSource} source @param {string | null} src */
  #show(source, src) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { state, buffered } = source;
    const polled = state === 'live' && buffered;
    const wrong = ['live', 'denied', 'closed'].includes(state) ? undefined : wrongAnswer(source);
    this.stale = ['reconnecting', 'offline', 'closed'].includes(state) && source.tasks.size > 0;
    write(this.chip, wrong ? say('answered', wrong) : say(polled ? 'buffered' : state));
    attribute(this.chip, 'title', polled ? say('bufferedHint') : undefined);
    attribute(this.chip, 'data-state', wrong ? 'wrong' : state);
    const text = state === 'denied' ? say(failureOf(source)?.status === 403 ? 'deniedHint' : 'loginHint')
      : wrong ? answeredAt(wrong, src)
      : this.stale ? say('stale') : '';
    this.banner.hidden = !text;
    write(this.banner, text);
    if (text ? text !== this.text : state === 'live' && !['connecting', 'live'].includes(this.#shown)) {
      announce(text || say('back'), source);
    }
    this.text = text;
    this.#shown = state;
    this.#onChange();
  }
}

/** The status of an answer that will be the same the next time; nothing where there is hope. @param {TaskEventSource} source */
function wrongAnswer(source) {
  const { status = 0, code } = failureOf(source) ?? {};
  return code === 'no_stream' || (status >= 400 && !PASSING.includes(status)) ? String(status) : undefined;
}

/** Without the query, which may hold what is nobody else's affair. @param {string} status @param {string | null} src */
function answeredAt(status, src) {
  if (src === null) return say('answeredHint', status);
  const { origin, pathname } = new URL(src, document.baseURI);
  return say('answeredAtHint', status, origin === location.origin ? pathname : origin + pathname);
}
