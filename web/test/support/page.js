// What tests of elements have in common.

import { afterEach } from 'vitest';
import { configure } from '../../src/elements.js';
import { announce } from '../../src/elements/announcer.js';
import { FakeServer, until } from './server.js';

let number = 0;

/** A server of its own for each test, and where its stream is. */
export function serve() {
  const server = new FakeServer();
  servers.set(`/${++number}/events`, server);
  return { server, src: `/${number}/events` };
}

const servers = new Map();
afterEach(() => servers.clear()); // what the test has opened hears nothing more, and asks for nothing

configure({
  shared: false,
  reconnectDelay: 1,
  maxReconnectDelay: 20,
  fetch: (input, init) => {
    const { pathname } = new URL(input);
    const name = `/${pathname.split('/')[1]}/events`;
    return servers.get(name)?.fetch(input, init) ?? new Promise(() => {});
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
  const parts = [...item.querySelectorAll('.title, .name > .for-screen-readers, .line > :not(.result, .artifacts)')];
  return parts.filter(visible).map((part) => part.textContent).join('').replace(/ — $/, '').trim();
}

/** What an element says, whatever its spaces are. */
export function plain(element) {
  return element.textContent.replaceAll('\u00a0', ' ');
}

/** The button that is there, of the two that there may be. */
export function buttonOf(element) {
  return [...element.shadowRoot.querySelectorAll('[part=button]')].find(visible) ?? null;
}

/** What a button says. */
export function labelOf(button) {
  return button?.querySelector('.word').textContent;
}

/** What of an element the focus is at, through shadow trees. */
export function focused() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}

/** Colours that fade and what slides are at their end. */
export function settle() {
  for (const animation of document.getAnimations()) {
    if (animation.effect.getComputedTiming().endTime !== Infinity) animation.finish();
  }
}

/** Unfolds a row. */
export function unfold(element) {
  element.shadowRoot.querySelector('.toggle').click();
}

export function visible(element) {
  return element.checkVisibility();
}

/** Until what the tests before had to announce is said. */
export async function saidAll() {
  const last = () => document.querySelector('.taskcast-announcer p:last-child');
  const before = last();
  announce('all said');
  await until(() => last() !== before);
}

export function announced() {
  return [...document.querySelectorAll('.taskcast-announcer p')].map((line) => line.textContent);
}

export { until };
