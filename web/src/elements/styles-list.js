// @ts-check

// What is new stands over the list (`.above`) and not in it, so that it pushes nothing.
export const LIST = `
:host { container-type: inline-size; }
.header { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 0.75rem; min-height: 2rem; margin-bottom: 0.75rem; }
.summary { color: var(--muted); font-size: 0.8125rem; font-variant-numeric: tabular-nums; word-break: keep-all; }
.summary, .connection, .banner, .empty, .more, .fresh { unicode-bidi: plaintext; }
.banner:dir(rtl) { text-align: right; }
.connection {
  display: flex; flex: none; align-items: center; gap: 0.5em; margin-inline-start: auto; color: var(--muted); font-size: 0.8125rem; font-weight: 550;
}
.connection::before { width: 0.5rem; height: 0.5rem; border-radius: 50%; background: currentcolor; content: ""; }
.connection[data-state="live"]::before { background: var(--completed); }
.connection:is([data-state="reconnecting"], [data-state="offline"])::before { border-radius: 0.125rem; background: var(--timed-out); }
.connection:is([data-state="denied"], [data-state="closed"], [data-state="wrong"])::before { clip-path: polygon(50% 0, 100% 100%, 0 100%); border-radius: 0; background: var(--error); }
.toolbar { display: flex; flex: 0 1 24rem; gap: 0.5rem; margin-inline-start: auto; }
.toolbar:not([hidden]) + .connection { margin-inline-start: 0; }
:is(input, select) {
  min-width: 0; height: 2rem; padding: 0 0.5rem; border: 1px solid light-dark(#8b94a1, #646e7c); border-radius: calc(var(--radius) * 0.625); background: var(--surface);
  color: var(--text); font: inherit; font-size: 0.8125rem;
}
.find { position: relative; flex: 1 1 10rem; min-width: 0; }
.find .icon { position: absolute; inset-block-start: 0.5rem; inset-inline-start: 0.5rem; color: var(--muted); pointer-events: none; }
.find input { width: 100%; padding-inline-start: 1.875rem; }
input::placeholder { color: var(--muted); opacity: 1; }
select { flex: 0 1 auto; max-width: 10rem; text-overflow: ellipsis; }
@media (hover: none) { :is(input, select) { height: 2.75rem; font-size: 1rem; } .find .icon { inset-block-start: 0.875rem; } }
.banner { margin-bottom: 0.75rem; padding: 0.625rem 0.875rem; border-radius: var(--radius); background: var(--notice); color: var(--notice-text); font-size: 0.875rem; }
.empty { padding: 3rem 1rem; color: var(--muted); font-size: 0.875rem; text-align: center; }
.groups, section { display: grid; grid-template-columns: minmax(0, 1fr); }
.groups { gap: 1.25rem; }
.heading { display: flex; align-items: baseline; gap: 0.5rem; margin: 0 0 0.375rem; padding-inline: 0.875rem; font-size: 0.8125rem; font-weight: 600; }
.count { color: var(--muted); font-weight: 500; font-variant-numeric: tabular-nums; }
.tasks, .empty {
  overflow: hidden; border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface);
  box-shadow: var(--taskcast-shadow, 0 1px 2px rgb(20 25 35 / 4%));
}
.tasks > li { --taskcast-inset: 0.875rem; position: relative; }
.tasks > li:hover { background: color-mix(in oklab, var(--text) 3%, var(--surface)); }
.tasks > li + li { border-top: 1px solid var(--line); }
.gone { padding: 0.625rem 2.5rem; color: var(--muted); font-size: 0.8125rem; font-style: italic; }
[data-long] .tasks > li { content-visibility: auto; contain-intrinsic-block-size: auto 2.8125rem; }
:host([density="compact"]) [data-long] .tasks > li { contain-intrinsic-block-size: auto 2.3125rem; }
.above { position: sticky; top: 0.5rem; z-index: 3; display: flex; justify-content: center; height: 0; }
.fresh { min-height: 1.75rem; height: 1.75rem; margin-top: -0.875rem; border-radius: 99rem; background: var(--accent-ground); color: var(--on-accent); font-size: 0.75rem; box-shadow: 0 2px 8px rgb(10 15 25 / 20%); }
.more { margin-top: 0.75rem; }
@container (max-width: 44rem) {
  .summary { order: 1; flex-basis: 100%; }
  .toolbar { order: 2; flex-basis: 100%; }
  .toolbar:not([hidden]) + .connection { margin-inline-start: auto; }
}
@container (max-width: 26rem) { .tasks > li { --taskcast-inset: 0.75rem; } }
@media (forced-colors: active) {
  .tasks, .empty, .banner { border: 1px solid; }
  .connection::before { border: 2px solid; background: none; }
  .connection[data-state="live"]::before { background: CanvasText; forced-color-adjust: none; }
}
@media print { .toolbar, .more, .above, .connection { display: none; } [data-long] .tasks > li { content-visibility: visible; } }
`;
