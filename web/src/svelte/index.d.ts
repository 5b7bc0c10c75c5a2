import type { Component, Snippet } from 'svelte';
import type { HTMLAttributes } from 'svelte/elements';
import type { SvelteMap } from 'svelte/reactivity';
import type { ListProps, TaskActionEvent, TrayProps } from '../adapters/props.js';
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

export type { TaskActionEvent } from '../adapters/props.js';
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

/** What is shown of a task, by status. */
export interface TaskContents {
  pending?: Snippet<[PendingTask]>;
  running?: Snippet<[RunningTask]>;
  completed?: Snippet<[CompletedTask]>;
  error?: Snippet<[FailedTask]>;
  canceled?: Snippet<[CanceledTask]>;
  timed_out?: Snippet<[TimedOutTask]>;
  /** For the statuses that have no snippet. */
  fallback?: Snippet<[TaskState]>;
}

export interface TaskItemProps extends TaskContents {
  task: TaskState;
  /** Shows Start or Retry, and is called with the task's id. A promise that fails is shown. */
  onstart?: (id: string) => unknown;
  /** Shows Cancel, and is called with the task's id. A promise that fails is shown. */
  oncancel?: (id: string) => unknown;
}

/** One task, each status by its snippet; without one by `fallback`, without that by `<task-item>`. */
export const TaskItem: Component<TaskItemProps>;

interface Listeners {
  /** Before a task is started. */
  ontaskstart?: (event: TaskActionEvent) => void;
  /** Before a task is canceled. */
  ontaskcancel?: (event: TaskActionEvent) => void;
}

type Attributes = Omit<HTMLAttributes<HTMLElement>, 'children'>;

/** `children` stand in the list's header. */
export interface TaskListProps extends Attributes, ListProps<TaskEventSource | Client>, Listeners, TaskContents {
  children?: Snippet;
}

/** The tasks of a stream, by `<task-list>`; each status that has a snippet is shown by that. */
export const TaskList: Component<TaskListProps>;

export interface TaskTrayProps extends Attributes, TrayProps<TaskEventSource | Client>, Listeners {}

/** What runs, what is in line and what has just ended, floating, by `<task-tray>`. */
export const TaskTray: Component<TaskTrayProps>;
