// @ts-check

import { element, write } from './dom.js';
import { say } from './strings.js';

/** A question in the line of what it is about: nothing moves for it, and neither answer is where the button was that asked. */
export class Ask {
  #question = element('span', { id: 'question' });
  #no = element('button', { type: 'button', class: 'no' });
  #yes = element('button', { type: 'button', class: 'yes' });
  element = element('div', { class: 'ask', part: 'ask', role: 'group', 'aria-labelledby': 'question' }, this.#question, this.#no, this.#yes);
  #closed;

  /** @param {() => void} yes @param {(focused: boolean) => void} closed whether it had the focus */
  constructor(yes, closed) {
    this.#closed = closed;
    this.element.hidden = true;
    this.#yes.addEventListener('click', () => {
      this.close();
      yes();
    });
    this.#no.addEventListener('click', () => this.close());
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation(); // a tray around it stays open
      this.close();
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  open() {
    write(this.#question, say('confirmCancel'));
    write(this.#no, say('confirmNo'));
    write(this.#yes, say('confirmYes'));
    this.element.hidden = false;
    this.#no.focus();
  }

  close() {
    if (!this.isOpen) return;
    const focused = this.element.contains(/** @type {ShadowRoot} */ (this.element.getRootNode()).activeElement);
    this.element.hidden = true;
    this.#closed(focused);
  }
}
