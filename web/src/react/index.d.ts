import type { HTMLAttributes, ReactNode, RefAttributes } from 'react';
import type { TasksSnapshot } from '../adapters/snapshot.js';
import type { TaskItemElement, TaskListElement, TaskLogElement, TaskProgressElement, TaskTrayElement } from '../elements.js';
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

export interface TaskItemProps {
  task: TaskState;
  /** Shows Start or Retry, and is called with the task's id. A promise that fails is shown. */
  onStart?: (id: string) => unknown;
  /** Shows Cancel, and is called with the task's id. A promise that fails is shown. */
  onCancel?: (id: string) => unknown;
  pending?: (task: PendingTask) => ReactNode;
  running?: (task: RunningTask) => ReactNode;
  completed?: (task: CompletedTask) => ReactNode;
  error?: (task: FailedTask) => ReactNode;
  canceled?: (task: CanceledTask) => ReactNode;
  timed_out?: (task: TimedOutTask) => ReactNode;
  /** For the statuses that have no function. */
  fallback?: (task: TaskState) => ReactNode;
}

/** One task, each status by its function; without one by `fallback`, without that by `<task-item>`. */
export function TaskItem(props: TaskItemProps): ReactNode;

/** An element's attributes, and those of its properties that React 19 sets. */
type ElementProps<E extends HTMLElement, Properties extends keyof E, More = object> = HTMLAttributes<E> &
  RefAttributes<E> &
  Partial<Pick<E, Properties>> &
  More;

interface Wired {
  src?: string;
  readonly?: boolean;
  'ontask-start'?: (event: CustomEvent<{ id: string }>) => void;
  'ontask-cancel'?: (event: CustomEvent<{ id: string }>) => void;
}

// For who uses the elements of taskcast/elements themselves.
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'task-list': ElementProps<TaskListElement, 'source' | 'filter' | 'templates', Wired>;
      'task-item': ElementProps<TaskItemElement, 'task' | 'templates' | 'stale', Wired & { 'task-id'?: string }>;
      'task-progress': ElementProps<TaskProgressElement, 'task' | 'progress', { value?: number; max?: number }>;
      'task-log': ElementProps<TaskLogElement, 'source', { src?: string; 'task-id'?: string }>;
      'task-tray': ElementProps<TaskTrayElement, 'source', Wired & { tab?: boolean; notify?: boolean }>;
    }
  }
}
