// @ts-check
// What the buttons of a row do, and what is said where they can't.

import { TaskError } from '../task-event-source.js';
import { announce } from './announcer.js';
import { Ask } from './ask.js';
import { attribute, write } from './dom.js';
import { speak } from './language.js';
import { say } from './strings.js';

/** @import { TaskEventSource } from '../task-event-source.d.ts' */
/** @import { Row } from './row.js' */

/**
 * What a row's actions depend on.
 *
 * @typedef {object} Acting
 * @property {() => string} id of the task
 * @property {(action: 'start' | 'cancel') => ((id: string) => unknown) | null} handler nothing where there is no button for it
 * @property {() => boolean} isLive whether what is shown is true
 * @property {(going: boolean) => void} starting it is asked for, or was refused
 */

export class Actions {
  #host;
  #acting;
  #busy = false;
  /** @type {Row | undefined} */
  #row;
  #ask = new Ask(() => void this.act('cancel', true), (focused) => {
    this.render(); // first: what was behind the question can have the focus again
    const row = this.#row;
    if (focused) (row?.cancel.hidden ? row.toggle : row?.cancel)?.focus();
  });

  /** @param {HTMLElement} host @param {Acting} acting */
  constructor(host, acting) {
    this.#host = host;
    this.#acting = acting;
  }

  /** @param {Row} row */
  attach(row) {
    this.#row = row;
    row.item.append(this.#ask.element);
    for (const action of /** @type {const} */ (['start', 'cancel'])) {
      // The second click of a double-click means what the first one did.
      row[action].addEventListener('click', (event) => event.detail <= 1 && void this.act(action));
    }
  }

  /** Whether there is a way to do it. @param {'start' | 'cancel'} action */
  can(action) {
    return this.#acting.handler(action) !== null;
  }

  /** Not the disabled attribute: a button would lose its focus, and could not say why. */
  render() {
    const row = this.#row;
    if (!row) return;
    if (row.cancel.hidden) this.#ask.close();
    const live = this.#acting.isLive();
    for (const button of [row.start, row.cancel]) {
      attribute(button, 'aria-disabled', this.#busy || !live ? 'true' : undefined);
      attribute(button, 'aria-description', live ? undefined : say('offHint'));
      attribute(button, 'title', live ? (button.textContent ?? '') : say('offHint'));
    }
    attribute(row.cancel, 'aria-expanded', this.#host.hasAttribute('confirm') ? String(this.#ask.isOpen) : undefined);
    row.item.toggleAttribute('data-asks', this.#ask.isOpen);
  }

  /** @param {'start' | 'cancel'} action @param {boolean} [sure] */
  async act(action, sure = false) {
    if (this.#busy || !this.#acting.handler(action)) return;
    speak(this.#host);
    if (!this.#acting.isLive()) {
      this.problem(say('offHint'));
      return;
    }
    if (action === 'cancel' && !sure && this.#host.hasAttribute('confirm')) {
      if (this.#ask.isOpen) this.#ask.close();
      else this.#ask.open();
      this.render();
      return;
    }
    const id = this.#acting.id();
    const event = new CustomEvent(`task-${action}`, { detail: { id }, bubbles: true, composed: true, cancelable: true });
    if (this.#host.dispatchEvent(event)) await this.#do(action, id);
    this.render();
  }

  /** @param {'start' | 'cancel'} action @param {string} id */
  async #do(action, id) {
    this.#busy = true;
    this.problem('');
    if (action === 'start') this.#acting.starting(true);
    this.render();
    try {
      await this.#acting.handler(action)?.(id);
    } catch (error) {
      speak(this.#host);
      if (action === 'start') this.#acting.starting(false);
      this.problem(problemOf(error));
    } finally {
      this.#busy = false;
    }
  }

  /** @param {string} text empty for none */
  problem(text) {
    const problem = this.#row?.problem;
    if (!problem) return;
    problem.hidden = !text;
    write(problem, text);
    if (text) announce(text, this.#host);
  }
}

/** What an action failed with: where it was refused, what to do. @param {unknown} error */
function problemOf(error) {
  const { status, code, denied } = error instanceof TaskError ? error : {};
  if (status === 403 && code === 'cross_site') return say('crossSiteHint', location.origin);
  if (status === 403) return say(code === 'read_only' ? 'readOnlyHint' : 'forbiddenHint');
  if (denied) return say('loginHint');
  return error instanceof Error ? error.message : String(error);
}
