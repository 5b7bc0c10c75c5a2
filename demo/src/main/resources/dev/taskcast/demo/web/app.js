// @ts-check

import { showInTab, sourceOf } from '/tasks/client/elements.js';

showInTab(sourceOf('/tasks/events'));
