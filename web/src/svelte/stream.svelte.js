// @ts-check
import { give, listen } from '../adapters/element.js';
import { storeOf } from '../adapters/store.js';
import { clientOf } from './TaskEventSource.svelte.js';

/** @import { TaskEventSource, TaskEventSourceOptions } from '../task-event-source.d.ts' */

/**
 * An element of a stream, for as long as its component.
 *
 * @param {() => HTMLElement | undefined} element
 * @param {() => { source: any, options?: TaskEventSourceOptions, ontaskstart?: (event: any) => void, ontaskcancel?: (event: any) => void }} props
 * @param {() => Record<string, unknown>} properties
 * @returns {() => TaskEventSource | undefined}
 */
export function streamOf(element, props, properties) {
  let source = $state.raw(/** @type {TaskEventSource | undefined} */ (undefined));
  $effect(() => {
    const store = storeOf(clientOf(props().source), props().options);
    source = store.source;
    return store.subscribe(() => {});
  });
  $effect(() => {
    const shown = element();
    return shown && listen(shown, () => ({ start: props().ontaskstart, cancel: props().ontaskcancel }));
  });
  $effect(() => {
    const shown = element();
    if (shown && source) give(shown, { ...properties(), source });
  });
  return () => source;
}
