// @ts-check
// The look of the elements. Colours follow the page's color-scheme, and may be set by custom properties.

/** One for each text, for all elements. @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** Gives an element its styles: adopted, which a Content-Security-Policy without unsafe-inline allows. @param {ShadowRoot} root @param {...string} texts */
export function dress(root, ...texts) {
  root.adoptedStyleSheets = texts.map((text) => {
    const sheet = sheets.get(text) ?? new CSSStyleSheet();
    if (!sheets.has(text)) sheet.replaceSync(text);
    sheets.set(text, sheet);
    return sheet;
  });
}

/* One accent is enough: what follows from it is as light or dark as it must be to be read, whatever its own lightness is. */
const ACCENT = `
  --given: var(--taskcast-accent, light-dark(#2f5bea, #8aa5ff));
  --accent: light-dark(oklch(from var(--given) min(l, 0.55) min(c, 0.22) h), oklch(from var(--given) max(l, 0.7) min(c, 0.2) h));
  --accent-word: light-dark(oklch(from var(--given) min(l, 0.5) min(c, 0.22) h), var(--accent));
  --accent-strong: var(--taskcast-accent-strong,
    light-dark(oklch(from var(--given) min(l, 0.47) min(c, 0.2) h), oklch(from var(--given) max(l, 0.82) min(c, 0.12) h)));
  --accent-soft: var(--taskcast-accent-soft, light-dark(color-mix(in oklab, var(--accent) 11%, var(--surface)), color-mix(in oklab, var(--accent) 22%, var(--surface))));
  --accent-ground: light-dark(oklch(from var(--given) min(l, 0.51) min(c, 0.22) h), var(--accent));
  --on-accent: var(--taskcast-on-accent, light-dark(#fff, oklch(from var(--given) 0.2 min(c, 0.06) h)));
`;

export const BASE = `
:host {
  --surface: var(--taskcast-surface, light-dark(#fff, #161a20));
  --line: var(--taskcast-line, light-dark(#e4e7ec, #272d36));
  --track: var(--taskcast-track, light-dark(#e6e9ee, #2a313b));
  --text: var(--taskcast-text, light-dark(#15181d, #e9ecf1));
  --muted: var(--taskcast-muted, light-dark(#545e6c, #a0a9b6));
  --completed: var(--taskcast-completed, light-dark(#14733b, #62cf8f));
  --error: var(--taskcast-error, light-dark(#b3231b, #ff938a));
  --timed-out: var(--taskcast-timed-out, light-dark(#8a4f00, #f5b65c));
  --notice: var(--taskcast-notice, light-dark(#fff4de, #33270f));
  --notice-text: var(--taskcast-notice-text, light-dark(#5c3a00, #f8d9a0));
  --radius: var(--taskcast-radius, 0.75rem);
  --row: var(--taskcast-row, 2.75rem);
  ${ACCENT}
  display: block;
  color: var(--text);
  font: var(--taskcast-font, 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
}
:host([density="compact"]) { --row: var(--taskcast-row, 2.25rem); }
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
p, h2, h3, ol, ul, dl, dd, pre { margin: 0; padding: 0; font-size: inherit; }
ol, ul { list-style: none; }
.for-screen-readers { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { flex: none; width: 1rem; height: 1rem; }
.icon path { fill: none; }
.icon .fill { fill: currentcolor; fill-rule: evenodd; }
.icon :is(.stroke, .dash) { stroke: currentcolor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
.icon .dash { stroke-dasharray: 2.2 2.7; }
button {
  min-height: 2rem;
  padding: 0.25rem 0.625rem;
  border: 1px solid transparent;
  border-radius: calc(var(--radius) * 0.625);
  background: var(--accent-soft);
  color: var(--accent-strong);
  font: inherit;
  font-size: 0.8125rem;
  font-weight: 600;
  cursor: pointer;
  touch-action: manipulation;
}
button:hover { background: var(--accent-ground); color: var(--on-accent); }
:is(button, a, input, select, [tabindex]):focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button[aria-disabled="true"] { cursor: not-allowed; opacity: 0.55; }
a { color: var(--accent-strong); }
@media (hover: none) { button { min-height: 2.75rem; } }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { transition: none !important; } }
`;
