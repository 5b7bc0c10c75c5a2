import type { Component, Snippet } from 'svelte';
import type { SvelteMap } from 'svelte/reactivity';
import type {
  CanceledTask,
  CompletedTask,
  FailedTask,
  PendingTask,
  RunningTask,
  TaskEventSource as Client,
  TaskEventSourceOptions,
  TaskState,
  TimedOutTask,
} from '../task-event-source.js';

export { TaskError } from '../task-event-source.js';
export type * from '../task-event-source.js';

/**
 * The event source for Svelte: `tasks`, `connected`, `state`, `error`, `buffered` and `lastEventId` are reactive.
 *
 * Made in a component (or an effect), it is closed together with that; made elsewhere, by `close()`. Rendered on a server it
 * connects to nothing and has no tasks.
 */
export class TaskEventSource {
  /** @param url of the stream, for example `/tasks/events`; may have a query */
  constructor(url: string | URL, options?: TaskEventSourceOptions);
  /** The tasks by id, in the order of their registration. Do not change it. */
  readonly tasks: SvelteMap<string, TaskState>;
}
export interface TaskEventSource extends Omit<Client, 'tasks'> {}

export interface TaskItemProps {
  task: TaskState;
  /** Shows Start or Retry, and is called with the task's id. A promise that fails is shown. */
  onstart?: (id: string) => unknown;
  /** Shows Cancel, and is called with the task's id. A promise that fails is shown. */
  oncancel?: (id: string) => unknown;
  pending?: Snippet<[PendingTask]>;
  running?: Snippet<[RunningTask]>;
  completed?: Snippet<[CompletedTask]>;
  error?: Snippet<[FailedTask]>;
  canceled?: Snippet<[CanceledTask]>;
  timed_out?: Snippet<[TimedOutTask]>;
  /** For the statuses that have no snippet. */
  fallback?: Snippet<[TaskState]>;
}

/** One task, each status by its snippet; without one by `fallback`, without that by `<task-item>`. */
export const TaskItem: Component<TaskItemProps>;
