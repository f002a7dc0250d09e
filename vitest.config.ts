import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserSwitches, findBrowser, testSwitches, webgpuSwitches } from './tools/browser.ts';

/**
 * Two projects: `unit` runs beside the pure code in Node; `chromium` runs what needs a real browser
 * (WebGL, workers, wasm in the page): files named *.browser.test.ts.
 */
const executablePath = findBrowser();

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
          exclude: ['**/*.browser.test.*', '**/node_modules/**'],
          environment: 'node',
          testTimeout: 60_000,
        },
      },
      {
        worker: { format: 'es' },
        // The packages that only workers import: found while a test runs, they would reload it.
        optimizeDeps: {
          entries: [
            'src/**/*.browser.test.{ts,tsx}',
            'src/app/main.tsx',
            'src/lab/*/worker.ts',
            'src/lab/training/auto-worker.ts',
          ],
        },
        test: {
          name: 'chromium',
          include: ['src/**/*.browser.test.{ts,tsx}'],
          testTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(executablePath ? { executablePath } : {}),
                // The last two let tests of leaks collect garbage and read the heap's true size.
                args: [
                  ...browserSwitches,
                  ...testSwitches,
                  ...webgpuSwitches,
                  '--js-flags=--expose-gc',
                  '--enable-precise-memory-info',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
