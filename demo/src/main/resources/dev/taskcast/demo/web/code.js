// @ts-check
// Java with a little colour. The text stays as it is: only spans are put around its parts.

import { make } from './dom.js';

const PARTS = {
  comment: /\/\/.*/,
  string: /"(?:\\.|[^"\\])*"/,
  annotation: /@\w+/,
  keyword: /\b(?:public|private|static|final|void|int|new|for|if|else|return|throws|record|implements|while|try)\b/,
  number: /\b\d[\d_]*\b/,
  type: /\b[A-Z]\w*\b/,
  call: /\b[a-z]\w*(?=\()/,
};
const NAMES = Object.keys(PARTS);
const JAVA = new RegExp(Object.values(PARTS).map(({ source }) => `(${source})`).join('|'), 'g');

/** A file without what comes before its first method, and without the class's end. @param {string} file */
export function methodsOf(file) {
  const lines = file.split('\n');
  const begin = lines.findIndex((line) => /^ {4}public static/.test(line));
  const end = lines.lastIndexOf('    }');
  return lines.slice(begin, end + 1).map((line) => line.replace(/^ {4}/, '')).join('\n');
}

/** @param {string} java @returns {HTMLElement[]} one for each line */
export function linesOf(java) {
  return java.split('\n').map((line) => make('span', { class: 'line' }, ...partsOf(line), '\n'));
}

/** @param {string} line */
function partsOf(line) {
  /** @type {(Node | string)[]} */
  const parts = [];
  let done = 0;
  for (const match of line.matchAll(JAVA)) {
    parts.push(line.slice(done, match.index));
    const name = NAMES[match.slice(1).findIndex((group) => group !== undefined)];
    parts.push(make('span', { class: `java-${name}` }, match[0]));
    done = match.index + match[0].length;
  }
  parts.push(line.slice(done));
  return parts.filter((part) => part !== '');
}
