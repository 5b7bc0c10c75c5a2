import type { ConnectionState, TaskEventSource, TaskState } from '../task-event-source.js';

/** What an event source knew at a moment. It is the same object until something changes. */
export interface TasksSnapshot {
  /** In the order of their registration. */
  readonly tasks: readonly TaskState[];
  readonly state: ConnectionState;
  /** Whether what is shown is true. */
  readonly connected: boolean;
  /** Why the last try to connect failed; undefined while it is live. */
  readonly error: unknown;
  /** Whether the list is polled, because something in between holds the stream back. */
  readonly buffered: boolean;
  /** For `start`, `cancel` and the rest. */
  readonly source: TaskEventSource;
}
