export { TaskError } from '../task-event-source.js';
export { TaskEventSource } from './TaskEventSource.svelte.js';
export { default as TaskItem } from './TaskItem.svelte';
