// @ts-check

/** What has no space in it for longer than a line of a phone may have to break. */
const LONG = /[\x21-\x7e]{25,}/g;
const SIGN = /[/\\_.,:;?&=|-]/;
const PIECE = 8;
const LEAST = 4;

/**
 * Writes text whose long words (hashes, paths, ids) can break: after a sign, else every eight letters, and so that no
 * line has fewer than four of them. What is copied is the text alone.
 *
 * @param {Element} node
 * @param {string} text
 */
export function writeLong(node, text) {
  if (node.textContent === text) return;
  const nodes = [];
  for (const piece of piecesOf(text)) nodes.push(piece, document.createElement('wbr'));
  nodes.pop();
  node.replaceChildren(...nodes);
}

/** Where text may break, besides its spaces. @param {string} text */
export function piecesOf(text) {
  const pieces = [];
  let from = 0;
  for (const { 0: word, index } of text.matchAll(LONG)) {
    for (let at = LEAST, since = 0; at <= word.length - LEAST; at++) {
      if (at - since < (SIGN.test(word[at - 1]) ? LEAST : SIGN.test(word[at]) ? PIECE + 1 : PIECE)) continue;
      pieces.push(text.slice(from, index + at));
      from = index + at;
      since = at;
    }
  }
  return [...pieces, text.slice(from)];
}
