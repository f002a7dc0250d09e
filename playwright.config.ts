import { defineConfig } from '@playwright/test';
import { browserSwitches, findBrowser, testSwitches } from './tools/browser.ts';

const executablePath = findBrowser();
const port = Number(process.env.E2E_PORT ?? 4273);

/** Journeys through the built app, as `npm start` serves it, in a real Chromium. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: '.cache/e2e',
  // Two cores and a software renderer: side by side, pages only slow each other down.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Shared machines stall now and then; a test that needs its second try is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: !!process.env.CI,
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? '.cache/reports/e2e.json' }],
  ],
  use: {
    baseURL: `http://localhost:${port}`,
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    // Somebody who has drawn before: on a first visit an example draws itself, and the paper is not empty.
    storageState: {
      cookies: [],
      origins: [
        {
          origin: `http://localhost:${port}`,
          localStorage: [{ name: 'lenet-lab.have-drawn', value: 'yes' }],
        },
      ],
    },
    // Requests that a service worker answers cannot be made to fail; e2e/offline.spec.ts is about it.
    serviceWorkers: 'block',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [...browserSwitches, ...testSwitches],
    },
    // A trace of every action doubles the time that it takes.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
  },
  webServer: {
    command: `npx vite preview --port ${port} --strictPort`,
    port,
    reuseExistingServer: false,
  },
});
