// @ts-check

const KEPT = 5;

/** Speaks to screen readers, politely, through the page's one live region. */
export class Announcer {
  #region;

  /** @param {Element} region */
  constructor(region) {
    this.#region = region;
  }

  /**
   * Adds a line; what is read out and gone by is dropped.
   *
   * @param {string} text
   */
  say(text) {
    const line = document.createElement('p');
    line.textContent = text;
    this.#region.append(line);
    while (this.#region.childElementCount > KEPT) {
      this.#region.firstElementChild?.remove();
    }
  }
}
