import type { TaskUnitOf } from '../elements.js';
import type { TaskEventSourceOptions, TaskState } from '../task-event-source.js';

/** An event before a task is started or canceled: who prevents its default acts instead. */
export type TaskActionEvent = CustomEvent<{ id: string }>;

/** Where an element's tasks come from. */
export interface StreamProps<Source> {
  /** A stream's URL, or an event source. Components with the same URL and options share one connection. */
  source: string | URL | Source;
  /** Of the event source, where a URL is given. Functions among them are not compared. */
  options?: TaskEventSourceOptions;
  /** Whether there are no buttons. */
  readonly?: boolean;
  /** What progress is counted in; plain numbers by default. */
  unit?: TaskUnitOf;
}

export interface ListProps<Source> extends StreamProps<Source> {
  /** Which of the tasks; all by default. Give it the same function while it means the same. */
  filter?: (task: TaskState) => boolean;
}

export interface TrayProps<Source> extends StreamProps<Source> {
  /** Whether the page's title and icon show progress. */
  tab?: boolean;
  /** Whether it offers notifications. */
  notify?: boolean;
}
