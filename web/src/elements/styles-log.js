// @ts-check

export const LOG = `
.log {
  overflow: auto; max-height: var(--taskcast-log-height, 20rem); padding: 0.75rem 1rem; border: 1px solid var(--line);
  border-radius: calc(var(--radius) * 0.75); background: var(--surface); color: var(--text);
  font: 0.8125rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; tab-size: 4;
}
.log > div { unicode-bidi: plaintext; white-space: pre-wrap; overflow-wrap: anywhere; min-height: 1.6em; }
.log > .gap, .none { color: var(--muted); font-style: italic; }
`;
