// @ts-check

import { attribute, element } from './dom.js';
import { percent } from './format.js';

/** @import { BarView } from './view.js' */

/** A bar of known or unknown length. */
export class Bar {
  #fill = element('div', { part: 'fill' });
  element = element('div', { part: 'bar', class: 'bar' }, this.#fill);

  /** @param {BarView | undefined} shown nothing where nothing runs @param {number} done how full it is then @param {string} labelledBy */
  show(shown, done = 0, labelledBy = '') {
    const bar = this.element;
    const fraction = shown ? shown.fraction : done;
    const known = fraction !== undefined;
    bar.toggleAttribute('data-indeterminate', !known);
    bar.toggleAttribute('data-lost', shown?.lost === true);
    this.#fill.style.setProperty('--done', String(fraction ?? 0));
    attribute(bar, 'role', shown && 'progressbar');
    attribute(bar, 'aria-labelledby', shown && labelledBy ? labelledBy : undefined);
    attribute(bar, 'aria-valuemin', shown && '0');
    attribute(bar, 'aria-valuemax', shown && '100');
    attribute(bar, 'aria-valuenow', shown && known ? String(percent(fraction)) : undefined);
    attribute(bar, 'aria-valuetext', shown?.text || undefined);
  }
}
