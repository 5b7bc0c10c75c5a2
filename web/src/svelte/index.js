export { TaskError } from '../task-event-source.js';
export { TaskEventSource } from './TaskEventSource.svelte.js';
export { default as TaskItem } from './TaskItem.svelte';
export { default as TaskList } from './TaskList.svelte';
export { default as TaskTray } from './TaskTray.svelte';
