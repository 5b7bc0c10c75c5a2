// @ts-check
// How the connection is doing, for people: most are back before anybody needs to know.

import { TaskError } from '../task-event-source.js';
import { announce } from './announcer.js';
import { attribute, element, write } from './dom.js';
import { onTranslated, speak } from './language.js';
import { say } from './strings.js';

/** @import { ConnectionState, TaskEventSource } from '../task-event-source.d.ts' */

const PATIENCE_MS = 3_000;
/** What a server, or a proxy before it, answers for some time only. */
const PASSING = [408, 425, 429, 502, 503, 504];

/** A chip, and a banner when the connection is lost for some time or the server answers something else. */
export class ConnectionView {
  chip = element('p', { class: 'connection', part: 'connection' });
  banner = element('p', { class: 'banner', part: 'banner' });
  #onChange;
  #host;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ConnectionState} */
  #shown = 'connecting';
  stale = false;
  /** What there is to say of the connection; empty while all is well, or may soon be. */
  text = '';

  /** @param {() => void} onChange what is shown is stale, or no longer @param {Element} host whose it is */
  constructor(onChange, host) {
    this.#onChange = onChange;
    this.#host = host;
    this.banner.hidden = true;
  }

  /** @param {TaskEventSource} source @param {string | null} src where it is, if that is known @returns {() => void} ends it */
  watch(source, src) {
    const show = () => this.#show(source, src);
    const changed = () => {
      const lost = source.state === 'reconnecting' || (source.state === 'offline' && this.#shown === 'live');
      if (lost) this.#timer ??= setTimeout(show, PATIENCE_MS);
      else show();
    };
    const listening = new AbortController();
    for (const type of ['state', 'error']) source.addEventListener(type, changed, listening);
    const end = onTranslated(() => this.#timer || show());
    show();
    return () => {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      listening.abort();
      end();
    };
  }

  /** @param {TaskEventSource} source @param {string | null} src */
  #show(source, src) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    speak(this.#host);
    const { state, buffered } = source;
    const polled = state === 'live' && buffered;
    const wrong = ['live', 'denied', 'closed'].includes(state) ? undefined : wrongAnswer(source);
    this.stale = ['reconnecting', 'offline', 'closed'].includes(state) && source.tasks.size > 0;
    write(this.chip, wrong ? say('answered', wrong) : say(polled ? 'buffered' : state));
    attribute(this.chip, 'title', polled ? say('bufferedHint') : undefined);
    attribute(this.chip, 'data-state', wrong ? 'wrong' : state);
    const text = state === 'denied' ? deniedText(source)
      : wrong ? answeredAt(wrong, src ?? errorOf(source)?.url)
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

/** @param {TaskEventSource} source */
function errorOf({ error }) {
  return error instanceof TaskError ? error : undefined;
}

/** @param {TaskEventSource} source */
function deniedText(source) {
  const { status, url } = errorOf(source) ?? {};
  if (status === 403) return say('deniedHint');
  return status === 200 && url ? say('pageHint', addressOf(url)) : say('loginHint'); // the page may be that of a login, or any
}

/** The status of an answer that will be the same the next time; nothing where there is hope. @param {TaskEventSource} source */
function wrongAnswer(source) {
  const { status = 0, code } = errorOf(source) ?? {};
  return code === 'no_stream' || (status >= 400 && !PASSING.includes(status)) ? String(status) : undefined;
}

/** @param {string} status @param {string | undefined} url */
function answeredAt(status, url) {
  return url === undefined ? say('answeredHint', status) : say('answeredAtHint', status, addressOf(url));
}

/** Without the query, which may hold what is nobody else's affair. @param {string} url */
function addressOf(url) {
  const { origin, pathname } = new URL(url, document.baseURI);
  return origin === location.origin ? pathname : origin + pathname;
}
