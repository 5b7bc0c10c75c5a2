import type { ForwardRefExoticComponent, HTMLAttributes, ReactNode, RefAttributes } from 'react';
import type { ListProps, RowProps, TaskActionEvent, TrayProps } from '../adapters/props.js';
import type { TasksSnapshot } from '../adapters/snapshot.js';
import type { TaskItemElement, TaskListElement, TaskLogElement, TaskProgressElement, TaskTrayElement, TaskUnit, TaskUnitOf } from '../elements.js';
import type {
  CanceledTask,
  CompletedTask,
  FailedTask,
  PendingTask,
  RunningTask,
  TaskEventSource,
  TaskEventSourceOptions,
  TaskState,
  TimedOutTask,
} from '../task-event-source.js';

export { TaskError, TaskEventSource } from '../task-event-source.js';
export type { TaskActionEvent } from '../adapters/props.js';
export type { TasksSnapshot } from '../adapters/snapshot.js';
export type * from '../task-event-source.js';

/**
 * The tasks of a stream. All components with the same URL and options (functions are not compared) share one event source, which
 * is closed a second after the last of them has gone. An event source that is given stays open.
 */
export function useTasks(urlOrSource: string | URL | TaskEventSource, options?: TaskEventSourceOptions): TasksSnapshot;

/** One task of a stream; undefined while it is not there. Give it the same options as `useTasks` to share its event source. */
export function useTask(
  urlOrSource: string | URL | TaskEventSource,
  id: string,
  options?: TaskEventSourceOptions,
): TaskState | undefined;

/** What is shown of a task, by status. */
export interface TaskContents {
  pending?: (task: PendingTask) => ReactNode;
  running?: (task: RunningTask) => ReactNode;
  completed?: (task: CompletedTask) => ReactNode;
  error?: (task: FailedTask) => ReactNode;
  canceled?: (task: CanceledTask) => ReactNode;
  timed_out?: (task: TimedOutTask) => ReactNode;
  /** For the statuses that have no function. */
  fallback?: (task: TaskState) => ReactNode;
}

export interface TaskItemProps extends TaskContents {
  task: TaskState;
  /** Shows Start or Retry, and is called with the task's id. A promise that fails is shown. */
  onStart?: (id: string) => unknown;
  /** Shows Cancel, and is called with the task's id. A promise that fails is shown. */
  onCancel?: (id: string) => unknown;
}

/** One task, each status by its function; without one by `fallback`, without that by `<task-item>`. */
export function TaskItem(props: TaskItemProps): ReactNode;

interface Listeners {
  /** Before a task is started. */
  onTaskStart?: (event: TaskActionEvent) => void;
  /** Before a task is canceled. */
  onTaskCancel?: (event: TaskActionEvent) => void;
}

type Attributes<E> = Omit<HTMLAttributes<E>, 'children' | 'onError'>;

/** `children` stand in the list's header. */
export interface TaskListProps extends Attributes<TaskListElement>, ListProps<TaskEventSource>, Listeners, TaskContents {
  children?: ReactNode;
}

/** The tasks of a stream, by `<task-list>`; each status that has a function is shown by that. */
export const TaskList: ForwardRefExoticComponent<TaskListProps & RefAttributes<TaskListElement>>;

export interface TaskTrayProps extends Attributes<TaskTrayElement>, TrayProps<TaskEventSource>, Listeners {}

/** What runs, what is in line and what has just ended, floating, by `<task-tray>`. */
export const TaskTray: ForwardRefExoticComponent<TaskTrayProps & RefAttributes<TaskTrayElement>>;

/** An element's attributes, and those of its properties that React 19 sets. */
type ElementProps<E extends HTMLElement, Properties extends keyof E, More = object> = HTMLAttributes<E> &
  RefAttributes<E> &
  Partial<Pick<E, Properties>> &
  More;

interface Wired extends RowProps {
  src?: string;
  readonly?: boolean;
  unit?: TaskUnitOf;
  'ontask-start'?: (event: CustomEvent<{ id: string }>) => void;
  'ontask-cancel'?: (event: CustomEvent<{ id: string }>) => void;
}

// For who uses the elements of taskcast/elements themselves.
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'task-list': ElementProps<TaskListElement, 'source' | 'filter' | 'templates', Wired & Pick<ListProps<TaskEventSource>, 'groups' | 'filterable' | 'sort'>>;
      'task-item': ElementProps<TaskItemElement, 'task' | 'templates' | 'stale', Wired & { 'task-id'?: string }>;
      'task-progress': ElementProps<TaskProgressElement, 'task' | 'progress', { value?: number; max?: number; unit?: TaskUnit }>;
      'task-log': ElementProps<TaskLogElement, 'source', { src?: string; 'task-id'?: string }>;
      'task-tray': ElementProps<TaskTrayElement, 'source', Wired & { tab?: boolean; notify?: boolean; inline?: boolean }>;
    }
  }
}
