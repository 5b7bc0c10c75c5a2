// @ts-check

import { attribute, element } from './dom.js';
import { percent } from './format.js';

/** @import { BarView } from './view.js' */

/** A bar of known or unknown length, or where it stopped. */
export class Bar {
  #fill = element('div', { part: 'fill' });
  element = element('div', { part: 'bar', class: 'bar' }, this.#fill);

  /** @param {BarView | undefined} shown nothing where nothing runs @param {string} [labelledBy] */
  show(shown, labelledBy = '') {
    const bar = this.element;
    const fraction = shown ? shown.fraction : 0;
    const moves = shown !== undefined && !shown.still;
    const known = fraction !== undefined;
    const text = moves ? shown.text : '';
    bar.toggleAttribute('data-indeterminate', !known);
    bar.toggleAttribute('data-lost', shown?.lost === true);
    this.#fill.style.setProperty('--done', String(fraction ?? 0));
    attribute(bar, 'role', moves ? 'progressbar' : undefined);
    attribute(bar, 'aria-labelledby', moves && labelledBy ? labelledBy : undefined);
    attribute(bar, 'aria-valuemin', moves ? '0' : undefined);
    attribute(bar, 'aria-valuemax', moves ? '100' : undefined);
    attribute(bar, 'aria-valuenow', moves && known ? String(percent(fraction)) : undefined);
    attribute(bar, 'aria-valuetext', text || undefined);
  }
}
