// @ts-check

import { showInTab, sourceOf } from '/tasks/client/elements.js';
import { isShown } from './sources.js';

showInTab(sourceOf('/tasks/events'));
/** @type {any} */ (document.querySelector('task-list')).filter = isShown;
