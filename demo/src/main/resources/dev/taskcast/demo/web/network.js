// @ts-check
// This page's way to the server, which can be cut: what is under way is dropped, so its bytes really stop, and nothing
// new gets out.

/** What is under way, by its address: of streams there is one for each. @type {Map<string, AbortController>} */
const underWay = new Map();
let isCut = false;

/** In place of the global `fetch`. @param {RequestInfo | URL} url @param {RequestInit} [init] */
export function fetchThrough(url, init = {}) {
  if (isCut) return Promise.reject(new TypeError('The network is cut'));
  const own = new AbortController();
  underWay.set(new URL(String(url), location.href).pathname, own);
  const signal = init.signal ? AbortSignal.any([init.signal, own.signal]) : own.signal;
  return fetch(url, { ...init, signal });
}

/** @param {number} ms */
export function cut(ms) {
  isCut = true;
  for (const each of underWay.values()) each.abort(new TypeError('The network was cut'));
  underWay.clear();
  setTimeout(() => (isCut = false), ms);
}
