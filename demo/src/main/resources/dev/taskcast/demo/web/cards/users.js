// @ts-check
// Two people at one endpoint, each with a stream of their own. They are connected while the card is in sight: a browser
// has six connections to a server.

import { find, make, on } from '../dom.js';
import { tasksOf } from '../sources.js';
import { CITIES } from './submit.js';

/** @param {HTMLElement} card */
export function usersCard(card) {
  /** @type {{ list: any, name: string, submitted: number, source?: any }[]} */
  const users = [];
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll('[data-user]'))) {
    const user = { name: place.dataset.user ?? '', list: make('task-list'), submitted: 0 };
    users.push(user);
    place.append(make('p', { class: 'state', role: 'status' }));
    user.list.hidden = true; // until it has tasks to wait for
    place.append(user.list);
    on(place, find(place, 'button'), 'click', async () => {
      const city = CITIES[(users.indexOf(user) + 2 * user.submitted++) % CITIES.length];
      await connected(user).submit('city-report', { city }, { title: `${find(place, 'h3').textContent}’s report on ${city}` });
    });
  }

  let inSight = false;
  const look = () => {
    for (const user of users) {
      if (inSight && !document.hidden) connected(user);
      else disconnect(user);
    }
  };
  new IntersectionObserver(([{ isIntersecting }]) => {
    inSight = isIntersecting;
    look();
  }, { rootMargin: '200px' }).observe(card);
  document.addEventListener('visibilitychange', look);
}

/** @param {{ list: any, name: string, source?: any }} user */
function connected(user) {
  if (!user.source) user.list.source = user.source = tasksOf(user.name);
  user.list.hidden = false;
  return user.source;
}

/** @param {{ source?: any }} user */
function disconnect(user) {
  user.source?.close();
  user.source = undefined;
}
