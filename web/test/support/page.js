// What tests of elements have in common.

import { configure } from '../../src/elements.js';
import { FakeServer, until } from './server.js';

let number = 0;

/** A server of its own for each test, and where its stream is. */
export function serve() {
  const server = new FakeServer();
  servers.set(`/${++number}/events`, server);
  return { server, src: `/${number}/events` };
}

const servers = new Map();

configure({
  shared: false,
  reconnectDelay: 1,
  fetch: (input, init) => {
    const { pathname } = new URL(input);
    const name = `/${pathname.split('/')[1]}/events`;
    return servers.get(name).fetch(input, init);
  },
});

/** Puts HTML on the page. */
export function show(html) {
  document.body.innerHTML = html;
  return document.body.firstElementChild;
}

/** What is read of an element, hidden words for screen readers included, as one line. */
export function textOf(element) {
  const item = element.shadowRoot.querySelector('.item');
  const parts = [...item.querySelectorAll('.name > span:not(.description), .line:not(.facts) > *:not(.percent)')];
  return parts.filter(visible).map((part) => part.textContent).join('').trim();
}

export function buttonOf(element) {
  const button = element.shadowRoot.querySelector('button');
  return button && visible(button) ? button : null;
}

export function visible(element) {
  return element.checkVisibility();
}

export function announced() {
  return [...document.querySelectorAll('.taskcast-announcer p')].map((line) => line.textContent);
}

export { until };
