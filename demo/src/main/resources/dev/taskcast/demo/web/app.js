// @ts-check
// The page: one source for all, and a module for each card.

import { showInTab } from '/tasks/client/elements.js';
import { cutCard } from './cards/cut.js';
import { elsewhereCard } from './cards/elsewhere.js';
import { guestCard } from './cards/guest-link.js';
import { hero } from './cards/hero.js';
import { killCard } from './cards/kill.js';
import { isInLine, lineCard } from './cards/line.js';
import { oneCard } from './cards/one.js';
import { submitCard } from './cards/submit.js';
import { usersCard } from './cards/users.js';
import { viewersCard } from './cards/viewers.js';
import { find } from './dom.js';
import { isShown, stage, tasks, TASKS } from './sources.js';
import { tour } from './tour.js';

const mayControl = document.body.dataset.may === 'do-everything';
const source = tasks();
showInTab(source);

const chip = find(document, '#connection');
const connection = () => {
  chip.dataset.state = source.state;
  chip.textContent = { live: 'Live', connecting: 'Connecting', reconnecting: 'Reconnecting' }[String(source.state)] ?? 'Offline';
};
source.addEventListener('state', connection);
connection();

const list = find(document, '#all task-list');
list.filter = (/** @type {any} */ task) => isShown(task) && !isInLine(task);
list.toggleAttribute('readonly', !mayControl);
list.setAttribute('src', TASKS);

/** @param {string} id */
const card = (id) => find(document, `#${id}`);
hero(card('hero'), source, mayControl);
for (const id of ['again', 'clock']) oneCard(card(id), source, mayControl);
lineCard(card('line'), source, mayControl);
if (mayControl) {
  const controls = stage();
  killCard(card('kill'), source, controls);
  cutCard(card('cut'), source);
  viewersCard(card('viewers'), controls);
  elsewhereCard(card('elsewhere'), controls);
  guestCard(card('guest'), controls);
  submitCard(card('submit'), source);
  usersCard(card('users'));
} else {
  // Others watch: what would be refused is not offered.
  for (const each of document.querySelectorAll('[data-control], #cut')) each.remove();
  elsewhereCard(card('elsewhere'), undefined);
}
tour();
