import type {
  CanceledTask,
  CompletedTask,
  FailedTask,
  PendingTask,
  RunningTask,
  TaskEventSource,
  TaskEventSourceOptions,
  TaskProgress,
  TaskState,
  TimedOutTask,
} from './task-event-source.js';

/** What to show of a task, by status, in place of the default; `fallback` for the statuses that are not given. */
export interface TaskTemplates<Shown = Node | string> {
  pending?: (task: PendingTask) => Shown;
  running?: (task: RunningTask) => Shown;
  completed?: (task: CompletedTask) => Shown;
  error?: (task: FailedTask) => Shown;
  canceled?: (task: CanceledTask) => Shown;
  timed_out?: (task: TimedOutTask) => Shown;
  fallback?: (task: TaskState) => Shown;
}

/** What progress is counted in, where that is to be shown: `bytes` as "6.9 of 104.9 MB". */
export type TaskUnit = 'bytes';

/** For all tasks, or for each: undefined for plain numbers. In place of the attribute `unit`; a task's own unit goes first. */
export type TaskUnitOf = TaskUnit | ((task: TaskState) => TaskUnit | undefined);

/**
 * `<task-item>`: one task.
 *
 * Given a `task`, it shows that. With the attributes `src` (the URL of a stream) and `task-id` it follows the task on the
 * server by itself, and its buttons start and cancel it there (none with the attribute `readonly`). Further attributes:
 * `density` is `comfortable` (44 px, the default) or `compact` (36 px), `confirm` asks before it cancels, `keys="off"` turns off
 * single keys for actions.
 *
 * Its content may have `<template status="running">…</template>`, one for each status and one for `fallback`. In it,
 * `data-text="progress.message"` fills an element's text with a field, `data-show="result"` hides it where the field is
 * missing, and a button with `data-action="start"` or `cancel` acts.
 *
 * Fires `task-start` and `task-cancel` (cancelable, bubbling, `detail.id`) before it acts.
 *
 * Where it follows a task that there is not, or whose server can't be asked, its part `notice` says so.
 */
export class TaskItemElement extends HTMLElement {
  task: TaskState | undefined;
  /** Shows Start, Run again or Try again, and is called with the task's id. A promise that fails is shown. */
  onstart: ((id: any) => unknown) | null;
  /** Shows Cancel, and is called with the task's id. */
  oncancel: ((id: any) => unknown) | null;
  templates: TaskTemplates;
  unit: TaskUnitOf | undefined;
  /** Whether the task's state may be out of date: shown dimmed. */
  stale: boolean;
}

/**
 * `<task-list src="…">`: the tasks of a stream, each as a `<task-item>`, with a summary and a banner when the connection is lost for 3 s.
 *
 * Attributes: `groups` and `filterable` (both by themselves from 20 tasks on; `off` for never), `sort` (`registered`, `newest`,
 * `oldest`, `name`, `status`), and those of its items: `readonly`, `density`, `confirm`, `keys`.
 */
export class TaskListElement extends HTMLElement {
  /** In place of `src`. */
  source: TaskEventSource | undefined;
  /** Which of the tasks; all by default. */
  filter: ((task: TaskState) => boolean) | undefined;
  templates: TaskTemplates;
  unit: TaskUnitOf | undefined;
}

/** `<task-progress>`: a bar. Attributes `value`, `max`, or neither where nobody knows; or a `task`. */
export class TaskProgressElement extends HTMLElement {
  task: TaskState | undefined;
  progress: TaskProgress | undefined;
}

/**
 * `<task-log src="…" task-id="…">`: the lines of a task's newest run, as they come. With a `source` in place of `src` whose stream
 * has no lines, it asks for them every 2 s while the task runs.
 */
export class TaskLogElement extends HTMLElement {
  source: TaskEventSource | undefined;
}

/**
 * `<task-tray src="…">`: a floating list of the tasks that run, are in line or have just ended, on every page that has it. Attributes:
 * `tab` shows progress in the page's title and icon, `notify` offers a notification when a task ends while the page is hidden,
 * `inline` has it stand where it is in the page; and those of its items: `readonly`, `density` (`compact` by default), `confirm`, `keys`.
 *
 * While it is on the page, the page's root has a padding at its end, `--taskcast-tray-space`.
 */
export class TaskTrayElement extends HTMLElement {
  source: TaskEventSource | undefined;
  unit: TaskUnitOf | undefined;
}

/** The options of the event sources that elements make from their `src`. To be called before the first one is on the page. */
export function configure(options: TaskEventSourceOptions): void;

/** The event source that all elements with this `src` share. */
export function sourceOf(src: string): TaskEventSource;

/**
 * A text for each plural form that the language has, by the names of `Intl.PluralRules`; `other` for those that are not given. Those
 * of `place` are of ordinal numbers.
 */
export type TaskPlurals = Partial<Record<Intl.LDMLPluralRule, string>>;

/** The words of the elements; `{0}`, `{1}` stand for values. */
export interface TaskStrings {
  [key: string]: string | TaskPlurals;
}

/**
 * The page speaks a language from now on, whatever `lang` its root has; an element with another `lang` on it or above it still
 * speaks that. German, French, Spanish, Portuguese, Japanese, Chinese and Arabic come along, and are loaded when they are spoken.
 *
 * @param tag of the language, which numbers and times follow too, for example `de-AT`
 * @param strings in place of the words that come along for it. Keys that are left out stay as those are, and in English where there
 *   are none; one that does not exist is told on the console.
 */
export function translate(tag: string, strings?: Partial<TaskStrings>): void;

/** Shows progress in the page's title and icon. @returns ends that, and puts back what was there */
export function showInTab(source: TaskEventSource): () => void;

/** Shows a notification when a task ends while the page is hidden. Asks for the permission, so call it on a click. */
export function notifyWhenDone(source: TaskEventSource): Promise<() => void>;

declare global {
  interface HTMLElementTagNameMap {
    'task-item': TaskItemElement;
    'task-list': TaskListElement;
    'task-progress': TaskProgressElement;
    'task-log': TaskLogElement;
    'task-tray': TaskTrayElement;
  }
}
