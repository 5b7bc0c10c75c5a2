// @ts-check
// The look of the elements. Colours follow the page's color-scheme, and may be set by custom properties.

/** Adopted style sheets, which a Content-Security-Policy without unsafe-inline allows. @param {...string} texts */
export function sheets(...texts) {
  return texts.map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
}

export const BASE = `
:host {
  --accent: var(--taskcast-accent, light-dark(#2f5bea, #8aa5ff));
  --accent-strong: var(--taskcast-accent-strong, light-dark(#2348c4, #b4c5ff));
  --accent-soft: var(--taskcast-accent-soft, light-dark(#e8edfd, #232d4d));
  --on-accent: var(--taskcast-on-accent, light-dark(#fff, #0b1230));
  --surface: var(--taskcast-surface, light-dark(#fff, #161a20));
  --line: var(--taskcast-line, light-dark(#e2e5ea, #272d36));
  --track: var(--taskcast-track, light-dark(#e6e9ee, #2a313b));
  --text: var(--taskcast-text, light-dark(#15181d, #e9ecf1));
  --muted: var(--taskcast-muted, light-dark(#4b5462, #a3adbb));
  --completed: var(--taskcast-completed, light-dark(#14733b, #62cf8f));
  --error: var(--taskcast-error, light-dark(#b3231b, #ff938a));
  --timed-out: var(--taskcast-timed-out, light-dark(#8a4f00, #f5b65c));
  --notice: var(--taskcast-notice, light-dark(#fff4de, #33270f));
  --notice-text: var(--taskcast-notice-text, light-dark(#5c3a00, #f8d9a0));
  --radius: var(--taskcast-radius, 1rem);
  display: block;
  color: var(--text);
  font: var(--taskcast-font, 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
}
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
p, h2, h3, ol, ul, pre { margin: 0; padding: 0; font-size: 1rem; }
ol, ul { list-style: none; }
.for-screen-readers { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button {
  min-height: 2.5rem;
  padding: 0.4375rem 0.75rem;
  border: 1px solid transparent;
  border-radius: calc(var(--radius) * 0.625);
  background: var(--accent-soft);
  color: var(--accent-strong);
  font: inherit;
  font-size: 0.9375rem;
  font-weight: 600;
  cursor: pointer;
  transition: background-color 0.15s, border-color 0.15s, color 0.15s;
  touch-action: manipulation;
}
button:hover { background: var(--accent); color: var(--on-accent); }
button:focus-visible, a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
button[aria-disabled="true"] { cursor: progress; }
a { color: var(--accent-strong); }
@media (prefers-reduced-motion: reduce) { *, *::before { transition: none !important; } }
`;

export const BAR = `
.bar { --tone: var(--bar-tone, var(--accent)); position: relative; overflow: hidden; height: 0.5rem; border-radius: 99rem; background: var(--track); }
.bar > * {
  position: absolute;
  inset: 0;
  border-radius: inherit;
  background: var(--tone);
  transform: translateX(calc((var(--done, 0) - 1) * 100%));
  transition: transform 0.2s linear;
}
.bar:dir(rtl) > * { transform: translateX(calc((1 - var(--done, 0)) * 100%)); }
.bar:not([role]) > * { transition: none; }
.bar[data-lost] > * { animation-play-state: paused !important; opacity: 0.55; }
.bar[data-indeterminate] > * { width: 30%; inset-inline-end: auto; transition: none; animation: to-and-fro 1.6s ease-in-out infinite alternate; }
@keyframes to-and-fro { from { transform: translateX(-20%); } to { transform: translateX(253%); } }
.bar[data-indeterminate]:dir(rtl) > * { animation-name: fro-and-to; }
@keyframes fro-and-to { from { transform: translateX(20%); } to { transform: translateX(-253%); } }
@media (prefers-reduced-motion: reduce) {
  .bar[data-indeterminate] > * {
    width: 100%;
    background: repeating-linear-gradient(-45deg, var(--tone) 0 0.5rem, transparent 0.5rem 1rem);
    opacity: 0.6;
    transform: none;
    animation: none;
  }
}
@media (forced-colors: active) {
  .bar { border: 1px solid; }
  .bar > * { background: CanvasText; forced-color-adjust: none; }
  .bar[role] > * { background: Highlight; }
  .bar[data-lost] > * { background: GrayText; }
}
`;

export const ITEM = `
:host { container-type: inline-size; }
.item {
  --bar-tone: var(--tone);
  --tone: var(--muted);
  display: grid;
  grid-template: "about actions" "state state" / minmax(0, 1fr) auto;
  gap: 0.625rem 1rem;
}
.item[data-status="running"] { --tone: var(--accent); }
.item[data-status="completed"] { --tone: var(--completed); }
.item[data-status="error"] { --tone: var(--error); }
.item[data-status="timed_out"] { --tone: var(--timed-out); }
.item[data-lost] { --tone: var(--timed-out); }
.about { display: contents; }
.name { grid-area: about; align-self: center; min-width: 0; font-weight: 600; letter-spacing: -0.005em; overflow-wrap: anywhere; }
.description { display: block; color: var(--muted); font-size: 0.875rem; font-weight: 400; letter-spacing: 0; line-height: 1.45; }
.description:empty { display: none; }
.state { display: grid; grid-area: state; gap: 0.4375rem; align-content: start; min-width: 0; }
.line { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.625rem; font-size: 0.9375rem; }
.status { display: inline-flex; flex: none; align-items: center; gap: 0.4375rem; color: var(--tone); font-weight: 600; }
.status::before { width: 0.5rem; height: 0.5rem; border: 2px solid currentcolor; border-radius: 50%; content: ""; }
.item:not([data-status="pending"], [data-stopping], [data-lost]) .status::before { background: currentcolor; }
.word::first-letter { text-transform: uppercase; }
.word { display: inline-block; }
.detail { flex: 1 0 100%; order: 1; min-width: 0; overflow-wrap: anywhere; }
.percent { flex: none; margin-inline-start: auto; font-weight: 600; }
.facts { justify-content: space-between; color: var(--muted); font-size: 0.8125rem; }
.percent, .numbers, .times, .steps { font-variant-numeric: tabular-nums; }
.item[data-status="error"] .detail { white-space: pre-line; }
[part="title"], .description, .detail, .numbers, .times, [part="result"], .steps span, .problem { unicode-bidi: plaintext; }
.item:dir(rtl) :is(.description, .detail, .numbers, .times) { text-align: right; }
.detail:empty, .numbers:empty, .times:empty, .facts:not(:has(:not(:empty))) { display: none; }
.item:is([data-status="pending"], [data-status="error"], [data-status="canceled"], [data-status="timed_out"]) .bar > * { display: none; }
.result { font-size: 0.9375rem; overflow-wrap: anywhere; }
.result:not(:has(:not(:empty))) { display: none; }
.artifacts { display: flex; flex-wrap: wrap; gap: 0 0.875rem; }
.steps { display: grid; gap: 0.125rem; color: var(--muted); font-size: 0.8125rem; }
.steps li { display: flex; align-items: baseline; gap: 0.375rem; min-width: 0; padding-inline-start: calc(var(--depth, 0) * 1.25rem); overflow-wrap: anywhere; }
.steps li::before { flex: none; width: 0.875rem; color: var(--completed); content: "✓" / ""; font-weight: 700; text-align: center; }
.steps [data-status="running"] { color: var(--text); }
.steps [data-status="running"]::before { color: var(--accent); content: "›" / ""; }
.steps:dir(rtl) [data-status="running"]::before { content: "‹" / ""; }
.steps [data-status="error"]::before { color: var(--error); content: "✕" / ""; }
.steps [data-status="completed"] .done { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.actions { grid-area: actions; }
.actions button { min-width: 6rem; }
button[data-action="cancel"] { border-color: var(--line); background: transparent; color: var(--text); }
button[data-action="cancel"]:hover { background: transparent; border-color: var(--error); color: var(--error); }
.problem { grid-column: 1 / -1; color: var(--error); font-size: 0.875rem; }
.notice { color: var(--muted); font-size: 0.9375rem; overflow-wrap: anywhere; unicode-bidi: plaintext; }
:is(.problem, .notice):dir(rtl) { text-align: right; }
.item[data-stale] :is(.status, .detail, .percent, .steps li, .result, .times, .numbers) { color: var(--muted); }
.item[data-stale] .bar > * { background: var(--muted); opacity: 0.55; animation-play-state: paused; }
@container (min-width: 44rem) {
  .item { grid-template: "about state actions" / minmax(0, 17rem) minmax(0, 1fr) auto; column-gap: 2rem; }
  .name { align-self: start; }
  .line { flex-wrap: nowrap; min-height: 1.5em; }
  .detail { flex: 0 1 auto; order: 0; }
  .actions:has([hidden]) { display: none; }
}
/* Colours are the browser's own here, so states differ by their signs. */
@media (forced-colors: active) {
  .status::before { width: 1em; height: auto; border: 0; content: "○" / ""; font-weight: 700; line-height: 1; text-align: center; }
  .item:not([data-status="pending"], [data-stopping], [data-lost]) .status::before { background: none; }
  .item[data-status="running"] .status::before { content: "●" / ""; }
  .item[data-status="completed"] .status::before { content: "✓" / ""; }
  .item[data-status="error"] .status::before { content: "✕" / ""; }
  .item[data-status="canceled"] .status::before { content: "–" / ""; }
  .item[data-status="timed_out"] .status::before { content: "!" / ""; }
  .item[data-lost] .status::before { content: "?" / ""; }
  .item[data-stale] :is(.status, .detail, .percent, .steps li, .result, .times, .numbers) { color: GrayText; }
  .item[data-stale] .bar > * { background: GrayText; }
}
`;

export const LIST = `
:host { container-type: inline-size; }
.header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; margin-bottom: 0.75rem; }
.summary { color: var(--muted); font-size: 0.875rem; }
.summary, .connection, .banner, .empty, .more { unicode-bidi: plaintext; }
.banner:dir(rtl) { text-align: right; }
.connection {
  display: flex; flex: none; align-items: center; gap: 0.5em; margin-inline-start: auto; padding: 0.25rem 0.75rem;
  border: 1px solid var(--line); border-radius: 99rem; background: var(--surface); color: var(--muted); font-size: 0.8125rem; font-weight: 550;
}
.connection::before { width: 0.5rem; height: 0.5rem; border-radius: 50%; background: currentcolor; content: ""; }
.connection[data-state="live"]::before { background: var(--completed); }
.connection:is([data-state="reconnecting"], [data-state="offline"])::before { background: var(--timed-out); }
.connection:is([data-state="denied"], [data-state="closed"], [data-state="wrong"])::before { background: var(--error); }
.banner { margin-bottom: 1rem; padding: 0.75rem 1rem; border-radius: calc(var(--radius) * 0.75); background: var(--notice); color: var(--notice-text); font-size: 0.9375rem; }
.empty { padding: 3.5rem 1rem; color: var(--muted); font-size: 0.9375rem; text-align: center; }
.tasks, .empty { overflow: hidden; border-radius: var(--radius); background: var(--surface); box-shadow: var(--taskcast-shadow, 0 1px 2px rgb(20 25 35 / 6%), 0 4px 16px rgb(20 25 35 / 4%)); }
.tasks > li { padding: 1.125rem clamp(1rem, 2.5vw, 1.5rem); }
.tasks[data-long] > li { content-visibility: auto; contain-intrinsic-block-size: auto 6rem; }
.tasks > li + li { border-top: 1px solid var(--line); }
.more { margin-top: 0.75rem; }
@container (max-width: 32rem) { .summary { order: 1; flex-basis: 100%; } }
@media (forced-colors: active) {
  .tasks, .empty, .banner { border: 1px solid; }
  .connection::before { border: 2px solid; background: none; }
  .connection[data-state="live"]::before { background: CanvasText; forced-color-adjust: none; }
}
`;

export const LOG = `
.log {
  overflow: auto; max-height: var(--taskcast-log-height, 20rem); padding: 0.75rem 1rem; border: 1px solid var(--line);
  border-radius: calc(var(--radius) * 0.75); background: var(--surface); color: var(--text);
  font: 0.8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; tab-size: 4;
}
.log > div { unicode-bidi: plaintext; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.6em; }
.log > .gap, .none { color: var(--muted); font-style: italic; }
`;

export const TRAY = `
:host { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: var(--taskcast-tray-z, 1000); max-width: calc(100vw - 2rem); }
.tray { display: flex; flex-direction: column-reverse; align-items: end; gap: 0.5rem; } /* the keyboard goes from the button into the panel */
.toggle span, .panel :is(h2, .quiet) { unicode-bidi: plaintext; }
.toggle span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; } /* one line: so much room is kept for it */
.panel {
  overflow: auto; width: min(24rem, calc(100vw - 2rem)); max-height: min(32rem, calc(100vh - 6rem)); border: 1px solid var(--line);
  border-radius: var(--radius); background: var(--surface); box-shadow: 0 8px 32px rgb(10 15 25 / 18%);
}
.panel > header { position: sticky; top: 0; z-index: 1; display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; padding: 0.75rem 1rem; border-bottom: 1px solid var(--line); background: var(--surface); }
.panel h2 { font-weight: 650; }
.panel li { position: relative; padding: 0.875rem 1rem; }
.panel li + li { border-top: 1px solid var(--line); }
.panel li > button { min-height: 0; padding: 0.125rem 0.5rem; background: none; color: var(--muted); font-size: 0.8125rem; }
.panel li > button:hover { background: var(--track); color: var(--text); }
.quiet { padding: 1rem; color: var(--muted); font-size: 0.875rem; text-align: center; }
.notify { min-height: 0; padding: 0.25rem 0.625rem; font-size: 0.8125rem; }
.toggle {
  display: flex; align-items: center; gap: 0.625rem; border: 1px solid var(--line); border-radius: 99rem; background: var(--surface); color: var(--text);
  max-width: 100%; box-shadow: 0 4px 16px rgb(10 15 25 / 14%);
}
.toggle:hover { background: var(--surface); border-color: var(--accent); color: var(--text); }
.toggle svg { flex: none; width: 1.25rem; height: 1.25rem; transform: rotate(-90deg); }
.toggle circle { fill: none; stroke-width: 3; stroke: var(--track); }
.toggle circle + circle { stroke: var(--accent); stroke-dasharray: calc(var(--done, 0) * 47.1) 47.1; transition: stroke-dasharray 0.2s linear; }
.toggle[data-failed] circle + circle { stroke: var(--error); }
@media (forced-colors: active) {
  .toggle circle { stroke: GrayText; }
  .toggle circle + circle, .toggle[data-failed] circle + circle { stroke: Highlight; }
}
`;

/** Of the page that has a tray. */
export const SPACE = `
:where(:root) { --taskcast-tray-space: 4.5rem; }
@media screen { :root { padding-block-end: var(--taskcast-tray-space); scroll-padding-block-end: var(--taskcast-tray-space); } }
`;
