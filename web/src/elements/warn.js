// @ts-check

/** @type {Set<string>} */
const told = new Set();

/** Tells the page's developer of a mistake, once. @param {string} text */
export function warnOnce(text) {
  if (told.has(text)) return;
  told.add(text);
  console.warn(`taskcast: ${text}`);
}
