// @ts-check

/** Starts and cancels tasks on a server. */
export class TaskActions {
  #base;

  /** @param {string} base the path of the server's tasks */
  constructor(base) {
    this.#base = base;
  }

  /**
   * Asks for an action. What comes of it is told by the stream.
   *
   * @param {string} id of the task
   * @param {string} action start or cancel
   * @throws {Error} with a message for people
   */
  async act(id, action) {
    let response;
    try {
      response = await fetch(`${this.#base}/${encodeURIComponent(id)}/${action}`, { method: 'POST' });
    } catch {
      throw new Error(`Could not ${action}: the server can’t be reached.`);
    }
    if (!response.ok) {
      throw new Error(`Could not ${action}: ${await reason(response)}`);
    }
  }
}

/** @param {Response} response */
async function reason(response) {
  try {
    const problem = await response.json();
    return problem.detail ?? problem.title ?? `status ${response.status}`;
  } catch { // from something in between that speaks no JSON
    return `status ${response.status}`;
  }
}
