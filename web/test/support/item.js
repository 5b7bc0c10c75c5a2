// A <task-item> on the page, new for each test, and tasks to show in it.

import { afterEach, beforeEach, vi } from 'vitest';
import { translate } from '../../src/elements.js';
import { show } from './page.js';

const base = { id: 'import-data', run: 1, startedAt: 1_000, lastRun: 3_500 };
/** A task of each status. */
export const STATES = {
  pending: { id: 'import-data', status: 'pending' },
  running: { id: 'import-data', status: 'running', run: 1, startedAt: 1_000, progress: { message: 'Importing rows', current: 3, total: 10 } },
  completed: { ...base, status: 'completed' },
  error: { ...base, status: 'error', error: 'disk full' },
  canceled: { ...base, status: 'canceled' },
  timed_out: { ...base, status: 'timed_out' },
};
/** One that runs. */
export const run = (progress, more = {}) => ({ ...STATES.running, ...more, progress });

export let item;

/** Shows an item of the test's own. */
export const shown = (html) => (item = show(html));
export const part = (name) => item.shadowRoot.querySelector(`[part~="${name}"]`);

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'test';
  shown('<task-item></task-item>');
});

afterEach(() => {
  vi.useRealTimers();
  translate('en', {});
  document.body.replaceChildren();
});
