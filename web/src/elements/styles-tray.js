// @ts-check

// Column-reverse: the keyboard goes from the button into the panel. The button is one line: so much room is kept for it.
export const TRAY = `
:host { position: fixed; inset-block-end: 1rem; inset-inline-end: min(1rem, 2.5vw); z-index: var(--taskcast-tray-z, 1000); max-width: 95vw; }
:host([inline]) { position: relative; inset: auto; display: inline-block; z-index: auto; }
.tray { display: flex; flex-direction: column-reverse; align-items: end; gap: 0.5rem; }
.toggle span, .panel :is(h2, h3, .quiet) { unicode-bidi: plaintext; }
.toggle span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.panel {
  overflow: auto; width: min(26rem, 95vw); max-height: min(32rem, calc(100vh - 6rem)); border: 1px solid var(--line);
  border-radius: var(--radius); background: var(--surface); box-shadow: 0 8px 32px rgb(10 15 25 / 18%);
}
:host([inline]) .panel { position: absolute; inset-block-start: calc(100% + 0.5rem); inset-inline-end: 0; z-index: var(--taskcast-tray-z, 1000); }
.panel > header { position: sticky; top: 0; z-index: 4; display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; min-height: 2.75rem; padding: 0.375rem 0.875rem; border-bottom: 1px solid var(--line); background: var(--surface); }
.panel h2 { font-size: 0.875rem; font-weight: 650; }
.head { display: flex; align-items: center; justify-content: space-between; min-height: 2rem; padding: 0.25rem 0.875rem 0; }
.panel h3 { color: var(--muted); font-size: 0.75rem; font-weight: 600; }
.panel li { --taskcast-inset: 0.875rem; position: relative; display: flex; align-items: start; }
.panel li > task-item { flex: 1; min-width: 0; }
.panel li:hover { background: color-mix(in oklab, var(--text) 3%, var(--surface)); }
.panel li + li { border-top: 1px solid var(--line); }
.dismiss { z-index: 2; flex: none; width: 2rem; height: 2rem; margin-block: calc((var(--row) - 2rem) / 2); margin-inline: -0.5rem 0.5rem; padding: 0; background: none; color: var(--muted); line-height: 0; }
.quietly { min-height: 1.5rem; padding: 0 0.375rem; background: none; color: var(--muted); font-size: 0.75rem; font-weight: 500; }
:is(.dismiss, .quietly):hover { background: var(--track); color: var(--text); }
.quiet { padding: 1rem; color: var(--muted); font-size: 0.875rem; text-align: center; }
.notify { min-height: 1.75rem; padding: 0.125rem 0.625rem; font-size: 0.75rem; }
.toggle {
  display: flex; align-items: center; gap: 0.5rem; max-width: 100%; min-height: 2.5rem; padding-inline: 0.75rem; border: 1px solid var(--line); border-radius: 99rem;
  background: var(--surface); color: var(--text); font-size: 0.8125rem; box-shadow: 0 4px 16px rgb(10 15 25 / 14%);
}
:host([inline]) .toggle { min-height: 2rem; box-shadow: none; }
.toggle:hover { background: var(--surface); border-color: var(--accent); color: var(--text); }
.toggle svg { flex: none; width: 1.25rem; height: 1.25rem; transform: rotate(-90deg); }
.toggle circle { fill: none; stroke-width: 3; stroke: var(--track); }
.toggle circle + circle { stroke: var(--accent); stroke-dasharray: calc(var(--done, 0) * 47.1) 47.1; transition: stroke-dasharray 0.2s linear; }
.toggle[data-failed] circle + circle { stroke: var(--error); }
@media (forced-colors: active) {
  .toggle circle { stroke: GrayText; }
  .toggle circle + circle, .toggle[data-failed] circle + circle { stroke: Highlight; }
}
@media print { :host { display: none; } }
`;

/** Of the page that has a tray: room for its button, and for its panel while that is open. None where the page says 0. @param {number} open in px */
export function spaceOf(open) {
  return `
:where(:root) { --taskcast-tray-space: 4.5rem; }
@media screen {
  :root {
    padding-block-end: max(var(--taskcast-tray-space), min(1000 * var(--taskcast-tray-space), ${open}px));
    scroll-padding-block-end: var(--taskcast-tray-space);
  }
}`;
}
