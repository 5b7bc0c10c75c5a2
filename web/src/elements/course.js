// @ts-check

import { TimeLeft } from './left.js';
import { Pace } from './pace.js';

/** @import { TaskState } from '../task-event-source.d.ts' */

/** How a run goes, by the frames that have come of it: how fast it counts and what is left. */
export class Course {
  #left = new TimeLeft();
  #pace = new Pace();
  #run = '';

  /** @param {TaskState | undefined} task that has just come @param {number} at by performance.now() */
  heard(task, at) {
    const running = task?.status === 'running' ? task : undefined;
    const run = running ? `${running.run} ${running.id}` : '';
    if (run !== this.#run) {
      this.#run = run;
      this.#left.forget();
      this.#pace.forget();
    }
    if (!running) return;
    const { progress } = running;
    this.#left.heard(progress, at);
    this.#pace.heard(progress?.steps?.length ? undefined : progress?.current, at);
  }

  /** @param {number} at by performance.now() */
  at(at) {
    return { left: this.#left.text(at), rate: this.#pace.rate };
  }
}
