// @ts-check
// Signs that differ by their shape, for who sees no colours, in forced colors and in print. Each is drawn in a square of 16.

import { drawing } from './dom.js';

const RING = 'M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 1 0 0-12.5z';
const DISC = 'M8 1a7 7 0 1 0 0 14a7 7 0 1 0 0-14z';
const OCTAGON = 'M5.1 1h5.8L15 5.1v5.8L10.9 15H5.1L1 10.9V5.1z';

/**
 * What is stroked, what is filled (with holes), and what is stroked in dashes.
 *
 * @typedef {{ stroke?: string, fill?: string, dash?: string }} Shape
 * @type {Record<string, Shape>}
 */
const SHAPES = {
  pending: { stroke: RING },
  // Waiting: for whatever; for a place, a limit, a time, that it goes on, the next try.
  waiting: { stroke: RING, fill: 'M4.1 8a1 1 0 1 0 2 0a1 1 0 1 0-2 0zM7 8a1 1 0 1 0 2 0a1 1 0 1 0-2 0zM9.9 8a1 1 0 1 0 2 0a1 1 0 1 0-2 0z' },
  queued: { stroke: 'M2 4h8M2 8h6M2 12h4M12.5 13V7M10 9.5L12.5 7L15 9.5' },
  limited: { stroke: `${RING}M6.4 5.6v4.8M9.6 5.6v4.8` },
  scheduled: { stroke: `${RING}M8 4.6V8l2.4 1.6` },
  paused: { fill: `${DISC}M5.4 5h1.7v6H5.4zM8.9 5h1.7v6H8.9z` },
  retrying: { stroke: 'M13.6 8a5.6 5.6 0 1 1-1.8-4.1M13.9 1.6v3h-3', fill: 'M6.8 8a1.2 1.2 0 1 0 2.4 0a1.2 1.2 0 1 0-2.4 0z' },
  running: { stroke: RING, fill: 'M8 4.1a3.9 3.9 0 0 1 0 7.8z' },
  completed: { fill: `${DISC}M4.2 8.3L6.9 11L11.9 5.9L10.8 4.8L6.9 8.8L5.3 7.2z` },
  error: { fill: `${OCTAGON}M5.9 4.8L4.8 5.9L6.9 8L4.8 10.1L5.9 11.2L8 9.1L10.1 11.2L11.2 10.1L9.1 8L11.2 5.9L10.1 4.8L8 6.9z` },
  canceled: { stroke: `${RING}M3.6 12.4L12.4 3.6` },
  timed_out: { fill: 'M3 1h10v1.8h-1c0 2.4-1.3 4-2.9 5.2C10.7 9.2 12 10.8 12 13.2h1V15H3v-1.8h1c0-2.4 1.3-4 2.9-5.2C5.3 6.8 4 5.2 4 2.8H3z' },
  stopping: { stroke: RING, fill: 'M5.7 5.7h4.6v4.6H5.7z' },
  moving: { stroke: `${RING}M4.9 8h6M8.6 5.5L11.1 8L8.6 10.5` },
  lost: { dash: RING, stroke: 'M6.2 6.3a1.85 1.85 0 1 1 2.7 1.7c-.6.3-.9.6-.9 1.2', fill: 'M7.2 11.3a.85.85 0 1 0 1.7 0a.85.85 0 1 0-1.7 0z' },
  // What buttons do.
  start: { fill: 'M4.5 2.6v10.8L13.2 8z' },
  again: { stroke: 'M13.2 8a5.2 5.2 0 1 1-1.6-3.8M13.5 2v2.8h-2.8' },
  dismiss: { stroke: 'M4 4l8 8M12 4l-8 8' },
  find: { stroke: 'M6.8 2.3a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9zM10.2 10.2L14 14' },
};

/** The signs of states, each of another shape. */
export const KINDS = ['pending', 'waiting', 'queued', 'limited', 'scheduled', 'paused', 'retrying', 'running', 'completed', 'error', 'canceled',
  'timed_out', 'stopping', 'moving', 'lost'];

/** @param {string} [kind] */
export function icon(kind) {
  const svg = /** @type {SVGSVGElement} */ (drawing('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', class: 'icon' }));
  if (kind) showIcon(svg, kind);
  return svg;
}

/** @param {SVGSVGElement} svg @param {string} kind */
export function showIcon(svg, kind) {
  if (svg.getAttribute('data-kind') === kind) return;
  svg.setAttribute('data-kind', kind);
  svg.replaceChildren(...Object.entries(SHAPES[kind] ?? SHAPES.pending).map(([how, d]) => drawing('path', { class: how, d })));
}
