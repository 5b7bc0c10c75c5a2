import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

const LIMIT = 40 * 1_024;

it('the elements stay small: as a bundler makes them, with the client and all that is loaded when it is needed, but languages', async () => {
  const entry = fileURLToPath(new URL('../../src/elements.js', import.meta.url));
  const [{ output }] = await build({
    configFile: false, logLevel: 'silent',
    // As for an application: for a library Vite leaves the line breaks in, and with them 8 % of the bytes.
    build: { write: false, minify: true, lib: { entry, formats: ['es'] }, rolldownOptions: { output: { minify: true } } },
  });
  const parts = output.filter(({ facadeModuleId }) => !facadeModuleId?.includes('/languages/'));
  expect(output.length - parts.length, 'languages').toBe(7);
  const bytes = parts.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(LIMIT);
});
