import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';

const LIMIT = 40 * 1_024;

it('the elements stay small: as a bundler makes them, with the client and all that is loaded when it is needed, but languages', async () => {
  const entry = fileURLToPath(new URL('../../src/elements.js', import.meta.url));
  const [{ output }] = await build({
    configFile: false, logLevel: 'silent', build: { write: false, minify: true, lib: { entry, formats: ['es'] } },
  });
  const parts = output.filter(({ facadeModuleId }) => !facadeModuleId?.includes('/languages/'));
  expect(output.length - parts.length, 'languages').toBe(7);
  const bytes = parts.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(LIMIT);
});
