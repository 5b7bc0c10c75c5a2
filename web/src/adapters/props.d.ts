import type { TaskUnitOf } from '../elements.js';
import type { TaskEventSourceOptions, TaskState } from '../task-event-source.js';

/** An event before a task is started or canceled: who prevents its default acts instead. */
export type TaskActionEvent = CustomEvent<{ id: string }>;

/** How rows look and act. */
export interface RowProps {
  /** Rows of 44 px, or of 36. */
  density?: 'comfortable' | 'compact';
  /** Whether a cancel is asked back, in the row. */
  confirm?: boolean;
  /** `off`: no single keys for actions. */
  keys?: 'off';
}

/** Where an element's tasks come from. */
export interface StreamProps<Source> extends RowProps {
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
  /** Headings for what runs, waits, has failed and is done; where there are many tasks unless it is said. */
  groups?: boolean | 'off';
  /** A box that finds tasks; where there are many unless it is said. */
  filterable?: boolean | 'off';
  sort?: 'registered' | 'newest' | 'oldest' | 'name' | 'status';
}

export interface TrayProps<Source> extends StreamProps<Source> {
  /** Whether the page's title and icon show progress. */
  tab?: boolean;
  /** Whether it offers notifications. */
  notify?: boolean;
  /** Whether it stands where it is in the page. */
  inline?: boolean;
}
