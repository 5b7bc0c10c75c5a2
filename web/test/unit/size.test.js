import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

const LIMIT = 40 * 1_024;

it('the elements stay small: as a bundler makes them, with the client, without what is loaded when it is needed', async () => {
  const entry = fileURLToPath(new URL('../../src/elements.js', import.meta.url));
  const [{ output }] = await build({
    configFile: false, logLevel: 'silent', build: { write: false, minify: true, lib: { entry, formats: ['es'] } },
  });
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set();
  const load = (name) => {
    if (loaded.has(name)) return;
    loaded.add(name);
    chunks.get(name).imports.forEach(load);
  };
  load(output.find(({ isEntry }) => isEntry).fileName);
  const bytes = [...loaded].reduce((sum, name) => sum + gzipSync(chunks.get(name).code, { level: 9 }).length, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(LIMIT);
});
