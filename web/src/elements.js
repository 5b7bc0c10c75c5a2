// @ts-check
// Defines the elements. What they take is told in elements.d.ts.

import { TaskItemElement } from './elements/task-item.js';
import { TaskListElement } from './elements/task-list.js';
import { TaskLogElement } from './elements/task-log.js';
import { TaskProgressElement } from './elements/task-progress.js';
import { TaskTrayElement } from './elements/task-tray.js';

for (const [name, type] of Object.entries({
  'task-progress': TaskProgressElement,
  'task-item': TaskItemElement,
  'task-list': TaskListElement,
  'task-log': TaskLogElement,
  'task-tray': TaskTrayElement,
})) {
  if (globalThis.customElements && !customElements.get(name)) customElements.define(name, type);
}

export { TaskItemElement, TaskListElement, TaskLogElement, TaskProgressElement, TaskTrayElement };
export { configure, sourceOf } from './elements/sources.js';
export { translate } from './elements/strings.js';
export { notifyWhenDone, showInTab } from './elements/tab.js';
