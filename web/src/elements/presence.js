// @ts-check

import { focused } from './keys.js';

const LEFT_MS = 200; // a pointer that crosses the edge may come back

/** Whether a reader is among the rows: with the pointer, or by keyboard. A finger is where it is only while it touches. */
export class Presence {
  #rows;
  #inside = false;

  /** @param {HTMLElement} rows @param {() => void} onLeave */
  constructor(rows, onLeave) {
    this.#rows = rows;
    const left = () => setTimeout(() => this.isThere || onLeave(), LEFT_MS);
    rows.addEventListener('pointermove', ({ pointerType }) => (this.#inside = pointerType !== 'touch'));
    rows.addEventListener('pointerleave', () => {
      this.#inside = false;
      left();
    });
    rows.addEventListener('focusout', left);
  }

  get isThere() {
    const active = focused();
    const host = /** @type {ShadowRoot} */ (this.#rows.getRootNode()).activeElement;
    return this.#inside || (host !== null && this.#rows.contains(host) && active !== null && active.matches(':focus-visible'));
  }

  /** It is asked for that rows move. */
  leave() {
    this.#inside = false;
  }
}
