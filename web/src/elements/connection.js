// @ts-check
// How the connection is doing, for people: most are back before anybody needs to know.

import { announce } from './announcer.js';
import { attribute, element, write } from './dom.js';
import { say } from './strings.js';

/** @import { ConnectionState, TaskEventSource } from '../task-event-source.d.ts' */

const PATIENCE_MS = 3_000;

/** A chip, and a banner when the connection is lost for some time. */
export class ConnectionView {
  chip = element('p', { class: 'connection', part: 'connection' });
  banner = element('p', { class: 'banner', part: 'banner' });
  #onChange;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {ConnectionState} */
  #shown = 'connecting';
  stale = false;

  /** @param {() => void} onChange what is shown is stale, or no longer */
  constructor(onChange) {
    this.#onChange = onChange;
    this.banner.hidden = true;
  }

  /** @param {TaskEventSource} source @returns {() => void} ends it */
  watch(source) {
    const changed = () => {
      const lost = source.state === 'reconnecting' || (source.state === 'offline' && this.#shown === 'live');
      if (lost) {
        this.#timer ??= setTimeout(() => this.#show(source), PATIENCE_MS);
      } else {
        this.#show(source);
      }
    };
    source.addEventListener('state', changed);
    this.#show(source);
    return () => {
      clearTimeout(this.#timer);
      source.removeEventListener('state', changed);
    };
  }

  /** @param {TaskEventSource} source */
  #show(source) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const before = this.#shown;
    const { state, buffered } = source;
    this.#shown = state;
    const polled = state === 'live' && buffered;
    write(this.chip, say(polled ? 'buffered' : state));
    attribute(this.chip, 'title', polled ? say('bufferedHint') : undefined);
    attribute(this.chip, 'data-state', state);
    const lost = ['reconnecting', 'offline', 'closed'].includes(state) && source.tasks.size > 0;
    const text = state === 'denied' ? say('deniedHint') : lost ? say('stale') : '';
    this.banner.hidden = !text;
    write(this.banner, text);
    this.stale = lost;
    if (state !== before && (text || (state === 'live' && before !== 'connecting'))) {
      announce(text || say('back'), source);
    }
    this.#onChange();
  }
}
