import type { ListProps, TaskActionEvent, TrayProps } from '../adapters/props.js';
import type { AllowedComponentProps, ComponentCustomProps, MaybeRefOrGetter, Ref, VNode, VNodeProps } from 'vue';
import type {
  CanceledTask,
  CompletedTask,
  ConnectionState,
  FailedTask,
  PendingTask,
  RunningTask,
  TaskEventSource,
  TaskEventSourceOptions,
  TaskState,
  TimedOutTask,
} from '../task-event-source.js';

export type { TaskActionEvent } from '../adapters/props.js';
export { TaskError, TaskEventSource } from '../task-event-source.js';
export type * from '../task-event-source.js';

export interface Tasks {
  /** In the order of their registration. */
  readonly tasks: Readonly<Ref<readonly TaskState[]>>;
  readonly state: Readonly<Ref<ConnectionState>>;
  /** Whether what is shown is true. */
  readonly connected: Readonly<Ref<boolean>>;
  /** Why the last try to connect failed; undefined while it is live. */
  readonly error: Readonly<Ref<unknown>>;
  /** Whether the list is polled, because something in between holds the stream back. */
  readonly buffered: Readonly<Ref<boolean>>;
  /** For `start`, `cancel` and the rest. */
  readonly source: TaskEventSource;
}

/**
 * The tasks of a stream, until the component is unmounted. All components with the same URL and options (functions are not
 * compared) share one event source, which is closed a second after the last of them has gone. An event source that is given stays
 * open.
 */
export function useTasks(urlOrSource: string | URL | TaskEventSource, options?: TaskEventSourceOptions): Tasks;

/** One task of a stream; undefined while it is not there. Give it the same options as `useTasks` to share its event source. */
export function useTask(
  urlOrSource: string | URL | TaskEventSource,
  id: MaybeRefOrGetter<string>,
  options?: TaskEventSourceOptions,
): Readonly<Ref<TaskState | undefined>>;

export interface TaskItemProps {
  task: TaskState;
  /** `@start`: shows Start or Retry, and is called with the task's id. A promise that fails is shown. */
  onStart?: (id: string) => unknown;
  /** `@cancel`: shows Cancel, and is called with the task's id. A promise that fails is shown. */
  onCancel?: (id: string) => unknown;
}

export interface TaskItemSlots {
  pending?: (props: { task: PendingTask }) => VNode[];
  running?: (props: { task: RunningTask }) => VNode[];
  completed?: (props: { task: CompletedTask }) => VNode[];
  error?: (props: { task: FailedTask }) => VNode[];
  canceled?: (props: { task: CanceledTask }) => VNode[];
  timed_out?: (props: { task: TimedOutTask }) => VNode[];
  /** For the statuses that have no slot. */
  fallback?: (props: { task: TaskState }) => VNode[];
}

/** One task, each status by its slot (`#running="{ task }"`); without one by `fallback`, without that by `<task-item>`. */
export const TaskItem: new () => {
  $props: AllowedComponentProps & ComponentCustomProps & VNodeProps & TaskItemProps;
  $slots: TaskItemSlots;
};

interface Listeners {
  /** `@task-start`: before a task is started. */
  onTaskStart?: (event: TaskActionEvent) => void;
  /** `@task-cancel`: before a task is canceled. */
  onTaskCancel?: (event: TaskActionEvent) => void;
}

export interface TaskListProps extends ListProps<TaskEventSource>, Listeners {}

export interface TaskListSlots extends TaskItemSlots {
  /** Stands in the list's header. */
  default?: () => VNode[];
}

/** The tasks of a stream, by `<task-list>`; each status that has a slot is shown by that. */
export const TaskList: new () => {
  $props: AllowedComponentProps & ComponentCustomProps & VNodeProps & TaskListProps;
  $slots: TaskListSlots;
};

export interface TaskTrayProps extends TrayProps<TaskEventSource>, Listeners {}

/** What runs, what is in line and what has just ended, floating, by `<task-tray>`. */
export const TaskTray: new () => { $props: AllowedComponentProps & ComponentCustomProps & VNodeProps & TaskTrayProps };
