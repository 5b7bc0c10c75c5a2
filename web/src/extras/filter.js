// @ts-check
// A stream's filter on this side, as the server has it: values of one name mean or, different names mean and.

/** @typedef {import('../task-event-source.d.ts').TaskMessage} TaskMessage */
/** @typedef {import('../task-event-source.d.ts').TaskState} TaskState */
/** @typedef {Record<string, string[]>} Filter without the names that may be anything */

const NAMES = ['task', 'type', 'owner', 'tag'];
const LOG = 'log'; // no filter: without values there are no lines
const MAX_LOGS = 20;

/** @param {URL} url @returns {Filter} */
export function filterOf(url) {
  /** @type {Filter} */
  const filter = { [LOG]: url.searchParams.getAll(LOG) };
  for (const name of NAMES) {
    const values = url.searchParams.getAll(name);
    if (values.length) filter[name] = values;
  }
  return filter;
}

/** @param {URL} url @param {Filter} filter */
export function withFilter(url, filter) {
  const copy = withoutFilter(url);
  for (const [name, values] of Object.entries(filter)) values.forEach((value) => copy.searchParams.append(name, value));
  return copy;
}

/** @param {URL} url */
export function withoutFilter(url) {
  const copy = new URL(url);
  [...NAMES, LOG].forEach((name) => copy.searchParams.delete(name));
  return copy;
}

/**
 * A filter that lets through whatever one of them does, and maybe more.
 *
 * @param {Filter[]} filters
 * @returns {Filter}
 */
export function unite(filters) {
  /** @type {Filter} */
  const union = { [LOG]: values(filters, LOG).slice(0, MAX_LOGS) };
  for (const name of NAMES) {
    if (filters.every((filter) => filter[name])) union[name] = values(filters, name);
  }
  return union;
}

/** @param {Filter[]} filters @param {string} name */
function values(filters, name) {
  return [...new Set(filters.flatMap((filter) => filter[name] ?? []))].sort();
}

/**
 * Whether a filter lets through whatever another one does.
 *
 * @param {Filter} wide
 * @param {Filter} narrow
 */
export function covers(wide, narrow) {
  /** @param {string} name */
  const all = (name) => narrow[name]?.every((value) => wide[name]?.includes(value));
  return all(LOG) && NAMES.every((name) => !wide[name] || all(name));
}

/** @param {Filter} filter @param {TaskMessage} message */
export function wants(filter, message) {
  switch (message.type) {
    case 'init':
      return matches(filter, message.task);
    case 'update':
      return matches(filter, message.state);
    case 'log':
      return filter[LOG].includes(message.taskId);
    default:
      return true;
  }
}

/** @param {Filter} filter @param {TaskState} state */
function matches({ task, type, owner, tag }, state) {
  return (
    (!task || task.includes(state.id)) &&
    (!type || type.includes(state.type ?? state.id)) &&
    (!owner || (state.owner !== undefined && owner.includes(state.owner))) &&
    (!tag || (state.tags ?? []).some((value) => tag.includes(value)))
  );
}
