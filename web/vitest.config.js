import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './test/support/chromium.js';

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  define: { // as Vue's build for bundlers wants them
    __VUE_OPTIONS_API__: 'true',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  test: {
    testTimeout: 60_000, // deadlines are for what hangs, on a machine that is busy too
    expect: { poll: { timeout: 20_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.js'], environment: 'node' },
      },
      { // whole pages, of a server: what a page in a test runner's frame can't do
        extends: true,
        test: { name: 'pages', include: ['test/pages/**/*.test.js'], environment: 'node' },
      },
      {
        extends: true,
        optimizeDeps: {
          include: ['react', 'react-dom', 'react-dom/client', 'vue', 'axe-core', 'vitest-browser-svelte'],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.js'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' }],
            provider: playwright({ launchOptions }),
          },
        },
      },
    ],
  },
});
