// @ts-check
// A row: one line that never gets higher; below it, where it has one, the line of its bar; below that, what was unfolded.
// What is said of its rules stands between them, where no browser has to read it.

export const ITEM = [`
:host { container-type: inline-size; }
.item {
  --tone: var(--muted);
  --bar-tone: var(--tone);
  --places: 4rem;
  position: relative;
  display: grid;
  grid-template: minmax(var(--row), auto) / 1rem minmax(0, 1fr) auto auto;
  column-gap: 0.625rem;
  align-items: center;
  padding-inline: var(--taskcast-inset, 0px);
  font-size: 0.8125rem;
  font-variant-numeric: tabular-nums;
  line-height: 1.3;
}
.item:is([data-kind="running"], [data-kind="moving"]) { --tone: var(--accent-word); --bar-tone: var(--accent); }
.item[data-kind="completed"] { --tone: var(--completed); }
.item[data-kind="error"] { --tone: var(--error); }
.item:is([data-kind="timed_out"], [data-kind="lost"]) { --tone: var(--timed-out); }
.item > * { grid-row: 1; }
.item > .icon { grid-column: 1; color: var(--tone); }
`,
// The name, and what it is about beside it, or below where there is no room.
`.name { display: flex; grid-column: 2; flex-wrap: wrap; align-items: baseline; gap: 0 0.25rem; overflow: hidden; min-width: 0; max-height: calc(var(--row) - 0.25rem); }
.toggle {
  display: flex; flex: 0 1 auto; min-width: 0; min-height: 0; padding: 0; border: 0; background: none; color: var(--text);
  font-size: 0.875rem; font-weight: 550; line-height: 1.3; text-align: start;
}
:host([density="compact"]) .toggle { font-size: 0.8125rem; line-height: 1.2; }
.toggle:hover { background: none; color: var(--text); }
.toggle::after { position: absolute; inset: 0 0 auto; height: var(--row); border-radius: calc(var(--radius) * 0.5); content: ""; }
.toggle:focus-visible { outline: none; }
.toggle:focus-visible::after { outline: 2px solid var(--accent); outline-offset: -2px; }
.title { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow-wrap: anywhere; }
.fold {
  flex: none; align-self: center; width: 0.375rem; height: 0.375rem; margin-inline: 0.3125rem; border: solid var(--muted); border-width: 1.5px 1.5px 0 0; opacity: 0; rotate: 45deg; transition: opacity 0.12s, rotate 0.12s;
}
.fold:dir(rtl) { rotate: -135deg; }
.item[data-unfolded] .fold { rotate: 135deg; opacity: 1; }
.description { flex: 1 1 8rem; overflow: hidden; min-width: 0; color: var(--muted); text-overflow: ellipsis; white-space: nowrap; }
.description:empty { display: none; }

.line { overflow: hidden; color: var(--muted); overflow-wrap: anywhere; text-overflow: ellipsis; white-space: nowrap; }
.status { margin-inline-end: 0.5rem; color: var(--tone); font-weight: 600; }
.item[data-kind="pending"] .status { font-weight: 400; }
.percent, .facts { text-align: end; white-space: nowrap; }
.percent { font-weight: 600; }
.facts { display: contents; color: var(--muted); }
.numbers:empty, .item:not([data-times]) .times, .percent:empty { display: none; }
.artifacts a { position: relative; z-index: 1; margin-inline-start: 0.5rem; }
[part="title"], .description, .detail, .numbers, .times, .result, .steps span, .problem, dd { unicode-bidi: plaintext; }
`,
// Without a line of its own the bar is the row's lower edge, so that a run that begins or ends pushes nothing. Two lines of a compact
// row stand a little higher, whether there is a bar or not: their letters end above it.
`.run { display: contents; }
.item:not([data-bar="tall"]) {
  .bar { position: absolute; inset: auto 0 0; height: 0.1875rem; border: 0; border-radius: 0; background: none; }
  .bar > * { border-radius: 0; }
  .numbers, &[data-kind="completed"] .bar { display: none; }
  .percent, .times { grid-row: 1; grid-column: 3; }
}
:host([density="compact"]) .item:not([data-bar="tall"]) {
  .bar { height: 0.125rem; }
  :is(.name, .line, .times, .percent) { margin-bottom: 0.125rem; }
}
`,
// With one it has the same height whatever there is to say.
`.item[data-bar="tall"] {
  grid-template-rows: minmax(var(--row), auto) 1.125rem auto;
  padding-bottom: 0.5rem;
  .name { grid-column: 2 / 4; }
  .line { grid-area: 2 / 2 / auto / -1; }
  .run { display: grid; grid-area: 3 / 2 / auto / -1; grid-template: 1.125rem 1.125rem / minmax(0, 1fr) 2.625rem; align-items: center; gap: 0 0.625rem; }
  .facts { display: flex; grid-area: 2 / 1 / auto / -1; gap: 0.75rem; overflow: hidden; font-size: 0.75rem; }
  .numbers, .times { overflow: hidden; min-width: 0; text-align: start; text-overflow: ellipsis; }
  .times { flex: none; max-width: 100%; margin-inline-start: auto; }
}
`,
// Where there is little room, the time left says more than the time so far, and a server that is lost more than a count. A narrow
// row has its state and its time below its title, in the same height; a compact one only where it waits or has failed. Where a task
// stands, and why it has failed, say more than a time does. What stands before a Cancel that is not there has its room. What breaks
// a long word would break even a line that is not to wrap.
`.item[data-times="both"]:not([data-bar="tall"]) .times :not(:last-child) { display: none; }
@container (max-width: 63.99rem) { .item[data-times="both"] .times :not(:last-child), .item[data-kind="lost"] .numbers { display: none; } }
@container (max-width: 43.99rem) {
  .item[data-asks] > :is(.icon, .name), .item[data-asks]:not([data-bar="tall"]) :is(.times, .percent) { visibility: hidden; }
  .description { flex-basis: 100%; }
  .item:has([data-action="cancel"][hidden]) .actions { margin-inline-start: calc(var(--places) / -2); }
  :host([density="compact"]) .description { display: none; }
  .item[data-bar="edge"] .percent:not(:empty) + .facts .times { display: none; }
  :host(:not([density="compact"])) .item:not([data-bar="tall"], [data-kind="pending"]), .item:is([data-status="pending"], [data-kind="error"]):not([data-bar="tall"], [data-kind="pending"]) {
    .description { display: none; }
    .name { grid-column: 2 / 4; max-height: none; padding-bottom: 1.0625rem; }
    &:not([data-unfolded]) .title { -webkit-line-clamp: 1; }
    :is(.line, .times, .percent) { padding-top: 1.0625rem; font-size: 0.75rem; }
    &[data-unfolded] :is(.line, .times, .percent) { align-self: end; }
    .line { grid-column: 2; }
    &:has(.next:not(:empty)) .times { display: none; }
    @container (max-width: 26rem) { &[data-kind="error"] .times { display: none; } }
  }
  .line wbr { display: none; }
  .item[data-kind="scheduled"][data-times]:not([data-bar="tall"]) { .line { visibility: hidden; } .times { grid-column: 2; text-align: start; } }
  .item:not([data-bar="tall"]) {
    &[data-status="pending"]:has(:is(.detail, .next):not(:empty)) { .line { margin-inline-end: -1.5rem; } .times { display: none; } .status { position: absolute; width: 1px; clip-path: inset(50%); } }
    &[data-kind="pending"] .line, :host([density="compact"]) &:not([data-status="pending"], [data-kind="error"]) .line { position: absolute; width: 1px; clip-path: inset(50%); }
  }
}
@container (max-width: 26rem) { .fold { display: none; } }
.item[data-unfolded] {
  .name { max-height: none; padding-block: 0.25rem; }
  .title { -webkit-line-clamp: none; }
}
`,
// Start and Cancel: each has its place, whether it is there or not.
`.actions { position: relative; z-index: 1; display: grid; grid-area: 1 / 4; grid-template-columns: 1fr 1fr; align-self: center; width: var(--places); opacity: 0; transition: opacity 0.12s; }
.actions button { display: flex; grid-row: 1; align-items: center; justify-content: center; gap: 0.375rem; padding: 0; background: none; color: var(--muted); white-space: nowrap; }
.actions button:hover { background: var(--accent-soft); color: var(--accent-strong); }
[data-action="cancel"] { grid-column: 1; }
[data-action="cancel"]::before { border: 0.28rem solid; border-radius: 0.08rem; content: ""; }
[data-action="start"] { grid-column: 2; }
.actions [data-action="cancel"]:hover, .ask .yes { background: color-mix(in oklab, var(--error) 12%, var(--surface)); color: var(--error); }
.word { display: none; }
.item:is(:hover, :focus-within, [data-asks]) :is(.actions, .fold) { opacity: 1; }
@media (hover: none) {
  .item { --places: 4.75rem; }
  .actions { margin-inline-end: -0.75rem; }
  .actions, .fold { opacity: 1; }
}
.problem { grid-area: auto / 2 / auto / -1; padding-bottom: 0.5rem; color: var(--error); text-align: end; }
.ask {
  z-index: 2; display: grid; grid-area: 1 / 1 / auto / 4; grid-template-columns: 1fr auto; align-content: center; gap: 0 0.5rem; min-height: var(--row);
  color: var(--text); font-weight: 550; text-align: end;
}
.ask span { overflow: hidden; grid-column: 1 / -1; min-width: 0; font-size: 0.75rem; line-height: 1rem; text-overflow: ellipsis; white-space: nowrap; }
.ask .no { justify-self: end; }
.ask button { height: 1.5rem; min-height: 0; padding-block: 0; font-size: 0.75rem; white-space: nowrap; }
.ask .no { border-color: var(--line); background: none; color: var(--text); }
.item[data-asks] .line { visibility: hidden; }
.notice { padding: 0.75rem var(--taskcast-inset, 0px); color: var(--muted); font-size: 0.875rem; overflow-wrap: anywhere; unicode-bidi: plaintext; }
.notice:dir(rtl) { text-align: right; }
.item[data-stale] :is(.icon, .status, .percent, .toggle) { color: var(--muted); }
.item[data-stale] .bar > * { background: var(--muted); opacity: 0.55; animation-play-state: paused; }
`,
// All bars are of one length, to be compared. What is in line has one line: nothing moves while it counts down.
`@container (min-width: 44rem) {
  .item { --facts: 20rem; grid-template-columns: 1rem minmax(0, 9fr) minmax(0, 10fr) var(--places) 7.5rem; }
  .actions { grid-column: 4; }
  .ask { grid-column: 3; }
  .item .line.line {
    display: -webkit-box; grid-area: 1 / 3; -webkit-box-orient: vertical; -webkit-line-clamp: 2; white-space: normal;
  }
  .item:is([data-kind="queued"], [data-kind="limited"], [data-kind="completed"]) .line:not(:has(a)) { -webkit-line-clamp: 1; }
  .item[data-status="pending"]:not([data-times], :hover, :focus-within) .line { grid-column: 3 / -1; }
  .item[data-bar="edge"]:not([data-status="pending"]) .line { padding-inline-end: 3.25rem; }
  .item:not([data-bar="tall"]) {
    .percent { grid-column: 3; justify-self: end; }
    .times { display: block; grid-column: 5; overflow: hidden; text-overflow: ellipsis; }
  }
  .item[data-bar="tall"] {
    grid-template-rows: minmax(var(--row), auto) 1rem;
    padding-bottom: 0.625rem;
    .name { grid-column: 2; }
    .actions { grid-column: 4 / 6; justify-self: end; }
    .run { grid-area: 2 / 2 / auto / -1; grid-template: 1rem / minmax(0, 1fr) 2.625rem var(--facts); gap: 0.75rem; }
    .facts { grid-area: 1 / 3; min-width: 0; font-size: 0.8125rem; }
  }
}
@container (min-width: 64rem) {
  .ask { grid-template-columns: 1fr auto auto; text-align: start; }
  .ask span { grid-column: auto; font-size: 0.8125rem; line-height: 1.75rem; }
  .ask button { height: 1.75rem; }
  .item { --facts: 28rem; }
}
@container (min-width: 72rem) {
  .item { --places: 12.5rem; }
  .actions { grid-template-columns: 22fr 27fr; gap: 0.25rem; }
  .actions button { overflow: hidden; padding-inline: 0.375rem; }
  .word { display: inline; overflow: hidden; text-overflow: ellipsis; }
}
@media (forced-colors: active) {
  .item[data-stale] :is(.icon, .status, .percent, .toggle) { color: GrayText; }
  .item[data-stale] .bar > * { background: GrayText; }
  .ask { border: 1px solid; }
}
@media print { .actions, .fold { display: none; } }
`].join('');

export const DETAILS = `
.item > .details { grid-area: auto / 2 / auto / -1; display: grid; gap: 0.75rem; padding-block: 0.25rem 0.875rem; font-size: 0.8125rem; line-height: 1.45; }
dl { display: grid; gap: 0.25rem; }
dl > div { display: grid; grid-template-columns: 5rem minmax(0, 1fr); gap: 0.75rem; }
@container (min-width: 44rem) { dl > div { grid-template-columns: 7rem minmax(0, 1fr); } }
dt { color: var(--muted); }
dd { overflow-wrap: anywhere; white-space: pre-line; }
dd.mono { font: 0.75rem/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap; }
dd a { display: inline-block; margin-inline-end: 0.75rem; }
.steps { display: grid; gap: 0.1875rem; color: var(--muted); }
.steps li { display: flex; align-items: baseline; gap: 0.375rem; min-width: 0; padding-inline-start: calc(var(--depth, 0) * 1.25rem); overflow-wrap: anywhere; }
.steps li::before { flex: none; width: 0.875rem; color: var(--completed); content: "✓" / ""; font-weight: 700; text-align: center; }
.steps [data-status="running"] span:first-child { color: var(--text); }
.steps [data-status="running"]::before { color: var(--accent); content: "›" / ""; }
.steps:dir(rtl) [data-status="running"]::before { content: "‹" / ""; }
.steps [data-status="error"]::before { color: var(--error); content: "✕" / ""; }
.steps [data-status="completed"] .done { position: absolute; width: 1px; clip-path: inset(50%); }
.log-toggle { justify-self: start; }
.item[data-unfolded] { padding-bottom: 0 !important; }
`;
