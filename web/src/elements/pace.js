// @ts-check
// How fast a run counts, where its server does not say it: by the frames of the last seconds and a clock that nobody sets.

const WINDOW_MS = 8_000;
const LEAST_MS = 1_500; // before that it is chance
const MAX = 64;
const SMOOTH_MS = 2_000;

export class Pace {
  /** The last frames: when each came, and what it counted. @type {[number, number][]} */
  #frames = [];
  /** @type {number | undefined} */
  #rate;

  /** @param {number | undefined} current @param {number} at by performance.now() */
  heard(current, at) {
    const last = this.#frames.at(-1);
    if (current === undefined || (last && current < last[1])) this.forget(); // it counts something else now
    if (current === undefined || current === this.#frames.at(-1)?.[1]) return;
    this.#frames.push([at, current]);
    while (this.#frames.length > MAX || (this.#frames.length > 2 && this.#frames[1][0] <= at - WINDOW_MS)) this.#frames.shift();
    const [from, before] = this.#frames[0];
    if (at - from < LEAST_MS) return;
    const measured = ((current - before) * 1_000) / (at - from);
    const weight = this.#rate === undefined || !last ? 1 : 1 - Math.exp((last[0] - at) / SMOOTH_MS);
    this.#rate = (this.#rate ?? measured) + weight * (measured - (this.#rate ?? measured));
  }

  forget() {
    this.#frames = [];
    this.#rate = undefined;
  }

  /** Units a second, undefined while too little has come. */
  get rate() {
    return this.#rate;
  }
}
