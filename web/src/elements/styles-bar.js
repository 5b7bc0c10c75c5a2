// @ts-check

export const BAR = `
.bar { --way: 1; --tone: var(--bar-tone, var(--accent)); position: relative; overflow: hidden; height: 0.375rem; border-radius: 99rem; background: var(--track); }
.bar > * {
  position: absolute;
  inset: 0;
  border-radius: inherit;
  background: var(--tone);
  transform: translateX(calc(var(--way) * (var(--done, 0) - 1) * 100%));
  transition: transform 0.2s linear;
}
.bar:dir(rtl) { --way: -1; }
.bar:not([role]) > * { transition: none; }
.bar[data-lost] > * { animation-play-state: paused !important; opacity: 0.55; }
.bar[data-indeterminate] > * { width: 30%; inset-inline-end: auto; transition: none; animation: to-and-fro 1.6s ease-in-out infinite alternate; }
@keyframes to-and-fro { from { transform: translateX(calc(var(--way) * -20%)); } to { transform: translateX(calc(var(--way) * 253%)); } }
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
@media print { .bar { border: 1px solid; print-color-adjust: exact; } }
`;
