// @ts-check
// What an answer means that is not what was asked for. Loaded with the first such answer.

import { TaskError } from '../task-event-source.js';

const REDIRECTS = [301, 302, 303, 307, 308]; // where a script may see them
const LOGIN = 'The server wants a login';
const LONGEST_MESSAGE = 500; // characters of what a server says

/**
 * Follows a redirect, which no request does by itself: where it leads to another site, as to a login's, the browser would
 * only say that the request failed. Throws what any other answer means.
 *
 * @param {Response} response
 * @param {URL} asked
 * @param {string} type what the answer should have been
 * @param {() => Promise<any>} follow asks again, wherever that leads
 */
export async function other(response, asked, type, follow) {
  const redirect = response.type === 'opaqueredirect' || REDIRECTS.includes(response.status);
  if (!redirect) throw await failure(response, asked, type);
  try {
    return await follow();
  } catch (error) {
    if (!(error instanceof TaskError) || error.code !== 'unreachable') throw error;
    const message = `${LOGIN}: it sent the request to another site. Log in, then try again.`;
    throw new TaskError(message, 0, 'login', undefined, urlOf(asked));
  }
}

/** @param {string | URL} url without the query: it may hold a ticket or a handle */
function urlOf(url) {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

/** @param {Response} response @param {URL} asked @param {string} type */
async function failure(response, asked, type) {
  const { status, ok, redirected } = response;
  const url = urlOf(response.url || asked);
  const ofStream = type === 'text/event-stream';
  /** @param {string} message @param {string} [code] @param {number} [retryAfter] */
  const error = (message, code, retryAfter) => new TaskError(message, status, code, retryAfter, url);

  if (status === 204) return error('The server has ended this for good', 'ended');
  if (ok && response.headers.get('Content-Type')?.startsWith('text/html')) {
    return error(redirected
      ? `${LOGIN}: it sent the request to the page ${url}. Log in, then try again.`
      : `The server answered with a page: ${url}. Log in, or look whether the address is right.`, 'login');
  }
  if (ok) return ofStream ? error(`No event stream: ${url}`, 'no_stream') : error(`No JSON: ${url}`, 'no_json');

  const { code, words } = await problemOf(response);
  const said = words ?? `The server answered with ${status}.`;
  const made = error(ofStream ? said : said + whatToDo(status, code), code, retryAfter(response.headers));
  if (ofStream && !made.denied) made.message = [`${status} from ${url}`, words].filter(Boolean).join(': ');
  return made;
}

/** Of a problem document (RFC 9457), if it is one. @param {Response} response */
async function problemOf(response) {
  const problem = Object(await response.json().catch(() => undefined));
  const text = [problem.detail, problem.title].find((each) => typeof each === 'string' && each);
  return {
    code: typeof problem.code === 'string' ? problem.code : undefined,
    words: text?.slice(0, LONGEST_MESSAGE),
  };
}

/** @param {number} status @param {string | undefined} code */
function whatToDo(status, code) {
  if (status === 401) return ' Log in, then try again.';
  if (status !== 403 || code === 'read_only') return '';
  if (code === 'cross_site') return ' The server takes this page for another site’s: its proxy must pass "Host" on as it is.';
  return ' Log in as somebody who may, or ask for the right to.';
}

/** In ms: of seconds, or of a date, by the server's own clock where that is told. @param {Headers} headers */
function retryAfter(headers) {
  const given = headers.get('Retry-After')?.trim() ?? '';
  const now = Date.parse(headers.get('Date') ?? '') || Date.now();
  const ms = /^\d+$/.test(given) ? Number(given) * 1_000 : Date.parse(given) - now;
  return ms > 0 ? ms : undefined;
}
