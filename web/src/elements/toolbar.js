// @ts-check

import { attribute, element, write } from './dom.js';
import { SORTS } from './groups.js';
import { icon } from './icons.js';
import { say } from './strings.js';

/** The box that finds tasks, and their order. */
export class Toolbar {
  #find = /** @type {HTMLInputElement} */ (element('input', { type: 'search', autocomplete: 'off', spellcheck: 'false', part: 'find' }));
  #sort = /** @type {HTMLSelectElement} */ (element('select', { part: 'sort' }));
  element = element('div', { class: 'toolbar', part: 'toolbar' }, element('label', { class: 'find' }, icon('find'), this.#find), this.#sort);

  /** @param {() => void} onChange */
  constructor(onChange) {
    for (const sort of SORTS) this.#sort.append(element('option', { value: sort }));
    this.#find.addEventListener('input', onChange);
    this.#sort.addEventListener('change', onChange);
    this.#find.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !this.#find.value) return;
      event.preventDefault();
      this.#find.value = '';
      onChange();
    });
  }

  /** In small letters; empty for all. */
  get search() {
    return this.element.hidden ? '' : this.#find.value.trim().toLowerCase();
  }

  get written() {
    return this.#find.value.trim();
  }

  get sort() {
    return this.#sort.value;
  }

  set sort(sort) {
    this.#sort.value = SORTS.includes(sort) ? sort : SORTS[0];
  }

  render() {
    attribute(this.#find, 'placeholder', say('find'));
    attribute(this.#find, 'aria-label', say('find'));
    attribute(this.#sort, 'aria-label', say('sort'));
    for (const option of this.#sort.options) write(option, say(`sort_${option.value}`));
  }
}
