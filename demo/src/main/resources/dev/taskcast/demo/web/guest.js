// @ts-check
// What a guest's link shows. Task and permission are behind the number sign: no server gets them with the page.

import '/tasks/client/elements.js';
import { say } from './dom.js';

/** @param {string} hash */
function show(hash) {
  const [task, handle] = hash.slice(1).split('/').map(decodeURIComponent);
  const item = document.querySelector('task-item');
  if (!task || !handle) {
    say(document, '#guest-note', 'This link is not whole.');
    return;
  }
  item?.setAttribute('task-id', task);
  item?.setAttribute('src', `/tasks/events?task=${encodeURIComponent(task)}&handle=${encodeURIComponent(handle)}`);
}

addEventListener('hashchange', () => show(location.hash));
show(location.hash);
