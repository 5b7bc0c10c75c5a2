// @ts-check
// Changes in place: only what differs is written, so that focus, hover and a selection stay.

/** What elements extend. Where a page is rendered on a server there is none, but modules that define elements are imported. */
export const Base = globalThis.HTMLElement ?? /** @type {typeof HTMLElement} */ (class {});

/**
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** @param {string} tag @param {Record<string, string>} attributes @param {...Node} children */
export function drawing(tag, attributes, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** @template {Element} T @param {T} made @param {Record<string, string>} attributes @param {(Node | string)[]} children */
function fill(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A text that is there is changed, and no node: less is laid out anew. @param {Node} node @param {string} text */
export function write(node, text) {
  const { firstChild } = node;
  if (text && firstChild?.nodeType === 3 && firstChild === node.lastChild) {
    if (firstChild.nodeValue !== text) firstChild.nodeValue = text;
  } else if (node.textContent !== text) {
    node.textContent = text;
  }
}

/** @param {HTMLElement} node @param {boolean} hidden */
export function hide(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

/** @param {Element} node @param {string} name @param {string | undefined} value */
export function attribute(node, name, value) {
  if (value === undefined) node.removeAttribute(name);
  else if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** Makes the children as many as there are items. @template T @param {Element} parent @param {T[]} items @param {() => Element} make @param {(child: Element, item: T) => void} show */
export function each(parent, items, make, show) {
  while (parent.childElementCount > items.length) parent.lastElementChild?.remove();
  while (parent.childElementCount < items.length) parent.append(make());
  items.forEach((item, place) => show(parent.children[place], item));
}

/** What a property was given before its element was defined. @param {HTMLElement} host @param {...string} names */
export function upgrade(host, ...names) {
  for (const name of names) {
    if (Object.hasOwn(host, name)) {
      const value = /** @type {any} */ (host)[name];
      delete (/** @type {any} */ (host)[name]);
      /** @type {any} */ (host)[name] = value;
    }
  }
}
